"""From the messages of a body to the messages that are kept. Pure: no database, no clock.

Contract: the update rule of section 3.2. The body's list is authoritative for order and content; a message keeps its
id and its first `createdAt` when it is the same message: by its id, or, without one, by place, role and beginning of
the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from threadline.moments import from_text, text_of, to_milliseconds, to_text
from threadline.records.tables.conversations import MessageRow
from threadline.rids import HIDDEN
from threadline.services.documents import encode
from threadline.services.intake.times import times_of
from threadline.wire.messages import ConversationMessage, LogOpenAIMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.services.intake.times import Span
    from threadline.services.policy import RequestFacts
    from threadline.wire.base import UnsetType
    from threadline.wire.messages import ContentItem, ConversationType, LogSupportMessage

    AnyMessage = LogOpenAIMessage | LogSupportMessage


class StoredMessage(msgspec.Struct, frozen=True, rename="camel"):
    """What of a stored message decides whether a logged one is the same."""

    id: str
    role: str
    content: object
    created_at: str
    updated_at: str


_TIMES = {"createdAt", "updatedAt"}
_UNREADABLE = StoredMessage(id="", role="", content=None, created_at="", updated_at="")
_decoded = msgspec.json.Decoder(StoredMessage).decode
_document_decoded = msgspec.json.Decoder(dict[str, object]).decode


def stored_message(row: MessageRow) -> StoredMessage:
    """Return what decides; of a damaged message it is empty, so that no logged one is taken for it."""
    try:
        return _decoded(row.document)
    except msgspec.DecodeError:
        return _UNREADABLE


@dataclass(frozen=True, slots=True)
class Intake:
    """The messages of a conversation as they shall be stored."""

    rows: list[MessageRow]
    user_messages_count: int
    first_message_at: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What all messages of one intake share."""

    conversation_id: str
    type: ConversationType
    facts: RequestFacts
    span: Span
    customers: frozenset[str]
    """Roles, in lower case, whose messages are counted as the customer's."""


@dataclass(frozen=True, slots=True)
class _Before:
    """The stored messages of a conversation."""

    by_id: dict[str, tuple[StoredMessage, str]]
    """Each with its document."""

    at: list[StoredMessage]
    """Those that are shown, by position."""


@dataclass(frozen=True, slots=True)
class _Logged:
    """A message of a body."""

    message: AnyMessage
    same: StoredMessage | None
    """The stored message that it continues."""

    created_at: str


def take_in(messages: Sequence[AnyMessage], stored: Sequence[MessageRow], frame: Frame) -> Intake:
    """Return the rows for the messages of a body, given those that are stored."""
    pairs = [(stored_message(row), row) for row in stored]
    before = _Before(
        by_id={row.id: (message, row.document) for message, row in pairs if message.id == row.id},
        at=[message for message, row in pairs if row.position < HIDDEN],
    )
    named = {str(message.id) for message in messages if message.id}
    found = [
        _same(each, position, before, named) if stored else None for position, each in enumerate(messages)
    ]
    times = times_of([_told(*pair) for pair in zip(messages, found, strict=True)], frame.span)
    rows = []
    first, users = "", 0
    for position, message in enumerate(messages):
        logged = _Logged(message, found[position], to_text(times[position]))
        kept, document = _document(logged, before, frame)
        rows.append(MessageRow(position, kept.id, document))
        first = min(first or kept.created_at, kept.created_at)
        users += kept.role.lower() in frame.customers
    return Intake(rows, users, first)


def changes(new: Sequence[MessageRow], stored: Sequence[MessageRow]) -> list[MessageRow]:
    """Return the rows of `new` that are not stored as they are."""
    there = {row.position: row for row in stored}
    return [row for row in new if there.get(row.position) != row]


def left_out(new: Sequence[MessageRow], stored: Sequence[MessageRow]) -> list[MessageRow]:
    """Return the stored rows, shown or hidden, whose message a new log does not have."""
    kept = {row.id for row in new}
    return [row for row in stored if row.id not in kept]


def takes_back(document: str, before: str) -> bool:
    """Return whether a message's document lacks something that the one before said; a text may go on.

    >>> takes_back('{"content":"Hello"}', '{"content":"Hell"}'), takes_back('{"content":"Help"}', '{"content":"Hell"}')
    (False, True)
    """
    if document == before:
        return False
    new, old = _said(document), _said(before)
    return any(
        not (value is None or new.get(name) == value or str(new.get(name)).startswith(f"{value}"))
        for name, value in old.items()
        if name not in _TIMES
    )


def _said(document: str) -> dict[str, object]:
    """Return what a message's document says: nothing when it is damaged."""
    try:
        return _document_decoded(document)
    except msgspec.DecodeError:
        return {}


def _same(message: AnyMessage, position: int, before: _Before, named: set[str]) -> StoredMessage | None:
    """Return the stored message that a logged one continues, or `None`."""
    if message.id:
        found = before.by_id.get(str(message.id))
        return found[0] if found else None
    there = before.at[position] if position < len(before.at) else None
    if there is None or there.id in named or there.role != message.role:
        return None
    new, old = msgspec.to_builtins(content_of(message)), there.content
    is_continued = new == old or (isinstance(new, str) and isinstance(old, str) and new.startswith(old))
    return there if is_continued else None


def _told(message: AnyMessage, same: StoredMessage | None) -> int | None:
    """Return when a message was written, as it says or as is stored, or `None` when nobody can say."""
    if isinstance(message.created_at, datetime):
        return to_milliseconds(message.created_at)
    try:
        return from_text(same.created_at) if same else None
    except ValueError:  # a damaged one
        return None


def _document(logged: _Logged, before: _Before, frame: Frame) -> tuple[ConversationMessage, str]:
    """Return the message to keep and its JSON. Only a message that differs gets a new `updatedAt`."""
    message, same = logged.message, logged.same
    now = to_text(frame.facts.now)
    kept = ConversationMessage(
        id=str(message.id) if message.id else (same.id if same else frame.facts.new_id("msg")),
        type=frame.type,
        external_id=None if message.external_id is UNSET else message.external_id,
        external_url=None if message.external_url is UNSET else message.external_url,
        conversation_id=frame.conversation_id,
        created_at=logged.created_at,
        updated_at=_time(message.updated_at, same.updated_at if same else _updated_at(logged, now)),
        role=message.role,
        content=content_of(message),
        name=message.name,
        links=message.links,
        properties=message.properties,
        user_properties=message.user_properties,
        tool_calls=message.tool_calls if isinstance(message, LogOpenAIMessage) else UNSET,
    )
    document = encode(kept).decode()
    if same is not None and not message.updated_at and document != before.by_id[same.id][1]:
        kept = msgspec.structs.replace(kept, updated_at=now)
        document = encode(kept).decode()
    return kept, document


def _updated_at(logged: _Logged, now: str) -> str:
    """Return when a new message was last changed: when it was written, or now if it says that itself."""
    return now if logged.message.created_at else logged.created_at


def content_of(message: AnyMessage) -> str | list[ContentItem] | None:
    """Return the content to keep: the chat format gives back `""` where a tool call came without text."""
    if isinstance(message, LogOpenAIMessage):
        return message.content or ""
    return message.content if isinstance(message.content, str) else None


def _time(moment: datetime | None | UnsetType, otherwise: str) -> str:
    return text_of(moment) if moment else otherwise
