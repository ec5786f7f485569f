"""The full-text index of messages: an SQLite file of its own, fed from the change log, never on the write path.

It can be lost: a missing, older or broken file is made anew. What is in it is in `parts`; what is asked of it is in
`hits` and `newest`.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import apsw

from threadline.errors import StoppedError, UnavailableError
from threadline.folding import sought
from threadline.positions import NEVER, Position
from threadline.records.connection import (
    OBSTACLES,
    DamageError,
    number,
    obstacles_told,
    open_connection,
    row,
    run,
)
from threadline.records.search import FILE_NAME, parts, ranking
from threadline.records.search.limits import USUAL_LIMITS, SearchLimits
from threadline.records.tables import changes, erasing
from threadline.records.tables.changes import Kind
from threadline.records.tables.damaged import named

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from threadline.records.connection import Connection

__all__ = ["FILE_NAME", "SearchIndex", "match_any", "open_search", "words_in"]

_VERSION = 5
_BATCH = 1_000
_RETRY_SECONDS = 5
_MOST_WORDS = 64
_SOUND_SECONDS = 60.0
"""How long a file that was read as a whole is taken for sound."""

_LACKING = ("no such table", "no such column")
"""How SQLite says that a file has other tables than ours."""

_ANEW = "The text index was just opened anew. Try again."
_TABLES = f"""
{parts.TABLES}CREATE TABLE reached (seq INTEGER NOT NULL);
INSERT INTO reached VALUES ({NEVER.number});
CREATE TABLE store (identity INTEGER NOT NULL);
PRAGMA user_version={_VERSION};
"""
_log = logging.getLogger("threadline.search")


@dataclass(slots=True)
class SearchIndex:
    """An open index. One thread at a time writes; each thread that asks has a connection of its own."""

    connection: Connection
    path: Path
    identity: int = 0
    """The number of the store whose records it is made from; 0 when nobody asks."""

    changes_ahead: int = 0
    """How many changes the file had that its records lack. It was made anew for that."""

    limits: SearchLimits = USUAL_LIMITS
    """What a search takes upon itself."""

    stopping: threading.Event = field(default_factory=threading.Event)
    """Set when the server stops: a rebuild then ends between two batches."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _local: threading.local = field(default_factory=threading.local)
    _readers: list[Connection] = field(default_factory=list)
    trouble: str = ""
    """Why the index cannot be used; empty when it can."""

    damaged: set[int] = field(default_factory=set)
    """Row numbers of messages that could not be read since the start."""

    _generation: int = 0
    """How often the file was opened anew: readers of before are closed."""

    _checked_at: float = -math.inf
    """When the file was found sound, in seconds of a clock that only goes forward."""

    @property
    def reader(self) -> Connection:
        """The calling thread's own connection for reading."""
        generation, connection = getattr(self._local, "connection", (0, None))
        if connection is not None and generation != self._generation:
            connection.close()
            connection = None
        if connection is None:
            connection = open_connection(self.path)
            connection.execute("PRAGMA query_only=1")
            ranking.register(connection)
            self._local.connection = (self._generation, connection)
            self._readers.append(connection)
        found: Connection = connection
        return found

    @property
    def reached(self) -> Position:
        """The newest change that the index contains, or `NEVER`. Any thread may ask."""
        return reached_by(self.reader)

    def catch_up(self, records: Connection) -> int:
        """Take in what changed, in batches, and return how many conversations that were.

        Raises:
            StoppedError: the server stops in the middle of a rebuild.
            UnavailableError: the index cannot be used, or the disk refuses what it needs.
        """
        with self._lock, self.watched():
            return self._catch_up(records)

    def require(self) -> None:
        """See that the index can be used.

        Raises:
            UnavailableError: it cannot just now.
        """
        if self.trouble:
            raise UnavailableError(
                f"The text index cannot be used just now ({self.trouble}), and is being made good. Try again.",
                retry_after_seconds=_RETRY_SECONDS,
            )

    @contextmanager
    def watched(self) -> Generator[None]:
        """Watch what is done with the index: an error that says that its file is of no use takes it out of use.

        Raises:
            UnavailableError: the index cannot be used, or the disk refuses what is needed.
        """
        self.require()
        before = self._generation
        try:
            yield
        except (*DamageError, apsw.IOError, apsw.SQLError) as error:
            if isinstance(error.__context__, OBSTACLES):
                # A transaction that a full disk ended cannot be taken back, and SQLite says that last.
                raise _obstructed(error.__context__) from error
            if isinstance(error, apsw.SQLError) and not str(error).startswith(_LACKING):
                raise
            if self._generation == before:
                self.trouble = self.trouble or str(error)
            self.require()
            raise UnavailableError(_ANEW, retry_after_seconds=_RETRY_SECONDS) from error
        except OBSTACLES as error:
            raise _obstructed(error) from error

    def mend(self) -> None:
        """Open the file anew if it is out of use; made anew from the records when its bytes are wrong.

        Raises:
            UnopenedError: it cannot be opened yet. It stays out of use.
        """
        if not self.trouble:
            return
        with self._lock, obstacles_told(self.path):
            self._generation += 1
            self.connection.close()
            self.connection = self._sound()
            _log.warning("The text index was of no use (%s), and is opened anew", self.trouble)
            self.trouble = ""

    def _sound(self) -> Connection:
        """Open the file, if all of it can be read; else a new one."""
        connection = None
        try:
            connection = _open(self.path, self.identity)
            # Which of its files SQLite met wrong bytes in, it does not say: perhaps it was the records.
            is_fresh = time.monotonic() - self._checked_at < _SOUND_SECONDS
            found = "ok" if is_fresh else str((row(connection, "PRAGMA quick_check(1)") or ("",))[0])
            if found == "ok":
                self._checked_at = time.monotonic()
                return connection
        except (*DamageError, apsw.SQLError, apsw.IOError, _OutdatedError) as error:
            found = str(error)
        if connection is not None:
            connection.close()
        return _anew(self.path, found, self.identity)

    def await_current(self, records: Connection, *, patience_seconds: float) -> None:
        """Return when the index has everything that is committed now.

        Raises:
            UnavailableError: another thread is still taking in many messages.
        """
        with self.watched():
            if reached_by(self.reader) >= changes.newest(records):
                return
        if not self._lock.acquire(timeout=patience_seconds):
            sentence = "The text index is taking in many messages just now. Try again."
            raise UnavailableError(sentence, retry_after_seconds=_RETRY_SECONDS)
        try:
            with self.watched():
                self._catch_up(records)
        finally:
            self._lock.release()

    def forget_deleted(self, records: Connection) -> Iterator[None]:
        """Merge the lists of words so that those of deleted messages go, and give back room; yield between steps.

        An index that is still to be filled has none of them.
        """
        with self._lock, self.watched():
            if reached_by(self.connection) == NEVER:
                return
            self._catch_up(records)
            known = parts.sizes(self.connection)
        for part in known:
            is_more, first = True, True
            while is_more:
                with self._lock, self.watched():
                    is_more = parts.merge(self.connection, part, anew=first) or first
                first = False
                yield
        with self._lock, self.watched():
            erasing.give_back(self.connection, erasing.free_pages(self.connection))
            erasing.begin_log_anew(self.connection, patience_milliseconds=0)

    def rewrite(self) -> None:
        """Write the file anew: nothing but the lists is left in it."""
        with self._lock, self.watched():
            erasing.rewrite(self.connection, str(self.path.parent))
            erasing.begin_log_anew(self.connection, patience_milliseconds=0)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            for connection in self._readers:
                connection.close()
            self._readers.clear()
            self.connection.close()

    def _catch_up(self, records: Connection) -> int:
        until, after = changes.newest(records), reached_by(self.connection)
        if after == NEVER:
            return self._rebuild(records, until)
        if until == after:
            return 0
        changed = changes.since(records, (Kind.CONVERSATION,), after=after, until=until)
        for start in range(0, len(changed), _BATCH):
            with self.connection:
                self._note_damaged(
                    records, parts.replace(self.connection, records, changed[start : start + _BATCH])
                )
        run(self.connection, "UPDATE reached SET seq = ?", (until.number,))
        return len(changed)

    def _rebuild(self, records: Connection, until: Position) -> int:
        with self.connection:
            parts.clear(self.connection)
        newest = number(records, "SELECT max(rid) FROM conversations")
        for part in range(parts.part_of(newest) + 1):
            with self.connection:  # one transaction a part: nothing of it is left to merge
                self._fill(records, *parts.span_of(part))
        run(self.connection, "UPDATE reached SET seq = ?", (until.number,))
        return number(records, "SELECT count(*) FROM conversations")

    def _fill(self, records: Connection, first: int, end: int) -> None:
        for start in range(first, end, _BATCH):
            if self.stopping.is_set():
                raise StoppedError
            damaged = parts.fill(self.connection, records, start, min(start + _BATCH, end))
            self._note_damaged(records, damaged)

    def _note_damaged(self, records: Connection, damaged: dict[int, str]) -> None:
        for rid, fault in damaged.items():
            if rid not in self.damaged:
                self.damaged.add(rid)
                _log.warning("Left out of searches and threads: %s", named(records, rid, fault))


