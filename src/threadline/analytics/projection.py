"""The projection: a DuckDB file that answers queries, made from the records and never the truth.

A missing, older or broken file is made anew. No write-ahead log: a checkpoint writes rows and the numbers they
reached at once, and what came after is taken in again from the change log.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from threadline.analytics.key_counts import DDL as KEY_COUNTS_DDL
from threadline.analytics.key_counts import add_up, count_anew, note_change
from threadline.analytics.leash import MemoryLimitError
from threadline.analytics.promotion import DDL as PROMOTED_DDL
from threadline.analytics.promotion import LEAST_ROWS, PromotedColumns, read_promoted
from threadline.analytics.tables import GIVEN_ROWS, SCHEMA_VERSION, TABLES
from threadline.errors import ServiceError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from threadline.analytics.leash import Leash
    from threadline.analytics.promotion import Place

    Parameters = Sequence[object] | Mapping[str, object]

FILE_NAME = "analytics.duckdb"
EXPORTS_FOLDER = "exports"
"""Where in the data folder an export is written before it is sent; the one place that statements may write to."""

SPILL_FOLDER = "spill"
"""Where in the data folder large statements keep what memory does not hold; empty between them."""

_SPILL = 4
"""Bytes that may be spilled for each byte of the memory budget."""

NEVER = -1
"""What a table reached that was never filled."""

_BUSY = "Other queries use all the memory for queries just now. Try again in a moment."
_BUSY_SECONDS = 2

_log = logging.getLogger("threadline.analytics")
_FETCH_ROWS = 2_000
_MOST_LOOKED_UP = 1_001
"""Up to so many rows, the largest page and one more, wide columns are read when the rows are chosen."""


class LockedError(ServiceError):
    """Another process has the projection open."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a projection may use of the machine."""

    memory_bytes: int
    threads: int


