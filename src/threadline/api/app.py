"""The application: every operation behind its path, with key, body limit, problems and metrics around it."""

from __future__ import annotations

import time
from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import Route, Router

from threadline.api import pages
from threadline.api.context import RequestContext, read_body
from threadline.api.edge import Edge
from threadline.api.metrics import Metrics
from threadline.api.operations.contract import OPERATIONS
from threadline.errors import shorten
from threadline.serving.headers import secret_of
from threadline.serving.obstacles import refusal_of
from threadline.serving.problems import Occurrence, problem, response_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from threadline.api.operations.operation import Operation
    from threadline.serving.state import AppState

    Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(state: AppState) -> ASGIApp:
    """Return the ASGI application that works with `state`."""
    return Edge(make_routes(state), state.new_id)


def make_routes(state: AppState) -> ASGIApp:
    """Return the application without its edge, for who asks in this process: a defect is raised there."""
    metrics = Metrics()
    of_paths: dict[str, dict[str, Endpoint]] = defaultdict(dict)
    for operation in OPERATIONS:
        of_paths[operation.path][operation.method] = _endpoint(operation, state, metrics)
    for path, open_page in _open_pages(state, metrics).items():
        of_paths[path]["GET"] = open_page
    routes = [Route(path, _ByMethod(endpoints)) for path, endpoints in of_paths.items()]
    return Router(routes, redirect_slashes=False, default=_no_such_path)


def _endpoint(operation: Operation, state: AppState, metrics: Metrics) -> Endpoint:
    async def answer(request: Request) -> Response:
        started = time.perf_counter()
        try:
            caller = state.recognise(secret_of(request.headers.get("authorization", "")))
            with state.receiving.share(caller) as share:
                is_whole = operation.body is not None and operation.lines == "none"
                body = await read_body(request, state.policy.body_bytes, share) if is_whole else b""
                response = await operation.handle(RequestContext(state, request, caller, share, body))
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            response = response_of(refusal, _where(request))
        metrics.count(operation.id, response.status_code, time.perf_counter() - started)
        return response

    return answer


def _open_pages(state: AppState, metrics: Metrics) -> Mapping[str, Endpoint]:
    """Return the pages that need no key."""

    def page(show: Callable[[AppState, Request], Response]) -> Endpoint:
        async def answer(request: Request) -> Response:
            try:
                return show(state, request)
            except Exception as error:
                refusal = refusal_of(error)
                if refusal is None:
                    raise
                return response_of(refusal, _where(request))

        return answer

    return {
        "/healthz": page(pages.healthz),
        "/readyz": page(pages.readyz),
        "/metrics": page(lambda state, request: pages.metrics(state, request, metrics)),
        "/openapi.json": page(pages.openapi),
        "/docs": page(pages.docs),
    }


class _ByMethod:
    """The ASGI application of one path: its endpoints by method, and a refusal for every other method."""

    def __init__(self, endpoints: Mapping[str, Endpoint]) -> None:
        self._endpoints = endpoints
        self._allowed = ", ".join(sorted(endpoints))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        endpoint = self._endpoints.get("GET" if request.method == "HEAD" else request.method)
        response = await endpoint(request) if endpoint else self._refusal(request)
        await response(scope, receive, send)

    def _refusal(self, request: Request) -> Response:
        detail = f"`{shorten(request.method, 20)}` is not possible here; {self._allowed} is."
        response = problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, _where(request))
        response.headers["Allow"] = self._allowed
        return response


async def _no_such_path(scope: Scope, receive: Receive, send: Send) -> None:
    detail = "There is nothing at this path. `/docs` lists what there is."
    request = Request(scope)
    await problem(HTTPStatus.NOT_FOUND, detail, _where(request))(scope, receive, send)


def _where(request: Request) -> Occurrence:
    return Occurrence(request.scope["state"]["request_id"], request.scope["path"])
