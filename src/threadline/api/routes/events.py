"""Operation 6 of the contract."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from threadline.api.decoding import flag
from threadline.api.intake.bodies import read_event
from threadline.services import access, events

if TYPE_CHECKING:
    from starlette.responses import Response

    from threadline.api.asking import Ask


async def log(ask: Ask) -> Response:
    """POST /events."""
    logged = read_event(ask.body)
    must_exist = flag(ask.request.query_params, "mustExist")
    if must_exist:
        access.require_trusted(ask.caller)
    job = partial(
        events.log, caller=ask.caller, body=logged.body, given=ask.desk.given(), must_exist=must_exist
    )
    return await ask.write(job, has_id=bool(logged.body.id), ignored=logged.ignored)
