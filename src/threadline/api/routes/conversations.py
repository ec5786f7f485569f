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

    from threadline.api.asking import Ask
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.services.asking.listing import Page

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
    page, first, progress = await ask.think(lambda engine: _begun(engine, ask.caller, limit, offset))
    if progress.is_done:
        return answers.json(first)
    return answers.streamed(_pieces(ask, page, first, progress))


def _begun(engine: Engine, caller: Caller, limit: int, offset: int) -> tuple[Page, bytes, Progress]:
    page = listing.page(engine.reader(), caller, limit=limit, offset=offset)
    return page, *page.piece(engine.reader(), Progress())


async def _pieces(ask: Ask, page: Page, piece: bytes, progress: Progress) -> AsyncGenerator[bytes]:
    """Yield a page whose first piece is there; each other one is read when the client has taken the one before."""
    yield piece
    while not progress.is_done:
        piece, progress = await asyncio.to_thread(_next_piece, ask, page, progress)
        yield piece


def _next_piece(ask: Ask, page: Page, progress: Progress) -> tuple[bytes, Progress]:
    """Return the next piece, read by the connection of the calling thread."""
    return page.piece(ask.desk.records.reader, progress)


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
