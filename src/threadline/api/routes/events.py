"""Operation 6 of the contract."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from threadline.api.decoding import flag
from threadline.api.intake.bodies import read_event
from threadline.services import access, events

if TYPE_CHECKING:
    from starlette.responses import Response

    from threadline.api.context import RequestContext


async def log(context: RequestContext) -> Response:
    """POST /events."""
    logged = read_event(context.body)
    must_exist = flag(context.request.query_params, "mustExist")
    if must_exist:
        access.require_trusted(context.caller)
    job = partial(
        events.log,
        caller=context.caller,
        body=logged.body,
        facts=context.state.facts(),
        must_exist=must_exist,
    )
    return await context.write(job, has_id=bool(logged.body.id), ignored=logged.ignored)
