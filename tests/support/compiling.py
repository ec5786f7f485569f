"""The whole way from a decoded body to its statements in one call, as services go it in steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.zones import ZONES
from threadline.catalog import View
from threadline.query import (
    Columns,
    CompiledQuery,
    Limits,
    Purpose,
    Scope,
    Statement,
    compile_plan,
    compile_properties,
    plan_behind,
    plan_export,
    plan_filter,
    plan_properties,
    plan_query,
    read_expression,
    read_keys_request,
    read_values_request,
    written,
)
from threadline.query import Request as ParsedRequest
from threadline.query import compile_filter as filter_sql
from threadline.query.drilldown import filter_behind as expression_behind
from threadline.query.sql import NO_COLUMNS


def compile_query(
    body: object, view: View, *, scope: Scope, limits: Limits, columns: Columns = NO_COLUMNS
) -> CompiledQuery:
    """Return the statements that answer a body, at most `limits` rows."""
    asked = read_expression(body, view)
    plan = plan_query(asked, view, limits=limits, now_ms=scope.now_ms, zones=ZONES)
    return compile_plan(plan, scope, columns=columns)


def compile_export(body: object, view: View, *, scope: Scope, purpose: Purpose = "export") -> CompiledQuery:
    """Return the statements that answer a body with all its rows, for a file."""
    return compile_plan(plan_export(read_expression(body, view), view, zones=ZONES), scope, purpose=purpose)


def compile_filter(
    where: object, view: View, pointer: str = "/where", *, scope: Scope | None = None
) -> tuple[str, tuple[object, ...]]:
    """Return a boolean expression over the table of a view, and its parameters."""
    known = scope or Scope(project_id="")
    sql = filter_sql(plan_filter(where, view, pointer, zones=ZONES), view, known)
    return sql.text, sql.parameters


def compile_property_keys(body: object, *, scope: Scope) -> Statement:
    """Return the statement for the names of properties."""
    return compile_properties(plan_properties(read_keys_request(body), ZONES), scope)


def compile_property_values(body: object, *, scope: Scope, columns: Columns = NO_COLUMNS) -> Statement:
    """Return the statement for the values of a property."""
    return compile_properties(plan_properties(read_values_request(body), ZONES), scope, columns=columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A number that somebody looks at, its query still a body."""

    query: object
    row: Mapping[str, Any]

    def read(self, view: View) -> ParsedRequest:
        """Return it with its query parsed."""
        return ParsedRequest(query=read_expression(self.query, view), row=self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledDrilldown:
    """What answers what is behind a row."""

    where: dict[str, Any]
    count: Statement
    conversations: CompiledQuery


def filter_behind(request: Request, view: View) -> dict[str, Any]:
    """Return the filter that selects the rows behind a row, as JSON."""
    return written(expression_behind(request.read(view), view, zones=ZONES))


def compile_behind(request: Request, view: View, *, scope: Scope, limits: Limits) -> CompiledDrilldown:
    """Return what finds the rows of a view, and the conversations, that a row of an answer is about."""
    behind = plan_behind(request.read(view), view, limits=limits, now_ms=scope.now_ms, zones=ZONES)
    return CompiledDrilldown(
        where=written(behind.where),
        count=compile_plan(behind.rows, scope).rows,
        conversations=compile_plan(behind.conversations, scope),
    )
