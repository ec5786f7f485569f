"""The projection: a DuckDB file that answers queries, made from the records and never the truth.

How it is opened, and opened anew, is in `opening`. No
write-ahead log: a checkpoint writes rows and the numbers they reached at once, and what came after is taken in again
from the change log.
"""

from __future__ import annotations

import logging
import shutil
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from threadline.analytics.connecting import drop_spilled, exports_folder
from threadline.analytics.foresight import MOST_FORESEEN, frequent
from threadline.analytics.key_counts import add_up, count_anew, may_occur, note_change
from threadline.analytics.promotion import LEAST_ROWS, PromotedColumns
from threadline.analytics.tables import GIVEN_ROWS, TABLES
from threadline.analytics.zones import zone_names
from threadline.errors import ServiceError, UnavailableError
from threadline.positions import NEVER, Position

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from pathlib import Path

    from threadline.analytics.interrupts import Interrupt
    from threadline.analytics.promotion import Place
    from threadline.analytics.standing import Standing

    Parameters = Sequence[object] | Mapping[str, object]

_BUSY = "Other queries use all the memory for queries just now. Try again in a moment."
_BUSY_SECONDS = 2

_log = logging.getLogger("threadline.analytics")
_FETCH_ROWS = 2_000
_LEAST_BYTES = 64 << 20
"""Room that a save wants: one that fails for want of it makes the open file useless, and questions are refused then."""

_STEP_ROWS = 25_000
"""Row numbers that a new column is filled for while nothing else changes the projection: some ten milliseconds."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a projection may use of the machine."""

    memory_bytes: int
    threads: int


