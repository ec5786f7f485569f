"""Opening SQLite the way the records need it, and the three ways to ask it something.

WAL with `synchronous=FULL`: a commit survives `kill -9` and a power cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Row = tuple[apsw.SQLiteValue, ...]
    Value = apsw.SQLiteValue
    Values = Sequence[Value] | Mapping[str, Value]

Connection = apsw.Connection

DamageError = (apsw.CorruptError, apsw.NotADBError)
"""What is raised when the bytes of a file are not what SQLite wrote."""

BUSY_MILLISECONDS = 10_000
"""How long to wait for another process that writes."""

_PRAGMAS = (
    "PRAGMA page_size=8192",
    "PRAGMA journal_mode=WAL",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA wal_autocheckpoint=4000",
)


def open_connection(path: Path, *, synchronous: str = "FULL", cache_bytes: int = 16 << 20) -> Connection:
    """Return a connection for one thread.

    Args:
        path: the file; it is made when it is missing.
        synchronous: `FULL` for the truth, `OFF` for what can be rebuilt.
        cache_bytes: memory for pages, at most.
    """
    connection = apsw.Connection(str(path), statementcachesize=256)
    connection.set_busy_timeout(BUSY_MILLISECONDS)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute(f"PRAGMA cache_size=-{cache_bytes // 1024}")
    return connection


def rows(connection: Connection, sql: str, values: Values = ()) -> list[Row]:
    """Return all rows of a statement."""
    return connection.execute(sql, values).fetchall()


def row(connection: Connection, sql: str, values: Values = ()) -> Row | None:
    """Return the first row of a statement, or `None`."""
    return connection.execute(sql, values).fetchone()


def run(connection: Connection, sql: str, values: Values = ()) -> None:
    """Run a statement that has no rows."""
    connection.execute(sql, values)


def insert(connection: Connection, sql: str, values: Values = ()) -> int:
    """Run an INSERT and return the new row's `rid`."""
    connection.execute(sql, values)
    return connection.last_insert_rowid()


def number(connection: Connection, sql: str, values: Values = ()) -> int:
    """Return the single number of a statement; 0 when there is no row or it is NULL."""
    found = row(connection, sql, values)
    return int(found[0]) if found is not None and isinstance(found[0], int | float) else 0
