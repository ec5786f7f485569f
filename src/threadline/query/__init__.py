"""The query compiler: a body in, statements out. It opens no file and knows no database.

A body takes five forms: body → expression → plan → statement → rows (the last not here). In reading order:

* `catalog`: every field of every view, declared once
* `expression`: the parsed form, and how a body becomes one: `parse`, `parse_filter`, `reading`, `faults`
* `plan`: the bound form, where names are fields and values have types: `bind`, `bind_value`, `bind_order`,
  `bind_filter`, `bind_condition`, `bind_operand`, `bind_having`, `zones`, and for text searches `bind_search`, `words`
* `rewrite`: rules from plan to plan; `settle`: what only the scope knows is put into the plan
* `statement`: what is handed out, and how SQL is written: `emit`, `emit_value`, `emit_time`, `emit_filter`,
  `containment`, `equality`, `literals`, `paths`, and for groups and pages `emit_group`, `emit_page`
* `cursor`: where a page ended, as a text, checked by `sorting`
* `explain`: the plan in words
* `drilldown`: a row of an answer becomes the filter that selects what is behind it
* `properties`: the requests for property keys and values
* `compile`: the whole way
"""

from threadline.query.bind import bind
from threadline.query.catalog import VIEWS, Field, FieldType, View, order_names
from threadline.query.compile import (
    compile_behind,
    compile_export,
    compile_filter,
    compile_query,
    match_expressions,
    next_cursor,
)
from threadline.query.drilldown import Request
from threadline.query.emit import emit
from threadline.query.expression import Expression
from threadline.query.parse import parse
from threadline.query.plan import Plan
from threadline.query.promotion import Wishes
from threadline.query.properties import compile_property_keys, compile_property_values
from threadline.query.rewrite import RULES, Limits, rewrite
from threadline.query.statement import (
    Column,
    CompiledDrilldown,
    CompiledQuery,
    Explanation,
    Scope,
    Statement,
)

__all__ = [
    "RULES",
    "VIEWS",
    "Column",
    "CompiledDrilldown",
    "CompiledQuery",
    "Explanation",
    "Expression",
    "Field",
    "FieldType",
    "Limits",
    "Plan",
    "Request",
    "Scope",
    "Statement",
    "View",
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
]
