"""Events, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from threadline.records.connection import each, insert, one
from threadline.rids import POSITIONS, all_messages

if TYPE_CHECKING:
    from collections.abc import Collection

    from threadline.records.connection import Connection


class EventRow(msgspec.Struct, frozen=True, gc=False):
    """An event. `created_at` is in milliseconds since 1970 UTC, JSON is text."""

    id: str
    type: str
    entity_type: str
    message_id: str | None
    conversation_id: str | None
    search_query: str | None
    created_at: int
    integration_id: str | None
    properties: str | None
    user_properties: str | None


_FIELDS = EventRow.__struct_fields__
_INSERT = f"INSERT INTO events (project_rid, {', '.join(_FIELDS)}) VALUES (?{', ?' * len(_FIELDS)})"
_SELECT = f"SELECT {', '.join(_FIELDS)} FROM events"  # names of ours


def find(connection: Connection, project_rid: int, id: str) -> EventRow | None:
    """Return an event by its id, or `None`."""
    return one(connection, f"{_SELECT} WHERE project_rid = ? AND id = ?", (project_rid, id), EventRow)


def add(connection: Connection, project_rid: int, event: EventRow) -> int:
    """Store a new event and return its number."""
    return insert(connection, _INSERT, (project_rid, *msgspec.structs.astuple(event)))


def about_conversation(connection: Connection, project_rid: int, *, rid: int, id: str) -> list[int]:
    """Return the numbers of the events about a conversation, or about a message that it alone has."""
    first, end = all_messages(rid)
    of_messages = (
        "SELECT e.rid FROM messages m JOIN events e ON e.project_rid = ?1 AND e.message_id = m.id"
        " WHERE m.rid >= ?3 AND m.rid < ?4 AND NOT EXISTS (SELECT 1 FROM messages o"
        f" JOIN conversations c ON c.rid = o.rid / {POSITIONS}"
        " WHERE o.id = m.id AND c.project_rid = ?1 AND (o.rid < ?3 OR o.rid >= ?4))"
    )
    sql = f"SELECT rid FROM events WHERE project_rid = ?1 AND conversation_id = ?2 UNION {of_messages}"
    return each(connection, sql, (project_rid, id, first, end), int)


def about_messages(connection: Connection, project_rid: int, ids: Collection[str]) -> list[int]:
    """Return the numbers of the events about messages of these ids."""
    sql = (
        "SELECT e.rid FROM json_each(?) m CROSS JOIN events e INDEXED BY events_by_message"
        " ON e.project_rid = ? AND e.message_id = m.value"
    )
    given = msgspec.json.encode(list(ids)).decode()
    return each(connection, sql, (given, project_rid), int) if ids else []


def empty(connection: Connection, rid: int) -> str:
    """Drop what an event says beside that it happened, and return its id."""
    sql = "UPDATE events SET properties = NULL, user_properties = NULL WHERE rid = ? RETURNING id"
    return one(connection, sql, (rid,), str) or ""
