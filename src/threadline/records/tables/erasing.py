"""Where text may stay after its row was deleted, and what is still to be done there.

A deletion notes it in its own transaction, so that a stop in between forgets nothing. Who does it is
`services.keeping.erasing`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from threadline.positions import Position
from threadline.records.connection import each, number, run
from threadline.records.tables import changes

if TYPE_CHECKING:
    from threadline.records.connection import Connection


class Place(StrEnum):
    """A place that keeps text of rows, apart from the rows themselves."""

    LOG = "records.sqlite-wal"
    """Pages as they were written, until the log begins anew."""

    ROOM = "room in records.sqlite"
    """Free pages: overwritten by the deletion, and given back in steps."""

    PAGES = "pages of records.sqlite"
    """The unused rest of pages in use: rows that moved leave a copy. Rewriting the file drops it."""

    INDEX = "search.sqlite"
    """Words of deleted messages stay in the lists of words until these are merged."""

    PROJECTION = "analytics.duckdb"
    """Deleted rows stay in their block, and free blocks keep their bytes. Rewriting the file drops both."""


def note(connection: Connection) -> None:
    """Note, in the transaction of a deletion and behind its changes, that all places have something to erase."""
    newest = changes.newest(connection).number
    connection.executemany(
        "INSERT OR REPLACE INTO erasing (place, seq) VALUES (?, ?)",
        [(place.value, newest) for place in Place],
    )


def due(connection: Connection) -> dict[Place, Position]:
    """Return the places with something to erase, each with the place of the newest change that deleted."""
    return dict(
        each(
            connection, "SELECT place, seq FROM erasing", (), lambda place, seq: (Place(place), Position(seq))
        )
    )


def done(connection: Connection, place: Place, until: Position) -> None:
    """Note that a place has nothing left of what was deleted up to a change."""
    run(connection, "DELETE FROM erasing WHERE place = ? AND seq <= ?", (place.value, until.number))


def free_pages(connection: Connection) -> int:
    """Return how many pages of a file are free."""
    return number(connection, "PRAGMA freelist_count")


def give_back(connection: Connection, pages: int) -> None:
    """Make a file smaller by free pages; one of an older version only becomes smaller when it is rewritten."""
    connection.execute(f"PRAGMA incremental_vacuum({pages})").fetchall()


def begin_log_anew(connection: Connection, *, patience_milliseconds: int) -> bool:
    """Write the log of a file into it and empty it, outside of a transaction; tell whether no reader was in the way."""
    before = number(connection, "PRAGMA busy_timeout")
    connection.set_busy_timeout(patience_milliseconds)
    try:
        found = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.set_busy_timeout(before)
    return found is not None and found[0] == 0


def rewrite(connection: Connection, folder: str) -> None:
    """Write all pages of a file anew, outside of a transaction: nothing but the rows is left.

    Args:
        connection: the only one that writes.
        folder: where what memory should not hold is kept meanwhile.
    """
    quoted = folder.replace("'", "''")
    connection.execute(f"PRAGMA temp_store_directory = '{quoted}'")
    connection.execute("PRAGMA temp_store = FILE")
    try:
        connection.execute("VACUUM")
    finally:
        connection.execute("PRAGMA temp_store = MEMORY")
