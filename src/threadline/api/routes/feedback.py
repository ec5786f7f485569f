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

    from threadline.api.asking import Ask

_DEFAULT_LIMIT, _MOST_LIMIT, _MOST_OFFSET = 10, 100, 2**53


async def submit(ask: Ask) -> Response:
    """POST /feedback."""
    logged = read_feedback(ask.body)
    must_exist = flag(ask.request.query_params, "mustExist")
    if must_exist:
        access.require_trusted(ask.caller)
    unknown = "refuse" if must_exist else ask.desk.rules.unknown_messages
    job = partial(
        feedback.submit,
        caller=ask.caller,
        body=logged.body,
        given=ask.desk.given(),
        unknown_messages=unknown,
    )
    return await ask.write(job, has_id=bool(logged.body.id), ignored=logged.ignored)


async def list_(ask: Ask) -> Response:
    """GET /feedback."""
    access.require_trusted(ask.caller)
    query = ask.request.query_params
    limit = whole_number(query, "limit", default=_DEFAULT_LIMIT, most=_MOST_LIMIT)
    offset = whole_number(query, "offset", default=0, most=_MOST_OFFSET)
    return answers.json(
        await ask.think(
            lambda engine: feedback.list_(engine.reader(), ask.caller, limit=limit, offset=offset)
        )
    )


async def get(ask: Ask) -> Response:
    """GET /feedback/{id}."""
    access.require_trusted(ask.caller)
    return answers.json(feedback.get(ask.desk.records.reader, ask.caller, ask.path("id")))


async def delete(ask: Ask) -> Response:
    """DELETE /feedback/{id}."""
    access.require_trusted(ask.caller)
    id_ = ask.path("id")
    await ask.desk.remove(lambda connection: feedback.delete(connection, ask.caller, id_))
    return answers.deleted("feedback", id_)
