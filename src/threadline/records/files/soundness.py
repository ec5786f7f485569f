"""Questions to a file of records that tell whether it is sound. Nothing is changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import apsw

from threadline.positions import START, Position
from threadline.records.connection import DamageError, number, rows
from threadline.records.files.copies import UnreadError, faults, reading
from threadline.records.store import identity
from threadline.rids import POSITIONS

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.records.connection import Connection

DAMAGED = (*DamageError, apsw.IOError)
"""What is raised while a file is read whose bytes are not what they should be, or that its disk does not give back."""

_LOOSE = {
    "feedback": "SELECT count(*) FROM feedback f WHERE conversation_rid IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.rid = f.conversation_rid)",
    "messages": f"SELECT count(*) FROM messages m"
    f" WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.rid = m.rid / {POSITIONS})",
}
"""What the schema does not declare: counted when everything is looked at."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """What the file of the text index holds."""

    reached: Position
    conversations: int
    faults: tuple[str, ...] = ()
    identity: int = 0
    """The number of the store whose records it is made from; 0 when it has none."""

    obstacle: UnreadError | None = None
    """Why it cannot be read, though it may be well; `None` when it can."""


def dangling(connection: Connection, *, depth: str) -> dict[str, int]:
    """Return how many rows of which tables point at what is not there."""
    found = Counter(str(each[0]) for each in rows(connection, "PRAGMA foreign_key_check"))
    if depth == "full":
        found.update({table: number(connection, sql) for table, sql in _LOOSE.items()})
    return {table: count for table, count in found.items() if count}


def wrong_totals(connection: Connection) -> list[tuple[str, int, int]]:
    """Return projects whose kept count of conversations is wrong, with both numbers."""
    found = rows(
        connection,
        "SELECT p.name, p.conversations_count, count(c.rid) AS counted FROM projects p"
        " LEFT JOIN conversations c ON c.project_rid = p.rid"
        " GROUP BY p.rid HAVING counted <> p.conversations_count",
    )
    return [(str(name), int(str(kept)), int(str(counted))) for name, kept, counted in found]


def searchable(connection: Connection) -> int:
    """Return how many conversations have messages."""
    return number(connection, "SELECT count(*) FROM conversations WHERE messages_count > 0")


def written_at(connection: Connection) -> int:
    """Return when the newest row was written, in milliseconds since 1970 UTC."""
    return max(
        number(connection, f"SELECT max({column}) FROM {table}")
        for table, column in (("conversations", "updated_at"), ("feedback", "updated_at"))
    )


def index_state(path: Path) -> IndexState | None:
    """Return what the file of the text index holds, or `None` when there is none."""
    if not path.exists():
        return None
    try:
        with reading(path) as connection:
            connection.execute("BEGIN")
            return IndexState(
                Position(number(connection, "SELECT seq FROM reached")),
                number(connection, "SELECT count(*) FROM spans"),
                tuple(faults(connection)),
                identity=identity(connection),
            )
    except UnreadError as error:
        return IndexState(START, 0, obstacle=error)
    except (*DAMAGED, apsw.SQLError) as error:
        return IndexState(START, 0, (str(error),))


def is_of_header(error: Exception) -> bool:
    """Return whether an error says that a file does not even begin as one of SQLite."""
    return isinstance(error, apsw.NotADBError)


def sqlite_version() -> str:
    """Return the version of SQLite."""
    return apsw.sqlite_lib_version()
