"""The parsed form of a body: its shape is right, and its names are not yet looked up.

Every part remembers its place in the body as a JSON pointer (RFC 6901), so that a later fault can name it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal, TypeAlias, assert_never

from threadline.catalog import Aggregation, Direction, Mode, Operator, TimeFormat, TimeUnit, View, WeekStart
from threadline.query.faults import Faults

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
PropertyColumn = Literal["properties", "user_properties"]

Path: TypeAlias = tuple[str, ...]
"""The names that lead from a JSON column to a value; empty for the whole column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSelection:
    """A value of the row, or at a path of it."""

    pointer: str
    field: str
    path: Path = ()
    mode: Mode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregationSelection:
    """One number about all rows of a group."""

    pointer: str
    aggregation: Aggregation
    field: str | None = None
    path: Path = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSelection:
    """The start of the unit, such as the day, that a time lies in."""

    pointer: str
    unit: TimeUnit
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationSelection:
    """The seconds from one time of the row to another; with an aggregation, a number about those of a group."""

    pointer: str
    start: str
    end: str
    aggregation: Aggregation | None = None


Selection: TypeAlias = FieldSelection | AggregationSelection | TimeSelection | DurationSelection


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """A value that rows of one group share."""

    pointer: str
    field: str
    path: Path = ()
    is_shown: bool = True
    is_each: bool = False
    """Whether each text of a list makes a group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """A key of the row to order by."""

    pointer: str
    key: str
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A claim about one field."""

    pointer: str
    field: str
    operator: Operator
    operand: JSON = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; true when there is none."""

    parts: "tuple[Filter, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part at least holds; false when there is none."""

    parts: "tuple[Filter, ...]"


Filter: TypeAlias = Condition | AllOf | AnyOf


def conditions(part: Filter) -> Iterator[Condition]:
    """Yield every condition of a filter."""
    match part:
        case Condition():
            yield part
        case AllOf(parts) | AnyOf(parts):
            for inner in parts:
                yield from conditions(inner)
        case _:
            assert_never(part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A whole body."""

    select: tuple[Selection, ...] = ()
    group_by: tuple[Grouping, ...] = ()
    where: Filter | None = None
    order_by: tuple[Ordering, ...] = ()
    text: str | None = None
    """The free text of a search, for views that know one."""

    limit: int | None = None
    offset: int = 0
    having: Filter | None = None
    """Which groups count."""

    time_zone: str | None = None
    """Where days begin; UTC without one."""

    week_start: WeekStart = "monday"
    """The day that weeks begin on."""

    time_format: TimeFormat = "milliseconds"
    """How the least and the greatest of times are written."""

    cursor: str | None = None
    """Where the page before ended; empty for the first of pages, None without pages."""

    is_explained: bool = False
    """Whether the answer tells how it was found."""

    digest: str = dataclass_field(default="", compare=False)
    """Tells the body from every other, for the cursors of its pages; empty without pages."""

    faults: Faults = dataclass_field(default_factory=Faults, compare=False, repr=False)
    """What is wrong with the body so far: binding has more, and all are told together."""

    @property
    def aggregations(self) -> tuple[Aggregation, ...]:
        """Return the aggregations that are selected."""
        selected = (
            each for each in self.select if isinstance(each, AggregationSelection | DurationSelection)
        )
        return tuple(each.aggregation for each in selected if each.aggregation is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyRequest:
    """Which names properties have, and how many rows have each; with a key, which values it has."""

    column: PropertyColumn
    key: str | None = None
    views: tuple[View, ...]
    """Where to look; at least one."""

    where: Filter | None = None
    search: str | None = None
    """A text that names or values have in them."""

    limit: int
    offset: int = 0
    faults: Faults = dataclass_field(default_factory=Faults, compare=False, repr=False)
    """As in an expression."""