@dataclass(slots=True)
class Projection:
    """An open projection. Any thread may run statements; one at a time applies changes to a table."""

    standing: Standing
    path: Path | None
    budget: Budget
    promoted: Mapping[str, PromotedColumns]
    promote_from_rows: int = LEAST_ROWS
    identity: int | None = None
    """The number of the store whose records it is made from; None when nobody asks."""

    changes_since_checkpoint: int = 0
    changes_ahead: int = 0
    """How many changes the file had that its records lack. It was made anew for that."""

    exports_folder: Path = field(init=False)
    """Where a statement may write files."""

    zones: tuple[str, ...] = field(init=False)
    """The time zones that statements may name: UTC first, then the others by name."""

    reshaping: threading.RLock = field(default_factory=threading.RLock)
    """Held by who makes columns, saves, or opens the file anew: one at a time, and before anything else is held."""

    _reached: dict[str, Position] = field(default_factory=dict)
    _key_counts: int = 0
    """How many sums of keys there were when differences were last added up."""

    _had_room: bool = True
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Say where files may be written, and ask which zones there are."""
        self.exports_folder = exports_folder(self.path)
        self.zones = zone_names(self.standing.connection)

    def reached(self, table: str) -> Position:
        """Return the place of the newest change that a table contains, or `NEVER`."""
        return self._reached.get(table, NEVER)

    def reach(self, table: str, position: Position) -> None:
        """Note that a table contains everything up to a change. The file learns it at the next checkpoint."""
        self._reached[table] = position

    def apply(self, table: str, *, gone: Sequence[int], rows: Sequence[str]) -> None:
        """Replace rows of a table, in one transaction. Applying the same again changes nothing.

        Args:
            table: its name.
            gone: numbers of the rows that changed or went; all their rows are dropped first.
            rows: JSON objects with the table's columns.
        """
        with self._changing() as cursor:
            note_change(cursor, table, gone=gone, rows=rows)
            if gone:
                cursor.execute(f"DELETE FROM {table} WHERE rid IN ({', '.join(map(str, gone))})")
            self._insert(cursor, table, rows)
        self.changes_since_checkpoint += len(gone) + 1

    def fill(self, table: str, rows: Sequence[str]) -> None:
        """Append rows to a table that is made anew; `filled` tells when it has them all."""
        with self._changing() as cursor:
            self._insert(cursor, table, rows)
        self.changes_since_checkpoint += 1

    def filled(self, table: str, position: Position) -> None:
        """Note that a table that is made anew has all rows, and contains everything up to a change."""
        with self._changing() as cursor:
            count_anew(cursor, table)
        self.reach(table, position)

    @contextmanager
    def _changing(self) -> Generator[duckdb.DuckDBPyConnection]:
        """Return a cursor in a transaction, the only one that changes anything.

        Raises:
            UnavailableError: queries use the memory that it needs.
        """
        with self._lock, self.standing.watched():
            cursor = self.standing.cursor()
            cursor.execute("BEGIN")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except duckdb.OutOfMemoryException as error:
                _roll_back(cursor)
                raise UnavailableError(_BUSY, retry_after_seconds=_BUSY_SECONDS) from error
            except BaseException:
                _roll_back(cursor)
                raise

    def _insert(self, cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[str]) -> None:
        shape = TABLES[table]
        names, expressions, pointers = self.promoted[table].inserts()
        cursor.execute(
            f"INSERT INTO {table} ({', '.join((*shape.names, *names))})"
            f" SELECT {', '.join((shape.select_list, *expressions))}"
            f" FROM {GIVEN_ROWS}",
            [*pointers, shape.json_structure, rows],
        )

    def promoted_columns(self, table: str) -> dict[Place, str]:
        """Return the promoted columns of a table, by JSON column and path."""
        self.standing.require()
        return dict(self.promoted[table].names)

    def promote_wished(self, table: str) -> None:
        """Promote the path that queries asked for most often, if the table is large enough for a column of it.

        Queries and changes go on between the steps.
        """
        with self.reshaping:
            columns = self.promoted[table]
            place = columns.wished()
            if place is not None and self._is_worth_it(table, place):
                self._try_to_promote(columns, place)

    def promote_frequent(self, table: str) -> bool:
        """Give the next of the paths that many rows have a column of its own, before anybody asks for it.

        Returns:
            Whether there may be more of them.
        """
        with self.reshaping:
            columns = self.promoted[table]
            self._foresee(columns)
            if not columns.foreseen:
                return False
            place = columns.foreseen.pop(0)
            if place not in columns.names:
                self._try_to_promote(columns, place)
            return True

    def _foresee(self, columns: PromotedColumns) -> None:
        if columns.is_due(self.reached(columns.table)):
            with self.standing.watched():
                cursor = self.standing.cursor()
                if self._rows(cursor, columns.table) >= self.promote_from_rows:
                    columns.foresee(frequent(cursor, columns.table), most=MOST_FORESEEN)

    def _try_to_promote(self, columns: PromotedColumns, place: Place) -> None:
        try:
            self._promote(columns, place)
        except UnavailableError:
            _log.debug(
                "Memory is short for a column of %s: queries are slower without, and right all the same",
                place,
            )
        finally:
            columns.give_up(place)

    def _promote(self, columns: PromotedColumns, place: Place) -> None:
        with self._changing() as cursor:
            columns.add(cursor, place)
            newest = cursor.execute(f"SELECT max(rid) FROM {columns.table}").fetchone()
        for first in range(0, (newest[0] or 0) + 1 if newest else 0, _STEP_ROWS):
            with self._changing() as cursor:
                columns.fill(cursor, place, first=first, end=first + _STEP_ROWS)
        with self._changing() as cursor:
            columns.finish(cursor, place)
        with self._lock:
            columns.filled(place)
        self.changes_since_checkpoint += 1

    def _is_worth_it(self, table: str, place: Place) -> bool:
        with self.standing.watched():
            cursor = self.standing.cursor()
            return self._rows(cursor, table) >= self.promote_from_rows and may_occur(cursor, table, place)

    def _rows(self, cursor: duckdb.DuckDBPyConnection, table: str) -> int:
        found = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(found[0]) if found else 0

    def run(
        self, text: str, parameters: Parameters, *, interrupt: Interrupt | None = None
    ) -> list[tuple[object, ...]]:
        """Return all rows of a statement.

        Args:
            text: the statement.
            parameters: what it binds.
            interrupt: what another thread stops it by.

        Raises:
            MemoryLimitError: it needs more memory than there is.
        """
        return self.standing.read(text, parameters, lambda cursor: cursor.fetchall(), interrupt=interrupt)

    def count(self, table: str) -> int:
        """Return how many rows a table has, of all projects."""
        with self.standing.watched():
            return self._rows(self.standing.cursor(), table)

    def snapshot(self) -> Snapshot:
        """Return a view of the rows as they are now, for statements that must see the same."""
        cursor = self.standing.cursor()
        cursor.execute("BEGIN")
        return Snapshot(cursor, self.standing)

    def checkpoint(self, *, adds_up_all: bool = False) -> dict[str, Position]:
        """Write what was applied to the file, and return the places in the change log that it then holds.

        When readers are in the way, or the disk is nearly full, nothing is written, and the next call tries again.
        """
        if self.path and not self._has_room(self.path.parent):
            return {}
        with self.reshaping, self._lock, self.standing.watched():
            reached = dict(self._reached)
            cursor = self.standing.cursor()
            for columns in self.promoted.values():
                columns.drop_retired(cursor)
            self._key_counts = add_up(cursor, beyond=-1 if adds_up_all else self._key_counts)
            cursor.execute("DELETE FROM reached WHERE name NOT IN ('schema', 'store')")
            for name, position in reached.items():
                cursor.execute("INSERT INTO reached VALUES (?, ?)", [name, position.number])
            try:
                cursor.execute("CHECKPOINT projection")
            except duckdb.TransactionException:
                _log.debug("A reader kept the projection from its checkpoint")
                return {}
            self.changes_since_checkpoint = 0
            return reached

    def _has_room(self, folder: Path) -> bool:
        """Return whether the disk has room to save; say so when that has changed."""
        has_room = shutil.disk_usage(folder).free >= _LEAST_BYTES
        if self._had_room and not has_room:
            _log.warning("The disk is nearly full: the projection is not saved until there is room.")
        self._had_room = has_room
        return has_room

    def clear(self, table: str) -> None:
        """Drop all rows of a table."""
        with self._changing() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # a name of ours
            count_anew(cursor, table)

    def close(self) -> None:
        """Write what was applied, and close the file; what cannot be written is taken in again at the next start."""
        try:
            self.checkpoint()
        except (duckdb.Error, ServiceError) as error:
            _log.warning("The projection is not saved, and catches up at the next start: %s", error)
        self.standing.connection.close()
        if self.path:
            drop_spilled(self.path)

    def give_way(self, other: Callable[[], Projection], *, closes: bool = True) -> None:
        """Close the file, and go on with what `other` opens. Nothing is changed meanwhile.

        Args:
            other: opens another.
            closes: whether the file is closed before; else who reads it goes on to the end.
        """
        with self._lock:
            if closes:
                self.standing.let_go()
            fresh = other()
            self.promoted, self._key_counts = fresh.promoted, 0
            self.changes_since_checkpoint = fresh.changes_since_checkpoint
            self._reached.clear()
            self._reached.update(
                {table: fresh.reached(table) for table in TABLES if fresh.reached(table) != NEVER}
            )
            self.standing.adopt(fresh.standing)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Rows of one moment, read in batches, so that memory stays flat however many there are."""

    cursor: duckdb.DuckDBPyConnection
    standing: Standing

    def stream(self, text: str, parameters: Parameters) -> Iterator[list[tuple[object, ...]]]:
        """Yield the rows of a statement in batches. One stream at a time."""
        with self.standing.watched():
            self.cursor.execute(text, parameters)
            while batch := self.cursor.fetchmany(_FETCH_ROWS):
                yield batch

    def close(self) -> None:
        """Let go of the moment."""
        self.cursor.close()


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):  # of a file that is of no use there is nothing to roll back
        cursor.execute("ROLLBACK")
