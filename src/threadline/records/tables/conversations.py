"""Conversations and their messages, as rows.

A message's row number is its conversation's number times 2^20 plus its position, so the messages of a conversation
are one range of the table, in order. A message's document is the JSON of the wire: reading a conversation joins
documents and parses none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from threadline.records.connection import each, insert, number, one, run
from threadline.rids import HIDDEN, POSITIONS, all_messages, message_rid, position_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from threadline.records.connection import Connection


class ConversationRow(msgspec.Struct, frozen=True, gc=False):
    """A conversation without its messages. Times are milliseconds since 1970 UTC, JSON is text."""

    id: str
    type: str
    external_id: str | None
    external_url: str | None
    support_ticket_conversation_id: str | None
    created_at: int
    updated_at: int
    integration_id: str | None
    properties: str | None
    user_properties: str | None
    tags: str | None
    visibility: str | None
    messages_count: int
    user_messages_count: int
    first_message_at: int


class MessageRow(msgspec.Struct, frozen=True, gc=False):
    """A message at its place."""

    position: int
    id: str
    document: str


_FIELDS = ConversationRow.__struct_fields__
_COLUMNS = ", ".join(f"c.{name}" for name in _FIELDS)
_MESSAGES = (
    "CAST((SELECT group_concat(CASE WHEN json_valid(m.document) THEN m.document END, ',') FROM messages m"
    f" WHERE m.rid >= c.rid * {POSITIONS} AND m.rid < c.rid * {POSITIONS} + {HIDDEN}) AS BLOB)"  # numbers of ours
)
_WHOLE = f"SELECT {_COLUMNS}, {_MESSAGES} FROM conversations c"  # names of ours

_INSERT = f"INSERT INTO conversations (project_rid, {', '.join(_FIELDS)}) VALUES (?{', ?' * len(_FIELDS)})"
_UPDATE = f"UPDATE conversations SET {', '.join(f'{name} = ?' for name in _FIELDS)} WHERE rid = ?"


class Found(NamedTuple):
    """A conversation with its number."""

    rid: int
    row: ConversationRow


class Whole(NamedTuple):
    """A conversation with its messages."""

    row: ConversationRow
    documents: str
    """The documents of its messages joined by commas; damaged ones are left out."""


def find(connection: Connection, project_rid: int, id: str) -> Found | None:
    """Return the number and the row of a conversation, or `None`."""
    sql = f"SELECT c.rid, {_COLUMNS} FROM conversations c WHERE c.project_rid = ? AND c.id = ?"
    return one(connection, sql, (project_rid, id), _found)


def get(connection: Connection, project_rid: int, id: str) -> Whole | None:
    """Return a conversation with its messages, or `None`."""
    return one(connection, f"{_WHOLE} WHERE c.project_rid = ? AND c.id = ?", (project_rid, id), _whole)


def get_by_external_id(connection: Connection, project_rid: int, external_id: str) -> Whole | None:
    """Return the most recently updated conversation with that external id, or `None`."""
    sql = f"{_WHOLE} WHERE c.project_rid = ? AND c.external_id = ? ORDER BY c.updated_at DESC, c.rid DESC LIMIT 1"
    return one(connection, sql, (project_rid, external_id), _whole)


def get_by_rid(connection: Connection, rid: int) -> Whole | None:
    """Return the conversation of a row number, or `None`."""
    return one(connection, f"{_WHOLE} WHERE c.rid = ?", (rid,), _whole)


def page(connection: Connection, project_rid: int, *, limit: int, offset: int) -> list[int]:
    """Return the row numbers of conversations, newest first by `createdAt`, then by id."""
    sql = "SELECT rid FROM conversations WHERE project_rid = ? ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?"
    return each(connection, sql, (project_rid, limit, offset), int)


def count(connection: Connection, project_rid: int) -> int:
    """Return how many conversations a project has."""
    return number(connection, "SELECT conversations_count FROM projects WHERE rid = ?", (project_rid,))


def add(connection: Connection, project_rid: int, conversation: ConversationRow) -> int:
    """Store a new conversation and return its number."""
    run(
        connection,
        "UPDATE projects SET conversations_count = conversations_count + 1 WHERE rid = ?",
        (project_rid,),
    )
    return insert(connection, _INSERT, (project_rid, *_values(conversation)))


def replace(connection: Connection, rid: int, conversation: ConversationRow) -> None:
    """Store a conversation in the place of what it was."""
    run(connection, _UPDATE, (*_values(conversation), rid))


def delete(connection: Connection, project_rid: int, rid: int) -> None:
    """Remove a conversation and its messages."""
    run(
        connection,
        "DELETE FROM messages WHERE rid >= ? AND rid < ?",
        all_messages(rid),
    )
    run(connection, "DELETE FROM conversations WHERE rid = ?", (rid,))
    run(
        connection,
        "UPDATE projects SET conversations_count = conversations_count - 1 WHERE rid = ?",
        (project_rid,),
    )


def messages(connection: Connection, rid: int) -> list[MessageRow]:
    """Return all messages of a conversation by position, hidden and damaged ones included."""
    # As text, one that is no UTF-8 would end the reading of all.
    sql = "SELECT rid, id, CAST(document AS BLOB) FROM messages WHERE rid >= ? AND rid < ? ORDER BY rid"
    return each(connection, sql, all_messages(rid), _message)


def message(connection: Connection, rid: int, id: str) -> str | None:
    """Return the document of a conversation's message, hidden or not, or `None`; also when it is damaged."""
    sql = "SELECT CAST(document AS BLOB) FROM messages WHERE id = ? AND rid >= ? AND rid < ? AND json_valid(document)"
    return one(connection, sql, (id, *all_messages(rid)), _text)


