"""The whole way of a body: parse, bind, rewrite, emit. Faults of all stages are raised together."""

import json
from collections.abc import Sequence
from dataclasses import replace

from threadline.catalog import VIEWS, View
from threadline.query.binding.bind import bind_expression
from threadline.query.binding.filters import bind_filter
from threadline.query.binding.search import search_expressions
from threadline.query.binding.zones import UTC, ZONES
from threadline.query.cursor import check_values, first_page, read_cursor, write_cursor
from threadline.query.drilldown import Request, filter_behind
from threadline.query.emitting.emit import emit, emit_extent, emit_groups, emit_total, tells_total
from threadline.query.emitting.filters import emit_predicate
from threadline.query.explain import told
from threadline.query.faults import Faults
from threadline.query.forms.plan import All, Plan
from threadline.query.forms.promotion import served
from threadline.query.forms.statement import (
    CompiledDrilldown,
    CompiledQuery,
    Explanation,
    Page,
    Purpose,
    Scope,
)
from threadline.query.parsing.filters import read_filter
from threadline.query.parsing.parse import read_expression
from threadline.query.rewrite import Limits, flatten, rewrite
from threadline.query.settle import settle, settle_predicate
from threadline.query.sorting import sort_keys


def compile_query(body: object, view: View, *, scope: Scope, limits: Limits) -> CompiledQuery:
    """Return the statements that answer a body, at most `limits` rows.

    Raises:
        MalformedError: the shape is wrong or a name is unknown; carries every fault, of both kinds.
        InvalidRequestError: the body is well-formed and asks for what cannot be.
    """
    return _compiled(_plan(body, view, scope, limits), scope, purpose="rows")


def compile_export(body: object, view: View, *, scope: Scope, purpose: Purpose = "export") -> CompiledQuery:
    """Return the statements that answer a body with all its rows, for a file.

    Raises:
        MalformedError: the shape is wrong or a name is unknown; carries every fault, of both kinds.
        InvalidRequestError: the body is well-formed and asks for what cannot be.
    """
    return _compiled(_plan(body, view, scope, None), scope, purpose=purpose)


def compile_filter(
    where: object, view: View, pointer: str = "/where", *, scope: Scope | None = None
) -> tuple[str, tuple[object, ...]]:
    """Return a boolean expression over the table of a view, and its parameters.

    It does not look at the project: the caller does.

    Raises:
        MalformedError: the shape is wrong or a name is unknown.
        InvalidRequestError: the filter is well-formed and cannot be carried out.
    """
    faults = Faults()
    part = read_filter(where, pointer, faults)
    predicate = All() if part is None else bind_filter(part, view, faults)
    faults.raise_any()
    known = scope or Scope(project_id="")
    sql = emit_predicate(settle_predicate(served(flatten(predicate), known.of_table(view.table)), known))
    return sql.text, sql.parameters


def match_expressions(body: object) -> tuple[str, ...]:
    """Return what must be searched for before a body is compiled: the keys of `Scope.matches`.

    Faults are passed over: compiling tells them.
    """
    where = body.get("where") if isinstance(body, dict) else None
    part = None if where is None else read_filter(where, "/where", Faults())
    return () if part is None else search_expressions(part)


def zones_named(body: object) -> tuple[str, ...]:
    """Return the time zones, UTC aside, that a body names anywhere: the keys of `Scope.clocks` that would help."""
    if isinstance(body, list):
        return tuple(dict.fromkeys(zone for each in body for zone in zones_named(each)))
    if not isinstance(body, dict):
        return ()
    named = body.get("timeZone")
    own = (named,) if isinstance(named, str) and named in ZONES and named != UTC else ()
    return tuple(dict.fromkeys((*own, *zones_named(list(body.values())))))


