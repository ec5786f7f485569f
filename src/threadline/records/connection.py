"""Opening SQLite the way the records need it, and the three ways to ask it something.

WAL with `synchronous=FULL`: a commit survives `kill -9` and a power cut.
"""

from __future__ import annotations

import ctypes
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import apsw

from threadline.errors import UnopenedError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path

    Row = tuple[apsw.SQLiteValue, ...]
    Value = apsw.SQLiteValue
    Values = Sequence[Value] | Mapping[str, Value]

Connection = apsw.Connection
C = TypeVar("C", bound=Connection)
T = TypeVar("T")

DamageError = (apsw.CorruptError, apsw.NotADBError)
"""What is raised when the bytes of a file are not what SQLite wrote."""

OBSTACLES = (
    apsw.BusyError,
    apsw.CantOpenError,
    apsw.FullError,
    apsw.IOError,
    apsw.LockedError,
    apsw.NoMemError,
    apsw.PermissionsError,
    apsw.ProtocolError,
    apsw.ReadOnlyError,
    OSError,
)
"""What is raised when a file cannot be opened or written, and nothing is known of its bytes."""

BUSY_MILLISECONDS = 10_000
"""How long to wait for another process that writes."""

_PRAGMAS = (
    "PRAGMA page_size=8192",
    "PRAGMA journal_mode=WAL",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA secure_delete=ON",
    # More than any log has: with any limit a log that is kept is emptied when the last connection closes.
    "PRAGMA journal_size_limit=1099511627776",
)


@contextmanager
def obstacles_told(path: Path) -> Generator[None]:
    """Refuse in words when a file cannot be opened; its bytes stay as they are.

    Raises:
        UnopenedError: another process writes to it, memory is short, rights are missing, or the disk is full.
    """
    try:
        yield
    except OBSTACLES as error:
        is_held = isinstance(error, apsw.BusyError | apsw.LockedError)
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnopenedError(
            f"{path} cannot be opened, and is left as it is: {reason}. "
            + (
                "Another process writes to it: try again when it is done."
                if is_held
                else "See to its owner, its mode and the room on its disk."
            )
        ) from error


def make_private(path: Path) -> None:
    """Make an empty file for this user alone, unless there is a file.

    SQLite gives the files beside its own the same mode. Nothing that is there is touched: closing a file once drops all
    the locks that this process has on it.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def open_connection(path: Path, *, synchronous: str = "FULL", cache_bytes: int = 16 << 20) -> Connection:
    """Return a connection for one thread.

    Args:
        path: the file; when it is missing it is made, for this user alone.
        synchronous: `FULL` for the truth, `OFF` for what can be rebuilt.
        cache_bytes: memory for pages, at most.
    """
    return opened_as(Connection, path, synchronous=synchronous, cache_bytes=cache_bytes)


def opened_as(kind: type[C], path: Path, *, synchronous: str = "FULL", cache_bytes: int = 16 << 20) -> C:
    """Do what `open_connection` does, for a connection of a kind."""
    make_private(path)
    connection = kind(str(path), statementcachesize=256)
    connection.set_busy_timeout(BUSY_MILLISECONDS)
    if not path.stat().st_size:
        # Of a file that has it already it writes the header anew, which a full disk refuses, over a log not yet read.
        connection.execute("PRAGMA page_size=8192")
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    # Opening the file wants room for both files beside it, which a full disk does not have: they stay.
    stays = ctypes.c_int(1)
    connection.file_control("main", apsw.SQLITE_FCNTL_PERSIST_WAL, ctypes.addressof(stays))
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute(f"PRAGMA cache_size=-{cache_bytes // 1024}")
    return connection


def rows(connection: Connection, sql: str, values: Values = ()) -> list[Row]:
    """Return all rows of a statement."""
    return connection.execute(sql, values).fetchall()


def known(connection: Connection, sql: str, values: Values = ()) -> list[Any]:
    """Return all rows of a statement as they come, where the caller knows their types: the tables say so."""
    return connection.execute(sql, values).fetchall()


def row(connection: Connection, sql: str, values: Values = ()) -> Row | None:
    """Return the first row of a statement, or `None`."""
    return connection.execute(sql, values).fetchone()


def each(connection: Connection, sql: str, values: Values, of: Callable[..., T]) -> list[T]:
    """Return all rows of a statement as what `of` makes of their columns: the schema is STRICT."""
    return [of(*found) for found in connection.execute(sql, values)]


def one(connection: Connection, sql: str, values: Values, of: Callable[..., T]) -> T | None:
    """Return the first row of a statement as what `of` makes of its columns, or `None`."""
    found = connection.execute(sql, values).fetchone()
    return None if found is None else of(*found)


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