def documents(connection: Connection, message_rids: Sequence[int]) -> dict[int, bytes]:
    """Return the documents of messages by their row numbers, as bytes: as text, a damaged one would end the reading."""
    sql = "SELECT rid, CAST(document AS BLOB) FROM messages WHERE rid IN (SELECT value FROM json_each(?))"
    return dict(each(connection, sql, (f"[{','.join(map(str, message_rids))}]",), _pair))


def newest_with_message(connection: Connection, project_rid: int, message_id: str) -> int | None:
    """Return the number of the newest conversation of the project that has a message of that id, or `None`."""
    return one(
        connection,
        f"SELECT c.rid FROM messages m JOIN conversations c ON c.rid = m.rid / {POSITIONS}"
        " WHERE m.id = ? AND c.project_rid = ? ORDER BY m.rid DESC LIMIT 1",
        (message_id, project_rid),
        int,
    )


def newest_rid(connection: Connection) -> int:
    """Return the largest row number of a conversation, of all projects; 0 when there is none."""
    return number(connection, "SELECT max(rid) FROM conversations")


def write_messages(connection: Connection, rid: int, changed: Sequence[MessageRow]) -> None:
    """Store messages at their positions, in the place of what was there."""
    for start in range(0, len(changed), 32):
        part = changed[start : start + 32]
        values = [
            value
            for message in part
            for value in (message_rid(rid, message.position), message.id, message.document)
        ]
        run(connection, _write_sql(len(part)), values)


def drop_messages(connection: Connection, rid: int, positions: Iterable[int]) -> None:
    """Remove messages at some positions."""
    connection.executemany(
        "DELETE FROM messages WHERE rid = ?", [(message_rid(rid, position),) for position in positions]
    )


def _write_sql(count_of_rows: int) -> str:
    return f"INSERT OR REPLACE INTO messages VALUES (?, ?, ?){', (?, ?, ?)' * (count_of_rows - 1)}"


def _values(conversation: ConversationRow) -> tuple[str | int | None, ...]:
    return msgspec.structs.astuple(conversation)


def _found(rid: int, *columns: Any) -> Found:
    return Found(rid, ConversationRow(*columns))


def _pair(rid: int, document: bytes) -> tuple[int, bytes]:
    return rid, document


def _message(rid: int, id: str, document: bytes) -> MessageRow:
    return MessageRow(position_of(rid), id, _text(document))


def _text(document: bytes) -> str:
    """Return a document as text, also when it is damaged."""
    return document.decode(errors="replace")


def _whole(*columns: Any) -> Whole:
    *head, documents = columns
    return Whole(ConversationRow(*head), (documents or b"").decode(errors="replace"))
