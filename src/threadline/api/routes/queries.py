"""Operations 11 to 22 of the contract: queries, exports, properties and reports."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from threadline.api import answers
from threadline.api.decoding import decode, flag, one_of
from threadline.catalog import VIEWS
from threadline.errors import ForbiddenError, MalformedError, NotFoundError, Violation, shorten
from threadline.moments import to_milliseconds
from threadline.services import access
from threadline.services.asking import drilldown, exports, queries
from threadline.services.asking.drilldown import DrilldownBody
from threadline.services.asking.exports import Table
from threadline.services.asking.sheets import Style
from threadline.services.asking.written import pieces_of
from threadline.wire.base import OTHER_KEYS_HEADER

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.responses import Response

    from threadline.api.answers import Format
    from threadline.api.context import RequestContext
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.services.policy import Policy

    Handler = Callable[[RequestContext], Awaitable[Response]]

_body = msgspec.json.Decoder()
_drilldown = msgspec.json.Decoder(DrilldownBody)
_DAY_MILLISECONDS = 86_400_000
_FORMULAS = ("escape", "keep")
_LEGACY = {view.legacy: name for name, view in VIEWS.items()}


def query(view_name: str) -> Handler:
    """Return the handler of POST /query/{view}."""

    async def run(context: RequestContext) -> Response:
        return await _run(context, view_name)

    return run


def export(view_name: str) -> Handler:
    """Return the handler of POST /query/{view}/export."""

    async def run(context: RequestContext) -> Response:
        return await _export(context, view_name)

    return run


async def legacy_query(context: RequestContext) -> Response:
    """POST /query/{table}, the older name of the queries: `semantic_threads_view` and its like."""
    return await _run(context, _view_of(context))


async def legacy_export(context: RequestContext) -> Response:
    """POST /query/{table}/export."""
    return await _export(context, _view_of(context))


async def property_keys(context: RequestContext) -> Response:
    """POST /query/property-keys."""
    access.require_trusted(context.caller)
    body = decode(context.body, _body)
    return answers.json(
        await context.run_in_thread(lambda engine: queries.property_keys(engine, context.caller, body))
    )


async def property_values(context: RequestContext) -> Response:
    """POST /query/property-values."""
    access.require_trusted(context.caller)
    body = decode(context.body, _body)
    return answers.json(
        await context.run_in_thread(lambda engine: queries.property_values(engine, context.caller, body))
    )


async def top_search_queries(context: RequestContext) -> Response:
    """GET /query/top-search-queries; without `after` the last 30 days."""
    return await _report(context, queries.top_search_queries, default_days=30)


async def weekly_search_users(context: RequestContext) -> Response:
    """GET /query/weekly-search-users; without `after` the last 12 weeks."""
    return await _report(context, queries.weekly_search_users, default_days=84)


async def drill_down(context: RequestContext) -> Response:
    """POST /v1/query/{view}/drilldown."""
    access.require_trusted(context.caller)
    view_name, body = context.path("view"), decode(context.body, _drilldown)
    return answers.written(
        await context.run_in_thread(lambda engine: drilldown.run(engine, context.caller, view_name, body))
    )


async def _run(context: RequestContext, view_name: str) -> Response:
    access.require_trusted(context.caller)
    body = decode(context.body, _body)
    return answers.written(
        await context.run_in_thread(lambda engine: queries.run(engine, context.caller, view_name, body))
    )


async def _export(context: RequestContext, view_name: str) -> Response:
    access.require_trusted(context.caller)
    body = decode(context.body, _body)
    query = context.request.query_params
    named = one_of(query, "format", [each.ending for each in answers.FORMATS])
    format_ = answers.named(named) if named else answers.asked_for(context.request.headers.get("accept", ""))
    style = _style(query, context.state.policy.csv_formulas)
    export_ = _exporter(format_, style)
    table = await context.run_in_thread(lambda engine: export_(engine, context.caller, view_name, body))
    response = answers.file(table.pieces, format_, view_name)
    if table.together:
        response.headers[OTHER_KEYS_HEADER] = str(table.together)
    return response


def _style(query: Mapping[str, str], default: str) -> Style:
    """Return how CSV is written; the other answers have no use for it."""
    return Style(
        flag(query, "bom"),
        "escape" if (one_of(query, "formulas", _FORMULAS) or default) == "escape" else "keep",
    )


def _exporter(format_: Format, style: Style) -> Callable[[Engine, Caller, str, object], Table]:
    if format_ is answers.CSV:
        return partial(exports.as_csv, style=style)
    return _as_ndjson if format_ is answers.NDJSON else _as_parquet


def _as_ndjson(engine: Engine, caller: Caller, view_name: str, body: object) -> Table:
    return Table(exports.as_ndjson(engine, caller, view_name, body))


def _as_parquet(engine: Engine, caller: Caller, view_name: str, body: object) -> Table:
    return Table(pieces_of(exports.as_parquet(engine, caller, view_name, body)))


def _view_of(context: RequestContext) -> str:
    table = context.path("table")
    if table not in _LEGACY:
        raise NotFoundError("view", table)
    return _LEGACY[table]


async def _report(
    context: RequestContext, report: Callable[[Engine, Caller, int, Policy], bytes], *, default_days: int
) -> Response:
    access.require_trusted(context.caller)
    caller, policy = context.caller, context.state.policy
    project_id = context.request.query_params.get("project_id") or caller.project_id
    if project_id != caller.project_id:
        raise ForbiddenError(
            f"This key belongs to project `{caller.project_id}`, not to the one that is asked for."
        )
    after = _after(context, default_days)
    return answers.json(await context.run_in_thread(lambda engine: report(engine, caller, after, policy)))


def _after(context: RequestContext, default_days: int) -> int:
    """Return the lower bound of a report: a date, or a time with or without zone (then UTC)."""
    text = context.request.query_params.get("after", "").strip()
    if not text:
        return context.state.clock.milliseconds() - default_days * _DAY_MILLISECONDS
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        sentence = f"`after` must be a date or a time, such as `2026-01-31T10:00:00Z`, not `{shorten(text)}`."
        raise MalformedError(Violation("/after", sentence)) from error
    return to_milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