@dataclass(slots=True)
class Projection:
    """An open projection. Any thread may run statements; one at a time applies changes to a table."""

    connection: duckdb.DuckDBPyConnection
    path: Path | None
    promoted: Mapping[str, PromotedColumns]
    promote_from_rows: int = LEAST_ROWS
    changes_since_checkpoint: int = 0
    _reached: dict[str, int] = field(default_factory=dict)
    _key_counts: int = 0
    """How many sums of keys there were when differences were last added up."""

    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def exports_folder(self) -> Path:
        """Where a statement may write files."""
        return _exports_folder(self.path)

    def reached(self, table: str) -> int:
        """Return the number of the newest change that a table contains, or `NEVER`."""
        return self._reached.get(table, NEVER)

    def reach(self, table: str, seq: int) -> None:
        """Note that a table contains everything up to a change. The file learns it at the next checkpoint."""
        self._reached[table] = seq

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

    def filled(self, table: str, seq: int) -> None:
        """Note that a table that is made anew has all rows, and contains everything up to a change."""
        with self._changing() as cursor:
            count_anew(cursor, table)
        self.reach(table, seq)

    @contextmanager
    def _changing(self) -> Generator[duckdb.DuckDBPyConnection]:
        """Return a cursor in a transaction, the only one that changes anything.

        Raises:
            UnavailableError: queries use the memory that it needs.
        """
        with self._lock:
            cursor = self._cursor()
            cursor.execute("BEGIN")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except duckdb.OutOfMemoryException as error:
                cursor.execute("ROLLBACK")
                raise UnavailableError(_BUSY, retry_after_seconds=_BUSY_SECONDS) from error
            except BaseException:
                cursor.execute("ROLLBACK")
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
        return dict(self.promoted[table].names)

    def promote(self, table: str, *, wanted: Sequence[Place], used: Sequence[Place]) -> dict[Place, str]:
        """Give paths that a query wants columns of their own, if the table is large enough for it.

        Args:
            table: its name.
            wanted: paths without a column.
            used: paths whose columns the query reads: they are kept longest.

        Returns:
            The table's promoted columns then.
        """
        with self._lock:
            columns = self.promoted[table]
            columns.used(used)
            cursor = self._cursor()
            if wanted and self._rows(cursor, table) >= self.promote_from_rows:
                with suppress(duckdb.OutOfMemoryException):
                    # Without its column a query is slower, and right all the same.
                    columns.promote(cursor, wanted)
                self.changes_since_checkpoint += 1
            return dict(columns.names)

    def _rows(self, cursor: duckdb.DuckDBPyConnection, table: str) -> int:
        found = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(found[0]) if found else 0

    def run(
        self, text: str, parameters: Parameters, *, leash: Leash | None = None
    ) -> list[tuple[object, ...]]:
        """Return all rows of a statement.

        Args:
            text: the statement.
            parameters: what it binds.
            leash: what another thread stops it by.

        Raises:
            MemoryLimitError: it needs more memory than there is.
        """
        try:
            return self._fetched(text, parameters, leash)
        except duckdb.OutOfMemoryException:
            _log.debug("A statement is tried again: memory was short, perhaps because of another one")
        try:
            return self._fetched(text, parameters, leash)
        except duckdb.OutOfMemoryException as error:
            raise MemoryLimitError from error

    def _fetched(self, text: str, parameters: Parameters, leash: Leash | None) -> list[tuple[object, ...]]:
        cursor = self._cursor()
        with leash.holding(cursor) if leash else nullcontext():
            rows: list[tuple[object, ...]] = cursor.execute(text, parameters).fetchall()
            return rows

    def count(self, table: str) -> int:
        """Return how many rows a table has, of all projects."""
        return self._rows(self._cursor(), table)

    def snapshot(self) -> Snapshot:
        """Return a view of the rows as they are now, for statements that must see the same."""
        cursor = self._cursor()
        cursor.execute("BEGIN")
        return Snapshot(cursor)

    def checkpoint(self) -> dict[str, int]:
        """Write what was applied to the file, and return the numbers that it then holds.

        When readers are in the way nothing is written, and the next call tries again.
        """
        with self._lock:
            reached = dict(self._reached)
            cursor = self._cursor()
            for columns in self.promoted.values():
                columns.drop_retired(cursor)
            self._key_counts = add_up(cursor, beyond=self._key_counts)
            cursor.execute("DELETE FROM reached WHERE name <> 'schema'")
            for name, seq in reached.items():
                cursor.execute("INSERT INTO reached VALUES (?, ?)", [name, seq])
            try:
                cursor.execute("CHECKPOINT projection")
            except duckdb.TransactionException:
                _log.debug("A reader kept the projection from its checkpoint")
                return {}
            self.changes_since_checkpoint = 0
            return reached

    def clear(self, table: str) -> None:
        """Drop all rows of a table."""
        with self._changing() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # a name of ours
            count_anew(cursor, table)

    def close(self) -> None:
        """Write what was applied, and close the file."""
        self.checkpoint()
        self.connection.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self.connection.cursor()
        cursor.execute("USE projection")
        return cursor


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Rows of one moment, read in batches, so that memory stays flat however many there are."""

    cursor: duckdb.DuckDBPyConnection

    def stream(self, text: str, parameters: Parameters) -> Iterator[list[tuple[object, ...]]]:
        """Yield the rows of a statement in batches. One stream at a time."""
        self.cursor.execute(text, parameters)
        while batch := self.cursor.fetchmany(_FETCH_ROWS):
            yield batch

    def close(self) -> None:
        """Let go of the moment."""
        self.cursor.close()


def open_projection(folder: Path | None, budget: Budget) -> Projection:
    """Open the projection in `folder`, or one in memory; made anew when it is missing, older or broken.

    Raises:
        LockedError: another process has it open.
    """
    if folder is None:
        return _opened(_connect(":memory:", budget), None)
    path = folder / FILE_NAME
    try:
        return _opened(_connect(str(path), budget), path)
    except (duckdb.Error, _OutdatedError) as error:
        if _is_locked(error):
            raise LockedError(f"Another process has {path.name} open.") from error
        _log.warning("The projection is rebuilt: %s", error)
    for leftover in folder.glob(f"{FILE_NAME}*"):
        leftover.unlink()
    return _opened(_connect(str(path), budget), path)


def _exports_folder(file: Path | None) -> Path:
    return (file.parent if file else Path(tempfile.gettempdir())).resolve() / EXPORTS_FOLDER


def _opened(connection: duckdb.DuckDBPyConnection, path: Path | None) -> Projection:
    reached = connection.execute("SELECT name, seq FROM reached WHERE name <> 'schema'").fetchall()
    for leftover in _exports_folder(path).glob("*.parquet") if path else ():
        leftover.unlink()
    if path:
        shutil.rmtree(path.parent / SPILL_FOLDER, ignore_errors=True)
    return Projection(connection, path, read_promoted(connection, TABLES), _reached=dict(reached))


def _is_locked(error: Exception) -> bool:
    is_held = isinstance(error, duckdb.IOException) and "set lock" in str(error)
    return is_held or type(error).__name__ == "ResourceInUseException"


class _OutdatedError(Exception):
    """The file has the tables of another version."""


def _connect(file: str, budget: Budget) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={
            "memory_limit": f"{budget.memory_bytes // (1 << 20)}MB",
            "threads": budget.threads,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "late_materialization_max_rows": _MOST_LOOKED_UP,
            "enable_external_access": True,
        }
    )
    try:
        options = "" if file == ":memory:" else " (RECOVERY_MODE no_wal_writes)"
        quoted = file.replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS projection{options}")
        connection.execute("USE projection")
        _limit_spilling(connection, None if file == ":memory:" else Path(file).parent, budget)
        folder = str(_exports_folder(None if file == ":memory:" else Path(file))).replace("'", "''")
        connection.execute(f"SET allowed_directories = ['{folder}/']")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        _make_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _limit_spilling(connection: duckdb.DuckDBPyConnection, folder: Path | None, budget: Budget) -> None:
    """Let large statements spill into the data folder, and not into the folder that the server was started in."""
    place = str(folder.resolve() / SPILL_FOLDER).replace("'", "''") if folder else ""
    connection.execute(f"SET temp_directory = '{place}'")
    if folder:
        most = _SPILL * budget.memory_bytes // (1 << 20)
        connection.execute(f"SET max_temp_directory_size = '{most}MB'")


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    names = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "reached" in names:
        found = connection.execute("SELECT seq FROM reached WHERE name = 'schema'").fetchone()
        if not found or found[0] != SCHEMA_VERSION:
            raise _OutdatedError(f"it has schema {found and found[0]}, and {SCHEMA_VERSION} is needed")
        return
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE reached (name VARCHAR, seq BIGINT)")
    connection.execute("INSERT INTO reached VALUES ('schema', ?)", [SCHEMA_VERSION])
    connection.execute(PROMOTED_DDL)
    connection.execute(KEY_COUNTS_DDL)
    for table in TABLES.values():
        connection.execute(table.ddl)
    connection.execute("COMMIT")
