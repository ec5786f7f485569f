"""Looking at a projection's file from outside: what it holds, and whether a server has it open. Nothing is changed."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from threadline.analytics.projection import FILE_NAME, LockedError
from threadline.analytics.tables import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the file of a projection holds."""

    reached: dict[str, int] = field(default_factory=dict)
    """The newest change by table; tables that were never filled are not there."""

    counts: dict[str, int] = field(default_factory=dict)
    fault: str = ""
    """Why it will be made anew; empty when it will not."""


def inspect(folder: Path) -> Inspection:
    """Return what the projection's file in a folder holds.

    Raises:
        LockedError: another process has it open.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return Inspection(fault="it is not there yet")
    try:
        with closing(duckdb.connect(str(path), read_only=True)) as connection:
            return _inspected(connection)
    except duckdb.Error as error:
        if _is_locked(error):
            raise LockedError(f"Another process has {path.name} open.") from error
        return Inspection(fault=str(error).splitlines()[0])


@contextmanager
def held(folder: Path) -> Generator[None]:
    """Keep every server off a folder for a while. A broken file keeps nobody off, and is no reason to stop.

    Raises:
        LockedError: a server has it open.
    """
    path = folder / FILE_NAME
    connection = None
    try:
        if path.exists():
            connection = duckdb.connect(str(path))
    except duckdb.Error as error:
        if _is_locked(error):
            raise LockedError(f"Another process has {path.name} open.") from error
    try:
        yield
    finally:
        if connection is not None:
            connection.close()


def engine_version() -> str:
    """Return the version of DuckDB."""
    return duckdb.__version__


def _inspected(connection: duckdb.DuckDBPyConnection) -> Inspection:
    reached = dict(connection.execute("SELECT name, seq FROM reached").fetchall())
    schema = reached.pop("schema", None)
    if schema != SCHEMA_VERSION:
        return Inspection(fault=f"it has schema {schema}, and {SCHEMA_VERSION} is needed")
    counts = {}
    for table in TABLES:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        counts[table] = int(found[0]) if found else 0
    return Inspection(reached, counts)


def _is_locked(error: Exception) -> bool:
    return "set lock" in str(error) or type(error).__name__ == "ResourceInUseException"
