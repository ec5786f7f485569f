"""Promoted columns: a path that queries ask for becomes a column that holds the JSON literal at that path.

`"pro"`, `7`, `null` and `[...]` are literals; a missing value is SQL null, so that type, null and missing stay apart.

    wished for, or foreseen ──▶ filling: new rows fill it, older ones in steps ──▶ promoted: queries read it
                                   │ given up                                       │ too many: the least used
                                   └──▶ retired: nobody reads it any more ◀─────────┘──▶ dropped after some checkpoints

Queries only note what they would like to read; all else happens beside them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.positions import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from threadline.positions import Position

MOST_COLUMNS = 96
"""Promoted columns of one table. Each adds about 0.1 ms to taking in a change."""

MOST_AT_ONCE = 8
"""Paths that one query may wish for: a query that asks for more is no pattern."""

LEAST_WISHES = 2
"""Queries that ask for a path before it gets a column."""

LEAST_ROWS = 20_000
"""Below it, reading the JSON text is quick enough, and a column would cost more than it saves."""

LOOK_CHANGES = 10_000
"""Changes of the records after which frequent paths are looked for again."""

_MOST_WISHES = 1_000
"""Paths whose wishes are counted; names that callers make up must not fill the memory."""

_GRACE = 30
"""Checkpoints that a column stays after it was retired: a running query may still read it."""

DDL = "CREATE TABLE promoted (tbl VARCHAR, name VARCHAR, source VARCHAR, pointer VARCHAR)"

Place = tuple[str, str]
"""A JSON column of a table, and a JSON pointer (RFC 6901) in it."""


@dataclass(slots=True)
class PromotedColumns:
    """The promoted columns of one table. Any thread may note; changes need the projection's lock."""

    table: str
    names: dict[Place, str] = field(default_factory=dict)
    filling: dict[Place, str] = field(default_factory=dict)
    """Columns that new rows fill already and that no query reads yet, since older rows lack them."""

    retired: dict[str, int] = field(default_factory=dict)
    """Columns that no new query reads, and after how many more checkpoints they go."""

    foreseen: list[Place] = field(default_factory=list)
    """Paths that get a column without being asked for, most frequent first."""

    _looked_at: Position | None = None
    """The place in the change log that the table had reached when frequent paths were last looked for."""

    _uses: dict[Place, int] = field(default_factory=dict)
    """The number of the last note that used a path."""

    _wishes: Counter[Place] = field(default_factory=Counter)
    _notes: int = 0

    def note(self, *, wanted: Sequence[Place], used: Sequence[Place]) -> None:
        """Note the paths that a query reads, those that have a column and those that would like one."""
        self._notes += 1
        for place in used:
            self._uses[place] = self._notes
        if len(self._wishes) > _MOST_WISHES:
            self._wishes.clear()
        for place in wanted[:MOST_AT_ONCE]:
            self._wishes[place] += 1

    def wished(self) -> Place | None:
        """Return the path that most queries would like to read, if there are enough, and count its wishes anew."""
        for place in self.names:
            del self._wishes[place]
        for place, times in self._wishes.copy().most_common(1):
            if times >= LEAST_WISHES:
                del self._wishes[place]
                return place
        return None

    def is_due(self, reached: Position) -> bool:
        """Say whether it is time to look for frequent paths, and note that it is done now: after many changes."""
        last = self._looked_at
        if reached == NEVER or (last is not None and reached.changes_since(last) < LOOK_CHANGES):
            return False
        self._looked_at = reached
        return True

    def foresee(self, places: Iterable[Place], *, most: int) -> None:
        """Plan columns for frequent paths, as many as there may be before they are chosen by use alone."""
        new = [place for place in places if place not in self.names]
        self.foreseen = new[: max(0, most - len(self.names))]

    def add(self, cursor: duckdb.DuckDBPyConnection, place: Place) -> str:
        """Add an empty column for a path, and return its name; retire what is too many."""
        taken = (*self.names.values(), *self.filling.values(), *self.retired)
        name = f"p{1 + max((int(each[1:]) for each in taken), default=0)}"
        cursor.execute(f"ALTER TABLE {self.table} ADD COLUMN {name} VARCHAR")
        self.filling[place] = name
        while len(self.names) >= MOST_COLUMNS:
            oldest = min(self.names, key=lambda each: self._uses.get(each, 0))
            self.retired[self.names.pop(oldest)] = _GRACE
            self._uses.pop(oldest, None)
        return name

    def fill(self, cursor: duckdb.DuckDBPyConnection, place: Place, *, first: int, end: int) -> None:
        """Fill the column of a path for the rows of some row numbers."""
        source, pointer = place
        cursor.execute(
            f"UPDATE {self.table} SET {self.filling[place]} = json_extract({source}, ?)::VARCHAR"
            " WHERE rid >= ? AND rid < ?",
            [pointer, first, end],
        )

    def finish(self, cursor: duckdb.DuckDBPyConnection, place: Place) -> None:
        """Note in the file that the column of a path has all rows; `filled` must follow the commit."""
        cursor.execute("INSERT INTO promoted VALUES (?, ?, ?, ?)", [self.table, self.filling[place], *place])

    def filled(self, place: Place) -> None:
        """Let queries read the column of a path."""
        self._uses[place] = self._notes
        self.names[place] = self.filling[place]
        del self.filling[place]

    def give_up(self, place: Place) -> None:
        """Retire the column of a path if it was not filled to the end."""
        name = self.filling.pop(place, None)
        if name is not None:
            self.retired[name] = 0

    def inserts(self) -> tuple[list[str], list[str], list[str]]:
        """Return the columns' names, the expressions that fill them for a row `r`, and the pointers to bind."""
        columns = {**self.names, **self.filling}
        expressions = [f"json_extract(r.{source}, ?)::VARCHAR" for source, _ in columns]
        return list(columns.values()), expressions, [pointer for _, pointer in columns]

    def drop_retired(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Drop the columns that nobody can be reading any more."""
        for name, checkpoints in list(self.retired.items()):
            if checkpoints > 0:
                self.retired[name] = checkpoints - 1
                continue
            cursor.execute(f"ALTER TABLE {self.table} DROP COLUMN IF EXISTS {name}")
            cursor.execute("DELETE FROM promoted WHERE tbl = ? AND name = ?", [self.table, name])
            del self.retired[name]


def read_promoted(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str]
) -> Mapping[str, PromotedColumns]:
    """Return the promoted columns that a file has, by table. Those that were not filled to the end are to go."""
    found = {table: PromotedColumns(table) for table in tables}
    rows = connection.execute("SELECT tbl, name, source, pointer FROM promoted").fetchall()
    for table, name, source, pointer in rows:
        found[table].names[(source, pointer)] = name
    for table, name in _made(connection):
        if table in found and name not in found[table].names.values():
            found[table].retired[name] = 0
    return found


def _made(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return the promoted columns that are there, filled or not, each with its table."""
    # Asked once for all tables: each time all columns of the database are gathered.
    return connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'projection'"
        " AND regexp_full_match(column_name, 'p[0-9]+')"
    ).fetchall()