def reached_by(connection: Connection) -> Position:
    """Return the newest change that the index behind a connection contains, or `NEVER`."""
    return Position(number(connection, "SELECT seq FROM reached"))


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


def open_search(folder: Path, *, identity: int = 0, newest: Position | None = None) -> SearchIndex:
    """Open the index in `folder`; made anew when it is missing, older, broken or another's.

    On a disk that is full or fails it is out of use: `mend` tries again.

    Args:
        folder: where its file is.
        identity: the number of the store that it must be made from; 0 when nobody asks.
        newest: the newest change of that store: a file that has more is of another time.

    Raises:
        UnopenedError: it cannot be opened, for a reason that does not lie in it.
    """
    path = folder / FILE_NAME
    with obstacles_told(path):
        try:
            return _opened_or_anew(path, identity, newest)
        except (apsw.FullError, apsw.IOError) as error:
            _log.warning("The text index cannot be opened yet: %s", error)
            return SearchIndex(apsw.Connection(":memory:"), path, identity, trouble=str(error))


def _opened_or_anew(path: Path, identity: int, newest: Position | None) -> SearchIndex:
    try:
        connection = _open(path, identity)
        ahead = 0 if newest is None else reached_by(connection).changes_since(newest)
        if ahead <= 0:
            return SearchIndex(connection, path, identity)
        connection.close()
        reason = f"it has {ahead:,} changes that the records lack: they are of another time"
    except (*DamageError, apsw.SQLError, _OutdatedError) as error:  # an SQL error: it has other tables
        ahead, reason = 0, str(error)
    return SearchIndex(_anew(path, reason, identity), path, identity, ahead)


