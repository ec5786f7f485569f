"""The whole way from an expression: bind, rewrite, resolve, emit. Faults of all stages are raised together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from threadline.catalog import VIEWS, View
from threadline.query.binding.bind import bind_expression
from threadline.query.binding.filters import bind_filter
from threadline.query.binding.zones import Zones
from threadline.query.drilldown import Request, filter_behind, page_behind, rows_behind
from threadline.query.duckdb import DUCKDB
from threadline.query.emitting.context import Context
from threadline.query.emitting.dialect import Dialect
from threadline.query.emitting.emit import emit, emit_extent, emit_groups, emit_total, tells_total
from threadline.query.emitting.filters import emit_predicate
from threadline.query.emitting.properties import emit_properties
from threadline.query.emitting.reports import TABLE as SEARCH_TABLE
from threadline.query.emitting.reports import emit_top_searches, emit_weekly_searchers
from threadline.query.explain import told
from threadline.query.faults import Faults
from threadline.query.forms.expression import Expression, Filter
from threadline.query.forms.plan import And, Plan, Predicate, PropertyPlan, SearchPlan
from threadline.query.forms.statement import CompiledQuery, Explanation, Page, Purpose, Scope, Statement
from threadline.query.paging import check_values, read_cursor, sort_keys, write_cursor
from threadline.query.parsing.filters import read_filter
from threadline.query.resolve import resolve, resolve_predicate, resolve_sources
from threadline.query.rewrite import Limits, flatten, rewrite
from threadline.query.sql import NO_COLUMNS, Columns, Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What finds the rows of a view, and the conversations, that a row of an answer is about."""

    where: Filter
    """Selects the rows."""

    rows: Plan
    """Counts them."""

    conversations: Plan
    """A page of the conversations that they are about."""


def plan_query(
    expression: Expression, view: View, *, limits: Limits, now_ms: int | None, zones: Zones
) -> Plan:
    """Return the plan that answers an expression with at most `limits` rows.

    Args:
        expression: what is asked.
        view: of which view.
        limits: how much it may ask for.
        now_ms: the moment that relative times are about; that of the first page, where the cursor tells it.
        zones: which ones it may name.

    Raises:
        MalformedError: the shape is wrong or a name is unknown; carries every fault, of both kinds.
        InvalidRequestError: the body is well-formed and asks for what cannot be.
    """
    faults = expression.faults.copy()
    plan = bind_expression(expression, view, faults, zones=zones)
    if plan.limit is not None and plan.limit > limits.rows(plan):
        faults.malformed("/limit", f"`limit` is {limits.rows(plan)} at most for this query.")
    first = Page(digest=expression.digest, now_ms=now_ms)
    plan = replace(plan, page=_page(expression.cursor, first, plan, faults))
    faults.raise_any()
    plan = rewrite(plan, limits)
    if plan.page is not None:
        check_values(plan.page, sort_keys(plan), faults)
        faults.raise_any()
    return plan


def plan_export(expression: Expression, view: View, *, zones: Zones) -> Plan:
    """Return the plan that answers an expression with all its rows, for a file.

    Raises:
        MalformedError: the shape is wrong or a name is unknown; carries every fault, of both kinds.
        InvalidRequestError: the body is well-formed and asks for what cannot be.
    """
    faults = expression.faults.copy()
    plan = bind_expression(expression, view, faults, zones=zones)
    faults.raise_any()
    return rewrite(plan, None)


def plan_filter(where: object, view: View, pointer: str = "/where", *, zones: Zones) -> Predicate:
    """Return what a filter of a view means.

    Raises:
        MalformedError: the shape is wrong or a name is unknown.
        InvalidRequestError: the filter is well-formed and cannot be carried out.
    """
    faults = Faults()
    part = read_filter(where, pointer, faults)
    predicate = And() if part is None else bind_filter(part, view, faults, zones=zones)
    faults.raise_any()
    return flatten(predicate)


