"""The records of one data folder: the writer, and a reading connection for every thread that asks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import apsw

from threadline.records.connection import number, obstacles_told, open_connection, rows, run
from threadline.records.migrations.migrate import migrate, shipped
from threadline.records.session import open_session
from threadline.records.write_log import unread
from threadline.records.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.records.connection import Connection
    from threadline.records.protocol import Store
    from threadline.records.session import Session
    from threadline.records.write_log import Unread

FILE_NAME = "records.sqlite"


@dataclass(slots=True)
class Records:
    """An open records file."""

    path: Path
    writer: Writer
    unread: Unread | None = None
    """What of the write-ahead log could not be read when it was opened."""

    _local: threading.local = field(default_factory=threading.local)
    _readers: list[Session] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def reader(self) -> Session:
        """The calling thread's own connection for reading. It sees every commit."""
        connection: Session | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = open_session(self.path)
            connection.execute("PRAGMA query_only=1")
            self._local.connection = connection
            with self._lock:
                self._readers.append(connection)
        return connection

    def close(self) -> None:
        """Finish the writes that wait, and close."""
        self.writer.stop()
        with self._lock:
            for connection in self._readers:
                connection.close()
            self._readers.clear()
        self.writer.connection.close()


STORE: type[Store] = Records
"""That it is what `protocol` describes."""


def open_records(folder: Path, *, now: int) -> Records:
    """Open the records in `folder`, made or brought to the newest schema when needed, and start the writer.

    Raises:
        MigrationError: the file is from a newer version, or was altered.
        UnopenedError: it cannot be opened, for a reason that does not lie in it.
    """
    path = folder / FILE_NAME
    with obstacles_told(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        left = _unread(path)
        connection = open_session(path, cache_bytes=64 << 20)
        try:
            migrate(connection, shipped(), now=now)
        except BaseException:
            connection.close()
            raise
    writer = Writer(connection)
    writer.start()
    return Records(path, writer, left)


def _unread(path: Path) -> Unread | None:
    """Return what of the log is not read when the file is opened.

    A connection of its own reads the log and is closed: to close a file that was read past SQLite ends all locks that
    this process has on it, and another process would then take away what a connection here still uses.
    """
    connection = open_connection(path)
    try:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        number(
            connection, "SELECT count(*) FROM sqlite_schema"
        )  # now the log is read, and nothing is written yet
        return unread(path)
    finally:
        connection.close()


def identity(connection: Connection) -> int:
    """Return the number that this store has and no other; 0 when a version before this wrote it."""
    return number(connection, "SELECT identity FROM store") if _has_table(connection, "store") else 0


def note_loss(connection: Connection, sentence: str, *, now: int) -> None:
    """Write down that acknowledged writes are not there any more, for those who look after the folder."""
    run(connection, "INSERT INTO losses (found_at, sentence) VALUES (?, ?)", (now, sentence))


def losses(connection: Connection) -> list[tuple[int, str]]:
    """Return what was found to be lost, the newest first: when, in milliseconds since 1970 UTC, and what."""
    if not _has_table(connection, "losses"):
        return []
    found = rows(connection, "SELECT found_at, sentence FROM losses ORDER BY rid DESC LIMIT 10")
    return [(int(str(at)), str(sentence)) for at, sentence in found]


def _has_table(connection: Connection, name: str) -> bool:
    return bool(number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = ?", (name,)))
