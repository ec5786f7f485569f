"""The full-text index of messages: an SQLite file of its own, fed from the change log, never on the write path.

It can be lost: a missing, older or broken file is made anew. What is in it is in `parts`; what is asked of it is in
`hits` and `newest`.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import apsw

from threadline.errors import StoppedError, UnavailableError
from threadline.folding import sought
from threadline.records import changes
from threadline.records.changes import Kind
from threadline.records.connection import DamageError, number, obstacles_told, open_connection, row, run
from threadline.records.search import parts, ranking
from threadline.records.search.parts import words_of

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.records.connection import Connection

__all__ = ["FILE_NAME", "NEVER", "SearchIndex", "match_any", "open_search", "words_in", "words_of"]

FILE_NAME = "search.sqlite"
NEVER = -1
_VERSION = 5
_BATCH = 1_000
_RETRY_SECONDS = 5
_MOST_WORDS = 64
_TABLES = f"""
{parts.TABLES}CREATE TABLE reached (seq INTEGER NOT NULL);
INSERT INTO reached VALUES ({NEVER});
PRAGMA user_version={_VERSION};
"""
_log = logging.getLogger("threadline.search")


@dataclass(slots=True)
class SearchIndex:
    """An open index. One thread at a time writes; each thread that asks has a connection of its own."""

    connection: Connection
    path: Path
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set when the server stops: a rebuild then ends between two batches."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _local: threading.local = field(default_factory=threading.local)
    _readers: list[Connection] = field(default_factory=list)

    @property
    def reader(self) -> Connection:
        """The calling thread's own connection for reading."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = open_connection(self.path)
            connection.execute("PRAGMA query_only=1")
            ranking.register(connection)
            self._local.connection = connection
            self._readers.append(connection)
        return connection

    @property
    def reached(self) -> int:
        """The newest change that the index contains, or `NEVER`."""
        return number(self.connection, "SELECT seq FROM reached")

    def catch_up(self, records: Connection) -> int:
        """Take in what changed, in batches, and return how many conversations that were.

        Raises:
            StoppedError: the server stops in the middle of a rebuild.
        """
        with self._lock:
            return self._catch_up(records)

    def await_current(self, records: Connection, *, patience_seconds: float) -> None:
        """Return when the index has everything that is committed now.

        Raises:
            UnavailableError: another thread is still taking in many messages.
        """
        if number(self.reader, "SELECT seq FROM reached") >= changes.newest(records):
            return
        if not self._lock.acquire(timeout=patience_seconds):
            sentence = "The text index is taking in many messages just now. Try again."
            raise UnavailableError(sentence, retry_after_seconds=_RETRY_SECONDS)
        try:
            self._catch_up(records)
        finally:
            self._lock.release()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            for connection in self._readers:
                connection.close()
            self._readers.clear()
            self.connection.close()

    def _catch_up(self, records: Connection) -> int:
        until, after = changes.newest(records), self.reached
        if after == NEVER:
            return self._rebuild(records, until)
        if until == after:
            return 0
        changed = changes.since(records, (Kind.CONVERSATION,), after=after, until=until)
        for start in range(0, len(changed), _BATCH):
            with self.connection:
                parts.replace(self.connection, records, changed[start : start + _BATCH])
        run(self.connection, "UPDATE reached SET seq = ?", (until,))
        return len(changed)

    def _rebuild(self, records: Connection, until: int) -> int:
        with self.connection:
            parts.clear(self.connection)
        newest = number(records, "SELECT max(rid) FROM conversations")
        for part in range(parts.part_of(newest) + 1):
            with self.connection:  # one transaction a part: nothing of it is left to merge
                self._fill(records, *parts.span_of(part))
        run(self.connection, "UPDATE reached SET seq = ?", (until,))
        return number(records, "SELECT count(*) FROM conversations")

    def _fill(self, records: Connection, first: int, end: int) -> None:
        for start in range(first, end, _BATCH):
            if self.stopping.is_set():
                raise StoppedError
            parts.fill(self.connection, records, start, min(start + _BATCH, end))


def words_in(text: str) -> list[str]:
    """Return the words of a free text, each once, as FTS5 expressions.

    >>> words_in('why "fails"? why')
    ['"why"', '"fails"']
    """
    found: dict[str, None] = {}
    for words, is_open in map(sought, text.split()):
        found |= dict.fromkeys(f'"{word}"' for word in words[: len(words) - is_open])
        found |= {f'"{words[-1]}" *': None} if is_open else {}
    return list(found)[:_MOST_WORDS]


def match_any(text: str) -> str:
    """Return an FTS5 expression for messages that have any word of a free text; empty when it has none.

    >>> match_any('why "fails"?')
    '"why" OR "fails"'
    """
    return " OR ".join(words_in(text))


def open_search(folder: Path) -> SearchIndex:
    """Open the index in `folder`; made anew when it is missing, older or broken.

    Raises:
        UnopenedError: it cannot be opened, for a reason that does not lie in it.
    """
    path = folder / FILE_NAME
    with obstacles_told(path):
        try:
            return SearchIndex(_open(path), path)
        except (*DamageError, apsw.SQLError, _OutdatedError) as error:  # an SQL error: it has other tables
            _log.warning("The text index is rebuilt: %s", error)
        for leftover in folder.glob(f"{FILE_NAME}*"):
            leftover.unlink()
        return SearchIndex(_open(path), path)


class _OutdatedError(Exception):
    """The file has the tables of another version."""


def _open(path: Path) -> Connection:
    connection = open_connection(path, synchronous="OFF")
    found = number(connection, "PRAGMA user_version")
    if found not in (0, _VERSION):
        connection.close()
        raise _OutdatedError(f"it is of version {found}, and {_VERSION} is needed")
    if found == 0:
        connection.execute(f"BEGIN; {_TABLES} COMMIT")
    row(connection, "SELECT seq FROM reached")
    return connection
