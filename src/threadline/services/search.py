"""Search in messages: words in, messages with snippets out. An extension of the contract.

A search waits until the text index has every write that was acknowledged before it came in. A message of another
project is never found: where there are several, hits are narrowed to the conversations of the key's own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from threadline.analytics.membership import Membership
from threadline.errors import InvalidRequestError, Violation
from threadline.query import VIEWS, compile_filter
from threadline.query.words import NothingToFindError, pieces, search_expression
from threadline.records.connection import number, rows
from threadline.records.hits import MOST_RANKED, Among, Hits
from threadline.records.newest import newest
from threadline.records.search import words_of
from threadline.services.documents import encode
from threadline.services.scoping import PATIENCE_SECONDS, scope
from threadline.services.snippets import pattern_of, snippet
from threadline.wire.base import UNSET
from threadline.wire.messages import ConversationType
from threadline.wire.search import FoundMessage, SearchAnswer, SearchData, SearchFields

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from threadline.records.connection import Connection
    from threadline.services.access import Caller
    from threadline.services.engine import Engine
    from threadline.wire.base import UnsetType

    Scored = tuple[int, float | UnsetType]
    """The row number of a message, and how well it matches."""

FEW = 1_000
"""Up to so many hits, their conversations are looked up; of more, those that may count are flagged."""

_CONVERSATIONS = VIEWS["conversations"]


class SearchBody(SearchFields, frozen=True, kw_only=True):
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
    match = _match(body.query)
    where = _filter(engine, caller, body.where) if body.where is not None else None
    records = engine.reader()
    engine.search.await_current(records, patience_seconds=PATIENCE_SECONDS)
    hits = Hits(engine.search.reader, match)
    if where is not None or number(records, "SELECT count(*) FROM projects") > 1:
        engine.catching_up.catch_up(_CONVERSATIONS.table)
        members = Membership(engine.projection, caller.project_id, *(where or ("true", ())))
        hits = Hits(hits.index, match, _among(hits, members, records))
    count = hits.count()
    found = _shown(records, _page(hits, records, body, count), pattern_of(pieces(body.query)))
    total = count if count <= MOST_RANKED else UNSET
    data = SearchData(result=found, total=total, page_size=body.limit, count=len(found))
    return encode(SearchAnswer(status="ok", data=data))


def _filter(engine: Engine, caller: Caller, where: object) -> tuple[str, tuple[object, ...]]:
    return compile_filter(where, _CONVERSATIONS, scope=scope(engine, caller, {"where": where}))


def _match(text: str) -> str:
    try:
        return search_expression(text)
    except NothingToFindError as error:
        raise InvalidRequestError(Violation("/query", str(error))) from error


def _among(hits: Hits, members: Membership, records: Connection) -> Among:
    if hits.count(FEW) <= FEW:
        return Among.of(members.of(hits.rids()))
    return Among(0, members.flags(number(records, "SELECT max(rid) FROM conversations")))


def _page(hits: Hits, records: Connection, body: SearchBody, count: int) -> Sequence[Scored]:
    if body.order == "best":
        return list(hits.best(limit=body.limit, offset=body.offset))
    found = newest(hits, records, limit=body.offset + body.limit, count=count)
    return [(rid, UNSET) for rid in found[body.offset :]]


def _shown(records: Connection, page: Sequence[Scored], pattern: re.Pattern[str]) -> list[FoundMessage]:
    sql = "SELECT rid, document FROM messages WHERE rid IN (SELECT value FROM json_each(?))"
    stored = rows(records, sql, (json.dumps([rid for rid, _ in page]),))
    messages = {rid: _message(str(document)) for rid, document in stored}
    return [_found(messages[rid], score, pattern) for rid, score in page if rid in messages]


def _found(message: _Message, score: float | UnsetType, pattern: re.Pattern[str]) -> FoundMessage:
    shown = snippet(words_of(message.content), pattern)
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