def plan_behind(request: Request, view: View, *, limits: Limits, now_ms: int | None, zones: Zones) -> Behind:
    """Return what finds the rows of a view, and the conversations, that a row of an answer is about.

    Args:
        request: the query, its row and which page is asked for.
        view: what the query asks.
        limits: how many conversations a page has at most.
        now_ms: as for `plan_query`.
        zones: as for `plan_query`.

    Raises:
        MalformedError: as `filter_behind`; or the cursor is none.
        InvalidRequestError: as `filter_behind`.
    """
    where = filter_behind(request, view, zones=zones)
    rows = plan_export(rows_behind(request, where), view, zones=zones)
    conversations = VIEWS["conversations"]
    asked = page_behind(request, view, where)
    page = plan_query(asked, conversations, limits=limits, now_ms=now_ms, zones=zones)
    is_same = view.name == page.view.name
    page = replace(page, where=rows.where) if is_same else replace(page, behind=rows)
    return Behind(where=where, rows=rows, conversations=page)


def compile_plan(
    plan: Plan,
    scope: Scope,
    *,
    purpose: Purpose = "rows",
    columns: Columns = NO_COLUMNS,
    dialect: Dialect = DUCKDB,
) -> CompiledQuery:
    """Return the statements that answer a plan.

    Args:
        plan: what is asked.
        scope: what may be seen.
        purpose: what the rows are for.
        columns: the promoted columns of the tables that it reads.
        dialect: how the engine writes that runs them.
    """
    if plan.page is not None and plan.page.now_ms is not None:
        scope = replace(scope, now_ms=plan.page.now_ms)
    plan = resolve(plan, scope)
    context = Context(dialect, plan.view.table, columns)
    explanation = None
    if plan.is_explained:
        explanation = Explanation(plan=tuple(told(plan)), extent=emit_extent(plan, scope))
    has_total = tells_total(plan, purpose=purpose)
    return CompiledQuery(
        rows=emit(context, plan, scope, purpose=purpose),
        total=emit_total(context, plan, scope),
        page_size=plan.limit or 0,
        groups=None if has_total and plan.having is None else emit_groups(context, plan, scope),
        is_first=not plan.offset and (plan.page is None or plan.page.after is None),
        tells_total=has_total,
        page=plan.page,
        explanation=explanation,
    )


def compile_filter(
    predicate: Predicate,
    view: View,
    scope: Scope,
    *,
    columns: Columns = NO_COLUMNS,
    dialect: Dialect = DUCKDB,
) -> Sql:
    """Return a boolean expression over the table of a view; it does not look at the project: the caller does."""
    return emit_predicate(Context(dialect, view.table, columns), resolve_predicate(predicate, scope))


def compile_properties(
    plan: PropertyPlan, scope: Scope, *, columns: Columns = NO_COLUMNS, dialect: Dialect = DUCKDB
) -> Statement:
    """Return the statement for the names of properties, or for the values of one, and how many rows have each."""
    return emit_properties(Context(dialect, "", columns), resolve_sources(plan, scope), scope)


def compile_top_searches(
    plan: SearchPlan, scope: Scope, *, columns: Columns = NO_COLUMNS, dialect: Dialect = DUCKDB
) -> Statement:
    """Return the statement for the most frequent texts of searches; each row has how many different ones there are."""
    return emit_top_searches(Context(dialect, SEARCH_TABLE, columns), plan, scope)


def compile_weekly_searchers(
    plan: SearchPlan, scope: Scope, *, columns: Columns = NO_COLUMNS, dialect: Dialect = DUCKDB
) -> Statement:
    """Return the statement for each week's Monday with the number of different people who searched, in order."""
    return emit_weekly_searchers(Context(dialect, SEARCH_TABLE, columns), plan, scope)


def next_cursor(compiled: CompiledQuery, row: Sequence[object]) -> str | None:
    """Return the cursor behind a row of a page, given as the statement returns it; None without pages."""
    if compiled.page is None:
        return None
    end = len(row) - 1 if compiled.tells_total else len(row)
    return write_cursor(compiled.page, row[len(compiled.rows.columns) : end])


def _page(cursor: str | None, first: Page, plan: Plan, faults: Faults) -> Page | None:
    """Return the page that a cursor leads to, or None if no pages are asked for."""
    if cursor is None:
        return None
    if plan.offset:
        faults.impossible("/offset", "`offset` and `cursor` do not go together. Leave one of them out.")
    if plan.text is not None and not plan.order and not plan.is_grouped:
        faults.impossible("/cursor", "The order of best matches has no cursor. Give `orderBy`.")
    return read_cursor(cursor, first, faults)
