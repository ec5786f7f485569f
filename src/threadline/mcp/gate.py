"""What stands before `/mcp` in a server: looks at the key, and loads the protocol when the first agent comes.

Every other path goes to the API. Only keys that read are let in. An agent sends POST requests and nothing else: there
are no sessions to open by GET or to end by DELETE, so those are told that they are not possible.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from threadline.errors import ServiceError
from threadline.mcp import loading
from threadline.services.access import require_trusted

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from threadline.mcp.door import Door

PATHS = ("/mcp", "/mcp/")


class Gate:
    """The API, and at `/mcp` the face for agents."""

    def __init__(self, api: ASGIApp, door: Door) -> None:
        """Stand before an API. Nothing is loaded yet."""
        self._api = api
        self._door = door
        self._agents: ASGIApp | None = None
        self._loading = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] not in PATHS:
            await self._api(scope, receive, send)
            return
        request = Request(scope)
        if request.method != "POST":
            await Response(status_code=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})(
                scope, receive, send
            )
            return
        try:
            require_trusted(self._door.recognise(request.headers.get("authorization", "")))
            app = await self._loaded()
        except ServiceError as error:
            app = self._door.refuse(error, scope["path"])
        await app(scope, receive, send)

    async def _loaded(self) -> ASGIApp:
        async with self._loading:
            if self._agents is None:
                make = await asyncio.to_thread(loading.streaming)
                self._agents = make(self._api, self._door)
        return self._agents
