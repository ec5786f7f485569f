"""Conversations: log, get, list, delete. Contract: sections 3.2 to 3.5.

The functions that write run inside a transaction of the records' writer; the others take any reading connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, UnsetType

from threadline.errors import InvalidRequestError, NotFoundError, Violation
from threadline.records import changes, conversations, feedback
from threadline.records.changes import Kind
from threadline.records.conversations import HIDDEN, ConversationRow, MessageRow
from threadline.services.access import integration_of, may_see, project_of
from threadline.services.checks import check_conversation, fold_tool_results
from threadline.services.documents import encode, json_text, raw
from threadline.services.intake import Frame, Intake, left_out, take_in
from threadline.services.intake import changes as changed_messages
from threadline.services.moments import from_text, given_or, to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.connection import Connection
    from threadline.records.conversations import Whole
    from threadline.services.access import Caller
    from threadline.services.moments import Given
    from threadline.wire.conversations import LogConversation


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


class _ChatMessage(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a message a chat completion takes."""

    role: str
    name: str | None | UnsetType = UNSET
    content: msgspec.Raw = msgspec.Raw(b'""')
    tool_calls: msgspec.Raw | UnsetType = UNSET


_chat_messages = msgspec.json.Decoder(list[_ChatMessage]).decode


def log(connection: Connection, caller: Caller, body: LogConversation, given: Given, *, roles: str = "strict") -> bytes:
    """Store a conversation with its whole message history, and return it as JSON. The same `id` again updates.

    Raises:
        MalformedError: the body has a value of a wrong kind.
        InvalidRequestError: there are no messages, or the stored conversation is of another type.
        ForbiddenError: the body names another project.
    """
    check_conversation(body, roles=roles)
    project_of(caller, body.project_id)
    body = fold_tool_results(body)
    found = conversations.find(connection, caller.project_rid, str(body.id)) if body.id else None
    stored = conversations.messages(connection, found[0]) if found else []
    type_ = body.__struct_config__.tag
    if found and found[1].type != type_:
        raise InvalidRequestError(
            Violation("/type", f"This conversation is of type `{found[1].type}`, and a type does not change.")
        )
    conversation_id = str(body.id) if body.id else given.new_id("conv")
    intake = take_in(body.messages, stored, Frame(conversation_id, str(type_), given))
    row = _row(body, found[1] if found else None, caller, Frame(conversation_id, str(type_), given), intake)
    rid, first_changed = _store(connection, caller, found, row, intake, stored)
    changes.note(connection, Kind.CONVERSATION, rid, first_changed)
    _attach_feedback(connection, caller, rid, intake)
    return _document(row, ",".join(message.document for message in intake.rows), caller.project_id)


def get(connection: Connection, caller: Caller, id: str) -> bytes:
    """Return a conversation as JSON.

    Raises:
        NotFoundError: there is none with that id, or this key may not see it.
    """
    return _shown(conversations.get(connection, caller.project_rid, id), caller, id)


def get_by_external_id(connection: Connection, caller: Caller, external_id: str) -> bytes:
    """Return the most recently updated conversation with an external id, as JSON.

    Raises:
        NotFoundError: there is none.
    """
    return _shown(conversations.get_by_external_id(connection, caller.project_rid, external_id), caller, external_id)


def list_(connection: Connection, caller: Caller, *, limit: int, offset: int) -> bytes:
    """Return a page of conversations as JSON, newest first by `createdAt`, then by id."""
    page = [
        _document(row, documents, caller.project_id)
        for row, documents in conversations.page(connection, caller.project_rid, limit=limit, offset=offset)
    ]
    total = conversations.count(connection, caller.project_rid)
    tail = f'],"total":{total},"pageSize":{limit},"count":{len(page)}}}'
    return b'{"conversations":[' + b",".join(page) + tail.encode()


def delete(connection: Connection, caller: Caller, id: str) -> None:
    """Remove a conversation with its messages and its feedback. Events stay.

    Raises:
        NotFoundError: there is none with that id, or this key may not see it.
    """
    found = conversations.find(connection, caller.project_rid, id)
    is_own = found is not None and (caller.is_trusted or found[1].integration_id == caller.integration_id)
    if found is None or not is_own:
        raise NotFoundError("conversation", id)
    for rid, _, _ in feedback.of_conversation(connection, found[0]):
        vote = feedback.by_rid(connection, rid)
        if vote:
            feedback.delete(connection, caller.project_rid, vote)
            changes.note(connection, Kind.FEEDBACK, rid)
    conversations.delete(connection, caller.project_rid, found[0])
    changes.note(connection, Kind.CONVERSATION, found[0])


