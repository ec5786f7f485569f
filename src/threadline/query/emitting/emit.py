"""The last stage: a plan in, statements out. With its neighbours, the only place that writes SQL.

Every statement looks at the rows of one project and at nothing else. A value of a request is always a
parameter.
"""

from collections.abc import Sequence
from dataclasses import replace

from threadline.catalog import View
from threadline.query.emitting.context import Context
from threadline.query.emitting.filters import emit_parts
from threadline.query.emitting.groups import GroupNames
from threadline.query.emitting.page import Term, behind, cut, ordered, terms_of
from threadline.query.emitting.values import EACH, column, group_key, row_terms, shown, stored
from threadline.query.forms.plan import GroupPredicate, Order, Plan, Relevance, Stored
from threadline.query.forms.statement import Column, Purpose, Scope, Statement
from threadline.query.sql import Sql, bound, fill, join, nested

_NEAR = 1_000
"""Rows that a page passes over at most for DuckDB to read the wide columns of its own rows alone."""


def emit(context: Context, plan: Plan, scope: Scope, *, purpose: Purpose = "rows") -> Statement:
    """Return the statement for the rows of a plan.

    Behind its columns, each row of a page has its sort values; and last, where `tells_total`, how many rows there are.
    """
    plan = plan if purpose == "rows" else replace(plan, time_format="rfc3339")
    has_total = tells_total(plan, purpose=purpose)
    sql = (
        _grouped_rows(context, plan, scope, has_total=has_total)
        if plan.is_grouped
        else _plain_rows(context, plan, scope)
    )
    columns = tuple(
        column(output, purpose=purpose, time_format=plan.time_format)
        for output in plan.outputs
        if output.is_shown
    )
    return Statement(sql.text, sql.parameters, columns, sql.paths)


def tells_total(plan: Plan, *, purpose: Purpose = "rows") -> bool:
    """Say whether each row of the answer carries the total: that of groups costs next to nothing when they are made.

    Behind a cursor, only the groups that are left are made.
    """
    is_first = plan.page is None or plan.page.after is None
    return purpose == "rows" and bool(plan.keys) and plan.is_grouped and plan.limit is not None and is_first


def emit_total(context: Context, plan: Plan, scope: Scope) -> Statement:
    """Return the statement that counts the rows of a plan without its limit, on all its pages."""
    keys = [group_key(context, key) for key in plan.keys]
    if not plan.is_grouped:
        sql = fill("select count(*)\n{}", _source(context, plan, scope))
    elif plan.having is not None:
        sql = fill("select count(*)\nfrom {}", nested(_chosen(context, plan, scope, plan.having)))
    elif keys:
        groups = fill("select distinct {}\n{}", join(", ", keys), _source(context, plan, scope))
        sql = fill("select count(*)\nfrom {}", nested(groups))
    else:
        sql = Sql("select 1")
    return Statement(
        sql.text, sql.parameters, (Column(key="total", kind="integer", omit_null=False),), sql.paths
    )


def emit_groups(context: Context, plan: Plan, scope: Scope) -> Statement | None:
    """Return the statement that estimates how many groups a plan makes; None when only times tell them apart."""
    keys = [key for key in plan.keys if isinstance(key, Stored) and key.place.field.type != "boolean"]
    if not plan.is_grouped or not keys:
        return None
    values = join(", ", (group_key(context, key) for key in plan.keys))
    sql = fill("select {}\n{}", context.dialect.numbers.about_distinct(values), _source(context, plan, scope))
    return Statement(
        sql.text, sql.parameters, (Column(key="groups", kind="integer", omit_null=False),), sql.paths
    )


def emit_extent(plan: Plan, scope: Scope) -> Statement:
    """Return the statement that counts the rows which a plan looks at: all of its view and project."""
    sql = fill(
        "select count(*)\nfrom {}\nwhere project_id = {}", Sql(plan.view.table), bound(scope.project_id)
    )
    return Statement(
        sql.text, sql.parameters, (Column(key="rows", kind="integer", omit_null=False),), sql.paths
    )


def _plain_rows(context: Context, plan: Plan, scope: Scope) -> Sql:
    """Write a query for single rows: the few rows of the answer are found first, and shown afterwards."""
    terms = [term for order in plan.order for term in _plain_terms(context, order, scope)]
    outputs = [*(shown(context, key, stored(context, key)) for key in plan.keys), *_values(plan, terms)]
    source = _source(context, plan, scope, after=_behind(plan, terms))
    clauses = cut(plan)
    if clauses.text:
        source = _of_page(context, plan, scope, fill("{}{}{}", source, ordered(terms), clauses))
    return fill("select {}\n{}{}", join(", ", outputs), source, ordered(terms))


