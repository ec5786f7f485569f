"""The same rows outside of the server, for statements written by hand: over JSON text, and over columns.

Both are made from the projection that the server has made, so that all hands answer from the same rows in the same
order.
"""

import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.bench.query_questions import Layout, Rows, comparable
from tests.bench.query_store import Store

SHAPE = 1
"""Raised when the tables below change."""

_CONVERSATIONS = "rid, id, organization_id, integration_id, type, user_message_count, first_message_at"
_EVENTS = "rid, event_type, type, created_at, search_query"
_LITERAL = "json_extract({}, '{}')::VARCHAR AS {}"
_PROMOTED = ", ".join(
    _LITERAL.format(*place)
    for place in (
        ("properties", "/plan", "plan"),
        ("properties", "/region", "region"),
        ("properties", "/items", "items"),
        ("properties", "/product/name", "product_name"),
        ("properties", "/product/module/area", "product_module_area"),
        ("user_properties", "/userId", "user_id"),
        ("user_properties", "/supportAgentName", "agent"),
    )
)
_TABLES: dict[Layout, dict[str, str]] = {
    "text": {
        "conversations": f"{_CONVERSATIONS}, properties::JSON AS properties, user_properties::JSON AS user_properties",
        "events": f"{_EVENTS}, properties::JSON AS properties, user_properties::JSON AS user_properties",
        "feedback": "rid, type, created_at",
    },
    "columns": {
        "conversations": (
            f"{_CONVERSATIONS}, properties, user_properties, {_PROMOTED},"
            " to_json(json_keys(properties))::VARCHAR AS properties_keys"
        ),
        "events": f"{_EVENTS}, {_LITERAL.format('user_properties', '/userId', 'user_id')}",
        "feedback": "rid, type, created_at",
    },
}


@dataclass(frozen=True, slots=True)
class Timed:
    """One answer: how long it took, and its rows."""

    milliseconds: float
    cpu_milliseconds: float
    rows: Rows


@dataclass(frozen=True, slots=True)
class Hand:
    """A connection that asks one of the layouts."""

    connection: duckdb.DuckDBPyConnection

    def ask(self, statement: str) -> Timed:
        """Run a statement."""
        started, cpu_started = time.perf_counter(), time.process_time()
        rows = self.connection.execute(statement).fetchall()
        seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
        return Timed(seconds * 1000, cpu_seconds * 1000, comparable(rows))


@contextmanager
def hands(store: Store) -> Generator[dict[Layout, Hand]]:
    """Open both layouts of a store, made now unless an earlier run has left them."""
    path = store.place / f"hand-{SHAPE}-{store.built.schema}.duckdb"
    if not path.exists():
        _make(store, path)
    with duckdb.connect(str(path), read_only=True, config={"threads": 2}) as connection:
        connection.execute("SET preserve_insertion_order = false")
        opened: dict[Layout, Hand] = {}
        for layout in _TABLES:
            cursor = connection.cursor()
            cursor.execute(f"SET schema = '{layout}'")
            opened[layout] = Hand(cursor)
        yield opened


def _make(store: Store, path: Path) -> None:
    print("Making the tables for statements written by hand", flush=True)
    for older in store.place.glob("hand-*"):
        older.unlink()
    unfinished = path.with_suffix(".making")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect(str(unfinished)) as connection:
        connection.execute(f"ATTACH '{store.projection}' AS ours (READ_ONLY)")
        for layout, tables in _TABLES.items():
            connection.execute(f"CREATE SCHEMA {layout}")
            for table, columns in tables.items():
                connection.execute(f"CREATE TABLE {layout}.{table} AS SELECT {columns} FROM ours.{table}")
    shutil.move(unfinished, path)