def document_of(connection: Connection, rid: int, project_id: str) -> bytes | None:
    """Return the conversation of a row number as JSON, or `None`."""
    whole = conversations.get_by_rid(connection, rid)
    return _document(*whole, project_id) if whole else None


def _shown(whole: Whole | None, caller: Caller, id: str) -> bytes:
    if whole is None or not may_see(caller, visibility=whole[0].visibility, integration_id=whole[0].integration_id):
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


def _row(
    body: LogConversation, before: ConversationRow | None, caller: Caller, frame: Frame, intake: Intake
) -> ConversationRow:
    """Return the row to store. What a body leaves out keeps its value; null clears."""

    def kept(name: str) -> Any:
        value = getattr(body, name)
        return (getattr(before, name) if before else None) if value is UNSET else value

    def kept_json(name: str) -> str | None:
        value = getattr(body, name)
        if value is UNSET:
            return getattr(before, name) if before else None
        return json_text(value)

    return ConversationRow(
        id=frame.conversation_id,
        type=frame.type,
        external_id=kept("external_id"),
        external_url=kept("external_url"),
        support_ticket_conversation_id=kept("support_ticket_conversation_id"),
        created_at=given_or(body.created_at, before.created_at if before else frame.given.now),
        updated_at=given_or(body.updated_at, frame.given.now),
        integration_id=integration_of(caller, body.integration_id, before.integration_id if before else None),
        properties=kept_json("properties"),
        user_properties=kept_json("user_properties"),
        tags=kept_json("tags"),
        visibility=kept("visibility"),
        messages_count=len(intake.rows),
        user_messages_count=intake.user_messages_count,
        first_message_at=from_text(intake.first_message_at),
    )


def _store(
    connection: Connection,
    caller: Caller,
    found: tuple[int, ConversationRow] | None,
    row: ConversationRow,
    intake: Intake,
    stored: Sequence[MessageRow],
) -> tuple[int, int]:
    """Write what differs; return the conversation's number and the position of the first message that changed."""
    if found is None:
        rid = conversations.add(connection, caller.project_rid, row)
        conversations.write_messages(connection, rid, intake.rows)
        return rid, 0
    rid, before = found
    conversations.replace(connection, rid, row)
    changed = changed_messages(intake.rows, stored)
    gone = left_out(intake.rows, stored)
    _drop(connection, rid, intake.rows, stored, gone)
    conversations.write_messages(connection, rid, changed)
    if before.integration_id != row.integration_id:
        _note_feedback(connection, rid)
    first = min((each.position for each in (*changed, *gone)), default=len(intake.rows))
    return rid, min(first, len(intake.rows))


def _drop(
    connection: Connection,
    rid: int,
    new: Sequence[MessageRow],
    stored: Sequence[MessageRow],
    gone: Sequence[MessageRow],
) -> None:
    """Remove the rows that no message has any more; those that feedback points at move out of sight."""
    voted = {message_id for _, message_id, _ in feedback.of_conversation(connection, rid)} if gone else set()
    hidden = [each for each in gone if each.id in voted]
    superfluous = [each.position for each in stored if each.position >= len(new)]
    conversations.drop_messages(connection, rid, superfluous)
    rows = [MessageRow(HIDDEN + index, each.id, each.document) for index, each in enumerate(hidden)]
    conversations.write_messages(connection, rid, rows)


def _attach_feedback(connection: Connection, caller: Caller, rid: int, intake: Intake) -> None:
    """Join votes that came before their message."""
    ids = [message.id for message in intake.rows]
    for vote_rid, vote in feedback.pending(connection, caller.project_rid, ids):
        attached = msgspec.structs.replace(vote, conversation_rid=rid)
        feedback.replace(connection, caller.project_rid, (vote_rid, vote), attached)
        changes.note(connection, Kind.FEEDBACK, vote_rid)


def _note_feedback(connection: Connection, rid: int) -> None:
    for vote_rid, _, _ in feedback.of_conversation(connection, rid):
        changes.note(connection, Kind.FEEDBACK, vote_rid)
