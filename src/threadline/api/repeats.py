"""The answer to a write that a client may send a second time, which notes whether it arrives."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from threadline.serving.repeats import Repeats, Write

ON_RESET = "on_reset"
"""In the state of a scope: what to call when the client resets the connection after an answer."""

_NOTICING_TURNS = 3
"""Turns of the loop until it has noticed that a client hung up: an answer that is there already comes before that."""


class Told(Response):
    """The answer to a write, which notes whether it arrives."""

    def __init__(self, write: Write, repeats: Repeats) -> None:
        """Answer with what the write has answered."""
        super().__init__(write.answer.result(), media_type="application/json")
        self._write = write
        self._repeats = repeats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        request, is_sent = Request(scope, receive), False
        try:
            for _ in range(_NOTICING_TURNS):
                await asyncio.sleep(0)
            is_there = not await request.is_disconnected()
            await super().__call__(scope, receive, send)
            is_sent = is_there
        finally:
            if is_sent:
                self._repeats.arrived(self._write, request.headers.get("user-agent", ""))
                scope["state"][ON_RESET] = lambda: self._repeats.lost(self._write)
            else:
                self._repeats.lost(self._write)


def sender_of(request: Request) -> str:
    """Return where a request comes from: its address, and what proxies say of those before them."""
    host = request.client.host if request.client else ""
    return f"{host} {request.headers.get('x-forwarded-for', '')}"