def compile_behind(
    request: Request, view: View, *, scope: Scope, limits: Limits, is_exact: bool = True
) -> CompiledDrilldown:
    """Return what finds the rows of a view, and the conversations, that a row of an answer is about.

    Args:
        request: the query, its row and which page is asked for.
        view: what the query asks.
        scope: what may be seen; its searches are those of the query.
        limits: how many conversations a page has at most.
        is_exact: as for `filter_behind`.

    Raises:
        MalformedError: as `filter_behind`; or the cursor is none.
        InvalidRequestError: as `filter_behind`.
    """
    where = filter_behind(request, view, is_exact=is_exact)
    text = request.query.get("query") if isinstance(request.query, dict) else None
    counted = {"select": [{"type": "aggregation", "aggregation": "count"}], "where": where, "query": text}
    behind = _plan(counted, view, scope, None)
    # The notes make the cursors of each row its own.
    notes = json.dumps([view.name, where, text])
    body = {"limit": request.limit, "cursor": request.cursor or "", "notes": notes}
    page = _plan(body, VIEWS["conversations"], scope, limits)
    is_same = view.name == page.view.name
    page = replace(page, where=behind.where) if is_same else replace(page, behind=behind)
    return CompiledDrilldown(
        where=where,
        count=_compiled(behind, scope, purpose="rows").rows,
        conversations=_compiled(page, scope, purpose="rows"),
    )


def next_cursor(compiled: CompiledQuery, row: Sequence[object]) -> str | None:
    """Return the cursor behind a row of a page, given as the statement returns it; None without pages."""
    if compiled.page is None:
        return None
    end = len(row) - 1 if compiled.tells_total else len(row)
    return write_cursor(compiled.page, row[len(compiled.rows.columns) : end])


def _served(plan: Plan, scope: Scope) -> Plan:
    """Return the plan with the promoted columns of its table, and of that of the rows behind it."""
    behind = None if plan.behind is None else served(plan.behind, scope.of_table(plan.behind.view.table))
    return replace(served(replace(plan, behind=None), scope.of_table(plan.view.table)), behind=behind)


def _plan(body: object, view: View, scope: Scope, limits: Limits | None) -> Plan:
    faults = Faults()
    expression = read_expression(body, view, faults)
    plan = bind_expression(expression, view, faults)
    if limits is not None:
        if plan.limit is not None and plan.limit > limits.rows(plan):
            faults.malformed("/limit", f"`limit` is {limits.rows(plan)} at most for this query.")
        plan = replace(plan, page=_page(body, expression.cursor, plan, scope=scope, faults=faults))
    faults.raise_any()
    plan = rewrite(plan, limits)
    if plan.page is not None:
        check_values(plan.page, sort_keys(plan), faults)
        faults.raise_any()
    return plan


def _page(body: object, cursor: str | None, plan: Plan, *, scope: Scope, faults: Faults) -> Page | None:
    """Return the page that a body asks for, or None if it asks for none."""
    if cursor is None or not isinstance(body, dict):
        return None
    if plan.offset:
        faults.impossible("/offset", "`offset` and `cursor` do not go together. Leave one of them out.")
    if plan.text is not None and not plan.order and not plan.is_grouped:
        faults.impossible("/cursor", "The order of best matches has no cursor. Give `orderBy`.")
    return read_cursor(cursor, first_page(body, plan.view, now_ms=scope.now_ms), faults)


def _compiled(plan: Plan, scope: Scope, *, purpose: Purpose) -> CompiledQuery:
    if plan.page is not None and plan.page.now_ms is not None:
        scope = replace(scope, now_ms=plan.page.now_ms)
    plan = settle(_served(plan, scope), scope)
    explanation = None
    if plan.is_explained:
        explanation = Explanation(plan=tuple(told(plan)), extent=emit_extent(plan, scope))
    has_total = tells_total(plan, purpose=purpose)
    return CompiledQuery(
        rows=emit(plan, scope, purpose=purpose),
        total=emit_total(plan, scope),
        page_size=plan.limit or 0,
        groups=None if has_total and plan.having is None else emit_groups(plan, scope),
        is_grouped=plan.is_grouped,
        tells_total=has_total,
        text=plan.text,
        page=plan.page,
        explanation=explanation,
    )
