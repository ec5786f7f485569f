"""The bound form of a query: names are fields, values have types, and nothing in it can fail any more.

No SQL here: `emit` writes it.
"""

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime, timedelta
from typing import Generic, Literal, TypeAlias, TypeVar

from threadline.catalog import Aggregation, Direction, Field, Mode, TimeFormat, TimeUnit, View, WeekStart
from threadline.query.forms.expression import JSON, Path, PropertyColumn
from threadline.query.forms.statement import Clock, Found, Page
from threadline.search_text import Search

Ordered = Literal["gt", "gte", "lt", "lte"]
Scalar: TypeAlias = bool | int | float | str | datetime | timedelta
"""A value to compare with. A `datetime` is UTC without a zone, as the tables keep it; a `timedelta` is a time so
long ago, until `resolve` puts the time in its place."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is: a field, or a path inside a JSON field."""

    field: Field
    path: Path = ()

    @property
    def key(self) -> str:
        """Return its name in a row, such as `properties.plan`."""
        return ".".join((self.field.name, *self.path))

    @property
    def is_text_key(self) -> bool:
        """Say whether clients require a text here, whatever is stored.

        Clients type the dotted keys of user id and agent name as text or null.
        """
        return self.field.type == "object" and self.path in {("userId",), ("supportAgentName",)}


@dataclass(frozen=True, slots=True)
class Stored:
    """The value at a place."""

    place: Place
    is_each: bool = False
    """Whether each text of the list counts for itself, once; only as a key of groups, and one of a plan."""

    @property
    def key(self) -> str:
        """Return its name in a row."""
        return self.place.key


@dataclass(frozen=True, slots=True)
class Bucket:
    """The start of the unit that the time at a place lies in."""

    place: Place
    unit: TimeUnit
    zone: str | None = None
    """Where days begin; UTC without one."""

    week_start: WeekStart = "monday"

    clock: Clock | None = dataclass_field(default=None, compare=False, repr=False)
    """What is known of the zone's clocks, put in by `resolve`."""

    @property
    def key(self) -> str:
        """Return its name in a row, such as `createdAt_day`."""
        return f"{self.place.key}_{self.unit}"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One number about the rows of a group; without a place, about the rows themselves."""

    aggregation: Aggregation
    place: Place | None = None

    @property
    def key(self) -> str:
        """Return its name in a row, such as `sum_userMessageCount`."""
        return self.aggregation if self.place is None else f"{self.aggregation}_{self.place.key}"


@dataclass(frozen=True, slots=True)
class Relevance:
    """How well a row fits the text of the search; only to order by."""

    key: str = ""


Value: TypeAlias = Stored | Bucket | Aggregate
Orderable: TypeAlias = Value | Relevance


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One key of the rows."""

    value: Value
    pointer: str
    """Where the body asks for it."""

    is_shown: bool = True
    mode: Mode | None = None
    """How an export writes a JSON column."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to order by; rows without a value come last in both directions."""

    value: Orderable
    direction: Direction


@dataclass(frozen=True, slots=True)
class Missing:
    """The value is null or absent."""

    place: Place


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value equals one of the operands; at a path, numbers and texts of the same text are equal."""

    place: Place
    operands: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """The JSON value, or the list, equals the operand as a whole."""

    place: Place
    operand: JSON


@dataclass(frozen=True, slots=True)
class Compare:
    """The value is on one side of the operand; values of another type are on neither."""

    place: Place
    operator: Ordered
    operand: Scalar


@dataclass(frozen=True, slots=True)
class ListHas:
    """The list has every one of the members, or any."""

    place: Place
    members: tuple[JSON, ...]
    quantifier: Literal["any", "all"] = "all"
    """`any` only for a list of texts."""


@dataclass(frozen=True, slots=True)
class Contains:
    """The JSON value contains the operand, as `jsonb @>` means it."""

    place: Place
    operand: JSON


@dataclass(frozen=True, slots=True)
class ContainedBy:
    """The operand contains the JSON value, as `jsonb <@` means it."""

    place: Place
    operand: JSON


@dataclass(frozen=True, slots=True)
class ElementContains:
    """The list has an element that contains the operand."""

    place: Place
    operand: JSON


@dataclass(frozen=True, slots=True)
class HasKeys:
    """The JSON value has any, or all, of the names, as `jsonb ?|` and `?&` mean it."""

    place: Place
    names: tuple[str, ...]
    quantifier: Literal["any", "all"]


@dataclass(frozen=True, slots=True)
class TextHas:
    """The text, or a text of the list, has the operand in it or at its start, whatever case and accents."""

    place: Place
    operand: str
    where: Literal["anywhere", "start"]


@dataclass(frozen=True, slots=True)
class GroupedAs:
    """The row is in the group that has the operand as its key."""

    value: Stored | Bucket
    operand: str | datetime
    """JSON text for an object or a list, the start of a bucket, or the text of a key that groups as one."""


@dataclass(frozen=True, slots=True)
class Matches:
    """One of the row's messages matches a text search."""

    view: View
    search: Search
    found: Found | None = None
    """The messages that match, or their conversations; None until `resolve` puts them in."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A claim about an aggregate of a group; only in `having`."""

    aggregate: Aggregate
    operator: Literal["in", "isNull"] | Ordered
    operands: tuple[int | float, ...] = ()


