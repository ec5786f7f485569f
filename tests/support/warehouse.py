"""The tables of the projection in memory, filled from rows by wire name, to run compiled statements on."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb

from threadline.analytics.tables import TABLES
from threadline.query import VIEWS, Statement


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

    def empty(self, view_name: str) -> None:
        """Delete all rows of a view."""
        self._connection.execute(f"delete from {VIEWS[view_name].table}")

    def run(self, statement: Statement) -> list[dict[str, Any]]:
        """Return the rows of a statement by key, JSON decoded, null where there is no value."""
        found = self._connection.execute(statement.text, list(statement.parameters)).fetchall()
        return [
            {
                column.key: _read(column.kind, value)
                for column, value in zip(statement.columns, row, strict=True)
            }
            for row in found
        ]


def _plain(value: Any) -> Any:
    """Return a value as a plain column keeps it: times in UTC, without a zone."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read(kind: str, value: Any) -> Any:
    return json.loads(value) if kind in {"json", "text_map"} and value is not None else value
