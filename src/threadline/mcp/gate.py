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

from threadline.errors import ServiceError, UnsupportedEncodingError, shorten
from threadline.mcp import loading
from threadline.services.access import require_trusted
from threadline.serving.headers import secret_of, shielded
from threadline.serving.problems import Occurrence, response_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from threadline.serving.state import AppState

PATHS = ("/mcp", "/mcp/")


class Gate:
    """The API, and at `/mcp` the face for agents."""

    def __init__(self, api: ASGIApp, state: AppState) -> None:
        """Stand before an API. Nothing is loaded yet."""
        self._api = api
        self._state = state
        self._agents: ASGIApp | None = None
        self._loading = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] not in PATHS:
            await self._api(scope, receive, send)
            return
        send = _shielding(send)
        request = Request(scope)
        if request.method != "POST":
            await Response(status_code=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})(
                scope, receive, send
            )
            return
        try:
            require_trusted(self._state.recognise(secret_of(request.headers.get("authorization", ""))))
            _require_plain(request)
            app = await self._loaded()
        except ServiceError as error:
            app = response_of(error, Occurrence(self._state.new_id("req"), scope["path"]))
        await app(scope, receive, send)

    async def _loaded(self) -> ASGIApp:
        async with self._loading:
            if self._agents is None:
                make = await asyncio.to_thread(loading.streaming)
                self._agents = make(self._api, self._state.policy)
        return self._agents


def _shielding(send: Send) -> Send:
    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = shielded(list(message.get("headers", ())))
        await send(message)

    return tell


def _require_plain(request: Request) -> None:
    """Let pass a body that is not packed: calls are small.

    Raises:
        UnsupportedEncodingError: it is packed.
    """
    encoding = request.headers.get("content-encoding", "").strip()
    if encoding.lower() not in ("", "identity"):
        raise UnsupportedEncodingError(
            f"A body with `Content-Encoding: {shorten(encoding)}` is not read here. Send it without this header.",
            accepted="identity",
        )