Part_co = TypeVar("Part_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Not(Generic[Part_co]):
    """The part does not hold; a part that is unknown does not hold either."""

    part: Part_co


@dataclass(frozen=True, slots=True)
class And(Generic[Part_co]):
    """Every part holds; true when there is none."""

    parts: tuple[Part_co, ...] = ()


@dataclass(frozen=True, slots=True)
class Or(Generic[Part_co]):
    """One part at least holds; false when there is none."""

    parts: tuple[Part_co, ...] = ()


ScalarClaim: TypeAlias = Missing | OneOf | Same | Compare | TextHas
ContainerClaim: TypeAlias = ListHas | Contains | ContainedBy | ElementContains | HasKeys
Claim: TypeAlias = ScalarClaim | ContainerClaim
"""A predicate about one place."""

RowClaim: TypeAlias = GroupedAs | Matches
Predicate: TypeAlias = Not["Predicate"] | And["Predicate"] | Or["Predicate"] | Claim | RowClaim
"""What holds for a row, or does not."""

GroupPredicate: TypeAlias = Not["GroupPredicate"] | And["GroupPredicate"] | Or["GroupPredicate"] | Measured
"""What holds for a group, or does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole query."""

    view: View
    outputs: tuple[Output, ...]
    """Group keys before aggregates; each in the order of `select`, then `groupBy`."""

    is_grouped: bool
    where: Predicate | None = None
    order: tuple[Order, ...] = ()
    text: str | None = None
    limit: int | None = None
    offset: int = 0
    having: GroupPredicate | None = None
    time_format: TimeFormat = "milliseconds"
    """How an answer writes the least and the greatest of times; a file has them as times always."""

    page: Page | None = None
    is_explained: bool = False
    behind: "Plan | None" = None
    """Rows of another view: only conversations that they are about count."""

    @property
    def keys(self) -> tuple[Stored | Bucket, ...]:
        """Return what the rows of a group share."""
        return tuple(output.value for output in self.outputs if not isinstance(output.value, Aggregate))


@dataclass(frozen=True, slots=True)
class PropertySource:
    """A view to look for properties in, and which of its rows."""

    view: View
    predicate: Predicate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyPlan:
    """A question for the names of properties, or with a key for its values; the most frequent come first."""

    column: PropertyColumn
    key: str | None
    sources: tuple[PropertySource, ...]
    search: str | None
    limit: int
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPlan:
    """Which searches of people a report is about: events of the type `search` that are no response and no click."""

    after: int
    """Inclusive lower bound, in milliseconds since 1970 UTC."""

    fold_milliseconds: int = 0
    """Texts that follow each other within this time may be one run of typing, which counts once; 0 counts all."""

    folds: Literal["web", "all"] = "all"
    """Whose typing is folded: that of `web_integrations` alone, or that of everybody who is known, too."""

    web_integrations: tuple[str, ...] = ()
    """Integrations of web keys, whose searches come letter by letter; there nobody known is one typist, too."""

    anonymous: str = "count"
    """`count` or `ignore` searches of nobody known, in the count of people."""