def _anew(path: Path, reason: str, identity: int) -> Connection:
    _log.warning("The text index is rebuilt: %s", reason)
    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()
    return _open(path, identity)


class _OutdatedError(Exception):
    """The file has the tables of another version, or was made from the records of another store."""


def _open(path: Path, identity: int) -> Connection:
    connection = open_connection(path, synchronous="OFF")
    try:
        if number(connection, "PRAGMA user_version") == 0:
            connection.execute(f"BEGIN; {_TABLES} INSERT INTO store VALUES ({identity}); COMMIT")
        _require_own(connection, identity)
        row(connection, "SELECT seq FROM reached")
    except BaseException:
        connection.close()
        raise
    return connection


def _require_own(connection: Connection, identity: int) -> None:
    """See that a file has our tables, and was made from the records that it is for.

    Raises:
        _OutdatedError: it has others, or was made from others.
    """
    found = number(connection, "PRAGMA user_version")
    if found != _VERSION:
        raise _OutdatedError(f"it is of version {found}, and {_VERSION} is needed")
    if identity and number(connection, "SELECT identity FROM store") != identity:
        sentence = "it was made from other records than these"
        raise _OutdatedError(sentence)


def _obstructed(error: BaseException) -> UnavailableError:
    sentence = f"The text index cannot be read or written just now ({error}). Try again."
    return UnavailableError(sentence, retry_after_seconds=_RETRY_SECONDS)
