"""Search in messages: words in, messages with snippets out. An extension of the contract.

A search waits until the text index has every write that was acknowledged before it came in. A message of another
project is never found: where there are several, hits are narrowed to the conversations of the key's own.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from threadline.analytics.interrupts import TimeLimitError
from threadline.catalog import VIEWS
from threadline.errors import InvalidRequestError, Violation
from threadline.query import Needs, compile_filter, plan_filter, searched
from threadline.records.search.expressions import sought_of
from threadline.records.search.frequency import weights
from threadline.records.search.hits import Hits
from threadline.records.search.newest import newest
from threadline.search_text import NothingToFindError, read_search
from threadline.services.asking.finding import searching
from threadline.services.asking.scoping import PATIENCE_SECONDS, hits_of, narrowed, scope
from threadline.services.asking.snippets import snippet, wanted_of
from threadline.services.documents import encode
from threadline.wire.base import UNSET
from threadline.wire.messages import ConversationType, content_text
from threadline.wire.search import FoundMessage, SearchAnswer, SearchData, SearchFields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.connection import Connection
    from threadline.records.protocol import Reading
    from threadline.records.search.hits import Counted
    from threadline.search_text import Search
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.services.asking.scoping import Where
    from threadline.services.asking.snippets import Wanted
    from threadline.wire.base import UnsetType

    Scored = tuple[int, float | UnsetType]
    """The row number of a message, and how well it matches."""

_TOO_LONG = "This search takes too long and was stopped. Use rarer words, or longer beginnings before `*`."
_CONVERSATIONS = VIEWS["conversations"]


class SearchBody(SearchFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search as it comes in."""

    where: object = None


class _Message(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """What of a stored message a hit shows."""

    id: str
    type: ConversationType
    conversation_id: str
    created_at: str
    role: str
    content: str | list[dict[str, object]] | None = None


_message = msgspec.json.Decoder(_Message).decode


def search(engine: Engine, caller: Caller, body: SearchBody) -> bytes:
    """Return the messages that match, as JSON.

    Raises:
        MalformedError: the filter has the wrong shape or unknown names.
        InvalidRequestError: the text has no word to look for, or the filter cannot be carried out.
        UnavailableError: the text index is far behind.
    """
    try:
        sought = read_search(body.query)
    except NothingToFindError as error:
        raise InvalidRequestError(Violation("/query", str(error))) from error
    try:
        return _searched(engine, caller, body, sought)
    except TimeLimitError as error:
        raise InvalidRequestError(Violation("/query", _TOO_LONG)) from error


def _searched(engine: Engine, caller: Caller, body: SearchBody, asked: Search) -> bytes:
    sought = sought_of(asked)
    where = filter_of(engine, caller, body.where) if body.where is not None else None
    records = engine.reader()
    engine.search.await_current(records, patience_seconds=PATIENCE_SECONDS)
    hits = narrowed(engine, caller, hits_of(engine, sought), where=where)
    with searching(engine):
        weighed = weights(hits.index, sought.phrases) if body.order == "best" else []
        counted = hits.counted(weights=weighed)
        if body.order == "best":
            page: Sequence[Scored] = hits.best(counted, weighed, limit=body.limit, offset=body.offset)
        else:
            page = _newest(hits, counted, records, body)
    found = _shown(records, page, wanted_of(asked.wanted))
    total = counted.total if counted.is_all else UNSET
    data = SearchData(result=found, total=total, page_size=body.limit, count=len(found))
    return encode(SearchAnswer(status="ok", data=data))


def filter_of(engine: Engine, caller: Caller, where: object) -> Where:
    """Return a filter of conversations, for the projection.

    Raises:
        MalformedError: it has the wrong shape or unknown names.
        InvalidRequestError: it cannot be carried out.
    """
    predicate = plan_filter(where, _CONVERSATIONS, zones=engine.zones)
    needs = Needs(searches=tuple(dict.fromkeys(searched(predicate))))
    known = scope(engine, caller, needs, _CONVERSATIONS)
    engine.catching_up.catch_up(_CONVERSATIONS.table)
    columns = engine.columns(_CONVERSATIONS.table)
    sql = compile_filter(predicate, _CONVERSATIONS, known, columns=columns)
    engine.note(sql.paths, columns)
    return sql.text, sql.parameters


def _newest(hits: Hits, counted: Counted, records: Connection, body: SearchBody) -> list[Scored]:
    found = newest(hits, counted, records, limit=body.offset + body.limit)
    return [(rid, UNSET) for rid in found[body.offset :]]


def _shown(records: Reading, page: Sequence[Scored], wanted: Wanted) -> list[FoundMessage]:
    messages = {}
    for rid, document in records.documents_of([rid for rid, _ in page]).items():
        with suppress(msgspec.DecodeError):  # damaged since it was taken in
            messages[rid] = _message(document)
    return [_found(messages[rid], score, wanted) for rid, score in page if rid in messages]


def _found(message: _Message, score: float | UnsetType, wanted: Wanted) -> FoundMessage:
    shown = snippet(content_text(message.content), wanted)
    return FoundMessage(
        conversation_id=message.conversation_id,
        message_id=message.id,
        type=message.type,
        role=message.role,
        created_at=message.created_at,
        snippet=shown.text,
        highlights=shown.highlights,
        score=score,
    )
