"""The query compiler: a body in, statements out. It opens no file and knows no database.

A body takes five forms: body → expression → plan → statement → rows (the last not here). In reading order:

* `naming`: the names that follow from the catalogue (`threadline.catalog`)
* `forms`: expression, plan and statement, as values; `faults`: what is wrong with a body
* `parsing`: a body becomes an expression; from here on, nobody sees JSON
* `binding`: an expression becomes a plan, where names are fields and values have types
* `rewrite`: rules from plan to plan; `resolve`: what only the scope knows is put into the plan
* `emitting`: a plan becomes SQL, put together of pieces (`sql`) that an engine writes (`emitting.dialect`)
* `duckdb`: the first engine; `literals`: scalars as JSON text
* `paging`: what rows are sorted by, and where a page ended, as a text
* `explain`: the plan in words
* `drilldown`: a row of an answer becomes the filter that selects what is behind it
* `compile`: the whole way from an expression
"""

from threadline.query.binding.bind import bind
from threadline.query.binding.properties import plan_properties
from threadline.query.binding.zones import Zones
from threadline.query.compile import (
    Behind,
    compile_filter,
    compile_plan,
    compile_properties,
    compile_top_searches,
    compile_weekly_searchers,
    next_cursor,
    plan_behind,
    plan_export,
    plan_filter,
    plan_query,
)
from threadline.query.drilldown import Request
from threadline.query.forms.expression import Condition, Expression, Filter, PropertyRequest, conditions
from threadline.query.forms.plan import Plan, PropertyPlan, SearchPlan
from threadline.query.forms.statement import (
    Clock,
    Column,
    CompiledQuery,
    Explanation,
    Flags,
    Lists,
    Purpose,
    Scope,
    Statement,
)
from threadline.query.naming import order_names
from threadline.query.parsing.filters import written
from threadline.query.parsing.parse import parse, read_expression
from threadline.query.parsing.properties import read_keys_request, read_values_request
from threadline.query.resolve import Needs, needs_of, searched
from threadline.query.rewrite import RULES, Limits, rewrite
from threadline.query.sql import ColumnPath, Columns, Sql

__all__ = [
    "RULES",
    "Behind",
    "Clock",
    "Column",
    "ColumnPath",
    "Columns",
    "CompiledQuery",
    "Condition",
    "Explanation",
    "Expression",
    "Filter",
    "Flags",
    "Limits",
    "Lists",
    "Needs",
    "Plan",
    "PropertyPlan",
    "PropertyRequest",
    "Purpose",
    "Request",
    "Scope",
    "SearchPlan",
    "Sql",
    "Statement",
    "Zones",
    "bind",
    "compile_filter",
    "compile_plan",
    "compile_properties",
    "compile_top_searches",
    "compile_weekly_searchers",
    "conditions",
    "needs_of",
    "next_cursor",
    "order_names",
    "parse",
    "plan_behind",
    "plan_export",
    "plan_filter",
    "plan_properties",
    "plan_query",
    "read_expression",
    "read_keys_request",
    "read_values_request",
    "rewrite",
    "searched",
    "written",
]
