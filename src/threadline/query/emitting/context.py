"""What SQL is written for, and the values in a row's JSON.

Everything about a value builds on a `JsonValue`: an expression that holds JSON text, and a path into it. A promoted
column holds the literal of one path: whatever is asked of that value, or inside of it, is read from there. Which paths
a piece reads, it says (`Sql.paths`).
"""

from dataclasses import dataclass, replace

from threadline.errors import pointer_of
from threadline.query.emitting.dialect import Dialect, JsonKind
from threadline.query.forms.expression import Path
from threadline.query.forms.plan import Place
from threadline.query.sql import ColumnPath, Columns, Sql, fill

_STORED_KEYS = {"properties": "properties_keys", "user_properties": "user_properties_keys"}
"""Columns that hold the names of an object's members, by the column of the object."""

_NESTED = 2
"""Steps of a path to what is inside of another value."""


@dataclass(frozen=True, slots=True)
class Context:
    """The rows that an expression is about, and the engine that reads it."""

    dialect: Dialect
    table: str
    columns: Columns

    def of(self, table: str) -> "Context":
        """Return the context of another table."""
        return replace(self, table=table)

    def column(self, place: Place) -> Sql:
        """Return the value of a field that is no JSON."""
        if place.field.between is None:
            return Sql(place.field.column)
        return self.dialect.times.seconds_between(*map(Sql, place.field.between))

    def json(self, place: Place) -> "JsonValue":
        """Return the JSON value of a place."""
        return JsonValue(self, Sql(place.field.column), place.path)


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value in SQL: a base expression that holds JSON text, and a path into it."""

    context: Context
    base: Sql
    """A column or an element of a list; never a text from a request."""

    path: Path = ()
    depth: int = 0
    """How many lists it is inside of; names the variable of the next one."""

    def child(self, step: str) -> "JsonValue":
        """Return a member."""
        return replace(self, path=(*self.path, step))

    @property
    def column(self) -> Sql | None:
        """Return the promoted column that holds the value's literal, or None."""
        path = self._at(self.path) if self.context.columns else None
        name = None if path is None else self.context.columns.get(path)
        return None if name is None or path is None else Sql(name, paths=frozenset([path]))

    @property
    def variable(self) -> str:
        """Return the name of the variable that stands for one element of the list at this value."""
        return f"e{self.depth + 1}"

    @property
    def element(self) -> "JsonValue":
        """Return one element, for a claim about the variable."""
        return JsonValue(self.context, self.context.dialect.json.element(self.variable), (), self.depth + 1)

    @property
    def literal(self) -> Sql:
        """Return the JSON text of the value, or SQL null when it is missing."""
        if self.column:
            return self.column
        return self.context.dialect.json.literal(*self._root) if self.path else self.base

    def is_of(self, kind: JsonKind) -> Sql:
        """Return whether the value is an object, a list or a text; SQL null when it is missing."""
        if self.column:
            return self.context.dialect.literals.is_kind(self.column, kind)
        return self.context.dialect.json.is_kind(*self._root, kind)

    @property
    def keys(self) -> Sql:
        """Return the names of an object's members; none, or SQL null, for anything else."""
        if is_whole_object(self):
            return Sql(_STORED_KEYS[self.base.text])
        return self.context.dialect.json.keys(*self._root)

    @property
    def elements(self) -> Sql:
        """Return the elements of a list, or SQL null; a JSON null becomes an SQL null."""
        return self.context.dialect.json.elements(*self._root)

    @property
    def length(self) -> Sql:
        """Return how many elements a list has; 0 for anything else."""
        return self.context.dialect.json.length(*self._root)

    @property
    def texts(self) -> Sql:
        """Return the JSON texts of a list's elements, or SQL null; a JSON null becomes an SQL null."""
        return self.context.dialect.lists.texts(self.elements)

    @property
    def number(self) -> Sql:
        """Return the value as a double, or SQL null when it is not a JSON number."""
        return self.context.dialect.json.number(self.literal)

    @property
    def string(self) -> Sql:
        """Return the text of a JSON string, or SQL null when the value is something else."""
        literals = self.context.dialect.literals
        content = literals.content(self.column) if self.column else self._content
        return fill("case when {} then {} end", self.is_of("VARCHAR"), content)

    @property
    def text(self) -> Sql:
        """Return the value as text, or SQL null when it is null or missing.

        `7.0` and `7` have one text, and so have `-0.0` and `0`. Objects and lists give their JSON text.
        """
        return (
            self.context.dialect.literals.text(self.column)
            if self.column
            else self.context.dialect.json.text(*self._root)
        )

    @property
    def key(self) -> Sql:
        """Return what the values of one group share: the JSON text, with `7` for `7.0`; SQL null when there is none."""
        if self.column:
            return self.context.dialect.literals.key(self.column)
        return (
            self.context.dialect.json.key(self.literal)
            if self.path
            else fill("nullif({}, 'null')", self.literal)
        )

    @property
    def text_key(self) -> Sql:
        """Return what exactly the values of one text share, or SQL null when there is no text.

        In a promoted column that is the JSON string of the text: most values are one, and stay as they are.
        """
        return self.context.dialect.literals.string(self.column) if self.column else self.text

    @property
    def _content(self) -> Sql:
        return self.context.dialect.json.content(*self._root)

    def _at(self, path: Path) -> ColumnPath | None:
        """Return where a value is among those that can be promoted."""
        if not path or self.depth:
            return None
        return ColumnPath(self.context.table, self.base.text, pointer_of(path))

    @property
    def _root(self) -> tuple[Sql, Path]:
        """Return what to read the value from, and the path in it: the nearest promoted column, or the base."""
        own = self._at(self.path)
        if own is None:
            return self.base, self.path
        if self.column:
            return self.column, ()
        reads = frozenset([own])
        for length in range(len(self.path) - 1, 0, -1) if len(self.path) >= _NESTED else ():
            above = self._at(self.path[:length])
            if above is not None and above in self.context.columns:
                return Sql(self.context.columns[above], paths=reads | {above}), self.path[length:]
        return Sql(self.base.text, paths=reads), self.path


def is_whole_object(value: JsonValue) -> bool:
    """Say whether a value is a column with nothing but objects, whose keys are stored beside it."""
    return not value.path and not value.depth and value.base.text in _STORED_KEYS


def text_of_key(value: JsonValue, key: Sql) -> Sql:
    """Return the text of a value, given its `text_key`."""
    return value.context.dialect.literals.content(key) if value.column else key
