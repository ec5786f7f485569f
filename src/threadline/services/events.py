"""Events: log. Contract: section 3.6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET, UnsetType

from threadline.errors import InvalidRequestError, Violation, shorten
from threadline.moments import to_text
from threadline.records.tables.changes import Kind
from threadline.records.tables.events import EventRow
from threadline.services.access import integration_of, project_of, require_own
from threadline.services.documents import encode, json_text, raw
from threadline.services.intake.checks import check_row
from threadline.services.moments import given_or
from threadline.wire.events import LogConversationEvent, LogMessageEvent

if TYPE_CHECKING:
    from threadline.records.protocol import Reading, Writing
    from threadline.services.access import Caller
    from threadline.services.policy import RequestFacts
    from threadline.wire.events import LogEvent


class _Document(msgspec.Struct, frozen=True, rename="camel", gc=False, kw_only=True):
    """An event in the order of the wire."""

    id: str
    type: str
    message_id: str | UnsetType = UNSET
    conversation_id: str | UnsetType = UNSET
    search_query: str | UnsetType = UNSET
    created_at: str
    project_id: str
    integration_id: str | None
    properties: msgspec.Raw
    user_properties: msgspec.Raw
    entity_type: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the records know of a logged event."""

    stored: EventRow | None = None
    """The event of the same id."""

    has_subject: bool = True
    """Whether the message or the conversation that it is about is stored, as far as that is asked."""


def log(
    writing: Writing, caller: Caller, body: LogEvent, facts: RequestFacts, *, must_exist: bool = False
) -> bytes:
    """Store an event and return it as JSON. The same `id` again changes nothing and returns the stored event.

    A write-only key gets back what its body said, with the time of the stored event.

    The message or conversation may be unknown, unless it `must_exist`: events race the log call of what they are about.

    Raises:
        MalformedError: the body has a value of a wrong kind.
        InvalidRequestError: it must exist, and does not.
        ForbiddenError: the body names another project, or the key may not see the stored event.
    """
    check_row(body)
    project_of(caller, body.project_id)
    known = _known(writing, caller, body, must_exist=must_exist)
    row = decide(caller, body, facts, known)
    if known.stored is None:
        writing.note_change(Kind.EVENT, writing.add_event(caller.project_rid, row))
    return _document(row, caller.project_id)


def decide(caller: Caller, body: LogEvent, facts: RequestFacts, known: Known) -> EventRow:
    """Return the event to store, or to tell of when one is stored. Pure: no database, no clock.

    Raises:
        InvalidRequestError: what it is about is not stored.
        ForbiddenError: the key may not see the stored event.
    """
    stored = known.stored
    if stored is not None:
        require_own(caller, stored.integration_id, "an event")
        if caller.is_trusted:
            return stored
    elif not known.has_subject:
        raise InvalidRequestError(_unknown(body))
    return EventRow(
        id=str(body.id) if body.id else facts.new_id("evt"),
        type=body.type,
        entity_type=str(body.__struct_config__.tag),
        message_id=getattr(body, "message_id", None),
        conversation_id=getattr(body, "conversation_id", None),
        search_query=getattr(body, "search_query", None),
        created_at=given_or(body.created_at, stored.created_at if stored else facts.now),
        integration_id=integration_of(caller, body.integration_id),
        properties=json_text(body.properties),
        user_properties=json_text(body.user_properties),
    )


def _known(reading: Reading, caller: Caller, body: LogEvent, *, must_exist: bool) -> Known:
    stored = reading.find_event(caller.project_rid, str(body.id)) if body.id else None
    is_asked = must_exist and stored is None
    return Known(stored, not is_asked or _has_subject(reading, caller.project_rid, body))


def _has_subject(reading: Reading, project_rid: int, body: LogEvent) -> bool:
    """Tell whether the message or the conversation of an event is stored."""
    if isinstance(body, LogMessageEvent):
        return reading.newest_with_message(project_rid, body.message_id) is not None
    if isinstance(body, LogConversationEvent):
        return reading.find_conversation(project_rid, body.conversation_id) is not None
    return True


def _unknown(body: LogEvent) -> Violation:
    if isinstance(body, LogMessageEvent):
        sentence = f"There is no message `{shorten(body.message_id)}`. Log its conversation first."
        return Violation("/messageId", sentence)
    id = shorten(str(getattr(body, "conversation_id", "")))
    return Violation("/conversationId", f"There is no conversation `{id}`. Log it first.")


def _document(row: EventRow, project_id: str) -> bytes:
    return encode(
        _Document(
            id=row.id,
            type=row.type,
            message_id=UNSET if row.message_id is None else row.message_id,
            conversation_id=UNSET if row.conversation_id is None else row.conversation_id,
            search_query=UNSET if row.search_query is None else row.search_query,
            created_at=to_text(row.created_at),
            project_id=project_id,
            integration_id=row.integration_id,
            properties=raw(row.properties),
            user_properties=raw(row.user_properties),
            entity_type=row.entity_type,
        )
    )
