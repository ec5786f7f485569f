"""Walks: which call comes next, and what of its answer is new. Sends nothing; memory holds one page, and some ids."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, runtime_checkable

from threadline.client.bodies.keywords import Document
from threadline.client.call import Call
from threadline.client.errors import AnswerError
from threadline.client.operations import calls
from threadline.client.sending.defaults import PAGE_ROWS, ROWS_PAGE_ROWS
from threadline.client.sending.numbers import whole
from threadline.client.tables.rows import Rows
from threadline.wire.conversations import Conversation, Conversations
from threadline.wire.feedback import FeedbackItem, FeedbackList

T_co = TypeVar("T_co", covariant=True)

REMEMBERED_PAGES = 10
"""How far back a page may repeat what came already."""


class Walk(Protocol[T_co]):
    """Calls that follow from each other, and the items of their answers."""

    @property
    def is_done(self) -> bool:
        """Whether all has come."""
        ...

    def call(self) -> Call[Any]:
        """Return the next call."""
        ...

    def take(self, answer: Any, /) -> Sequence[T_co]:
        """Return what is new in the answer to that call, and go on behind it."""
        ...


@runtime_checkable
class Awaited(Protocol):
    """What a walk also is when its calls are made of what is awaited."""

    async def fill(self) -> None:
        """Take in what the next call needs; `is_done` tells whether there was any."""
        ...


class _Seen:
    """The ids of the last pages."""

    def __init__(self, page_rows: int) -> None:
        self._ids: deque[str] = deque(maxlen=page_rows * REMEMBERED_PAGES)

    def is_new(self, id_: str) -> bool:
        """Return whether an id has not come lately, and remember it."""
        if id_ in self._ids:
            return False
        self._ids.append(id_)
        return True


class ConversationPages:
    """A walk through the list of conversations, newest first.

    Conversations that are logged on the way push the others back, so that a page repeats the end of the one before:
    what came already is left out. Those that are deleted pull others forward, over the edge: they are missed.
    """

    def __init__(self, *, page_rows: int = PAGE_ROWS) -> None:
        """Start before the first page."""
        self._page_rows = whole(page_rows, "page_rows")
        self._offset = 0
        self._seen = _Seen(page_rows)
        self.is_done = False

    def call(self) -> Call[Conversations]:
        """Return the call for the next page."""
        return calls.list_conversations(limit=self._page_rows, offset=self._offset)

    def take(self, page: Conversations, /) -> list[Conversation]:
        """Return what is new on a page, and go on behind it."""
        self._offset += len(page.conversations)
        self.is_done = len(page.conversations) < max(1, page.page_size)
        return [each for each in page.conversations if self._seen.is_new(each.id)]


class FeedbackPages:
    """A walk through the two lists of feedback, each newest first; a page has votes of both."""

    def __init__(self, *, page_rows: int = PAGE_ROWS) -> None:
        """Start before the first page."""
        self._page_rows = whole(page_rows, "page_rows")
        self._offset = 0
        self._seen = _Seen(2 * page_rows)
        self.is_done = False

    def call(self) -> Call[FeedbackList]:
        """Return the call for the next page."""
        return calls.list_feedback(limit=self._page_rows, offset=self._offset)

    def take(self, page: FeedbackList, /) -> list[FeedbackItem]:
        """Return what is new on a page, and go on behind it."""
        longest = max(len(page.positive_feedback), len(page.negative_feedback))
        self._offset += longest
        # The answer does not tell how many a page can hold, so only an empty one is the last for sure.
        self.is_done = longest == 0
        return [
            each for each in (*page.positive_feedback, *page.negative_feedback) if self._seen.is_new(each.id)
        ]


class RowPages:
    """A walk through all rows of a query, by cursor: no row comes twice, and none is left out that stays as it was."""

    def __init__(self, ask: Callable[[Document], Call[Rows]], body: bytes) -> None:
        """Take the query. Its `limit` is the rows of a page."""
        self._ask = ask
        self._body = {"limit": ROWS_PAGE_ROWS} | calls.document_of(body) | {"cursor": None}
        self._is_first = True
        self.is_done = False

    def call(self) -> Call[Rows]:
        """Return the call for the next page."""
        return self._ask(self._body)

    def take(self, page: Rows, /) -> Rows:
        """Return the rows of a page, and go on behind it.

        Raises:
            AnswerError: the server has no pages, and did not send all rows.
        """
        self.is_done = page.next_cursor is None
        if self._is_first and self.is_done and page.total > len(page):
            raise AnswerError(
                f"The server sent {len(page):,} of {page.total:,} rows, and no cursor for more: it has no pages."
                " An export has all rows."
            )
        self._body["cursor"] = page.next_cursor
        self._is_first = False
        return page


def conversation_pages(*, page_rows: int = PAGE_ROWS) -> Walk[Conversation]:
    """Yield all conversations, newest first; one page of `page_rows`, at most 100, is in memory at a time."""
    return ConversationPages(page_rows=page_rows)


def feedback_pages(*, page_rows: int = PAGE_ROWS) -> Walk[FeedbackItem]:
    """Yield all votes; in memory is one page, at most 100 of either kind."""
    return FeedbackPages(page_rows=page_rows)
