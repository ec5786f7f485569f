"""Write the two search reports. Contract: section 5.10.

A search is an event with `entityType` `search` that is neither a response nor a click. Blank texts are no text to show,
and their people have searched all the same.
"""

from threadline.catalog import VIEWS
from threadline.query.emitting.context import Context, JsonValue
from threadline.query.forms.plan import SearchPlan
from threadline.query.forms.statement import Scope, Statement
from threadline.query.sql import Sql, bound, fill

TOP_QUERIES = 100
"""How many search texts the report has at most."""

TABLE = VIEWS["events"].table
_SEARCHES = """SELECT {} FROM events
WHERE project_id = {} AND event_type = 'search' AND created_at >= {}
  AND type NOT IN ('search_query_response_received', 'search_result_clicked')"""


def emit_top_searches(context: Context, plan: SearchPlan, scope: Scope) -> Statement:
    """Return the statement for the most frequent texts with their counts, and how many different ones there are."""
    searches = _searches(context, plan, scope, Sql("search_query"))
    sql = context.dialect.reports.top(searches, TOP_QUERIES)
    return Statement(sql.text, sql.parameters, paths=sql.paths)


def emit_weekly_searchers(context: Context, plan: SearchPlan, scope: Scope) -> Statement:
    """Return the statement for each week's Monday with the number of different people who searched, in order."""
    searches = _searches(context, plan, scope, fill("created_at, {} AS person", _person(context)))
    sql = context.dialect.reports.weekly(searches, plan.anonymous)
    return Statement(sql.text, sql.parameters, paths=sql.paths)


def _searches(context: Context, plan: SearchPlan, scope: Scope, columns: Sql) -> Sql:
    """Return the query for the searches that count, with some columns."""
    folds = plan.fold_milliseconds and (plan.folds == "all" or plan.web_integrations)
    if not folds:
        return _of_project(context, plan, scope, columns)
    is_web = context.dialect.lists.is_among(Sql("integration_id"), plan.web_integrations)
    told = "rid, created_at, search_query, integration_id, {} AS person, coalesce({}, false) AS is_web"
    searches = _of_project(context, plan, scope, fill(told, _person(context), is_web))
    return context.dialect.reports.runs(searches, milliseconds=plan.fold_milliseconds, folds=plan.folds)


def _of_project(context: Context, plan: SearchPlan, scope: Scope, columns: Sql) -> Sql:
    after = context.dialect.times.from_milliseconds(bound(plan.after))
    return fill(_SEARCHES, columns, bound(scope.project_id), after)


def _person(context: Context) -> Sql:
    """Return the JSON string that tells who searched: their id, or else their user id; null for nobody known.

    Strings stay literals, which spares a conversion of each row; other values become the string of their text.
    """
    users = JsonValue(context, Sql("user_properties"))
    id_, user_id = (context.dialect.reports.person(users.child(name).literal) for name in ("id", "userId"))
    return fill("coalesce(nullif({}, '\"\"'), {})", id_, user_id)
