"""What is behind a number: an extension of the contract."""

from typing import Annotated, Literal

from msgspec import Meta

from threadline.wire.base import UNSET, JsonObject, UnsetType, Wire
from threadline.wire.queries import Filter, Query


class DrilldownFields(Wire, frozen=True, kw_only=True):
    """What of the request has one shape on both sides; the server reads the query by hand, to tell all its faults."""

    row: JsonObject
    """A row of the query's answer, as it came: its group keys say what is asked about."""
    key: str | UnsetType = UNSET
    """The key of one number in the row, such as `count_properties.score`: only rows that it is made from count."""
    limit: Annotated[int, Meta(ge=1, le=1_000)] = 100
    cursor: str | None = None
    """Where the page before ended; null for the first."""


class Drilldown(DrilldownFields, frozen=True, kw_only=True):
    """Which conversations are behind a row of an answer?"""

    query: Query
    """The body that was asked. Its limit, order and `having` mean nothing here."""


class DrilldownData(Wire, frozen=True, kw_only=True):
    """What is behind the row."""

    filter: Filter
    """Selects the rows behind it, as the `where` of a query to the same view."""
    row_count: int
    """How many rows of the view those are: the `count` of the row."""
    result: list[JsonObject]
    """The conversations that they are about, as a query to conversations shows them."""
    total: int
    """How many conversations; those that nobody logged are not among them."""
    page_size: int
    count: int
    next_cursor: str | UnsetType = UNSET
    """When more conversations follow."""


class DrilldownAnswer(Wire, frozen=True, kw_only=True):
    """What is behind a number."""

    status: Literal["ok"]
    data: DrilldownData
