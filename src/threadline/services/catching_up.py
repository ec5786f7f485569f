"""Handing changes over: from the records' change log to the projection and to the text index.

Each view of the projection catches up alone, so a question about conversations does not wait for threads. A view that
was never filled is made from all rows, in batches.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from threadline.analytics.opening import mend
from threadline.annotators import CUSTOMER_ROLES
from threadline.catalog import VIEWS
from threadline.errors import StoppedError, UnavailableError
from threadline.positions import NEVER, Position
from threadline.records.tables.changes import Kind
from threadline.services.threads import thread_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from threadline.analytics.projection import Projection
    from threadline.records.protocol import Reading

BY_TABLE = {view.table: view for view in VIEWS.values()}
"""The views, by their tables in the projection."""

PATIENCE_SECONDS = 5.0
"""How long a question waits while its table is made anew, or takes in very many changes."""

_AGAIN_SECONDS = 0.02
_RETRY_SECONDS = 5

_encode = msgspec.json.Encoder().encode
_log = logging.getLogger("threadline.analytics")


@dataclass(slots=True)
class CatchingUp:
    """The bridge of one data folder."""

    projection: Projection
    reader: Callable[[], Reading]
    """Returns the calling thread's connection to the records."""

    customers: frozenset[str] = CUSTOMER_ROLES
    """Roles, in lower case, of those who ask in semantic threads."""

    stopping: threading.Event = field(default_factory=threading.Event)
    """Set when the server stops: a rebuild then ends between two batches."""

    is_kept_up: bool = False
    """Whether a thread goes through all tables again and again."""

    _locks: dict[str, threading.Lock] = field(
        default_factory=lambda: {table: threading.Lock() for table in BY_TABLE}
    )

    def catch_up(self, table: str) -> int:
        """Bring a table up to the newest committed change; return how many rows of the records that took.

        Where a thread keeps followers up, a table that is made anew is left to it, and nobody waits for that long.

        Raises:
            UnavailableError: the projection cannot be used just now, or the table is being made.
            StoppedError: the server stops in the middle of a rebuild.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        with self._held(table):
            if not (self.is_kept_up and self.projection.reached(table) == NEVER):
                return self._catch_up(table)
        while self.projection.reached(table) == NEVER:
            self.projection.standing.require()
            if time.monotonic() >= until:
                raise _being_made(table)
            self.stopping.wait(_AGAIN_SECONDS)
        return self.catch_up(table)

    def follow(self, table: str) -> int:
        """Do what `catch_up` does, however long it takes."""
        with self._locks[table]:
            return self._catch_up(table)

    def mend(self) -> None:
        """Open the projection anew if it cannot be used.

        Raises:
            ServiceError: it cannot be opened yet.
        """
        if not self.projection.standing.trouble:
            return
        with self.held():
            mend(self.projection)

    @contextmanager
    def held(self) -> Generator[None]:
        """Hold all tables: none takes in changes meanwhile."""
        with ExitStack() as held:
            held.enter_context(self.projection.reshaping)
            for lock in self._locks.values():
                held.enter_context(lock)
            yield

    @contextmanager
    def _held(self, table: str) -> Generator[None]:
        """Hold a table while it catches up.

        Raises:
            UnavailableError: another thread makes it anew.
        """
        self.projection.standing.require()
        if not self._locks[table].acquire(timeout=PATIENCE_SECONDS):
            self.projection.standing.require()
            raise _being_made(table)
        try:
            yield
        finally:
            self._locks[table].release()

    def _catch_up(self, table: str) -> int:
        reading = self.reader()
        until, after = reading.newest_change(), self.projection.reached(table)
        if after == NEVER:
            return self._rebuild(reading, table, until)
        if until == after:
            return 0
        view = BY_TABLE[table]
        kinds = [Kind[kind.upper()] for kind in view.changed_by]
        changed = reading.changed_since(kinds, after=after, until=until)
        for start in range(0, len(changed), view.batch):
            rids = [each.rid for each in changed[start : start + view.batch]]
            self.projection.apply(table, gone=rids, rows=self._rows(reading, table, rids))
        self.projection.reach(table, until)
        return len(changed)

    def _rebuild(self, reading: Reading, table: str, until: Position) -> int:
        self.projection.clear(table)
        view, last, total = BY_TABLE[table], 0, 0
        while rids := reading.all_rids(view.record, after=last, limit=view.batch):
            if self.stopping.is_set():
                raise StoppedError
            self.projection.fill(table, self._rows(reading, table, rids))
            last, total = rids[-1], total + len(rids)
        self.projection.filled(table, until)
        _log.info("Rebuilt %s from %d rows", table, total)
        return total

    def _rows(self, reading: Reading, table: str, rids: Sequence[int]) -> list[str]:
        if table == "semantic_threads":
            threads = thread_rows(reading.thread_sources(rids), reading.readable, self.customers)
            return [_encode(each).decode() for each in threads]
        return reading.view_rows(table, rids)


def _being_made(table: str) -> UnavailableError:
    name = table.replace("_", " ")
    sentence = (
        f"The rows of {name} are being made from the records just now. Logging and reading work. Try again."
    )
    return UnavailableError(sentence, retry_after_seconds=_RETRY_SECONDS)
