"""The tables of the projection in memory, filled from rows by wire name, to run compiled statements on."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import duckdb

from threadline.analytics import key_counts
from threadline.analytics.promotion import DDL, Place, PromotedColumns
from threadline.analytics.tables import KEYS, TABLES
from threadline.catalog import VIEWS
from threadline.query import ColumnPath, Columns, CompiledQuery, Statement
from threadline.query.sql import NO_COLUMNS

T = TypeVar("T", Statement, CompiledQuery)


def utc(*parts: int) -> datetime:
    """Return a time in UTC, given its year, month, day and what else is known."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


class Warehouse:
    """An empty in-memory database with the four tables."""

    def __init__(self) -> None:
        """Make the tables."""
        self._connection = duckdb.connect(config={"threads": 1})
        for table in TABLES.values():
            self._connection.execute(table.ddl)
        self._connection.execute(DDL)
        self._connection.execute(key_counts.DDL)
        self._stale: set[str] = set()
        """Tables whose promoted columns lack the newest rows."""

    def add(self, view_name: str, rows: Iterable[Mapping[str, Any]], *, project_id: str = "p1") -> None:
        """Append rows, given by wire name; `rid`s and other columns go by their own names."""
        view = VIEWS[view_name]
        columns = {field.name: field.column for field in view.fields}
        is_json = {field.name for field in view.fields if field.is_json}
        for row in rows:
            named = {"projectId": project_id, **row}
            values = [_json(value) if name in is_json else _plain(value) for name, value in named.items()]
            names = ", ".join(columns.get(name, name) for name in named)
            marks = ", ".join("?" for _ in values)
            self._connection.execute(f"insert into {view.table} ({names}) values ({marks})", values)
        keys = ", ".join(f"{name} = json_keys({column})" for name, column in KEYS)
        self._connection.execute(f"update {view.table} set {keys}")
        key_counts.count_anew(self._connection, view.table)
        self._stale.add(view.table)

    def empty(self, view_name: str) -> None:
        """Delete all rows of a view."""
        self._connection.execute(f"delete from {VIEWS[view_name].table}")

    def promoted(self, table: str, compiled: Callable[[Columns], T]) -> T:
        """Return what is compiled once every path that it reads has a column of its own."""
        return compiled(self.promote(table, compiled(NO_COLUMNS).paths))

    def promote(self, table: str, paths: Iterable[ColumnPath]) -> Columns:
        """Give paths columns of their own, and return all that the table has."""
        columns = PromotedColumns(table)
        known = self._connection.execute(
            "select name, source, pointer from promoted where tbl = ? order by name", [table]
        ).fetchall()
        columns.names |= {(source, pointer): name for name, source, pointer in known}
        if table in self._stale:
            self._fill(table, columns.names)
        self._stale.discard(table)
        places = [(path.column, path.pointer) for path in sorted(paths)]
        for place in (each for each in places if each not in columns.names):
            self._fill(table, {place: columns.add(self._connection, place)})
            columns.finish(self._connection, place)
            columns.filled(place)
        return {ColumnPath(table, *place): name for place, name in columns.names.items()}

    def _fill(self, table: str, names: Mapping[Place, str]) -> None:
        """Fill columns of all rows, which need no row numbers here."""
        for (source, pointer), name in names.items():
            self._connection.execute(
                f"update {table} set {name} = json_extract({source}, ?)::varchar", [pointer]
            )

    def run(self, statement: Statement) -> list[dict[str, Any]]:
        """Return the rows of a statement by key, JSON decoded, null where there is no value."""
        return self.told(statement, self.fetch(statement))

    def fetch(self, statement: Statement) -> list[tuple[Any, ...]]:
        """Return the rows of a statement as they are."""
        return self._connection.execute(statement.text, list(statement.parameters)).fetchall()

    def told(self, statement: Statement, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """Return rows by key; what is behind the columns is for cursors."""
        columns = statement.columns
        return [
            {
                column.key: _read(column.kind, value)
                for column, value in zip(columns, row[: len(columns)], strict=True)
            }
            for row in rows
        ]


def _plain(value: Any) -> Any:
    """Return a value as a plain column keeps it: times in UTC, without a zone."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read(kind: str, value: Any) -> Any:
    return json.loads(value) if kind in {"json", "text_map"} and value is not None else value
