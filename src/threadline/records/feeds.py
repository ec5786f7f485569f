"""What the projection takes in: rows of the views as JSON text, written by SQLite itself, and the sources of threads.

The text of a row is a JSON object with the projection's columns. What is damaged is unknown to it: members that are no
JSON are null, and bytes that are no UTF-8 are told by U+FFFD. See `damaged`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import apsw

from threadline.records.connection import rows
from threadline.rids import HIDDEN, POSITIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.connection import Connection


def _json(column: str) -> str:
    """Return an expression for a column of ours: its JSON, or null where that is damaged."""
    return f"CASE WHEN json_valid({column}) THEN {column} END"


_CONVERSATIONS = f"""
SELECT CAST(json_object(
  'rid', c.rid, 'project_id', p.id, 'id', c.id, 'organization_id', o.id, 'integration_id', c.integration_id,
  'type', c.type, 'user_message_count', c.user_messages_count, 'first_message_at', c.first_message_at,
  'properties', {_json("c.properties")}, 'user_properties', {_json("c.user_properties")},
  'tags', json(nullif(c.tags, '[]')),
  'external_id', c.external_id, 'external_url', c.external_url, 'visibility', c.visibility,
  'support_ticket_conversation_id', c.support_ticket_conversation_id, 'created_at', c.created_at,
  'updated_at', c.updated_at, 'messages_count', c.messages_count,
  'last_message_at', CAST(round(unixepoch(newest.document ->> '$.createdAt', 'subsec') * 1000) AS INTEGER),
  'last_message_role', newest.document ->> '$.role') AS BLOB)
FROM conversations c JOIN projects p ON p.rid = c.project_rid JOIN organizations o ON o.rid = p.organization_rid
LEFT JOIN messages newest ON newest.rid = (
  SELECT m.rid FROM messages m WHERE m.rid >= c.rid * {POSITIONS} AND m.rid < c.rid * {POSITIONS} + {HIDDEN}
  ORDER BY m.document ->> '$.createdAt' DESC, m.rid DESC LIMIT 1)
WHERE c.rid IN (SELECT value FROM json_each(?))
"""  # numbers of ours

_CONVERSATION_OF_MESSAGE = f"""(SELECT c.id FROM messages m JOIN conversations c ON c.rid = m.rid / {POSITIONS}
  WHERE m.id = e.message_id AND c.project_rid = e.project_rid ORDER BY m.rid DESC LIMIT 1)"""
_EVENTS = f"""
SELECT CAST(json_object(
  'rid', e.rid, 'project_id', p.id, 'id', e.id, 'organization_id', o.id, 'integration_id', e.integration_id,
  'message_id', e.message_id, 'conversation_id', e.conversation_id,
  'message_conversation_id', {_CONVERSATION_OF_MESSAGE}, 'created_at', e.created_at,
  'event_type', e.entity_type, 'type', e.type, 'search_query', e.search_query,
  'properties', {_json("e.properties")}, 'user_properties', {_json("e.user_properties")}) AS BLOB)
FROM events e JOIN projects p ON p.rid = e.project_rid JOIN organizations o ON o.rid = p.organization_rid
WHERE e.rid IN (SELECT value FROM json_each(?))
"""

_FEEDBACK = f"""
SELECT CAST(json_object(
  'rid', f.rid, 'project_id', p.id, 'id', f.id, 'organization_id', o.id,
  'integration_id', CASE WHEN c.rid IS NULL THEN f.integration_id ELSE c.integration_id END, 'type', f.type,
  'message_id', f.message_id, 'conversation_id', c.id, 'created_at', f.created_at, 'updated_at', f.updated_at,
  'reasons', {_json("f.reasons")}, 'sources', {_json("f.sources")}, 'details', f.details,
  'properties', {_json("f.properties")}, 'user_properties', {_json("f.user_properties")}) AS BLOB)
FROM feedback f JOIN projects p ON p.rid = f.project_rid JOIN organizations o ON o.rid = p.organization_rid
LEFT JOIN conversations c ON c.rid = f.conversation_rid
WHERE f.rid IN (SELECT value FROM json_each(?))
"""

_GUARDED = re.sub(
    r"\b(newest\.document|m\.document|c\.tags)\b", lambda found: _json(found[0]), _CONVERSATIONS
)
"""The same, with what is no JSON passed over: it parses each document twice."""

_FEEDS = {"conversations": _CONVERSATIONS, "events": _EVENTS, "feedback": _FEEDBACK}
_SOURCES = {
    "conversations": "conversations",
    "events": "events",
    "feedback": "feedback",
    "semantic_threads": "conversations",
}

_THREADS = f"""
SELECT c.rid, p.id, o.id, c.id, c.integration_id,
  CAST({_json("c.properties")} AS BLOB),
  CAST({_json("c.user_properties")} AS BLOB), c.updated_at,
  CAST((SELECT group_concat(m.document, ',') FROM messages m
   WHERE m.rid >= c.rid * {POSITIONS} AND m.rid < c.rid * {POSITIONS} + {HIDDEN}) AS BLOB),
  (SELECT json_group_array(json_array(f.message_id, f.type)) FROM feedback f WHERE f.conversation_rid = c.rid)
FROM conversations c JOIN projects p ON p.rid = c.project_rid JOIN organizations o ON o.rid = p.organization_rid
WHERE c.rid IN (SELECT value FROM json_each(?))
"""  # numbers of ours

ThreadSource = tuple[int, str, str, str, str | None, bytes | None, bytes | None, int, bytes | None, str]
"""rid, project id, organisation id, id, integration id, properties, user properties, updated at (milliseconds), the
documents of the messages joined by commas, and the votes as a JSON array of message id and type."""


def view_rows(connection: Connection, table: str, rids: Sequence[int]) -> list[str]:
    """Return rows of `conversations`, `events` or `feedback` as JSON objects."""
    values = (_numbers(rids),)
    try:
        found = rows(connection, _FEEDS[table], values)
    except apsw.SQLError:
        if table != "conversations":
            raise
        found = rows(connection, _GUARDED, values)
    return [text_of(each[0]) for each in found]


def text_of(value: object) -> str:
    """Return the text of bytes, whatever they are."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def thread_sources(connection: Connection, rids: Sequence[int]) -> list[ThreadSource]:
    """Return what the semantic threads of some conversations are made from."""
    return rows(connection, _THREADS, (_numbers(rids),))  # type: ignore[return-value]  # STRICT columns


def all_rids(connection: Connection, table: str, *, after: int, limit: int) -> list[int]:
    """Return the next row numbers that a projection table is made from, for a rebuild."""
    sql = f"SELECT rid FROM {_SOURCES[table]} WHERE rid > ? ORDER BY rid LIMIT ?"  # one of our names
    return [int(each[0]) for each in rows(connection, sql, (after, limit))]  # type: ignore[arg-type]


def _numbers(rids: Sequence[int]) -> str:
    return f"[{','.join(map(str, rids))}]"
