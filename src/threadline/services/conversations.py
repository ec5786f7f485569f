"""Conversations: log, get, list, delete. Contract: sections 3.2 to 3.5.

The functions that write run inside a transaction of the records' writer; the others take any reading connection.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, UnsetType

from threadline.errors import InvalidRequestError, NotFoundError, Violation
from threadline.records import conversations
from threadline.records.conversations import ConversationRow
from threadline.services import storing
from threadline.services.access import integration_of, is_own, may_see, project_of, require_own
from threadline.services.checks import check_conversation, fold_tool_results
from threadline.services.documents import encode, json_text, raw
from threadline.services.intake import Frame, Intake, take_in
from threadline.services.message_times import Span
from threadline.services.moments import from_text, given_or, to_milliseconds, to_text
from threadline.services.roles import USUAL_ROLES
from threadline.services.storing import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.records.connection import Connection
    from threadline.records.conversations import Whole
    from threadline.services.access import Caller
    from threadline.services.moments import Given
    from threadline.services.roles import Roles
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


def log(
    connection: Connection,
    caller: Caller,
    body: LogConversation,
    given: Given,
    *,
    roles: Roles = USUAL_ROLES,
) -> bytes:
    """Store a conversation with its whole message history, and return it as JSON. The same `id` again updates.

    Raises:
        MalformedError: the body has a value of a wrong kind.
        InvalidRequestError: there are no messages, or the stored conversation is of another type.
        ForbiddenError: the body names another project, or the key may not change the stored conversation.
    """
    wanted = store(connection, caller, body, given, roles=roles)
    documents = ",".join(message.document for message in wanted.messages)
    return _document(wanted.row, documents, caller.project_id)


def store(
    connection: Connection,
    caller: Caller,
    body: LogConversation,
    given: Given,
    *,
    roles: Roles = USUAL_ROLES,
) -> Wanted:
    """Do as `log`, and return what is stored. Refuses before it writes anything.

    Raises:
        MalformedError: as `log`.
        InvalidRequestError: as `log`.
        ForbiddenError: as `log`.
    """
    check_conversation(body, roles=roles.chats)
    project_of(caller, body.project_id)
    body = fold_tool_results(body)
    type_ = str(body.__struct_config__.tag)
    before = storing.find(connection, caller.project_rid, str(body.id)) if body.id else None
    if before is not None:
        require_own(caller, before.row.integration_id, "a conversation")
    if before is not None and before.row.type != type_:
        sentence = f"This conversation is of type `{before.row.type}`, and a type does not change."
        raise InvalidRequestError(Violation("/type", sentence))
    frame = Frame(
        str(body.id) if body.id else given.new_id("conv"),
        type_,
        given,
        Span(given.now, None if before else _moment(body.created_at), _moment(body.updated_at)),
        roles.customers,
    )
    taken = take_in(body.messages, before.messages if before else (), frame)
    row = _row(body, before.row if before else None, caller, frame=frame, taken=taken)
    wanted = Wanted(caller.project_rid, row, taken.rows)
    storing.store(connection, wanted, before)
    return wanted


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
    return _shown(
        conversations.get_by_external_id(connection, caller.project_rid, external_id), caller, external_id
    )


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
    if found is None or not is_own(caller, found[1].integration_id):
        raise NotFoundError("conversation", id)
    storing.remove(connection, caller.project_rid, found[0])


def document_of(connection: Connection, rid: int, project_id: str) -> bytes | None:
    """Return the conversation of a row number as JSON, or `None`."""
    whole = conversations.get_by_rid(connection, rid)
    return _document(*whole, project_id) if whole else None


def _shown(whole: Whole | None, caller: Caller, id: str) -> bytes:
    if whole is None or not may_see(
        caller, visibility=whole[0].visibility, integration_id=whole[0].integration_id
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

    scalars = ("external_id", "external_url", "support_ticket_conversation_id", "visibility")
    documents = ("properties", "user_properties", "tags")
    return ConversationRow(
        id=frame.conversation_id,
        type=frame.type,
        created_at=given_or(body.created_at, before.created_at if before else frame.given.now),
        updated_at=given_or(body.updated_at, frame.given.now),
        integration_id=integration_of(caller, body.integration_id, before.integration_id if before else None),
        messages_count=len(taken.rows),
        user_messages_count=taken.user_messages_count,
        first_message_at=from_text(taken.first_message_at),
        **{name: kept(name, lambda value: value) for name in scalars},
        **{name: kept(name, json_text) for name in documents},
    )
