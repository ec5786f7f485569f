"""Semantic threads of a conversation, as rows: what needs no judgement. Annotation fields stay unknown."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from threadline.annotators import CUSTOMER_ROLES
from threadline.annotators.structural import Pair, Turn, cut
from threadline.moments import from_text
from threadline.records.tables.feeds import text_of
from threadline.rids import message_rid
from threadline.wire.messages import content_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from threadline.records.tables.feeds import ThreadSource


class _Message(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """What of a message's document a pair needs."""

    id: str
    role: str
    created_at: str
    content: str | list[dict[str, object]] | None = None


class ThreadRow(msgspec.Struct, frozen=True, gc=False):
    """A row of the semantic threads view; names are those of the columns."""

    rid: int
    project_id: str
    id: str
    organization_id: str
    integration_id: str | None
    conversation_ids: list[str]
    message_ids: list[str]
    messages_count: int
    question: str
    question_length: int
    answer: str | None
    properties: str | None
    user_properties: str | None
    first_message_at: int
    last_message_at: int
    updated_at: int
    has_positive_feedback: bool
    has_negative_feedback: bool
    is_initial_question_answer: bool
    first_message_rid: int
    last_message_rid: int


_messages = msgspec.json.Decoder(list[_Message]).decode
_message = msgspec.json.Decoder(_Message).decode
_votes = msgspec.json.Decoder(list[tuple[str, str]]).decode


def thread_rows(
    sources: Iterable[ThreadSource],
    readable: Callable[[int], list[tuple[int, bytes]]],
    customers: frozenset[str] = CUSTOMER_ROLES,
) -> list[ThreadRow]:
    """Return the threads of some conversations.

    Args:
        sources: what they are made from.
        readable: returns the documents of a conversation that can be read, each with its position: asked when one of
            them cannot.
        customers: the roles of those who ask, in lower case.
    """
    return [row for source in sources for row in _of_conversation(source, readable, customers)]


def _of_conversation(
    source: ThreadSource, readable: Callable[[int], list[tuple[int, bytes]]], customers: frozenset[str]
) -> list[ThreadRow]:
    try:
        turns = [
            _turn(position, message)
            for position, message in enumerate(_messages(b"[%b]" % (source.documents or b"")))
        ]
    except (msgspec.DecodeError, ValueError, TypeError):
        turns = [_turn(position, _message(document)) for position, document in readable(source.rid)]
    votes = _votes(source.votes)
    return [_row(source, pair, votes) for pair in cut(turns, customers)]


def _turn(position: int, message: _Message) -> Turn:
    return Turn(
        position, message.id, message.role, content_text(message.content), from_text(message.created_at)
    )


def _row(source: ThreadSource, pair: Pair, votes: list[tuple[str, str]]) -> ThreadRow:
    ids = [turn.id for turn in pair.turns]
    types = {type_ for message_id, type_ in votes if message_id in ids}
    return ThreadRow(
        rid=source.rid,
        project_id=source.project_id,
        id=_id(source.project_id, source.id, ids[0]),
        organization_id=source.organization_id,
        integration_id=source.integration_id,
        conversation_ids=[source.id],
        message_ids=ids,
        messages_count=len(ids),
        question=pair.question,
        question_length=len(pair.question),
        answer=pair.answer,
        properties=_text(source.properties),
        user_properties=_text(source.user_properties),
        first_message_at=pair.first_at,
        last_message_at=pair.last_at,
        updated_at=source.updated_at,
        has_positive_feedback="positive" in types,
        has_negative_feedback="negative" in types,
        is_initial_question_answer=pair.is_initial,
        first_message_rid=message_rid(source.rid, pair.turns[0].position),
        last_message_rid=message_rid(source.rid, pair.turns[-1].position),
    )


def _text(json: bytes | None) -> str | None:
    return None if json is None else text_of(json)


def _id(project_id: str, conversation_id: str, message_id: str) -> str:
    """Return an id that stays the same as long as the question's first message does."""
    name = "\0".join((project_id, conversation_id, message_id))
    return f"st_{hashlib.blake2b(name.encode(), digest_size=10).hexdigest()}"
