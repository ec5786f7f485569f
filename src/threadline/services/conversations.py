"""Conversations: log, get, list, delete. Contract: sections 3.2 to 3.5.

The functions that write run inside a transaction of the records' writer; the others take any reading connection.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, UnsetType

from threadline.errors import InvalidRequestError, NotFoundError, Violation
from threadline.moments import from_text, to_milliseconds, to_text
from threadline.records.tables.conversations import ConversationRow
from threadline.services.access import integration_of, is_own, may_see, project_of, require_own, taken
from threadline.services.documents import encode, json_text, raw
from threadline.services.intake import racing, storing
from threadline.services.intake.checks import check_conversation, fold_tool_results
from threadline.services.intake.knowing import knows
from threadline.services.intake.matching import Frame, Intake, take_in
from threadline.services.intake.storing import Wanted
from threadline.services.intake.times import Span
from threadline.services.moments import given_or
from threadline.wire.conversations import LogOpenAIConversation, LogSupportTicketConversation

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.records.protocol import Reading, Writing
    from threadline.records.tables.conversations import Whole
    from threadline.services.access import Caller
    from threadline.services.intake.storing import Stored
    from threadline.services.policy import RequestFacts, Roles
    from threadline.wire.conversations import LogConversation
    from threadline.wire.messages import ConversationType


class _Head(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """A conversation up to its messages, in the order of the wire."""

    id: str
    external_id: str | None
    external_url: str | None
    type: str
    support_ticket_conversation_id: str | None
    created_at: str
    updated_at: str
    project_id: str
    integration_id: str | None
    properties: msgspec.Raw
    user_properties: msgspec.Raw
    tags: msgspec.Raw
    visibility: str | None


@dataclass(frozen=True, slots=True)
class _Log:
    """One log call whose body has no faults."""

    caller: Caller
    body: LogConversation
    facts: RequestFacts

    @property
    def customers(self) -> frozenset[str]:
        """Roles of those whose messages are counted."""
        return self.facts.policy.roles.customers


class _ChatMessage(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a message a chat completion takes."""

    role: str
    name: str | None | UnsetType = UNSET
    content: msgspec.Raw = msgspec.Raw(b'""')
    tool_calls: msgspec.Raw | UnsetType = UNSET


_SCALARS = ("external_id", "external_url", "support_ticket_conversation_id", "visibility")
_DOCUMENTS = ("properties", "user_properties", "tags")
"""What a body may leave out, so that it keeps its value: plain, and as JSON."""

_chat_messages = msgspec.json.Decoder(list[_ChatMessage]).decode


def log(writing: Writing, caller: Caller, body: LogConversation, facts: RequestFacts) -> bytes:
    """Store a conversation with its whole message history, and return it as JSON. The same `id` again updates.

    A write-only key gets back what its body said, and nothing that was stored before.

    Raises:
        MalformedError: the body has a value of a wrong kind.
        InvalidRequestError: there are no messages, or the stored conversation is of another type.
        ForbiddenError: the body names another project, or the key may not change the stored conversation.
    """
    logged = _Log(caller, _checked(caller, body, facts.policy.roles), facts)
    body = logged.body
    wanted = _store(writing, logged, _before(writing, logged))
    told = wanted.messages if caller.is_trusted else wanted.messages[: len(body.messages)]
    documents = ",".join(message.document for message in told)
    return _document(_told(wanted.row, body, caller), documents, caller.project_id)


def store(writing: Writing, caller: Caller, body: LogConversation, facts: RequestFacts) -> Wanted:
    """Do as `log`, and return what is stored. Refuses before it writes anything.

    A body without an `id` is a conversation of its own: nobody but a browser races itself.

    Raises:
        MalformedError: as `log`.
        InvalidRequestError: as `log`.
        ForbiddenError: as `log`.
    """
    logged = _Log(caller, _checked(caller, body, facts.policy.roles), facts)
    return _store(writing, logged, _named(writing, logged))


def get(reading: Reading, caller: Caller, id: str) -> bytes:
    """Return a conversation as JSON.

    Raises:
        NotFoundError: there is none with that id, or this key may not see it.
    """
    return _shown(reading.get_conversation(caller.project_rid, id), caller, id)


def get_by_external_id(reading: Reading, caller: Caller, external_id: str) -> bytes:
    """Return the most recently updated conversation with an external id, as JSON.

    Raises:
        NotFoundError: there is none.
    """
    found = reading.get_conversation_by_external_id(caller.project_rid, external_id)
    return _shown(found, caller, external_id)


def delete(writing: Writing, caller: Caller, id: str) -> None:
    """Remove a conversation with its messages and its feedback. Events stay, without their properties.

    Raises:
        NotFoundError: there is none with that id, or this key may not see it.
    """
    found = writing.find_conversation(caller.project_rid, id)
    if found is None or not is_own(caller, found.row.integration_id):
        raise NotFoundError("conversation", id)
    storing.remove(writing, caller.project_rid, found.rid)


def document_of(reading: Reading, rid: int, project_id: str) -> bytes | None:
    """Return the conversation of a row number as JSON, or `None`."""
    whole = reading.get_conversation_by_rid(rid)
    return _document(*whole, project_id) if whole else None


def _checked(caller: Caller, body: LogConversation, roles: Roles) -> LogConversation:
    """Return a body without faults, in the roles that are kept."""
    check_conversation(body, roles=roles.chats)
    project_of(caller, body.project_id)
    return fold_tool_results(body)


