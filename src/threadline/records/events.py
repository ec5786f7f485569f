"""Events, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from threadline.records.connection import insert, row

if TYPE_CHECKING:
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
    found = row(connection, f"{_SELECT} WHERE project_rid = ? AND id = ?", (project_rid, id))
    return EventRow(*found) if found else None  # type: ignore[arg-type]  # STRICT columns


def add(connection: Connection, project_rid: int, event: EventRow) -> int:
    """Store a new event and return its number."""
    return insert(connection, _INSERT, (project_rid, *msgspec.structs.astuple(event)))
