"""From a number to its conversations: a query and one row of its answer in, what is behind the row out.

An extension of the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadline.catalog import VIEWS
from threadline.errors import NotFoundError
from threadline.query import Request, compile_behind
from threadline.services.asking.narrowing import narrowing
from threadline.services.asking.promoting import with_promoted
from threadline.services.asking.queries import page_of
from threadline.services.asking.scoping import scope
from threadline.wire.base import UNSET
from threadline.wire.drilldown import DrilldownFields

if TYPE_CHECKING:
    from threadline.catalog import View
    from threadline.query import CompiledDrilldown
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.services.asking.written import Written

_CONVERSATIONS = VIEWS["conversations"]


class DrilldownBody(DrilldownFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request as it comes in."""

    query: object


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
        query=body.query,
        row=body.row,
        key=None if body.key is UNSET else body.key,
        limit=body.limit,
        cursor=body.cursor,
    )
    with narrowing(engine, body.query, view):
        compiled = _compiled(engine, caller, view, request, is_exact=True)
        row_count = engine.number(compiled.count)
        if not row_count and any(isinstance(value, list | dict) for value in body.row.values()):
            compiled = _compiled(engine, caller, view, request, is_exact=False)
            row_count = engine.number(compiled.count)
        page = page_of(engine, compiled.conversations, is_first=not body.cursor)
    return page.answer(filter=compiled.where, rowCount=row_count)


def _compiled(
    engine: Engine, caller: Caller, view: View, request: Request, *, is_exact: bool
) -> CompiledDrilldown:
    return with_promoted(
        engine.projection,
        list({view.table, _CONVERSATIONS.table}),
        scope(engine, caller, request.query, view_name=view.name),
        lambda known: compile_behind(request, view, scope=known, limits=engine.limits, is_exact=is_exact),
    )
