"""Promoted columns: a path that queries ask for becomes a column that holds the JSON literal at that path.

`"pro"`, `7`, `null` and `[...]` are literals; a missing value is SQL null, so that type, null and missing stay apart.
A column is filled once and kept by every later batch. The least recently used goes when a table has too many: each
makes a batch dearer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

MOST_COLUMNS = 96
"""Promoted columns of one table. Each adds about 0.1 ms to taking in a change."""

MOST_AT_ONCE = 8
"""Paths that one query may promote: a query that asks for more is no pattern."""

LEAST_ROWS = 20_000
"""Below it, reading the JSON text is quick enough, and a column would cost more than it saves."""

DDL = "CREATE TABLE promoted (tbl VARCHAR, name VARCHAR, source VARCHAR, pointer VARCHAR)"

Place = tuple[str, str]
"""A JSON column of a table, and a JSON pointer (RFC 6901) in it."""


@dataclass(slots=True)
class PromotedColumns:
    """The promoted columns of one table, least recently used first. Changes need the projection's lock."""

    table: str
    names: dict[Place, str] = field(default_factory=dict)
    retired: list[str] = field(default_factory=list)
    """Columns that no new query reads, and that go with the next checkpoint: a running query may still read them."""

    def used(self, places: Iterable[Place]) -> None:
        """Note that a query reads some of them."""
        for place in places:
            name = self.names.pop(place, None)
            if name is not None:
                self.names[place] = name

    def promote(self, cursor: duckdb.DuckDBPyConnection, wanted: Sequence[Place]) -> None:
        """Give each path a column, and fill it."""
        for place in wanted[:MOST_AT_ONCE]:
            if place not in self.names:
                self._add(cursor, place)

    def inserts(self) -> tuple[list[str], list[str], list[str]]:
        """Return the columns' names, the expressions that fill them for a row `r`, and the pointers to bind."""
        names = list(self.names.values())
        expressions = [f"json_extract(r.{source}, ?)::VARCHAR" for source, _ in self.names]
        return names, expressions, [pointer for _, pointer in self.names]

    def _add(self, cursor: duckdb.DuckDBPyConnection, place: Place) -> None:
        while len(self.names) >= MOST_COLUMNS:
            self.retired.append(self.names.pop(next(iter(self.names))))
        source, pointer = place
        name = f"p{1 + max((int(each[1:]) for each in (*self.names.values(), *self.retired)), default=0)}"
        cursor.execute("BEGIN")
        try:
            cursor.execute(f"ALTER TABLE {self.table} ADD COLUMN {name} VARCHAR")
            cursor.execute(f"UPDATE {self.table} SET {name} = json_extract({source}, ?)::VARCHAR", [pointer])
            cursor.execute("INSERT INTO promoted VALUES (?, ?, ?, ?)", [self.table, name, source, pointer])
            cursor.execute("COMMIT")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        self.names[place] = name

    def drop_retired(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Drop the columns that nobody reads any more."""
        while self.retired:
            name = self.retired[-1]
            cursor.execute(f"ALTER TABLE {self.table} DROP COLUMN {name}")
            cursor.execute("DELETE FROM promoted WHERE tbl = ? AND name = ?", [self.table, name])
            self.retired.pop()


def read_promoted(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str]
) -> Mapping[str, PromotedColumns]:
    """Return the promoted columns that a file has, by table."""
    found = {table: PromotedColumns(table) for table in tables}
    rows = connection.execute("SELECT tbl, name, source, pointer FROM promoted").fetchall()
    for table, name, source, pointer in rows:
        found[table].names[(source, pointer)] = name
    return found
