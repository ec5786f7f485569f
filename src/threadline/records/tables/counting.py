"""By which roles the customer's messages are counted, and counting them anew when those change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from threadline.records.connection import row, run
from threadline.records.tables.changes import Kind
from threadline.rids import HIDDEN, POSITIONS

if TYPE_CHECKING:
    from collections.abc import Collection

    from threadline.records.connection import Connection

# The roles of chats are fixed: a chat's customer is `user` whatever else is named. Numbers of ours.
_RECOUNT = f"""
UPDATE conversations AS c SET user_messages_count = (
  SELECT count(*) FROM messages m
  WHERE m.rid >= c.rid * {POSITIONS} AND m.rid < c.rid * {POSITIONS} + {HIDDEN} AND json_valid(m.document)
    AND lower(m.document ->> '$.role') IN (SELECT value FROM json_each(?)))
WHERE c.type <> 'openai'
"""


def is_counted_by(connection: Connection, roles: Collection[str]) -> bool:
    """Return whether the stored counts are by these roles."""
    found = row(connection, "SELECT roles FROM customer_roles", ())
    return found is not None and found[0] == _text(roles)


def recount(connection: Connection, roles: Collection[str]) -> None:
    """Count the customers' messages of all tickets anew, and have the followers take them in again."""
    text = _text(roles)
    run(connection, _RECOUNT, (text,))
    run(
        connection,
        "INSERT INTO changes (kind, rid, position) SELECT ?, rid, ? FROM conversations WHERE type <> 'openai'",
        (int(Kind.CONVERSATION), HIDDEN),
    )
    run(connection, "INSERT OR REPLACE INTO customer_roles VALUES (1, ?)", (text,))


def _text(roles: Collection[str]) -> str:
    return json.dumps(sorted(roles), ensure_ascii=False)
