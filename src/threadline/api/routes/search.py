"""Full-text search in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from threadline.api import answers
from threadline.api.decoding import decode
from threadline.services import access
from threadline.services.asking import search
from threadline.services.asking.search import SearchBody
from threadline.services.asking.words import WordsBody, frequent_words

if TYPE_CHECKING:
    from starlette.responses import Response

    from threadline.api.context import RequestContext

_body = msgspec.json.Decoder(SearchBody)
_words = msgspec.json.Decoder(WordsBody)


async def messages(context: RequestContext) -> Response:
    """POST /v1/search."""
    access.require_trusted(context.caller)
    body = decode(context.body, _body)
    return answers.json(
        await context.run_in_thread(lambda engine: search.search(engine, context.caller, body))
    )


async def words(context: RequestContext) -> Response:
    """POST /v1/words."""
    access.require_trusted(context.caller)
    body = decode(context.body, _words)
    return answers.json(
        await context.run_in_thread(lambda engine: frequent_words(engine, context.caller, body))
    )
