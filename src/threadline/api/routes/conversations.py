"""Operations 1 to 5 of the contract."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from threadline.api import answers
from threadline.api.decoding import whole_number
from threadline.api.intake.bodies import read_conversation
from threadline.services import access, conversations
from threadline.services.asking import listing
from threadline.services.asking.listing import Progress

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.responses import Response

    from threadline.api.context import RequestContext
    from threadline.services.asking.listing import Page

_DEFAULT_LIMIT, _MOST_LIMIT, _MOST_OFFSET = 20, 100, 2**53


async def log(context: RequestContext) -> Response:
    """POST /conversations."""
    facts = context.state.facts()
    logged = read_conversation(context.body, facts.policy.roles.chats)
    job = partial(conversations.log, caller=context.caller, body=logged.body, facts=facts)
    return await context.write(job, has_id=bool(logged.body.id), ignored=logged.ignored)


async def list_(context: RequestContext) -> Response:
    """GET /conversations."""
    access.require_trusted(context.caller)
    query = context.request.query_params
    limit = whole_number(query, "limit", default=_DEFAULT_LIMIT, most=_MOST_LIMIT)
    offset = whole_number(query, "offset", default=0, most=_MOST_OFFSET)
    page, first, progress = await context.read_in_thread(
        lambda reader: listing.begun(reader, context.caller, limit=limit, offset=offset)
    )
    if progress.is_done:
        return answers.json(first)
    return answers.streamed(_pieces(context, page, first, progress))


async def _pieces(
    context: RequestContext, page: Page, piece: bytes, progress: Progress
) -> AsyncGenerator[bytes]:
    """Yield a page whose first piece is there; each other one is read when the client has taken the one before."""
    yield piece
    while not progress.is_done:
        piece, progress = await asyncio.to_thread(_next_piece, context, page, progress)
        yield piece


def _next_piece(context: RequestContext, page: Page, progress: Progress) -> tuple[bytes, Progress]:
    """Return the next piece, read by the connection of the calling thread."""
    return page.piece(context.state.records.reader, progress)


async def get(context: RequestContext) -> Response:
    """GET /conversations/{id}. One look-up is shorter than a change of threads, so it runs on the loop."""
    return answers.json(conversations.get(context.state.records.reader, context.caller, context.path("id")))


async def get_by_external_id(context: RequestContext) -> Response:
    """GET /conversations/external/{externalId}."""
    access.require_trusted(context.caller)
    return answers.json(
        conversations.get_by_external_id(
            context.state.records.reader, context.caller, context.path("externalId")
        )
    )


async def delete(context: RequestContext) -> Response:
    """DELETE /conversations/{id}."""
    access.require_delete(context.caller)
    id_ = context.path("id")
    await context.state.remove(lambda connection: conversations.delete(connection, context.caller, id_))
    return answers.deleted("conversation", id_)
