"""Operations 1 to 5 of the contract."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from threadline.api import answers
from threadline.api.decoding import whole_number
from threadline.api.intake.bodies import read_conversation
from threadline.services import access, conversations

if TYPE_CHECKING:
    from starlette.responses import Response

    from threadline.api.asking import Ask

_DEFAULT_LIMIT, _MOST_LIMIT, _MOST_OFFSET = 20, 100, 2**53


async def log(ask: Ask) -> Response:
    """POST /conversations."""
    roles = ask.desk.rules.roles
    logged = read_conversation(ask.body, roles.chats)
    job = partial(conversations.log, caller=ask.caller, body=logged.body, given=ask.desk.given(), roles=roles)
    return await ask.write(job, has_id=bool(logged.body.id), ignored=logged.ignored)


async def list_(ask: Ask) -> Response:
    """GET /conversations."""
    access.require_trusted(ask.caller)
    query = ask.request.query_params
    limit = whole_number(query, "limit", default=_DEFAULT_LIMIT, most=_MOST_LIMIT)
    offset = whole_number(query, "offset", default=0, most=_MOST_OFFSET)
    return answers.json(
        await ask.think(
            lambda engine: conversations.list_(engine.reader(), ask.caller, limit=limit, offset=offset)
        )
    )


async def get(ask: Ask) -> Response:
    """GET /conversations/{id}. One look-up is shorter than a change of threads, so it runs on the loop."""
    return answers.json(conversations.get(ask.desk.records.reader, ask.caller, ask.path("id")))


async def get_by_external_id(ask: Ask) -> Response:
    """GET /conversations/external/{externalId}."""
    access.require_trusted(ask.caller)
    return answers.json(
        conversations.get_by_external_id(ask.desk.records.reader, ask.caller, ask.path("externalId"))
    )


async def delete(ask: Ask) -> Response:
    """DELETE /conversations/{id}."""
    access.require_delete(ask.caller)
    id_ = ask.path("id")
    await ask.desk.remove(lambda connection: conversations.delete(connection, ask.caller, id_))
    return answers.deleted("conversation", id_)
