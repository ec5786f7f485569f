"""The whole way of a body: parse, bind, rewrite, emit. Faults of all stages are raised together."""

from threadline.query.bind import bind_expression
from threadline.query.bind_filter import bind_filter
from threadline.query.catalog import View
from threadline.query.emit import Purpose, emit, emit_total
from threadline.query.emit_filter import emit_predicate
from threadline.query.faults import Faults
from threadline.query.parse import read_expression
from threadline.query.parse_filter import read_filter
from threadline.query.plan import All, Plan
from threadline.query.rewrite import Limits, flatten, rewrite
from threadline.query.statement import CompiledQuery, Scope


def compile_query(body: object, view: View, *, scope: Scope, limits: Limits) -> CompiledQuery:
    """Return the statements that answer a body, at most `limits` rows.

    Raises:
        MalformedError: the shape is wrong or a name is unknown; carries every fault, of both kinds.
        InvalidRequestError: the body is well-formed and asks for what cannot be.
    """
    return _compiled(_plan(body, view, limits), scope, purpose="rows")


def compile_export(body: object, view: View, *, scope: Scope) -> CompiledQuery:
    """Return the statements that answer a body with all its rows, for a file.

    Raises:
        MalformedError: the shape is wrong or a name is unknown; carries every fault, of both kinds.
        InvalidRequestError: the body is well-formed and asks for what cannot be.
    """
    return _compiled(_plan(body, view, None), scope, purpose="export")


def compile_filter(where: object, view: View, pointer: str = "/where") -> tuple[str, tuple[object, ...]]:
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
    sql = emit_predicate(flatten(predicate))
    return sql.text, sql.parameters


def _plan(body: object, view: View, limits: Limits | None) -> Plan:
    faults = Faults()
    plan = bind_expression(read_expression(body, view, faults), view, faults)
    if limits is not None and plan.limit is not None and plan.limit > limits.rows(plan):
        faults.malformed("/limit", f"`limit` is {limits.rows(plan)} at most for this query.")
    faults.raise_any()
    return rewrite(plan, limits)


def _compiled(plan: Plan, scope: Scope, *, purpose: Purpose) -> CompiledQuery:
    return CompiledQuery(
        rows=emit(plan, scope, purpose=purpose),
        total=emit_total(plan, scope),
        page_size=plan.limit or 0,
        is_grouped=plan.is_grouped,
        text=plan.text,
    )
