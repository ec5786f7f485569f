"""Operations that this server has beyond the contract, as functions that return a `Call`. Bulk logging is in `bulk`."""

from collections.abc import Sequence
from typing import Any, Unpack, get_args

import msgspec

from threadline.catalog.names import ViewName
from threadline.client.bodies.keywords import Document, DrilldownFields, SearchFields, WordsFields
from threadline.client.call import Call
from threadline.client.operations.calls import document_of
from threadline.client.operations.contents import content_of, shown
from threadline.client.operations.paging import Walk
from threadline.client.sending.defaults import PAGE_ROWS
from threadline.wire.drilldown import Drilldown, DrilldownAnswer, DrilldownData
from threadline.wire.search import SearchAnswer, SearchData
from threadline.wire.words import WordsAnswer, WordsData

_VIEWS: tuple[object, ...] = get_args(ViewName)
_drilldown_answer = msgspec.json.Decoder(DrilldownAnswer).decode
_search_answer = msgspec.json.Decoder(SearchAnswer).decode
_words_answer = msgspec.json.Decoder(WordsAnswer).decode


def search(words: str, /, **fields: Unpack[SearchFields]) -> Call[SearchData]:
    """Find messages by their words: all words, `"phrases in quotes"` and `prefix*`, and none of the `-words`."""
    keywords: Any = {"query": words, **fields}
    body = content_of(None, keywords, SearchFields, also=("query",))
    return Call(
        method="POST", path="/v1/search", body=body, decode=lambda answer: _search_answer(answer).data
    )


def frequent_words(**fields: Unpack[WordsFields]) -> Call[WordsData]:
    """Return the words that the conversations of a filter have more often than all."""
    body = content_of(None, fields, WordsFields)
    return Call(method="POST", path="/v1/words", body=body, decode=lambda answer: _words_answer(answer).data)


def drill_down(
    view: ViewName, body: Drilldown | Document | None = None, /, **fields: Unpack[DrilldownFields]
) -> Call[DrilldownData]:
    """Return what is behind a row of the answer to `query`: a filter, a number of rows, and the conversations."""
    if view not in _VIEWS:
        raise ValueError(f"The view must be one of {', '.join(map(repr, _VIEWS))}, not {shown(view)}.")
    content = content_of(body, fields, DrilldownFields)
    path = f"/v1/query/{view}/drilldown"
    return Call(method="POST", path=path, body=content, decode=lambda answer: _drilldown_answer(answer).data)


class ConversationsBehind:
    """A walk through the conversations behind a row."""

    def __init__(self, view: ViewName, body: bytes) -> None:
        """Start before the first page."""
        self._view: ViewName = view
        self._body = {"limit": PAGE_ROWS} | document_of(body) | {"cursor": None}
        self.is_done = False

    def call(self) -> Call[DrilldownData]:
        """Return the call for the next page."""
        return drill_down(self._view, self._body)

    def take(self, page: DrilldownData, /) -> Sequence[dict[str, Any]]:
        """Return the conversations of a page, and go on behind it."""
        self._body["cursor"] = page.next_cursor or None
        self.is_done = not page.next_cursor
        return page.result


def conversations_behind(
    view: ViewName, body: Drilldown | Document | None = None, /, **fields: Unpack[DrilldownFields]
) -> Walk[dict[str, Any]]:
    """Yield the conversations that a row of the answer to `query` is about, newest first, as queries show them."""
    return ConversationsBehind(view, content_of(body, fields, DrilldownFields))
