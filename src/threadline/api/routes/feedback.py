"""Operations 7 to 10 of the contract."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from threadline.api import answers
from threadline.api.decoding import flag, whole_number
from threadline.api.intake.bodies import read_feedback
from threadline.services import access, feedback

if TYPE_CHECKING:
    from starlette.responses import Response

    from threadline.api.context import RequestContext

_DEFAULT_LIMIT, _MOST_LIMIT, _MOST_OFFSET = 10, 100, 2**53


async def submit(context: RequestContext) -> Response:
    """POST /feedback."""
    logged = read_feedback(context.body)
    must_exist = flag(context.request.query_params, "mustExist")
    if must_exist:
        access.require_trusted(context.caller)
    job = partial(
        feedback.submit,
        caller=context.caller,
        body=logged.body,
        facts=context.state.facts(),
        must_exist=must_exist,
    )
    return await context.write(job, has_id=bool(logged.body.id), ignored=logged.ignored)


async def list_(context: RequestContext) -> Response:
    """GET /feedback."""
    access.require_trusted(context.caller)
    query = context.request.query_params
    limit = whole_number(query, "limit", default=_DEFAULT_LIMIT, most=_MOST_LIMIT)
    offset = whole_number(query, "offset", default=0, most=_MOST_OFFSET)
    return answers.json(
        await context.read_in_thread(
            lambda reader: feedback.list_(reader, context.caller, limit=limit, offset=offset)
        )
    )


async def get(context: RequestContext) -> Response:
    """GET /feedback/{id}."""
    access.require_trusted(context.caller)
    return answers.json(feedback.get(context.state.records.reader, context.caller, context.path("id")))


async def delete(context: RequestContext) -> Response:
    """DELETE /feedback/{id}."""
    access.require_trusted(context.caller)
    id_ = context.path("id")
    await context.state.remove(lambda connection: feedback.delete(connection, context.caller, id_))
    return answers.deleted("feedback", id_)
