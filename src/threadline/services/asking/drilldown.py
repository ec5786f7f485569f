"""From a number to its conversations: a query and one row of its answer in, what is behind the row out.

An extension of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from threadline.catalog import VIEWS
from threadline.errors import NotFoundError
from threadline.query import Request, compile_plan, needs_of, plan_behind, read_expression, written
from threadline.services.asking.narrowing import narrowing
from threadline.services.asking.queries import page_of
from threadline.services.asking.scoping import scope
from threadline.wire.base import UNSET
from threadline.wire.drilldown import DrilldownFields

if TYPE_CHECKING:
    from threadline.catalog import View
    from threadline.query import CompiledQuery
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.services.asking.written import Written

_CONVERSATIONS = VIEWS["conversations"]


class DrilldownBody(DrilldownFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request as it comes in."""

    query: object


@dataclass(frozen=True, slots=True)
class _Found:
    """What is behind a row."""

    where: dict[str, Any]
    """The filter that selects it."""

    row_count: int
    conversations: CompiledQuery


def run(engine: Engine, caller: Caller, view_name: str, body: DrilldownBody) -> Written:
    """Return what is behind a row, as JSON.

    Raises:
        NotFoundError: there is no such view.
        MalformedError: the query or the row has the wrong shape.
        InvalidRequestError: the row does not say what it is about, or this is over a limit.
    """
    if view_name not in VIEWS:
        raise NotFoundError("view", view_name)
    view = VIEWS[view_name]
    for each in {view.table, _CONVERSATIONS.table}:
        engine.catching_up.catch_up(each)
    request = Request(
        query=read_expression(body.query, view),
        row=body.row,
        key=None if body.key is UNSET else body.key,
        limit=body.limit,
        cursor=body.cursor,
    )
    with narrowing(engine, request.query, view):
        found = _found(engine, caller, view, request)
        if not found.row_count and any(isinstance(value, list | dict) for value in body.row.values()):
            found = _found(engine, caller, view, replace(request, is_exact=False))
        page = page_of(engine, found.conversations)
    return page.answer(filter=found.where, rowCount=found.row_count)


def _found(engine: Engine, caller: Caller, view: View, request: Request) -> _Found:
    behind = plan_behind(request, view, limits=engine.limits, now_ms=engine.now(), zones=engine.zones)
    known = scope(engine, caller, needs_of(behind.rows), view)
    columns = engine.columns(*{view.table, _CONVERSATIONS.table})
    rows, conversations = (
        compile_plan(plan, known, columns=columns) for plan in (behind.rows, behind.conversations)
    )
    engine.note(rows.paths | conversations.paths, columns)
    return _Found(written(behind.where), engine.number(rows.rows), conversations)
