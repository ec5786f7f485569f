"""Queries, property keys and values, and the search reports: body in, rows out, in the words of the wire.

Contract: section 5. Before a statement runs, its view catches up with the records: a query sees every acknowledged
write.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from threadline.analytics import reports
from threadline.query import (
    VIEWS,
    Limits,
    Scope,
    compile_property_keys,
    compile_property_values,
    compile_query,
)
from threadline.records import conversations
from threadline.records.search import match_any
from threadline.services.documents import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from threadline.analytics.projection import Projection
    from threadline.analytics.reports import Searches
    from threadline.query import Column, CompiledQuery
    from threadline.records.connection import Connection
    from threadline.records.search import SearchIndex
    from threadline.services.access import Caller
    from threadline.services.catching_up import CatchingUp

NEAREST_MESSAGES = 1_000
"""Messages that a free text is looked up in, best first."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers questions: the projection, the bridge that keeps it current, and the text index."""

    projection: Projection
    catching_up: CatchingUp
    search: SearchIndex
    reader: Callable[[], Connection]
    limits: Limits


def run(engine: Engine, caller: Caller, view_name: str, body: object) -> bytes:
    """Return the answer to a query body as JSON.

    Raises:
        MalformedError: the body has the wrong shape or unknown names; all faults are told.
        InvalidRequestError: it cannot be carried out.
    """
    compiled = compile_query(
        body, VIEWS[view_name], scope=scope(engine, caller, view_name, body), limits=engine.limits
    )
    engine.catching_up.catch_up(VIEWS[view_name].table)
    rows = engine.projection.run(compiled.rows.text, compiled.rows.parameters)
    answer = {
        "status": "ok",
        "data": {
            "result": list(wire_rows(compiled.rows.columns, rows)),
            "total": _total(engine, compiled, body, len(rows)),
            "pageSize": compiled.page_size,
            "count": len(rows),
        },
    }
    return encode(answer)


def scope(engine: Engine, caller: Caller, view_name: str, body: object) -> Scope:
    """Return what a query may see, with the messages nearest to its free text when it has one."""
    text = body.get("query") if isinstance(body, dict) and view_name == "semantic-threads" else None
    if not isinstance(text, str) or not text.strip():
        return Scope(project_id=caller.project_id)
    return Scope(project_id=caller.project_id, ranking=_nearest(engine, caller, text))


def property_keys(engine: Engine, caller: Caller, body: object) -> bytes:
    """Return the keys of `properties` or `userProperties` as JSON, most frequent first.

    Raises:
        MalformedError: the body has the wrong shape or unknown names.
    """
    statement = compile_property_keys(body, scope=Scope(project_id=caller.project_id))
    return _results(engine, statement.text, statement.parameters)


def property_values(engine: Engine, caller: Caller, body: object) -> bytes:
    """Return the values of a property as JSON, most frequent first.

    Raises:
        MalformedError: the body has the wrong shape or unknown names.
    """
    statement = compile_property_values(body, scope=Scope(project_id=caller.project_id))
    return _results(engine, statement.text, statement.parameters)


def top_search_queries(engine: Engine, searches: Searches) -> bytes:
    """Return the report on search texts as JSON; its counts are texts."""
    engine.catching_up.catch_up("events")
    rows, total = reports.top_search_queries(engine.projection, searches)
    result = [{"search_query": query, "count": str(count)} for query, count in rows]
    return encode({"data": {"result": result, "total": total}})


def weekly_search_users(engine: Engine, searches: Searches) -> bytes:
    """Return the report on people who search as JSON; its counts are texts."""
    engine.catching_up.catch_up("events")
    rows = reports.weekly_search_users(engine.projection, searches)
    result = [{"week": week, "unique_users": str(people)} for week, people in rows]
    return encode({"data": {"result": result, "total": len(result)}})


def wire_rows(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterable[dict[str, object]]:
    """Yield rows as the wire has them: JSON embedded, and no key where null is not allowed."""
    readers = [(column.key, _READERS.get(column.kind), column.omit_null) for column in columns]
    for row in rows:
        told: dict[str, object] = {}
        for (key, read, omit_null), value in zip(readers, row, strict=True):
            if value is not None:
                told[key] = read(value) if read else value
            elif not omit_null:
                told[key] = None
        yield told


def flat(text: str) -> dict[str, str]:
    """Return an object as a map of texts: other values as JSON text, nulls left out. Contract: rule 9 of section 0."""
    members = msgspec.json.decode(text)
    return {name: as_text(value) for name, value in members.items() if value is not None}


def as_text(value: object) -> str:
    """Return a JSON value as text: a string as it is, anything else as JSON."""
    return value if isinstance(value, str) else encode(value).decode()


def _embedded(value: Any) -> msgspec.Raw:
    return msgspec.Raw(value.encode())


_READERS: dict[str, Callable[[Any], object]] = {"json": _embedded, "text_map": flat}


def _total(engine: Engine, compiled: CompiledQuery, body: object, count: int) -> int:
    """Return how many rows match; asks again only when the page may not be all."""
    offset = body.get("offset") if isinstance(body, dict) else None
    if not offset and count < compiled.page_size:
        return count
    return int(str(engine.projection.run(compiled.total.text, compiled.total.parameters)[0][0]))


def _results(engine: Engine, text: str, parameters: Sequence[object]) -> bytes:
    for view in VIEWS.values():
        engine.catching_up.catch_up(view.table)
    return encode({"results": [str(row[0]) for row in engine.projection.run(text, parameters)]})


def _nearest(engine: Engine, caller: Caller, text: str) -> list[tuple[int, int]]:
    """Return the row numbers of the project's messages nearest to a text, each with its rank."""
    match = match_any(text)
    if not match:
        return []
    connection = engine.reader()
    engine.search.catch_up(connection)
    found = engine.search.search(match)
    own = (rid for rid in found if conversations.is_of_project(connection, caller.project_rid, rid))
    return [(rid, rank) for rank, rid in enumerate(islice(own, NEAREST_MESSAGES))]
