"""Around every request: its id, CORS, what browsers may do with the answer, the undecoded path, and the last resort.

Contract: sections 2.1 and 2.4. Browsers call with a key and a JSON body, so every call is preflighted; no cookies are
used, hence any origin may call.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from threadline.serving.headers import shielded
from threadline.serving.problems import Occurrence, problem
from threadline.wire.base import IGNORED_HEADER, OTHER_KEYS_HEADER

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("threadline.api")

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}
_PRIVATE_PATHS = ("/metrics",)
"""What no page of another origin may read: it is shown without a key, to this machine."""

_REQUEST_ID_CHARACTERS = 100


_EXPOSED = f"X-Request-ID, Retry-After, Content-Disposition, {IGNORED_HEADER}, {OTHER_KEYS_HEADER}"
_ANY_ORIGIN = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED.encode()),
)


class Edge:
    """The outermost ASGI application."""

    def __init__(self, app: ASGIApp, new_id: Callable[[str], str]) -> None:
        """Wrap an application; `new_id` makes request ids."""
        self._app = app
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _sent_id(scope) or self._new_id("req")
        scope.setdefault("state", {})["request_id"] = request_id
        scope["path"] = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
        told = _Telling(send, request_id.encode(), is_private=scope["path"] in _PRIVATE_PATHS)
        if scope["method"] == "OPTIONS":
            await Response(headers=_PREFLIGHT)(scope, receive, told)
            return
        try:
            await self._app(scope, receive, told)
        except ClientDisconnect:
            _log.debug("The client of request %s went away before its body was here", request_id)
        except Exception:
            _log.exception("Defect in request %s %s %s", request_id, scope["method"], scope["path"])
            if told.is_started:
                raise
            where = Occurrence(request_id, scope["path"])
            detail = f"Something went wrong here. The log has it under {request_id}."
            await problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail, where)(scope, receive, told)


class _Telling:
    """Sends, with the headers that every answer has."""

    def __init__(self, send: Send, request_id: bytes, *, is_private: bool) -> None:
        self._send = send
        self._headers = [(b"x-request-id", request_id), *(() if is_private else _ANY_ORIGIN)]
        self.is_started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.is_started = True
            message["headers"] = shielded([*message.get("headers", ()), *self._headers])
        await self._send(message)


def _sent_id(scope: Scope) -> str:
    """Return the caller's own request id when it is harmless to repeat."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            text: str = value.decode("latin-1")
            is_harmless = text.isascii() and text.isprintable() and len(text) <= _REQUEST_ID_CHARACTERS
            return text if is_harmless else ""
    return ""
