"""Operation 6 of the contract."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from threadline.api import answers
from threadline.api.decoding import decode
from threadline.services import events
from threadline.wire.events import LogEvent

if TYPE_CHECKING:
    from starlette.responses import Response

    from threadline.api.asking import Ask

_body = msgspec.json.Decoder(LogEvent)


async def log(ask: Ask) -> Response:
    """POST /events."""
    body = decode(ask.body, _body)
    job = partial(events.log, caller=ask.caller, body=body, given=ask.desk.given())
    return answers.json(await ask.desk.write_once(job, ask.once(has_id=bool(body.id))))