def _of_page(context: Context, plan: Plan, scope: Scope, page: Sql) -> Sql:
    """Return the `from` of the rows of a page, which alone have their wide columns read.

    DuckDB sees to that by itself when the rows come from one table and few are passed over, and not when they come from
    a join.
    """
    is_searched = plan.text is not None and scope.ranking is not None
    if not is_searched and plan.offset <= _NEAR:
        return fill("from {}", nested(fill("select *\n{}", page)))
    table = Sql(plan.view.table)
    rank = Sql(", relevance" if is_searched else "")
    address = context.dialect.rows.address(plan.view.table)
    chosen = nested(fill("select {} as place{}\n{}", address, rank, page))
    return fill("from {}\njoin {} as found on {} = found.place", table, chosen, address)


def _plain_terms(context: Context, order: Order, scope: Scope) -> list[Term]:
    if isinstance(order.value, Relevance):
        return (
            terms_of(context, order, [Sql("relevance")], is_grouped=False)
            if scope.ranking is not None
            else []
        )
    return terms_of(context, order, row_terms(context, order.value), is_grouped=False)


def _grouped_rows(context: Context, plan: Plan, scope: Scope, *, has_total: bool) -> Sql:
    """Write a query for groups: rows give their keys and what is aggregated, then they are grouped."""
    names = GroupNames.of(plan, context)
    terms = [
        term
        for order in plan.order
        if not isinstance(order.value, Relevance)
        for term in terms_of(context, order, names.terms(order.value), is_grouped=True)
    ]
    outputs = [
        names.shown(output.value, time_format=plan.time_format) for output in plan.outputs if output.is_shown
    ]
    outputs += _values(plan, terms)
    outputs += [Sql("count(*) over ()")] if has_total else []
    inner = fill("select {}\n{}", names.definitions, _source(context, plan, scope))
    rows = fill("select {}\nfrom {}{}", join(", ", outputs), nested(inner), names.grouping)
    claims = [names.having(plan.having)] if plan.having is not None else []
    claims += _behind(plan, terms)
    having = fill("\nhaving {}", join("\n  and ", claims)) if claims else Sql("")
    return fill("{}{}{}{}", rows, having, ordered(terms), cut(plan))


def _chosen(context: Context, plan: Plan, scope: Scope, having: GroupPredicate) -> Sql:
    """Write a query with one row for each group that a filter lets through."""
    names = GroupNames.of(plan, context)
    inner = fill("select {}\n{}", names.definitions, _source(context, plan, scope))
    groups = fill("select 1\nfrom {}{}", nested(inner), names.grouping)
    return fill("{}\nhaving {}", groups, names.having(having))


def _values(plan: Plan, terms: Sequence[Term]) -> list[Sql]:
    """Return what the cursor of a row is made from; nothing without pages."""
    return [] if plan.page is None else [term.value for term in terms]


def _behind(plan: Plan, terms: Sequence[Term]) -> list[Sql]:
    """Return the claim that a row comes behind the page before, if there is one."""
    if plan.page is None or plan.page.after is None:
        return []
    return [behind(terms, plan.page.after)]


def _about(context: Context, plan: Plan, scope: Scope) -> list[Sql]:
    """Return the claim that rows of another view are about a conversation, if the plan is about such."""
    if plan.behind is None:
        return []
    of_rows = context.of(plan.behind.view.table)
    ids = _conversation_ids(of_rows, plan.behind.view)
    rows = fill("select {}\n{}", ids, _source(of_rows, plan.behind, scope))
    return [fill("id in {}", nested(rows))]


def _conversation_ids(context: Context, view: View) -> Sql:
    """Return the expression for the conversations that a row is about."""
    lists = {field.column for field in view.fields if field.type == "string_list"}
    unnested = context.dialect.rows.unnested
    columns = [unnested(Sql(name)) if name in lists else Sql(name) for name in view.conversations]
    return fill("coalesce({})", join(", ", columns)) if columns[1:] else columns[0]


def _source(context: Context, plan: Plan, scope: Scope, *, after: Sequence[Sql] = ()) -> Sql:
    """Return the `from` and `where` of a plan: its view's rows in the project that it is about."""
    table = Sql(plan.view.table)
    own = fill("project_id = {}", bound(scope.project_id))
    where = join("\n  and ", (own, *emit_parts(context, plan.where), *_about(context, plan, scope), *after))
    lists = [key.place.field.column for key in plan.keys if isinstance(key, Stored) and key.is_each]
    apart = join("", (context.dialect.rows.taken_apart(each, EACH) for each in lists))
    if plan.text is None or scope.ranking is None:
        return fill("from {}{}\nwhere {}", table, apart, where)
    ranking = context.dialect.rows.ranking(plan.view.table, scope.ranking, scope.project_id)
    return fill(
        "from {}\njoin {} as ranking using (first_message_rid){}\nwhere {}",
        *(table, nested(ranking), apart, where),
    )
