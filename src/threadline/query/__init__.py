"""The query compiler: a body in, statements out. It opens no file and knows no database.

A body takes five forms: body → expression → plan → statement → rows (the last not here). In reading order:

* `naming`: the names that follow from the catalogue (`threadline.catalog`)
* `forms`: expression, plan and statement, as values; `faults`: what is wrong with a body
* `parsing`: a body becomes an expression
* `binding`: an expression becomes a plan, where names are fields and values have types
* `rewrite`: rules from plan to plan; `settle`: what only the scope knows is put into the plan
* `emitting`: a plan becomes SQL; `literals`: scalars as JSON text
* `cursor`: where a page ended, as a text, checked by `sorting`
* `explain`: the plan in words
* `drilldown`: a row of an answer becomes the filter that selects what is behind it
* `properties`: the requests for property keys and values
* `compile`: the whole way
"""

from threadline.query.binding.bind import bind
from threadline.query.compile import (
    compile_behind,
    compile_export,
    compile_filter,
    compile_query,
    match_expressions,
    next_cursor,
    zones_named,
)
from threadline.query.drilldown import Request
from threadline.query.emitting.emit import emit
from threadline.query.forms.clocks import Clock
from threadline.query.forms.expression import Expression
from threadline.query.forms.plan import Plan
from threadline.query.forms.promotion import Wishes
from threadline.query.forms.statement import (
    Column,
    CompiledDrilldown,
    CompiledQuery,
    Explanation,
    Flags,
    Lists,
    Scope,
    Statement,
)
from threadline.query.naming import order_names
from threadline.query.parsing.parse import parse
from threadline.query.properties import compile_property_keys, compile_property_values
from threadline.query.rewrite import RULES, Limits, rewrite

__all__ = [
    "RULES",
    "Clock",
    "Column",
    "CompiledDrilldown",
    "CompiledQuery",
    "Explanation",
    "Expression",
    "Flags",
    "Limits",
    "Lists",
    "Plan",
    "Request",
    "Scope",
    "Statement",
    "Wishes",
    "bind",
    "compile_behind",
    "compile_export",
    "compile_filter",
    "compile_property_keys",
    "compile_property_values",
    "compile_query",
    "emit",
    "match_expressions",
    "next_cursor",
    "order_names",
    "parse",
    "rewrite",
    "zones_named",
]
