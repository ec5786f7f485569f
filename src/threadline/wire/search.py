"""Full-text search in messages: an extension of the contract."""

from typing import Annotated, Literal

from msgspec import Meta

from threadline.wire.base import UNSET, UnsetType, Wire
from threadline.wire.messages import ConversationType
from threadline.wire.queries import Filter

SearchOrder = Literal["best", "newest"]
MOST_OFFSET = 10_000


class SearchFields(Wire, frozen=True, kw_only=True):
    """What of a search has one shape on both sides; the server reads the filter by hand, to tell all its faults."""

    query: Annotated[str, Meta(min_length=1, max_length=1_000)]
    """Words, `"phrases in quotes"`, `-not` and `prefix*`: all of it in one message."""
    order: SearchOrder = "best"
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    offset: Annotated[int, Meta(ge=0, le=MOST_OFFSET)] = 0


class SearchMessages(SearchFields, frozen=True, kw_only=True):
    """A search in the messages of a project."""

    where: Filter | UnsetType = UNSET
    """Which conversations count: a filter of the view of conversations."""


class FoundMessage(Wire, frozen=True, kw_only=True):
    """A message that a search found."""

    conversation_id: str
    message_id: str
    type: ConversationType
    role: str
    created_at: str
    snippet: str
    highlights: list[tuple[int, int]]
    score: float | UnsetType = UNSET


class SearchData(Wire, frozen=True, kw_only=True):
    """The messages of one page."""

    result: list[FoundMessage]
    total: int | UnsetType = UNSET
    page_size: int
    count: int


class SearchAnswer(Wire, frozen=True, kw_only=True):
    """The messages that a search found."""

    status: Literal["ok"]
    data: SearchData
