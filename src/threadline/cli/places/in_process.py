"""Requests to an application of this process, for a client that waits: no socket, and no thread of its own.

The application runs on an event loop of its own, and only while somebody waits for an answer or a piece of it. What it
raises is raised to who asks, so that a defect is told as one and damage is explained.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import Any

    from starlette.types import ASGIApp, Message, Scope


class InProcess(httpx2.BaseTransport):
    """Sends requests to an application of this process."""

    def __init__(self, app: ASGIApp, new_id: Callable[[str], str], *, mend: Callable[[], bool]) -> None:
        """Send nothing yet.

        Args:
            app: what answers.
            new_id: makes the ids of requests.
            mend: is called when the application cannot answer just now: whether that may be otherwise afterwards.
        """
        self._app, self._new_id, self._mend = app, new_id, mend
        self._loop = asyncio.new_event_loop()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the answer to a request, whose body is read while it is made."""
        request.read()
        response = self._answer(request)
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE and self._mend():
            response.close()
            response = self._answer(request)
        return response

    def close(self) -> None:
        """End what still runs, and the loop."""
        if self._loop.is_closed():
            return
        try:
            self._loop.run_until_complete(_ended(asyncio.all_tasks(self._loop)))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        exchange = _Exchange(self._loop, self._app, _scope_of(request, self._new_id("req")), request.content)
        start = exchange.message()
        return httpx2.Response(start["status"], headers=start["headers"], stream=exchange, request=request)


class _Exchange(httpx2.SyncByteStream):
    """One request on its way through the application: iterated, it yields the body of the answer."""

    def __init__(self, loop: asyncio.AbstractEventLoop, app: ASGIApp, scope: Scope, body: bytes) -> None:
        self._loop = loop
        self._told: asyncio.Queue[Message] = asyncio.Queue(maxsize=1)
        self._coming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        self._work = loop.create_task(self._run(app, scope))

    def message(self) -> Message:
        """Return the next message of the application.

        Raises:
            Exception: what the application raises.
        """
        return self._loop.run_until_complete(self._next())

    def __iter__(self) -> Iterator[bytes]:
        more = True
        while more:
            told = self.message()
            more = told.get("more_body", False)
            if told.get("body"):
                yield told["body"]
        self._loop.run_until_complete(self._work)

    def close(self) -> None:
        if not self._work.done() and not self._loop.is_closed():
            self._work.cancel()
            self._loop.run_until_complete(asyncio.wait({self._work}))

    async def _run(self, app: ASGIApp, scope: Scope) -> None:
        await app(scope, self._receive, self._told.put)

    async def _receive(self) -> Message:
        if self._coming:
            return self._coming.pop()
        await asyncio.Event().wait()  # who waits in the same thread does not hang up
        return {"type": "http.disconnect"}

    async def _next(self) -> Message:
        coming = asyncio.ensure_future(self._told.get())
        await asyncio.wait({coming, self._work}, return_when=asyncio.FIRST_COMPLETED)
        if coming.done():
            return coming.result()
        coming.cancel()
        if self._told.empty():
            self._work.result()
        return self._told.get_nowait()


async def _ended(tasks: Collection[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _scope_of(request: httpx2.Request, request_id: str) -> Scope:
    path, _, query = request.url.raw_path.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": path.decode("latin-1"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": None,
        "server": None,
        "state": {"request_id": request_id},
    }
