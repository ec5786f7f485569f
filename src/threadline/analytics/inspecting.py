"""Looking at a projection's file from outside: what it holds, and whether a server has it open. Nothing is changed."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from threadline.analytics import FILE_NAME
from threadline.analytics.faults import advice, is_beyond_use, is_damage, is_locked, why
from threadline.analytics.tables import SCHEMA_VERSION, TABLES
from threadline.errors import LockedError
from threadline.positions import Position

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


EngineError = duckdb.Error
"""What DuckDB raises."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the file of a projection holds."""

    reached: dict[str, Position] = field(default_factory=dict)
    """The newest change by table; tables that were never filled are not there."""

    counts: dict[str, int] = field(default_factory=dict)
    identity: int | None = None
    """The number of the store whose records it is made from."""

    fault: str = ""
    """Why it will be made anew; empty when it will not."""

    obstacle: str = ""
    """Why it cannot be opened, though the file may be well; empty when it can."""

    remedy: str = ""
    """What may be done about that."""

    damage: str = ""
    """What is wrong inside, where opening the file does not look; empty when all could be read."""


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
        if is_locked(error):
            raise LockedError(f"Another process has {path.name} open.") from error
        if is_beyond_use(error, path):
            return Inspection(fault=why(error))
        return Inspection(obstacle=why(error), remedy=advice(error))


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
        if is_locked(error):
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
    numbers: dict[str, int] = dict(connection.execute("SELECT name, seq FROM reached").fetchall())
    schema, identity = numbers.pop("schema", None), numbers.pop("store", None)
    reached = {table: Position(number) for table, number in numbers.items()}
    if schema != SCHEMA_VERSION:
        return Inspection(fault=f"it has schema {schema}, and {SCHEMA_VERSION} is needed")
    counts = {}
    try:
        for table in TABLES:
            # The checksum of a block is looked at when a value of it is wanted: the hash wants them all.
            found = connection.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {table} t").fetchone()
            counts[table] = int(found[0]) if found else 0
    except duckdb.Error as error:
        if is_damage(error):
            return Inspection(reached, identity=identity, damage=str(error).splitlines()[0])
        raise
    return Inspection(reached, counts, identity=identity)
