"""Operation 6 of the contract."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from threadline.api import answers
from threadline.api.intake.bodies import read_event
from threadline.services import events

if TYPE_CHECKING:
    from starlette.responses import Response

    from threadline.api.asking import Ask


async def log(ask: Ask) -> Response:
    """POST /events."""
    logged = read_event(ask.body)
    job = partial(events.log, caller=ask.caller, body=logged.body, given=ask.desk.given())
    return answers.logged(
        await ask.desk.write_once(job, ask.once(has_id=bool(logged.body.id))), logged.ignored
    )
