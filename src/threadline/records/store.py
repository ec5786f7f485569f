"""The records of one data folder: the writer, and a reading connection for every thread that asks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.records.connection import obstacles_told, open_connection
from threadline.records.migrations.migrate import migrate, shipped
from threadline.records.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.records.connection import Connection

FILE_NAME = "records.sqlite"


@dataclass(slots=True)
class Records:
    """An open records file."""

    path: Path
    writer: Writer
    _local: threading.local = field(default_factory=threading.local)
    _readers: list[Connection] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def reader(self) -> Connection:
        """The calling thread's own connection for reading. It sees every commit."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = open_connection(self.path)
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


def open_records(folder: Path, *, now: int) -> Records:
    """Open the records in `folder`, made or brought to the newest schema when needed, and start the writer.

    Raises:
        MigrationError: the file is from a newer version, or was altered.
        UnopenedError: it cannot be opened, for a reason that does not lie in it.
    """
    path = folder / FILE_NAME
    with obstacles_told(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = open_connection(path, cache_bytes=64 << 20)
        try:
            migrate(connection, shipped(), now=now)
        except BaseException:
            connection.close()
            raise
    writer = Writer(connection)
    writer.start()
    return Records(path, writer)
