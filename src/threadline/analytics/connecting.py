"""A connection of DuckDB to the file of a projection: what it may use and do, and the tables that it finds.

Files and folders that are made here are for this user alone.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from threadline.analytics import FILE_NAME
from threadline.analytics.faults import UnusableError, told_apart
from threadline.analytics.key_counts import DDL as KEY_COUNTS_DDL
from threadline.analytics.promotion import DDL as PROMOTED_DDL
from threadline.analytics.tables import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from collections.abc import Generator

_EXPORTS_FOLDER = "exports"
"""Where in the data folder an export is written before it is sent; the one place that statements may write to."""

_SPILL_FOLDER = "spill"
"""Where in the data folder large statements keep what memory does not hold; empty between them."""

_SPILL = 4
"""Bytes that may be spilled for each byte of the memory budget."""

_MOST_LOOKED_UP = 1_001
"""Up to so many rows, the largest page and one more, wide columns are read when the rows are chosen."""


def exports_folder(file: Path | None) -> Path:
    """Return where statements may write files."""
    return (file.parent if file else Path(tempfile.gettempdir())).resolve() / _EXPORTS_FOLDER


def drop_spilled(file: Path) -> None:
    """Delete what statements have spilled."""
    shutil.rmtree(file.parent / _SPILL_FOLDER, ignore_errors=True)


@contextmanager
def for_this_user() -> Generator[None]:
    """Make files and folders for this user alone, whichever engine makes them, until the block ends."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def connect(path: Path | None, *, memory_bytes: int, threads: int) -> duckdb.DuckDBPyConnection:
    """Open a file for a projection, which may be new, or one in memory; its tables are there then.

    Raises:
        UnusableError: the file is broken, or has the tables of another version.
        duckdb.Error: it cannot be opened for another reason.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory_bytes // (1 << 20)}MB",
            "threads": threads,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "late_materialization_max_rows": _MOST_LOOKED_UP,
            "enable_external_access": True,
        }
    )
    try:
        with told_apart(path):
            _attach(connection, path)
        _limit_spilling(connection, path, memory_bytes)
        folder = str(exports_folder(path)).replace("'", "''")
        connection.execute(f"SET allowed_directories = ['{folder}/']")
        # A save is asked for: an instance that is given up writes nothing into a file that another has open by then.
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        with told_apart(path):
            _make_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _attach(connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Open the file; a new one is for this user alone."""
    # Without its type, a file of SQLite there is a question of extensions.
    options = " (TYPE duckdb, RECOVERY_MODE no_wal_writes)" if path else ""
    quoted = str(path or ":memory:").replace("'", "''")
    # DuckDB takes no mode, and refuses a file that is there and empty.
    with for_this_user():
        connection.execute(f"ATTACH '{quoted}' AS projection{options}")
    connection.execute("USE projection")


def _limit_spilling(connection: duckdb.DuckDBPyConnection, path: Path | None, memory_bytes: int) -> None:
    """Let large statements spill into the data folder, and not into the folder that the server was started in.

    A file beside the usual one has a folder of its own: statements over the other may be at work.
    """
    place = path.parent.resolve() / _SPILL_FOLDER if path else None
    if path and place and path.name != FILE_NAME:
        place.mkdir(mode=0o700, exist_ok=True)
        place /= secrets.token_hex(8)
    quoted = str(place or "").replace("'", "''")
    connection.execute(f"SET temp_directory = '{quoted}'")
    if place:
        shutil.rmtree(place, ignore_errors=True)
        with suppress(OSError):  # on a full disk nothing can be spilled either
            place.mkdir(mode=0o700, exist_ok=True)
        most = _SPILL * memory_bytes // (1 << 20)
        connection.execute(f"SET max_temp_directory_size = '{most}MB'")


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    names = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "reached" in names:
        found = connection.execute("SELECT seq FROM reached WHERE name = 'schema'").fetchone()
        if not found or found[0] != SCHEMA_VERSION:
            raise UnusableError(f"it has schema {found and found[0]}, and {SCHEMA_VERSION} is needed")
        return
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE reached (name VARCHAR, seq BIGINT)")
    connection.execute("INSERT INTO reached VALUES ('schema', ?)", [SCHEMA_VERSION])
    connection.execute(PROMOTED_DDL)
    connection.execute(KEY_COUNTS_DDL)
    for table in TABLES.values():
        connection.execute(table.ddl)
    connection.execute("COMMIT")
