"""Queries, property keys and values, and the search reports: body in, rows out, in the words of the wire.

Contract: section 5. Before a statement runs, its view catches up with the records: a query sees every acknowledged
write.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from threadline.catalog import VIEWS
from threadline.query import (
    Expression,
    Needs,
    Scope,
    SearchPlan,
    compile_plan,
    compile_properties,
    compile_top_searches,
    compile_weekly_searchers,
    needs_of,
    next_cursor,
    plan_properties,
    plan_query,
    read_expression,
    read_keys_request,
    read_values_request,
    searched,
)
from threadline.services.asking.explaining import explain
from threadline.services.asking.narrowing import narrowing, refuse_many_groups, require_few_groups
from threadline.services.asking.scoping import scope
from threadline.services.asking.written import Page, Rows
from threadline.services.documents import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from threadline.query import Column, CompiledQuery, PropertyRequest, Statement
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.services.asking.written import Written
    from threadline.services.policy import Policy

    Row = tuple[object, ...]
    _Taken = tuple[Rows, int | None, Row, bool]
    """The rows of a page, the total when they tell it, the last of them, and whether more follow."""

    class Cursor(Protocol):
        """Rows that come as they are asked for."""

        def fetchmany(self, size: int, /) -> list[Row]:
            """Return so many more."""
            ...


_ROWS_AT_ONCE = 16
"""Rows that are held while a page is written: each may have texts of megabytes."""

_EVENTS = VIEWS["events"].table


def run(engine: Engine, caller: Caller, view_name: str, body: object) -> Written:
    """Return the answer to a query body as JSON.

    Raises:
        MalformedError: the body has the wrong shape or unknown names; all faults are told.
        InvalidRequestError: it cannot be carried out, or not within the limits.
    """
    view = VIEWS[view_name]
    asked = read_expression(body, view)
    plan = plan_query(asked, view, limits=engine.limits, now_ms=engine.now(), zones=engine.zones)
    engine.catching_up.catch_up(view.table)
    known = scope(engine, caller, needs_of(plan), view)
    columns = engine.columns(view.table)
    compiled = compile_plan(plan, known, columns=columns)
    engine.note(compiled.paths, columns)
    with narrowing(engine, asked, view):
        require_few_groups(engine, compiled, view)
        return _page(engine, compiled).answer()


def property_keys(engine: Engine, caller: Caller, body: object) -> bytes:
    """Return the keys of `properties` or `userProperties` as JSON, most frequent first.

    Raises:
        MalformedError: the body has the wrong shape or unknown names.
    """
    return _results(engine, caller, read_keys_request(body))


def property_values(engine: Engine, caller: Caller, body: object) -> bytes:
    """Return the values of a property as JSON, most frequent first.

    Raises:
        MalformedError: the body has the wrong shape or unknown names.
    """
    return _results(engine, caller, read_values_request(body))


def top_search_queries(engine: Engine, caller: Caller, after: int, policy: Policy) -> bytes:
    """Return the report on search texts since a time as JSON; its counts are texts."""
    rows = _report(engine, caller, _searches(engine, caller, after, policy), compile_top_searches)
    result = [{"search_query": query, "count": str(count)} for query, count, _ in rows]
    return encode({"data": {"result": result, "total": rows[0][2] if rows else 0}})


def weekly_search_users(engine: Engine, caller: Caller, after: int, policy: Policy) -> bytes:
    """Return the report on people who search since a time as JSON; its counts are texts."""
    rows = _report(engine, caller, _searches(engine, caller, after, policy), compile_weekly_searchers)
    result = [{"week": week, "unique_users": str(people)} for week, people in rows]
    return encode({"data": {"result": result, "total": len(result)}})


def _searches(engine: Engine, caller: Caller, after: int, policy: Policy) -> SearchPlan:
    """Return the searches that count, as the operator decided, with whose come letter by letter."""
    return SearchPlan(
        after=after,
        fold_milliseconds=round(policy.fold_typing_seconds * 1000),
        folds=policy.fold_typing,
        web_integrations=engine.reader().web_integrations(caller.project_id),
        anonymous=policy.anonymous_searches,
    )


def _report(
    engine: Engine, caller: Caller, searches: SearchPlan, compiled: Callable[..., Statement]
) -> list[Row]:
    engine.catching_up.catch_up(_EVENTS)
    columns = engine.columns(_EVENTS)
    with narrowing(engine, None):
        statement = compiled(searches, Scope(project_id=caller.project_id), columns=columns)
        engine.note(statement.paths, columns)
        return engine.run(statement.text, statement.parameters)


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


def page_of(engine: Engine, compiled: CompiledQuery) -> Page:
    """Return the rows of a query, and how many there are in all, in the words of the wire."""
    statement = compiled.rows
    rows, total, last, has_more = engine.projection.standing.read(
        statement.text,
        statement.parameters,
        lambda cursor: _taken(engine, compiled, cursor),
        interrupt=engine.interrupt,
    )
    if compiled.is_first and rows.count < compiled.page_size:
        total = rows.count
    elif total is None:
        total = engine.number(compiled.total)
    refuse_many_groups(engine, compiled, total)
    beside: dict[str, object] = {"total": total, "pageSize": compiled.page_size, "count": rows.count}
    if has_more:
        beside["nextCursor"] = next_cursor(compiled, last)
    return Page(rows, beside)


def _taken(engine: Engine, compiled: CompiledQuery, cursor: Cursor) -> _Taken:
    """Write the rows of a page as they come."""
    columns, most = compiled.rows.columns, math.inf if compiled.page is None else compiled.page_size
    rows, total, has_more = Rows(engine.projection.exports_folder), None, False
    last: Row = ()
    while found := cursor.fetchmany(_ROWS_AT_ONCE):
        if compiled.tells_total and total is None:
            total = int(str(found[0][-1]))
        shown = found if rows.count + len(found) <= most else found[: int(most) - rows.count]
        has_more = has_more or len(found) > len(shown)
        last = shown[-1] if shown else last
        rows.add(list(wire_rows(columns, (row[: len(columns)] for row in shown))))
    return rows, total, last, has_more


def _page(engine: Engine, compiled: CompiledQuery) -> Page:
    started = engine.seconds()
    page = page_of(engine, compiled)
    if compiled.explanation is None:
        return page
    explained = explain(engine, compiled, compiled.explanation, seconds=engine.seconds() - started)
    return Page(page.rows, {**page.beside, "explain": explained})


def _results(engine: Engine, caller: Caller, request: PropertyRequest) -> bytes:
    plan = plan_properties(request, engine.zones)
    predicates = [source.predicate for source in plan.sources if source.predicate is not None]
    with narrowing(engine, Expression(where=request.where)):
        known = scope(engine, caller, Needs(searches=tuple(dict.fromkeys(searched(*predicates)))))
        for view in request.views:
            engine.catching_up.catch_up(view.table)
        columns = engine.columns(*(view.table for view in request.views))
        statement = compile_properties(plan, known, columns=columns)
        engine.note(statement.paths, columns)
        rows = engine.run(statement.text, statement.parameters)
    return encode({"results": [str(row[0]) for row in rows]})
