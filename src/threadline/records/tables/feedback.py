"""Feedback, as rows. Feedback on a message that nobody has logged yet is pending: it has no conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from threadline.records.connection import each, insert, number, one, run

if TYPE_CHECKING:
    from collections.abc import Collection

    from threadline.records.connection import Connection


class FeedbackRow(msgspec.Struct, frozen=True, gc=False):
    """A vote. Times are milliseconds since 1970 UTC, JSON is text."""

    id: str
    type: str
    message_id: str
    conversation_rid: int | None
    integration_id: str | None
    user_id: str | None
    created_at: int
    updated_at: int
    reasons: str | None
    details: str | None
    properties: str | None
    user_properties: str | None
    sources: str | None


_FIELDS = FeedbackRow.__struct_fields__
_COLUMNS = ", ".join(_FIELDS)
_INSERT = f"INSERT INTO feedback (project_rid, {_COLUMNS}) VALUES (?{', ?' * len(_FIELDS)})"
_UPDATE = f"UPDATE feedback SET {', '.join(f'{name} = ?' for name in _FIELDS)} WHERE rid = ?"
_SELECT = f"SELECT rid, {_COLUMNS} FROM feedback"  # names of ours


class Found(NamedTuple):
    """A vote with its number."""

    rid: int
    row: FeedbackRow


class Vote(NamedTuple):
    """What of a vote counts for its conversation."""

    rid: int
    message_id: str
    type: str


class Counts(NamedTuple):
    """How many votes there are."""

    positive: int
    negative: int


def find(connection: Connection, project_rid: int, id: str) -> Found | None:
    """Return a vote by its id, pending or not, or `None`."""
    return one(connection, f"{_SELECT} WHERE project_rid = ? AND id = ?", (project_rid, id), _found)


def find_vote(
    connection: Connection, project_rid: int, *, message_id: str, user_id: str, integration_id: str | None
) -> Found | None:
    """Return the newest vote of a user on a message, or `None`; of one integration, if one is given."""
    sql = (
        f"{_SELECT} WHERE project_rid = ? AND message_id = ? AND user_id = ?"
        " AND (?4 IS NULL OR integration_id = ?4) ORDER BY rid DESC LIMIT 1"
    )
    return one(connection, sql, (project_rid, message_id, user_id, integration_id), _found)


def page(
    connection: Connection, project_rid: int, type: str, *, limit: int, offset: int
) -> list[FeedbackRow]:
    """Return the attached votes of one type, newest first."""
    sql = (
        f"{_SELECT} WHERE project_rid = ? AND type = ? AND conversation_rid IS NOT NULL"
        " ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?"
    )
    return each(connection, sql, (project_rid, type, limit, offset), _row)


def counts(connection: Connection, project_rid: int) -> Counts:
    """Return how many attached votes a project has."""
    sql = "SELECT positive_feedback_count, negative_feedback_count FROM projects WHERE rid = ?"
    return one(connection, sql, (project_rid,), Counts) or Counts(0, 0)


def of_conversation(connection: Connection, conversation_rid: int) -> list[Vote]:
    """Return the votes in a conversation, oldest first."""
    sql = "SELECT rid, message_id, type FROM feedback WHERE conversation_rid = ? ORDER BY rid"
    return each(connection, sql, (conversation_rid,), Vote)


def pending(connection: Connection, project_rid: int, message_ids: Collection[str]) -> list[Found]:
    """Return the votes that wait for one of these messages. Costs one look-up when none waits."""
    if not number(connection, "SELECT pending_feedback_count FROM projects WHERE rid = ?", (project_rid,)):
        return []
    sql = f"{_SELECT} WHERE project_rid = ? AND message_id = ? AND conversation_rid IS NULL"
    return [
        found
        for message_id in message_ids
        for found in each(connection, sql, (project_rid, message_id), _found)
    ]


def add(connection: Connection, project_rid: int, feedback: FeedbackRow) -> int:
    """Store a new vote and return its number."""
    _tally(connection, project_rid, feedback, 1)
    return insert(connection, _INSERT, (project_rid, *msgspec.structs.astuple(feedback)))


def replace(connection: Connection, project_rid: int, found: Found, feedback: FeedbackRow) -> None:
    """Store a vote in the place of what it was."""
    _tally(connection, project_rid, found.row, -1)
    _tally(connection, project_rid, feedback, 1)
    run(connection, _UPDATE, (*msgspec.structs.astuple(feedback), found.rid))


def delete(connection: Connection, project_rid: int, found: Found) -> None:
    """Remove a vote."""
    _tally(connection, project_rid, found.row, -1)
    run(connection, "DELETE FROM feedback WHERE rid = ?", (found.rid,))


def by_rid(connection: Connection, rid: int) -> Found | None:
    """Return a vote by its number, or `None`."""
    return one(connection, f"{_SELECT} WHERE rid = ?", (rid,), _found)


def _tally(connection: Connection, project_rid: int, feedback: FeedbackRow, by: int) -> None:
    column = "pending" if feedback.conversation_rid is None else feedback.type
    run(
        connection,
        f"UPDATE projects SET {column}_feedback_count = {column}_feedback_count + ? WHERE rid = ?",
        (by, project_rid),
    )


def _found(rid: int, *columns: Any) -> Found:
    return Found(rid, FeedbackRow(*columns))


def _row(_rid: int, *columns: Any) -> FeedbackRow:
    return FeedbackRow(*columns)
