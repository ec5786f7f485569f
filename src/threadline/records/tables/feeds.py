"""What the projection takes in: rows of the views as JSON text, written by SQLite itself, and the sources of threads.

The text of a row is a JSON object with the projection's columns. What is damaged is unknown to it: members that are no
JSON are null, and bytes that are no UTF-8 are told by U+FFFD. See `damaged`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import apsw

from threadline.catalog import VIEWS
from threadline.records.connection import each, rows
from threadline.rids import HIDDEN, POSITIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from threadline.catalog import Field
    from threadline.records.connection import Connection


def _json(column: str) -> str:
    """Return an expression for a column of ours: its JSON, or null where that is damaged."""
    return f"CASE WHEN json_valid({column}) THEN {column} END"


def _own(field: Field, column: str) -> str:
    """Return an expression for a column of the record: what is to be JSON, or null where that is damaged."""
    if field.is_json:
        return _json(column)
    return f"json(nullif({column}, '[]'))" if field.type == "string_list" else column


def _row(view: str, alias: str, beside: Mapping[str, str]) -> str:
    """Return an expression for a row of a view, as a JSON object by column.

    Args:
        view: its name.
        alias: that of the record's table.
        beside: expressions for what is no column of the record, by source.
    """
    sources = {field: field.source or field.column for field in VIEWS[view].fields}
    members = [
        f"'{field.column}', {beside[source] if source in beside else _own(field, f'{alias}.{source}')}"
        for field, source in sources.items()
    ]
    return f"CAST(json_object('rid', {alias}.rid, {', '.join(members)}) AS BLOB)"


_OF_PROJECT = {"project.id": "p.id", "organization.id": "o.id"}
_NEWEST_AT = "CAST(round(unixepoch(newest.document ->> '$.createdAt', 'subsec') * 1000) AS INTEGER)"
_NEWEST = {"newest_message.createdAt": _NEWEST_AT, "newest_message.role": "newest.document ->> '$.role'"}
_CONVERSATIONS = f"""
SELECT {_row("conversations", "c", _OF_PROJECT | _NEWEST)}
FROM conversations c JOIN projects p ON p.rid = c.project_rid JOIN organizations o ON o.rid = p.organization_rid
LEFT JOIN messages newest ON newest.rid = (
  SELECT m.rid FROM messages m WHERE m.rid >= c.rid * {POSITIONS} AND m.rid < c.rid * {POSITIONS} + {HIDDEN}
  ORDER BY m.document ->> '$.createdAt' DESC, m.rid DESC LIMIT 1)
WHERE c.rid IN (SELECT value FROM json_each(?))
"""  # names and numbers of ours

_CONVERSATION_OF_MESSAGE = f"""(SELECT c.id FROM messages m JOIN conversations c ON c.rid = m.rid / {POSITIONS}
  WHERE m.id = e.message_id AND c.project_rid = e.project_rid ORDER BY m.rid DESC LIMIT 1)"""
_EVENTS = f"""
SELECT {_row("events", "e", _OF_PROJECT | {"message.conversation": _CONVERSATION_OF_MESSAGE})}
FROM events e JOIN projects p ON p.rid = e.project_rid JOIN organizations o ON o.rid = p.organization_rid
WHERE e.rid IN (SELECT value FROM json_each(?))
"""

_VOTED_ON = {
    "conversation.id": "c.id",
    "conversation.integration_id": "CASE WHEN c.rid IS NULL THEN f.integration_id ELSE c.integration_id END",
}
_FEEDBACK = f"""
SELECT {_row("feedback", "f", _OF_PROJECT | _VOTED_ON)}
FROM feedback f JOIN projects p ON p.rid = f.project_rid JOIN organizations o ON o.rid = p.organization_rid
LEFT JOIN conversations c ON c.rid = f.conversation_rid
WHERE f.rid IN (SELECT value FROM json_each(?))
"""

_GUARDED = re.sub(
    r"\b(newest\.document|m\.document|c\.tags)\b", lambda found: _json(found[0]), _CONVERSATIONS
)
"""The same, with what is no JSON passed over: it parses each document twice."""

_FEEDS = {"conversations": _CONVERSATIONS, "events": _EVENTS, "feedback": _FEEDBACK}

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


class ThreadSource(NamedTuple):
    """What the semantic threads of a conversation are made from."""

    rid: int
    project_id: str
    organization_id: str
    id: str
    integration_id: str | None
    properties: bytes | None
    user_properties: bytes | None
    updated_at: int
    """Milliseconds since 1970 UTC."""

    documents: bytes | None
    """Those of the messages, joined by commas."""

    votes: str
    """A JSON array of message id and type."""


def view_rows(connection: Connection, table: str, rids: Sequence[int]) -> list[str]:
    """Return rows of `conversations`, `events` or `feedback` as JSON objects."""
    values = (_numbers(rids),)
    try:
        found = rows(connection, _FEEDS[table], values)
    except apsw.SQLError:
        if table != "conversations":
            raise
        found = rows(connection, _GUARDED, values)
    return [text_of(text) for (text,) in found]


def text_of(value: object) -> str:
    """Return the text of bytes, whatever they are."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def thread_sources(connection: Connection, rids: Sequence[int]) -> list[ThreadSource]:
    """Return what the semantic threads of some conversations are made from."""
    return each(connection, _THREADS, (_numbers(rids),), ThreadSource)


def all_rids(connection: Connection, record: str, *, after: int, limit: int) -> list[int]:
    """Return the next row numbers of a table of the records, for a rebuild."""
    sql = f"SELECT rid FROM {record} WHERE rid > ? ORDER BY rid LIMIT ?"  # one of our names
    return each(connection, sql, (after, limit), int)


def _numbers(rids: Sequence[int]) -> str:
    return f"[{','.join(map(str, rids))}]"
