"""Write questions for the names and values of properties: how many rows have each, most frequent first."""

from threadline.query.emitting.context import Context, JsonValue
from threadline.query.emitting.filters import emit_predicate
from threadline.query.forms.plan import PropertyPlan, PropertySource
from threadline.query.forms.statement import Column, Scope, Statement
from threadline.query.sql import Sql, both, bound, fill, join, nested


def emit_properties(context: Context, plan: PropertyPlan, scope: Scope) -> Statement:
    """Return the statement for the names of properties, or for the values of one, and how many rows have each."""
    counted = _counted(
        context, _values(context, plan, scope) if plan.key is not None else _keys(context, plan, scope), plan
    )
    columns = (
        Column(key="value", kind="string", omit_null=False),
        Column(key="count", kind="integer", omit_null=False),
    )
    return Statement(counted.text, counted.parameters, columns, counted.paths)


def _keys(context: Context, plan: PropertyPlan, scope: Scope) -> Sql:
    return join("\nunion all\n", (_key_rows(context, plan.column, source, scope) for source in plan.sources))


def _values(context: Context, plan: PropertyPlan, scope: Scope) -> Sql:
    """Return how often each value is there; literals are grouped first: the few different ones become texts then."""
    column, path = Sql(plan.column), (plan.key or "",)
    rows = []
    for source in plan.sources:
        rows_of = context.of(source.view.table)
        rows.append(_rows(rows_of, JsonValue(rows_of, column, path).literal, source, scope))
    value = context.dialect.literals.text(Sql("stored"))
    return fill("select {} as value, times from {}", value, nested(join("\nunion all\n", rows)))


def _counted(context: Context, texts: Sql, plan: PropertyPlan) -> Sql:
    """Return the query that adds up how often each of the texts was found."""
    wanted = Sql("value is not null")
    if plan.search:
        wanted = context.dialect.texts.has(Sql("value"), plan.search, "anywhere")
    times = context.dialect.numbers.whole(Sql("sum(times)"))
    sql = fill("select value, {} as count\nfrom {}\nwhere {}\ngroup by value", times, nested(texts), wanted)
    sql = fill("{}\norder by count desc, value\nlimit {}", sql, bound(plan.limit))
    return fill("{}\noffset {}", sql, bound(plan.offset)) if plan.offset else sql


def _key_rows(context: Context, column: str, source: PropertySource, scope: Scope) -> Sql:
    """Return how many rows of a source have each key: kept counts when all its rows are meant."""
    if source.predicate is None:
        template = "select key as value, sum(times) as times from property_keys where {} group by key having times > 0"
        parts = (("project_id", scope.project_id), ("tbl", source.view.table), ("field", column))
        return fill(template, both(fill("{} = {}", Sql(name), bound(value)) for name, value in parts))
    keys = _from(
        context.of(source.view.table),
        source,
        scope,
        fill("{} as value", context.dialect.rows.unnested(Sql(f"{column}_keys"))),
    )
    return fill("select value, count(*) as times from {} group by value", nested(keys))


def _rows(context: Context, stored: Sql, source: PropertySource, scope: Scope) -> Sql:
    """Return how often each value of an expression is there in a source."""
    return fill(
        "{} group by stored", _from(context, source, scope, fill("{} as stored, count(*) as times", stored))
    )


def _from(context: Context, source: PropertySource, scope: Scope, values: Sql) -> Sql:
    """Return the query for values of the rows of a source."""
    where = fill("project_id = {}", bound(scope.project_id))
    if source.predicate is not None:
        where = fill("{} and {}", where, emit_predicate(context, source.predicate))
    return fill("select {} from {} where {}", values, Sql(source.view.table), where)
