"""Query bodies and answers. Contract: section 5.

The server parses bodies by hand, to report all faults at once (`query.parsing`); these shapes are for the SDK and for
the published schema.
"""

from typing import Annotated, Literal

from msgspec import Meta, field

from threadline.catalog.language import (
    Aggregation,
    Direction,
    GroupOperator,
    Mode,
    Operator,
    TimeFormat,
    TimeUnit,
    WeekStart,
)
from threadline.catalog.names import LegacyName
from threadline.wire.base import UNSET, JsonObject, UnsetType, Wire

PropertyField = Literal["properties", "userProperties"]


class SelectField(Wire, tag_field="type", tag="field", frozen=True, kw_only=True):
    """A field, or the value at a path of an object field."""

    field: str
    path: list[str] | UnsetType = UNSET
    mode: Mode | UnsetType = UNSET
    """How an export writes objects: a column per key, or JSON text in one column."""


class SelectAggregation(Wire, tag_field="type", tag="aggregation", frozen=True, kw_only=True):
    """A number over the rows of a group."""

    aggregation: Aggregation
    field: str | UnsetType = UNSET
    path: list[str] | UnsetType = UNSET


class SelectTime(Wire, tag_field="type", tag="time", frozen=True, kw_only=True):
    """The start of the time bucket of a row; weeks start on Monday."""

    time_unit: TimeUnit
    field: str | UnsetType = UNSET


class SelectDuration(Wire, tag_field="type", tag="durationSeconds", frozen=True, kw_only=True):
    """The seconds from one time of a row to another, or a number about them. An extension of the contract."""

    from_: str = field(name="from")
    to: str
    aggregation: Aggregation | UnsetType = UNSET


Selection = SelectField | SelectAggregation | SelectTime | SelectDuration


class GroupBy(Wire, frozen=True, kw_only=True):
    """A key to group by."""

    field: str
    path: list[str] | UnsetType = UNSET
    include_in_select: bool = True
    each: bool | UnsetType = UNSET
    """Whether each text of a list makes a group, so that a row counts once for each. An extension of the contract."""


class OrderBy(Wire, frozen=True, kw_only=True):
    """A key of the answer, and a direction."""

    field: str
    direction: Direction


class Condition(Wire, frozen=True, kw_only=True):
    """A field, an operator and a value, or a value at a path: `{"path": [...], "value": ...}`."""

    field: str
    operator: Operator
    value: object = UNSET


class Filter(Wire, frozen=True, kw_only=True):
    """Exactly one of a condition, all of several filters, or any of several filters."""

    condition: Condition | UnsetType = UNSET
    and_: "list[Filter] | UnsetType" = field(default=UNSET, name="and")
    or_: "list[Filter] | UnsetType" = field(default=UNSET, name="or")


class GroupCondition(Wire, frozen=True, kw_only=True):
    """An aggregate, an operator and a number."""

    field: str
    operator: GroupOperator
    value: float | list[float] | None | UnsetType = UNSET


class GroupFilter(Wire, frozen=True, kw_only=True):
    """Exactly one of a condition, all of several filters, or any of several filters, over groups."""

    condition: GroupCondition | UnsetType = UNSET
    and_: "list[GroupFilter] | UnsetType" = field(default=UNSET, name="and")
    or_: "list[GroupFilter] | UnsetType" = field(default=UNSET, name="or")


class Query(Wire, frozen=True, kw_only=True):
    """A question to a view. Every member is optional; `{}` asks for all fields of the newest rows."""

    query: str | UnsetType = UNSET
    """Free text, on semantic threads alone: the threads nearest to it, best first."""
    select: list[Selection] | UnsetType = UNSET
    group_by: list[GroupBy] | UnsetType = UNSET
    where: Filter | UnsetType = UNSET
    order_by: list[OrderBy] | UnsetType = UNSET
    notes: Annotated[str, Meta(max_length=80)] | UnsetType = UNSET
    """For the caller's own debugging."""
    limit: Annotated[int, Meta(ge=1)] | UnsetType = UNSET
    """Most rows of the answer; the server's own cap stays. An extension of the contract."""
    offset: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    """Rows to leave out before the first. An extension of the contract."""
    having: GroupFilter | UnsetType = UNSET
    """Which groups count. An extension of the contract."""
    time_zone: str | UnsetType = UNSET
    """Where the days of time buckets begin, by IANA name. An extension of the contract."""
    week_start: WeekStart | UnsetType = UNSET
    """The day that weeks begin on: Monday, unless asked otherwise. An extension of the contract."""
    time_format: TimeFormat | UnsetType = UNSET
    """How `min` and `max` of a time are written: milliseconds since 1970, unless asked otherwise. An extension."""
    cursor: str | None | UnsetType = UNSET
    """Asks for pages: null or an empty text for the first, then `nextCursor`. An extension of the contract."""
    explain: bool | UnsetType = UNSET
    """Whether the answer tells how it was found. An extension of the contract."""


class Explanation(Wire, frozen=True, kw_only=True):
    """How an answer was found. An extension of the contract; its wording may change."""

    plan: list[str]
    sql: str
    parameters: list[object]
    rows_scanned: int
    milliseconds: float


class QueryData(Wire, frozen=True, kw_only=True):
    """Rows, and how many there are."""

    result: list[JsonObject]
    total: int
    page_size: int
    count: int
    next_cursor: str | UnsetType = UNSET
    """When the body asks for pages and more rows follow. An extension of the contract."""
    explain: Explanation | UnsetType = UNSET
    """When the body asks for it. An extension of the contract."""


class QueryAnswer(Wire, frozen=True, kw_only=True):
    """The answer to a query."""

    status: Literal["ok"]
    data: QueryData


MOST_KEYS = 10_000
"""Property keys of one answer."""


class PropertyKeys(Wire, frozen=True, kw_only=True):
    """Which keys do `properties` or `userProperties` have?"""

    field: PropertyField
    views: list[LegacyName] | UnsetType = UNSET
    where: Filter | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=MOST_KEYS)] | UnsetType = UNSET
    offset: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class PropertyValues(Wire, frozen=True, kw_only=True):
    """Which values does a property have?"""

    field: PropertyField
    key: str
    views: list[LegacyName] | UnsetType = UNSET
    where: Filter | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=1000)] = 100


class PropertyResults(Wire, frozen=True, kw_only=True):
    """Keys or values, most frequent first."""

    results: list[str]


class SearchQueryCount(Wire, frozen=True, kw_only=True):
    """A search text, and how often it was searched."""

    search_query: str = field(name="search_query")
    count: str


class TopSearchQueriesData(Wire, frozen=True, kw_only=True):
    """The most frequent searches; `total` counts all different ones."""

    result: list[SearchQueryCount]
    total: int


class TopSearchQueries(Wire, frozen=True, kw_only=True):
    """The report on search texts."""

    data: TopSearchQueriesData


class WeekUsers(Wire, frozen=True, kw_only=True):
    """A week by its Monday, and how many different people searched in it."""

    week: str
    unique_users: str = field(name="unique_users")


class WeeklySearchUsersData(Wire, frozen=True, kw_only=True):
    """Weeks in order."""

    result: list[WeekUsers]
    total: int


class WeeklySearchUsers(Wire, frozen=True, kw_only=True):
    """The report on people who search."""

    data: WeeklySearchUsersData
