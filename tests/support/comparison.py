"""Ask the database and the oracle the same question about the same rows, and tell where they differ."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import Any

import apsw

from tests.support.bodies import NOW
from tests.support.compiling import compile_query
from tests.support.oracle import Answer, answer
from tests.support.warehouse import Warehouse
from tests.support.zones import ZONES, clock_of
from threadline.catalog import VIEWS, View
from threadline.errors import FaultyRequestError
from threadline.folding import indexed
from threadline.query import (
    Columns,
    CompiledQuery,
    Expression,
    Limits,
    Scope,
    conditions,
    next_cursor,
    read_expression,
)
from threadline.query.sql import NO_COLUMNS
from threadline.records.search.expressions import expression_of
from threadline.search_text import NothingToFindError, Search, read_search

Row = dict[str, Any]
NOW_MS = int(NOW.timestamp() * 1_000)
_MOST_PAGES = 40


def numbered(view: View, rows: Sequence[Row]) -> list[Row]:
    """Return rows with ids, and with the row numbers of their messages; two spans share a conversation."""
    return [
        {"id": f"c{index}", "projectId": "p1", **row} | _rids(view, index) for index, row in enumerate(rows)
    ]


def _rids(view: View, index: int) -> Row:
    if view.messages != "span":
        return {"rid": index + 1}
    first = ((index // 2 + 1) << 20) + index % 2 * 10
    return {"rid": index // 2 + 1, "first_message_rid": first, "last_message_rid": first + 5}


def store(warehouse: Warehouse, view: View, rows: Sequence[Row]) -> None:
    """Put rows in the place of what was there; their messages are not part of them."""
    warehouse.empty(view.name)
    plain = [{name: value for name, value in row.items() if name != "messages"} for row in rows]
    warehouse.add(view.name, plain)


def scope_of(body: Mapping[str, Any], rows: Sequence[Row]) -> Scope:
    """Return the scope of a body, its searches carried out by SQLite."""
    asked = read_expression(body, VIEWS["conversations"])
    searches = list(_searches(asked))
    return Scope(
        project_id="p1",
        now_ms=NOW_MS,
        matches=_searched(searches, rows) if searches else {},
        clocks={asked.time_zone: clock_of(asked.time_zone)} if asked.time_zone in ZONES[1:] else {},
    )


def _searches(asked: Expression) -> Iterator[Search]:
    texts = [] if asked.where is None else conditions(asked.where)
    for each in texts:
        if each.operator == "matches" and isinstance(each.operand, str):
            with suppress(NothingToFindError):
                yield read_search(each.operand)


def _searched(searches: Sequence[Search], rows: Sequence[Row]) -> dict[Search, list[int]]:
    index = apsw.Connection(":memory:")
    index.execute("create virtual table words using fts5(content, tokenize='ascii')")
    for row in rows:
        first = row.get("first_message_rid", row["rid"] << 20)
        pairs = [(first + position, indexed(text)) for position, text in enumerate(row["messages"])]
        index.executemany("insert into words (rowid, content) values (?, ?)", pairs)
    sql = "select rowid from words where words match ?"
    return {
        each: [int(str(found[0])) for found in index.execute(sql, (expression_of(each),))]
        for each in searches
    }


def compiled(body: Mapping[str, Any], view: View, scope: Scope) -> CompiledQuery | None:
    """Return a compiled body, or None if it is refused."""
    try:
        return compile_query(body, view, scope=scope, limits=Limits())
    except FaultyRequestError:
        return None


def wanted(body: Mapping[str, Any], view: View, rows: Sequence[Row]) -> Answer:
    """Return what the oracle answers."""
    return answer(
        body,
        rows,
        fields=[field.name for field in view.default_fields],
        main_time=view.main_time.name,
        now=NOW,
    )


def pages(
    warehouse: Warehouse, body: Mapping[str, Any], view: View, scope: Scope, *, columns: Columns = NO_COLUMNS
) -> Iterator[list[Row]]:
    """Yield the rows of each page of a body, until there is no other."""
    cursor: str | None = ""
    for _ in range(_MOST_PAGES):
        query = compile_query({**body, "cursor": cursor}, view, scope=scope, limits=Limits(), columns=columns)
        found = warehouse.fetch(query.rows)
        yield warehouse.told(query.rows, found[: query.page_size])
        if len(found) <= query.page_size:
            return
        cursor = next_cursor(query, found[query.page_size - 1])


def cuts(
    warehouse: Warehouse, body: Mapping[str, Any], view: View, scope: Scope, *, columns: Columns = NO_COLUMNS
) -> Iterator[list[Row]]:
    """Yield the rows of a body with a limit in pieces, each behind the offset where the one before ended."""
    for offset in count(0, body["limit"]):
        query = compile_query({**body, "offset": offset}, view, scope=scope, limits=Limits(), columns=columns)
        found = warehouse.run(query.rows)
        yield found
        if len(found) < body["limit"]:
            return


def differences(found: Sequence[Row], other: Sequence[Row]) -> list[tuple[Any, Any]]:
    """Return the rows that differ, sums and means up to rounding; keys must come in the same order."""
    if len(found) != len(other):
        return [(len(found), len(other))]
    pairs = zip(found, other, strict=True)
    return [
        (row, told)
        for row, told in pairs
        if list(row) != list(told) or not all(_is_close(row[key], told[key]) for key in row)
    ]


def _is_close(value: Any, other: Any) -> bool:
    if isinstance(value, float) and isinstance(other, int | float) and not isinstance(other, bool):
        return math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-9)
    return type(value) is type(other) and bool(value == other)
