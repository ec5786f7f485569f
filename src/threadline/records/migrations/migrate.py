"""Bringing a records file to the newest schema, by itself, at start.

Each migration is a numbered SQL file. Its checksum is kept, so that a file that was edited after it ran, or a data
folder that a newer Threadline wrote, is refused instead of half understood.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from threadline.errors import ServiceError
from threadline.records.connection import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.connection import Connection


class MigrationError(ServiceError):
    """The file's history of migrations is not a beginning of ours."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the SQL text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def shipped() -> tuple[Migration, ...]:
    """Return the migrations that this version ships, in order."""
    folder = resources.files("threadline.records.migrations")
    files = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".sql")), key=lambda each: each.name
    )
    return tuple(
        Migration(
            int(each.name.split("_", 1)[0]), each.name.removesuffix(".sql"), each.read_text(encoding="utf-8")
        )
        for each in files
    )


def migrate(connection: Connection, migrations: Sequence[Migration], *, now: int) -> int:
    """Run what is missing, each step in a transaction of its own, and return the version reached.

    Raises:
        MigrationError: a step that ran differs from ours, or is unknown to us.
    """
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
        " checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT"
    )
    for migration in migrations:
        connection.execute("BEGIN IMMEDIATE")
        with_commit = False
        try:
            if _is_due(connection, migration):
                connection.execute(migration.sql)
                connection.execute(
                    "INSERT INTO migrations VALUES (?, ?, ?, ?)",
                    (migration.version, migration.name, migration.checksum, now),
                )
            with_commit = True
        finally:
            connection.execute("COMMIT" if with_commit else "ROLLBACK")
    _refuse_newer(connection, migrations)
    return migrations[-1].version


def _is_due(connection: Connection, migration: Migration) -> bool:
    found = rows(connection, "SELECT checksum FROM migrations WHERE version = ?", (migration.version,))
    if found and found[0][0] != migration.checksum:
        raise MigrationError(
            f"Migration {migration.name} of this data folder differs from the one that this Threadline ships. "
            "Start the version that wrote the folder, or restore a backup."
        )
    return not found


def _refuse_newer(connection: Connection, migrations: Sequence[Migration]) -> None:
    newer = rows(connection, "SELECT name FROM migrations WHERE version > ?", (migrations[-1].version,))
    if newer:
        raise MigrationError(
            f"This data folder was written by a newer Threadline (it has migration {newer[0][0]}). "
            "Upgrade Threadline, or use another folder."
        )
