"""What the server remembers about requests and imports: answers by idempotency key, and how far an import came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadline.records.connection import one, run

if TYPE_CHECKING:
    from threadline.records.connection import Connection


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import came. `position` counts what was read of the source, in lines."""

    position: int = 0
    stored: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Remembered:
    """A request that came with an idempotency key, and its answer."""

    fingerprint: bytes
    answer: bytes
    """Empty when the row that it told of is deleted."""

    wrote: str | None = None
    """The address of that row."""


def recall(connection: Connection, key_rid: int, key: str) -> Remembered | None:
    """Return the request that came with an idempotency key before, or `None`."""
    return one(
        connection,
        "SELECT fingerprint, answer, wrote FROM idempotency WHERE key_rid = ? AND key = ?",
        (key_rid, key),
        Remembered,
    )


def remember(connection: Connection, key_rid: int, key: str, request: Remembered, *, now: int) -> None:
    """Keep an answer under an idempotency key, in the transaction of the write itself."""
    run(
        connection,
        "INSERT OR REPLACE INTO idempotency (key_rid, key, fingerprint, answer, wrote, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (key_rid, key, request.fingerprint, request.answer, request.wrote, now),
    )


def empty(connection: Connection, project_rid: int, wrote: str) -> None:
    """Drop the answers that tell of a deleted row of a project; their keys stay taken."""
    run(
        connection,
        "UPDATE idempotency SET answer = x'', wrote = NULL WHERE wrote = ?"
        " AND key_rid IN (SELECT rid FROM keys WHERE project_rid = ?)",
        (wrote, project_rid),
    )


def forget(connection: Connection, *, before: int) -> None:
    """Drop answers older than a time."""
    run(connection, "DELETE FROM idempotency WHERE created_at < ?", (before,))


def progress(connection: Connection, project_rid: int, source: str) -> Progress:
    """Return how far an import came; zeros when it never ran."""
    sql = "SELECT position, stored, rejected FROM imports WHERE project_rid = ? AND source = ?"
    return one(connection, sql, (project_rid, source), Progress) or Progress()


def keep_progress(
    connection: Connection, project_rid: int, source: str, *, reached: Progress, now: int
) -> None:
    """Keep how far an import came, in the transaction of what it stored."""
    run(
        connection,
        "INSERT OR REPLACE INTO imports (project_rid, source, position, stored, rejected, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (project_rid, source, reached.position, reached.stored, reached.rejected, now),
    )
