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

    from threadline.api.asking import Ask

_body = msgspec.json.Decoder(SearchBody)
_words = msgspec.json.Decoder(WordsBody)


async def messages(ask: Ask) -> Response:
    """POST /v1/search."""
    access.require_trusted(ask.caller)
    body = decode(ask.body, _body)
    return answers.json(await ask.think(lambda engine: search.search(engine, ask.caller, body)))


async def words(ask: Ask) -> Response:
    """POST /v1/words."""
    access.require_trusted(ask.caller)
    body = decode(ask.body, _words)
    return answers.json(await ask.think(lambda engine: frequent_words(engine, ask.caller, body)))