def _before(reading: Reading, logged: _Log) -> Stored | None:
    """Return the stored conversation that a body names or belongs to, or `None`.

    Raises:
        ForbiddenError: the key may not change the one that it names.
    """
    named, body, project_rid = _named(reading, logged), logged.body, logged.caller.project_rid
    if named is not None or not racing.may_race(body):
        return named
    found = storing.find_with_message(reading, project_rid, str(body.messages[0].id))
    is_raced = found is not None and racing.is_raced(body, found, logged.caller, logged.facts)
    return found if is_raced else None


def _named(reading: Reading, logged: _Log) -> Stored | None:
    """Return the stored conversation that a body names, or `None`.

    Raises:
        ForbiddenError: the key may not change it.
    """
    body, caller = logged.body, logged.caller
    before = storing.find(reading, caller.project_rid, str(body.id)) if body.id else None
    if before is not None:
        _require_known(caller, body, before)
    return before


def _store(writing: Writing, logged: _Log, before: Stored | None) -> Wanted:
    wanted = _wanted(logged, before)
    storing.write(writing, wanted, before, storing.decide(wanted, before))
    return wanted


def _wanted(logged: _Log, before: Stored | None) -> Wanted:
    """Return the conversation as it shall be, facts how it is stored. Pure: no database, no clock.

    Raises:
        InvalidRequestError: the stored one is of another type.
    """
    caller, body, facts = logged.caller, logged.body, logged.facts
    type_ = _type(body)
    if before is not None and before.row.type != type_:
        sentence = f"This conversation is of type `{before.row.type}`, and a type does not change."
        raise InvalidRequestError(Violation("/type", sentence))
    frame = Frame(
        before.row.id if before else str(body.id) if body.id else facts.new_id("conv"),
        type_,
        facts,
        Span(facts.now, None if before else _moment(body.created_at), _moment(body.updated_at)),
        logged.customers,
    )
    taken = take_in(body.messages, before.messages if before else (), frame)
    if before is not None and not body.id:
        taken = racing.with_later(taken, before.messages, logged.customers)
    row = _row(body, before.row if before else None, caller, frame=frame, taken=taken)
    return Wanted(caller.project_rid, row, taken.rows)


def _type(body: LogConversation) -> ConversationType:
    """Return the type of a body, which is its tag."""
    if isinstance(body, LogOpenAIConversation):
        return "openai"
    return "support_ticket" if isinstance(body, LogSupportTicketConversation) else "support_copilot"


def _require_known(caller: Caller, body: LogConversation, before: Stored) -> None:
    """Let pass who may change a stored conversation: a write-only key that shows what is in it.

    Raises:
        ForbiddenError: it came in elsewhere, or the body does not show it.
    """
    require_own(caller, before.row.integration_id, "a conversation")
    if not (caller.is_trusted or knows(body.messages, before.messages)):
        raise taken(caller, "a conversation")


def _told(row: ConversationRow, body: LogConversation, caller: Caller) -> ConversationRow:
    """Return what the sender of a body is told of the stored row."""
    if caller.is_trusted:
        return row
    unsaid = [name for name in (*_SCALARS, *_DOCUMENTS) if getattr(body, name) is UNSET]
    return msgspec.structs.replace(row, **dict.fromkeys(unsaid))


def _shown(whole: Whole | None, caller: Caller, id: str) -> bytes:
    if whole is None or not may_see(
        caller, visibility=whole.row.visibility, integration_id=whole.row.integration_id
    ):
        raise NotFoundError("conversation", id)
    return _document(*whole, caller.project_id)


def _document(row: ConversationRow, documents: str, project_id: str) -> bytes:
    """Join the JSON of a conversation from its row and the documents of its messages."""
    head = _Head(
        row.id,
        row.external_id,
        row.external_url,
        row.type,
        row.support_ticket_conversation_id,
        to_text(row.created_at),
        to_text(row.updated_at),
        project_id,
        row.integration_id,
        raw(row.properties),
        raw(row.user_properties),
        raw(row.tags),
        row.visibility,
    )
    messages = f"[{documents}]".encode()
    parts = [encode(head)[:-1], b',"messages":', messages]
    if row.type == "openai":
        parts += [b',"messagesOpenAIFormat":', encode(_chat_messages(messages))]
    return b"".join((*parts, b"}"))


def _moment(told: datetime | None | UnsetType) -> int | None:
    return to_milliseconds(told) if isinstance(told, datetime) else None


def _row(
    body: LogConversation, before: ConversationRow | None, caller: Caller, *, frame: Frame, taken: Intake
) -> ConversationRow:
    """Return the row to store. What a body leaves out keeps its value; null clears."""

    def kept(name: str, told: Callable[[Any], Any]) -> Any:
        value = getattr(body, name)
        return told(value) if value is not UNSET else getattr(before, name, None)

    return ConversationRow(
        id=frame.conversation_id,
        type=frame.type,
        created_at=given_or(body.created_at, before.created_at if before else frame.facts.now),
        updated_at=given_or(body.updated_at, frame.facts.now),
        integration_id=integration_of(caller, body.integration_id, before.integration_id if before else None),
        messages_count=len(taken.rows),
        user_messages_count=taken.user_messages_count,
        first_message_at=from_text(taken.first_message_at),
        **{name: kept(name, lambda value: value) for name in _SCALARS},
        **{name: kept(name, json_text) for name in _DOCUMENTS},
    )
