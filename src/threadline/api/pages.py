"""Pages about the server itself: is it up, is it ready, its numbers, its contract."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from starlette.responses import Response

from threadline.api import answers
from threadline.api.docs_page.page import ADDRESS, page
from threadline.api.openapi.document import document
from threadline.errors import UnavailableError
from threadline.serving.headers import secret_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from threadline.api.metrics import Metrics
    from threadline.serving.state import AppState

_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_LOOPBACK_NAME = re.compile(r"(?:|localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?")


def healthz(_desk: AppState, _request: Request) -> Response:
    """GET /healthz: the process answers."""
    return answers.json(b'{"status":"ok"}')


def readyz(state: AppState, _request: Request) -> Response:
    """GET /readyz: the store is open and queries will be answered.

    Raises:
        UnavailableError: the projection or the text index is being built, or cannot be used.
    """
    hindrance = state.hindrance()
    if hindrance:
        raise UnavailableError(hindrance, retry_after_seconds=1)
    return answers.json(b'{"status":"ok"}')


def metrics(state: AppState, request: Request, counters: Metrics) -> Response:
    """GET /metrics, for callers on this machine or with a key.

    A page that makes its own name stand for this machine is not such a caller: the browser tells the name as `Host`.

    Raises:
        UnauthenticatedError: the caller is elsewhere, or calls this machine by another name, and shows no key.
    """
    if not (_is_loopback(request) and _is_called_loopback(request)):
        state.recognise(secret_of(request.headers.get("authorization", "")))
    return Response(counters.text(state), media_type="text/plain; version=0.0.4; charset=utf-8")


def openapi(_desk: AppState, _request: Request) -> Response:
    """GET /openapi.json."""
    return answers.json(document())


def docs(_desk: AppState, request: Request) -> Response:
    """GET /docs, with the address that it is read at: also behind a proxy that tells how it was asked."""
    return answers.html(page(_address(request) or ADDRESS))


def _address(request: Request) -> str:
    """Return the address that somebody asked; nothing when the name is none that a shell could be given."""
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme)
    host = request.headers.get("host", "").strip()
    return f"{scheme}://{host}" if scheme in {"http", "https"} and _HOST.fullmatch(host) else ""


def _is_called_loopback(request: Request) -> bool:
    name = request.headers.get("host", "").strip().lower()
    return _LOOPBACK_NAME.fullmatch(name) is not None


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
