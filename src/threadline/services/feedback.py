"""Feedback: submit, get, list, delete. Contract: sections 3.7 to 3.9.

A vote on a message that nobody has logged yet waits: it is kept and counted by queries, and it is listed from the
moment the message arrives, because a list shows each vote with its conversation and message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from threadline.errors import InvalidRequestError, NotFoundError, Violation, shorten
from threadline.moments import to_text
from threadline.records.tables.changes import Kind
from threadline.records.tables.feedback import FeedbackRow
from threadline.services.access import integration_of, require_own, taken
from threadline.services.conversations import document_of
from threadline.services.documents import encode, json_text, raw
from threadline.services.intake import storing
from threadline.services.intake.checks import check_row
from threadline.services.moments import given_or

if TYPE_CHECKING:
    from threadline.records.protocol import Reading, Writing
    from threadline.records.tables.feedback import Found
    from threadline.services.access import Caller
    from threadline.services.policy import RequestFacts
    from threadline.wire.feedback import SubmitFeedback


_TEXTS = ("reasons", "details", "properties", "user_properties", "sources")


class _Document(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """A vote in the order of the wire."""

    id: str
    type: str
    message_id: str
    created_at: str
    updated_at: str
    reasons: msgspec.Raw
    details: str | None
    properties: msgspec.Raw
    user_properties: msgspec.Raw
    sources: msgspec.Raw


@dataclass(frozen=True, slots=True)
class Known:
    """What the records know of a submitted vote."""

    found: Found | None = None
    """The vote that it replaces, if the key may."""

    conversation_rid: int | None = None
    """The conversation that has its message; `None` when nobody has logged it yet."""


def submit(
    writing: Writing,
    caller: Caller,
    body: SubmitFeedback,
    facts: RequestFacts,
    *,
    must_exist: bool = False,
) -> bytes:
    """Store a vote and return it as JSON.

    The same `id` again updates. Without an id, the newest vote of a user (`userProperties.id`) on a message replaces
    the one before. A write-only key gets back what its body said, and nothing that was stored before.

    Raises:
        MalformedError: the body has a value of a wrong kind.
        InvalidRequestError: the message is unknown, and it must exist or the operator wants it so.
        ForbiddenError: the key may not change the stored vote.
    """
    check_row(body)
    known = _known(writing, caller, body)
    row = decide(caller, body, facts, known, must_exist=must_exist)
    found = known.found
    if found:
        writing.replace_vote(caller.project_rid, found, row)
        rid = found.rid
    else:
        rid = writing.add_vote(caller.project_rid, row)
    _note(writing, rid, row, found.row if found else None)
    if found and _takes_back(row, found.row):
        writing.note_deletion()
    return encode(_document(row if caller.is_trusted else _said(row, body)))


def decide(
    caller: Caller, body: SubmitFeedback, facts: RequestFacts, known: Known, *, must_exist: bool = False
) -> FeedbackRow:
    """Return the vote to store, given what is known of it. Pure: no database, no clock.

    Raises:
        InvalidRequestError: the message is unknown, and must exist here or wherever the operator says so.
        ForbiddenError: the key may not change the vote that it names.
    """
    before = known.found.row if known.found else None
    if before is not None and body.id:
        _require_known(caller, body, before)
    if known.conversation_rid is None and (must_exist or facts.policy.unknown_messages == "refuse"):
        sentence = f"There is no message `{shorten(body.message_id)}`. Log its conversation first."
        raise InvalidRequestError(Violation("/messageId", sentence))
    conversation_rid = known.conversation_rid
    if before and before.message_id == body.message_id and before.conversation_rid is not None:
        conversation_rid = before.conversation_rid
    return msgspec.structs.replace(_row(body, before, caller, facts), conversation_rid=conversation_rid)


def get(reading: Reading, caller: Caller, id: str) -> bytes:
    """Return a vote as JSON, with its conversation and message.

    Raises:
        NotFoundError: there is none with that id, or its message was not logged yet.
    """
    found = reading.find_vote(caller.project_rid, id)
    item = _item(reading, caller, found.row) if found else None
    if item is None:
        raise NotFoundError("feedback", id)
    return item


def list_(reading: Reading, caller: Caller, *, limit: int, offset: int) -> bytes:
    """Return votes as JSON: positive and negative ones apart, newest first, paged apart; the counts are totals."""
    positive, negative = reading.count_votes(caller.project_rid)
    head = f'{{"positiveFeedbackCount":{positive},"negativeFeedbackCount":{negative},"positiveFeedback":['
    lists = [
        b",".join(
            item
            for row in reading.page_votes(caller.project_rid, type_, limit=limit, offset=offset)
            if (item := _item(reading, caller, row)) is not None
        )
        for type_ in ("positive", "negative")
    ]
    return b"".join((head.encode(), lists[0], b'],"negativeFeedback":[', lists[1], b"]}"))


def delete(writing: Writing, caller: Caller, id: str) -> None:
    """Remove a vote.

    Raises:
        NotFoundError: there is none with that id.
    """
    found = writing.find_vote(caller.project_rid, id)
    if found is None:
        raise NotFoundError("feedback", id)
    storing.remove_vote(writing, caller.project_rid, found)
    _note(writing, found.rid, found.row, None)


def _known(reading: Reading, caller: Caller, body: SubmitFeedback) -> Known:
    return Known(
        _replaced(reading, caller, body), reading.newest_with_message(caller.project_rid, body.message_id)
    )


def _replaced(reading: Reading, caller: Caller, body: SubmitFeedback) -> Found | None:
    """Return the vote that this one replaces, or `None`."""
    if body.id:
        return reading.find_vote(caller.project_rid, str(body.id))
    user = _user(body)
    if user is None:
        return None
    return reading.vote_of_user(
        caller.project_rid,
        message_id=body.message_id,
        user_id=user,
        integration_id=None if caller.is_trusted else caller.integration_id,
    )


def _require_known(caller: Caller, body: SubmitFeedback, stored: FeedbackRow) -> None:
    """Let pass who may change a stored vote: a write-only key that names its message and its user.

    Raises:
        ForbiddenError: it came in elsewhere, or the body names others.
    """
    require_own(caller, stored.integration_id, "a vote")
    if not caller.is_trusted and (body.message_id, _user(body)) != (stored.message_id, stored.user_id):
        raise taken(caller, "a vote")


def _said(row: FeedbackRow, body: SubmitFeedback) -> FeedbackRow:
    """Return a row without what the body has left out."""
    return msgspec.structs.replace(
        row, **dict.fromkeys(name for name in _TEXTS if getattr(body, name) is UNSET)
    )


def _user(body: SubmitFeedback) -> str | None:
    id = body.user_properties.get("id") if isinstance(body.user_properties, dict) else None
    return None if id in (None, "") else str(id)


def _row(
    body: SubmitFeedback, before: FeedbackRow | None, caller: Caller, facts: RequestFacts
) -> FeedbackRow:
    """Return the row to store. What an update leaves out keeps its value; null clears."""

    def kept(name: str) -> Any:
        value = getattr(body, name)
        return (getattr(before, name) if before else None) if value is UNSET else value

    def kept_json(name: str) -> str | None:
        return (
            getattr(before, name)
            if before and getattr(body, name) is UNSET
            else json_text(getattr(body, name))
        )

    new_id = str(body.id) if body.id else facts.new_id("fb")
    return FeedbackRow(
        id=before.id if before else new_id,
        type=body.type,
        message_id=body.message_id,
        conversation_rid=None,
        integration_id=integration_of(caller, None, before.integration_id if before else None),
        user_id=_user(body) or (before.user_id if before else None),
        created_at=given_or(body.created_at, before.created_at if before else facts.now),
        updated_at=given_or(body.updated_at, facts.now),
        reasons=kept_json("reasons"),
        details=kept("details"),
        properties=kept_json("properties"),
        user_properties=kept_json("user_properties"),
        sources=kept_json("sources"),
    )


def _takes_back(row: FeedbackRow, before: FeedbackRow) -> bool:
    """Return whether something that a vote said is said no more."""
    return any(getattr(before, name) not in {None, getattr(row, name)} for name in _TEXTS)


def _note(writing: Writing, rid: int, row: FeedbackRow, before: FeedbackRow | None) -> None:
    """Write down what a vote changes: itself, and the threads of its conversation, old and new."""
    writing.note_change(Kind.FEEDBACK, rid)
    touched = {each.conversation_rid for each in (row, before) if each is not None}
    for conversation_rid in touched:
        if conversation_rid is not None:
            writing.note_change(Kind.THREADS, conversation_rid)


def _document(row: FeedbackRow) -> _Document:
    return _Document(
        row.id,
        row.type,
        row.message_id,
        to_text(row.created_at),
        to_text(row.updated_at),
        raw(row.reasons),
        row.details,
        raw(row.properties),
        raw(row.user_properties),
        raw(row.sources),
    )


def _item(reading: Reading, caller: Caller, row: FeedbackRow) -> bytes | None:
    """Return a vote with what it is about, or `None` while that is unknown."""
    if row.conversation_rid is None:
        return None
    conversation = document_of(reading, row.conversation_rid, caller.project_id)
    message = reading.message_of(row.conversation_rid, row.message_id)
    if conversation is None or message is None:
        return None
    parts = (
        encode(_document(row))[:-1],
        b',"conversation":',
        conversation,
        b',"message":',
        message.encode(),
        b"}",
    )
    return b"".join(parts)
