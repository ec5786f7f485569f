"""The full-text index of messages: an SQLite file of its own, fed from the change log, never on the write path.

It can be lost: a missing, older or broken file is made anew. It holds words and positions, no text (`content=''`): a
hit is a message's row number. Beside the words stands when the newest message of each conversation was written, which
is what a search for the newest hits goes by. What is asked of the index is in `hits` and `newest`.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import apsw
import msgspec

from threadline.errors import StoppedError, UnavailableError
from threadline.records import changes, feeds
from threadline.records.changes import Changed, Kind
from threadline.records.connection import number, open_connection, row, rows, run
from threadline.records.conversations import HIDDEN, POSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from threadline.records.connection import Connection

FILE_NAME = "search.sqlite"
NEVER = -1
_VERSION = 2
_BATCH = 1_000
_RETRY_SECONDS = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TABLES = f"""
CREATE VIRTUAL TABLE words USING fts5(
  content, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE spans (rid INTEGER PRIMARY KEY, newest_at INTEGER NOT NULL);
CREATE INDEX spans_by_time ON spans (newest_at);
CREATE TABLE reached (seq INTEGER NOT NULL);
INSERT INTO reached VALUES ({NEVER});
PRAGMA user_version={_VERSION};
"""
_log = logging.getLogger("threadline.search")


class _Text(msgspec.Struct, frozen=True, rename="camel"):
    """What of a message's document the index takes in."""

    created_at: str
    content: str | list[dict[str, object]] | None = None


_text = msgspec.json.Decoder(_Text).decode


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

    def search(self, match: str) -> Iterator[int]:
        """Yield the row numbers of the messages that match an FTS5 expression, best first (bm25)."""
        with self._lock:
            yield from (int(found[0]) for found in _ranked(self.connection, match))

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
            self._index(records, changed[start : start + _BATCH])
        run(self.connection, "UPDATE reached SET seq = ?", (until,))
        return len(changed)

    def _rebuild(self, records: Connection, until: int) -> int:
        last, total = 0, 0
        while rids := feeds.all_rids(records, "conversations", after=last, limit=_BATCH):
            if self.stopping.is_set():
                raise StoppedError
            self._index(records, [Changed(rid, 0) for rid in rids])
            last, total = rids[-1], total + len(rids)
        run(self.connection, "UPDATE reached SET seq = ?", (until,))
        return total

    def _index(self, records: Connection, batch: Sequence[Changed]) -> None:
        self.connection.execute("BEGIN")
        try:
            for each in batch:
                self._replace(records, each)
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def _replace(self, records: Connection, changed: Changed) -> None:
        """Index the messages of a conversation anew, from the first one that changed."""
        base = changed.rid * POSITIONS
        span = (base + changed.position, base + HIDDEN)
        # Most conversations are new. Asking for rows to delete costs a hundredth of deleting none.
        if row(self.connection, "SELECT 1 FROM words_docsize WHERE id >= ? AND id < ? LIMIT 1", span):
            run(self.connection, "DELETE FROM words WHERE rowid >= ? AND rowid < ?", span)
        found = [
            (rid, _text(str(document)))
            for rid, document in rows(
                records, "SELECT rid, document FROM messages WHERE rid >= ? AND rid < ?", span
            )
        ]
        self.connection.executemany(
            "INSERT INTO words (rowid, content) VALUES (?, ?)",
            [(rid, words_of(text.content)) for rid, text in found],
        )
        newest_at = max((text.created_at for _, text in found), default="")
        self._note_span(changed, milliseconds_of(newest_at) if newest_at else None)

    def _note_span(self, changed: Changed, newest_at: int | None) -> None:
        """Keep when the newest message of a conversation was written, or later: dropped messages may have been it."""
        if changed.position == 0:
            run(self.connection, "DELETE FROM spans WHERE rid = ?", (changed.rid,))
        if newest_at is not None:
            sql = (
                "INSERT INTO spans VALUES (?, ?)"
                " ON CONFLICT (rid) DO UPDATE SET newest_at = max(newest_at, excluded.newest_at)"
            )
            run(self.connection, sql, (changed.rid, newest_at))


def milliseconds_of(created_at: str) -> int:
    """Return the time in a message's document as milliseconds since 1970 UTC."""
    return (datetime.fromisoformat(created_at) - _EPOCH) // timedelta(milliseconds=1)


def words_of(content: str | list[dict[str, object]] | None) -> str:
    """Return the words of a message's content; of a multi-part message those of its text parts."""
    if isinstance(content, list):
        return "\n".join(text for part in content if isinstance(text := part.get("text"), str))
    return content or ""


def match_any(text: str) -> str:
    """Return an FTS5 expression for messages that have any word of a free text; empty when it has none.

    >>> match_any('why "fails"?')
    '"why" OR "fails"'
    """
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(words[:64]))


def open_search(folder: Path) -> SearchIndex:
    """Open the index in `folder`; made anew when it is missing, older or broken."""
    path = folder / FILE_NAME
    try:
        return SearchIndex(_open(path), path)
    except (apsw.Error, _OutdatedError) as error:
        if isinstance(error, apsw.BusyError | apsw.LockedError):
            raise
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


def _ranked(connection: Connection, match: str) -> apsw.Cursor:
    return connection.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank", (match,))
