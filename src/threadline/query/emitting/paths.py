"""Address a value inside JSON text.

Paths are JSON pointers (RFC 6901), bound as parameters: a name is a key of an object, and a whole number also
an index of an array. Everything about a value builds on a `Spot`, an expression that holds JSON text and a
path into it; a column that holds the literal of one path would be a spot with an empty path.
"""

from dataclasses import dataclass, field
from typing import Literal

from threadline.errors import pointer_of
from threadline.query.forms.expression import Path
from threadline.query.forms.plan import Place
from threadline.query.forms.promotion import Promoted, none_promoted
from threadline.query.forms.statement import Sql, bound, fill

_STORED_KEYS = {"properties": "properties_keys", "user_properties": "user_properties_keys"}
"""Columns that hold the names of an object's members, by the column of the object."""

Kind = Literal["OBJECT", "ARRAY", "VARCHAR"]

_NESTED = 2
"""Steps of a path to what is inside of another value."""

_OPENINGS: dict[Kind, str] = {"OBJECT": "{", "ARRAY": "[", "VARCHAR": '"'}

# A literal tells its type by its first letter; only a string with an escape needs to be read as JSON.
_CONTENT = (
    "case when contains($, '\\') then json_extract_string($, '') else substring($, 2, length($) - 2) end"
)
# `7.0` is written as `7`, and `-0.0` as `0`.
_WHOLE = "replace(substring($, 1, length($) - 2), '-0', '0')"
_TEXT = (
    f"case when starts_with($, '\"') then {_CONTENT} when $ = 'null' then null"
    f" when suffix($, '.0') then {_WHOLE} else $ end"
)
_KEY = f"case when suffix($, '.0') then {_WHOLE} else nullif($, 'null') end"
_DOUBLE = "try_cast($ as double)"
_WRITTEN = (
    f"case when {_DOUBLE} is null then $ when abs({_DOUBLE}) >= 9007199254740992 and not regexp_matches($, '[.e]')"
    f" then '\"' || $ || '\"' when {_DOUBLE} = trunc({_DOUBLE}) and abs({_DOUBLE}) < 1e16"
    f" then '\"' || {_DOUBLE}::bigint || '\"' else '\"' || {_DOUBLE} || '\"' end"
)
_STRING = f"case when starts_with($, '\"') then $ else to_json({_TEXT})::varchar end"


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in SQL: a base expression that holds JSON text, and a path into it."""

    base: str
    """A column or a lambda's variable; never a text from a request."""

    path: Path = ()
    depth: int = 0
    """How many lists it is inside of; names the variable of the next one."""

    promoted: Promoted = field(default_factory=none_promoted)
    """The columns that the table has for single paths."""

    @classmethod
    def of(cls, place: Place) -> "Spot":
        """Return where the JSON value of a place is."""
        return cls(place.field.column, place.path, promoted=place.promoted)

    def child(self, step: str) -> "Spot":
        """Return the spot of a member."""
        return Spot(self.base, (*self.path, step), self.depth, self.promoted)

    @property
    def column(self) -> str | None:
        """Return the promoted column that holds the value's literal, or None."""
        return self.promoted.get((self.base, pointer_of(self.path))) if self.path and not self.depth else None

    @property
    def _root(self) -> tuple[str, Path]:
        """Return what to read the value from, and the path in it: the nearest promoted column above, or the base."""
        if self.depth or len(self.path) < _NESTED:
            return self.base, self.path
        above = {pointer for base, pointer in self.promoted if base == self.base}
        for length in range(len(self.path) - 1, 0, -1):
            pointer = pointer_of(self.path[:length])
            if pointer in above:
                return self.promoted[self.base, pointer], self.path[length:]
        return self.base, self.path

    @property
    def variable(self) -> str:
        """Return the name of the variable that stands for one element of the list at this spot."""
        return f"e{self.depth + 1}"

    @property
    def element(self) -> "Spot":
        """Return the spot of one element, for the body of a lambda over `elements`."""
        return Spot(f"coalesce({self.variable}::varchar, 'null')", (), self.depth + 1)

    @property
    def literal(self) -> Sql:
        """Return the JSON text of the value, or SQL null when it is missing."""
        if self.column:
            return Sql(self.column)
        return self._call("json_extract({}, {})::varchar") if self.path else Sql(self.base)

    def is_of(self, kind: Kind) -> Sql:
        """Return whether the value is an object, an array or a string; SQL null when it is missing."""
        if self.column:
            return Sql(f"starts_with({self.column}, '{_OPENINGS[kind]}')")
        return fill(f"{{}} = '{kind}'", self._call("json_type({}, {})"))

    @property
    def keys(self) -> Sql:
        """Return the names of an object's members; none, or SQL null, for anything else."""
        if is_whole_object(self):
            return Sql(_STORED_KEYS[self.base])
        return self._call("json_keys({}, {})")

    @property
    def length(self) -> Sql:
        """Return how many elements an array has; 0 for anything else."""
        return self._call("json_array_length({}, {})")

    @property
    def elements(self) -> Sql:
        """Return the elements of an array as a list of JSON, or SQL null; a JSON null becomes an SQL null."""
        return self._call("try_cast(json_extract({}, {}) as json[])")

    @property
    def number(self) -> Sql:
        """Return the value as a double, or SQL null when it is not a JSON number."""
        return fill("try_cast({} as double)", self.literal)

    @property
    def string(self) -> Sql:
        """Return the text of a JSON string, or SQL null when the value is something else."""
        return fill("case when {} then {} end", self.is_of("VARCHAR"), self._content)

    @property
    def text(self) -> Sql:
        """Return the value as text, or SQL null when it is null or missing.

        `7.0` and `7` have one text, and so have `-0.0` and `0`. Objects and lists give their JSON text.
        """
        if self.column:
            return Sql(_TEXT.replace("$", self.column))
        whole = fill(_WHOLE.replace("$", "{}"), self._content, self._content)
        template = "case when {} = 'DOUBLE' and suffix({}, '.0') then {} else {} end"
        return fill(template, self._call("json_type({}, {})"), self._content, whole, self._content)

    @property
    def key(self) -> Sql:
        """Return what the values of one group share: the JSON text, with `7` for `7.0`; SQL null when there is none."""
        if self.column:
            return Sql(_KEY.replace("$", self.column))
        if not self.path:
            return fill("nullif({}, 'null')", self.literal)
        return fill("regexp_replace(nullif({}, 'null'), '^(?:-(0)|(-?[0-9]+))[.]0$', '\\1\\2')", self.literal)

    @property
    def text_key(self) -> Sql:
        """Return what exactly the values of one text share, or SQL null when there is no text.

        In a promoted column that is the JSON string of the text: most values are one, and stay as they are.
        """
        return Sql(_STRING.replace("$", self.column)) if self.column else self.text

    @property
    def _content(self) -> Sql:
        if self.column:
            return Sql(_CONTENT.replace("$", self.column))
        return self._call("json_extract_string({}, {})")

    def _call(self, template: str) -> Sql:
        if self.column:
            return fill(template, Sql(self.column), bound(""))
        base, path = self._root
        return fill(template, Sql(base), bound(pointer_of(path)))


def is_whole_object(spot: Spot) -> bool:
    """Say whether a spot is a column with nothing but objects, whose keys are stored beside it."""
    return not spot.path and not spot.depth and spot.base in _STORED_KEYS


def text_of_key(spot: Spot, key: Sql) -> Sql:
    """Return the text of a value, given its `text_key`."""
    return Sql(_CONTENT.replace("$", key.text)) if spot.column else key


def texts_of(spot: Spot) -> Sql:
    """Return the JSON texts of an array's elements, or SQL null; a JSON null becomes an SQL null."""
    return fill("{}::varchar[]", spot.elements)


def written_texts_of(spot: Spot) -> Sql:
    """Return the JSON texts of an array's elements, where a number is the string of its one text, or SQL null.

    The text is that of `number_text`; a whole number from 1e16 on keeps the one that it has.
    """
    text = _WRITTEN.replace("$", spot.variable)
    return fill(f"list_transform({{}}, lambda {spot.variable}: {text})", texts_of(spot))
