"""One connection: bounds around uvicorn's own.

The parser keeps a header until it is whole, so what goes into it is counted. An answer that comes before its request is
whole is the last of its connection, and the rest of the request is not read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from threadline.api.repeats import ON_RESET
from threadline.serving.headers import SHIELD
from threadline.serving.problems import Occurrence, problem

if TYPE_CHECKING:
    import asyncio

    from uvicorn._types import ASGI3Application
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from threadline.api.connections.crowd import Crowd

_MOST_FRAMING = 8
"""Bytes of framing beside a byte of a body: pieces of one byte each have five."""

_READ_BYTES = 256 << 10
"""What is read from a socket at once."""

_SAID = {
    HTTPStatus.BAD_REQUEST: "This is no HTTP request.",
    HTTPStatus.REQUEST_TIMEOUT: "The request did not come to its end in time. Send it again, and without a pause.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "Address and headers are over the limit. Send fewer or shorter ones.",
    HTTPStatus.SERVICE_UNAVAILABLE: "There are too many connections. Use fewer, or try again in a second.",
}


class Connection(HttpToolsProtocol):
    """One connection."""

    crowd: Crowd
    """All of the server."""

    def __init__(self, *parts: Any, **named: Any) -> None:
        """Begin; the parts are uvicorn's."""
        super().__init__(*parts, **named)
        self.since = self.loop.time()
        """When what it waits for began: the first byte, the end of headers, the end of a body, the next request."""

        self._reading = "nothing"
        """`nothing` yet, a `head`, a `body`, or `next`: the request is whole."""

        self._raw_bytes = self._body_bytes = self._head_bytes = self._fields = 0
        self._is_parting = False
        self._refusal = HTTPStatus.BAD_REQUEST
        self.written_bytes = 0
        """Of answers, since the beginning."""

        self._taken_bytes = 0
        self._taken_since = self.since

    @property
    def is_waiting(self) -> bool:
        """Whether no request of it is being answered."""
        cycle = self._current()
        return cycle is None or cycle.response_complete

    @property
    def unsent_bytes(self) -> int:
        """How much of what was written the client has not taken."""
        return self.transport.get_write_buffer_size()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin, unless there is no room."""
        super().connection_made(transport)
        if not self.crowd.let_in(self, self.client[0] if self.client else ""):
            self.transport.write(self._refusal_of(HTTPStatus.SERVICE_UNAVAILABLE))
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """End; the last request is told when the client has reset the connection: it left an answer unread."""
        self.crowd.let_out(self)
        super().connection_lost(exc)
        cycle = self._current()
        if exc is not None and cycle is not None:
            told = cycle.scope.get("state", {}).get(ON_RESET)
            if told is not None:
                told()

    def data_received(self, data: bytes) -> None:
        """Take bytes, as many as fit."""
        self._raw_bytes += len(data)
        if self._is_parting:
            if self._raw_bytes > self.crowd.bounds.parting_bytes:
                self.hang_up()
            return
        self._unset_keepalive_if_required()
        if self._reading in {"nothing", "next"}:
            self._begin("head", raw_bytes=len(data))
        try:
            cast("Any", self.parser).feed_data(data)
        except httptools.HttpParserUpgrade:
            # None is offered, so the request is answered as it is, and nothing can follow it.
            cycle = self._current()
            if cycle is not None:
                cycle.keep_alive = False
        except httptools.HttpParserError:
            self._refuse(self._refusal)
        else:
            self._weigh()

    def on_message_begin(self) -> None:
        """Begin a request, perhaps in the same piece as the end of the one before."""
        if self._reading != "head":
            self._begin("head", raw_bytes=0)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        super().on_url(url)
        self._weigh_head(len(url), fields=0)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, or a trailer."""
        self._weigh_head(len(name) + len(value), fields=1)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._begin("body", raw_bytes=0)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Have the whole request."""
        self._begin("next", raw_bytes=0)
        self._head_bytes = self._fields = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on with the next request, unless this was the last."""
        if not self._is_parting:
            self.since = self.loop.time()
            super().on_response_complete()

    def look(self, now: float) -> None:
        """End what takes too long."""
        if self._is_unread(now):
            self.hang_up()
        elif self._is_parting or self.transport.is_closing():
            if now - self.since > self.crowd.bounds.parting_seconds and not self.unsent_bytes:
                self.hang_up()
        elif self.flow.read_paused:
            # It is this server that takes its time.
            self.since = now
        elif now - self.since > self._patience_seconds():
            if self._reading == "nothing":
                self.transport.close()
            else:
                self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def hang_up(self) -> None:
        """Close at once, whatever is unsent."""
        self.crowd.let_out(self)
        self.transport.abort()

    def part(self) -> None:
        """Say no more. What the client still sends is thrown away for a while, so that it comes to read the answer.

        Closing at once would reset the connection, and some clients then lose what they did not read yet.
        """
        if self._is_parting or self.transport.is_closing():
            return
        self._is_parting = True
        self._raw_bytes, self.since = 0, self.loop.time()
        self._unset_keepalive_if_required()
        self.flow.resume_reading()
        self.transport.write_eof()

    def _current(self) -> RequestResponseCycle | None:
        """Return the request that is being answered or was answered last; uvicorn begins with none."""
        return self.cycle

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        cycle.transport = _Parting(self, cycle)  # type: ignore[assignment]  # the three methods that a cycle calls
        super()._start_asgi_task(cycle, _closing_early(app, cycle))

    def _patience_seconds(self) -> float:
        """Return how long the client may take for what it sends; between requests, that is uvicorn's to say."""
        bounds = self.crowd.bounds
        seconds = {
            "nothing": bounds.first_byte_seconds,
            "head": bounds.head_seconds,
            "body": bounds.body_seconds + self._body_bytes / bounds.body_bytes_a_second,
        }
        return seconds.get(self._reading, math.inf)

    def _begin(self, reading: str, *, raw_bytes: int) -> None:
        self._reading, self._raw_bytes, self._body_bytes = reading, raw_bytes, 0
        self.since = self.loop.time()

    def _weigh_head(self, count: int, *, fields: int) -> None:
        self._head_bytes += count
        self._fields += fields
        bounds = self.crowd.bounds
        if self._head_bytes > bounds.head_bytes or self._fields > bounds.head_fields:
            self._refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise ValueError

    def _weigh(self) -> None:
        """Bound what the parser holds: a header without an end, blanks, or what stands between pieces of a body."""
        most = self.crowd.bounds.head_bytes
        around = self._raw_bytes - _MOST_FRAMING * self._body_bytes
        if self._reading in {"head", "body"} and around > (
            most if self._reading == "head" else 2 * _READ_BYTES
        ):
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _is_unread(self, now: float) -> bool:
        unsent, bounds = self.unsent_bytes, self.crowd.bounds
        taken = self.written_bytes - unsent
        if unsent == 0 or taken - self._taken_bytes >= bounds.unread_bytes:
            self._taken_since, self._taken_bytes = now, taken
        return now - self._taken_since > bounds.unread_seconds

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer in place of the application, and part."""
        if self.transport.is_closing():
            return
        cycle = self._current()
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
            if cycle.response_started:
                self.hang_up()
                return
        self.transport.write(self._refusal_of(status))
        self.part()

    def _refusal_of(self, status: HTTPStatus) -> bytes:
        response = problem(status, _SAID[status], Occurrence(self.crowd.new_id("req"), ""))
        again = [(b"retry-after", b"1")] if status is HTTPStatus.SERVICE_UNAVAILABLE else []
        headers = [*response.raw_headers, *SHIELD, *again, (b"connection", b"close")]
        lines = [f"HTTP/1.1 {status.value} {status.phrase}".encode(), *(b": ".join(each) for each in headers)]
        return b"\r\n".join([*lines, b"", bytes(response.body)])


@dataclass(slots=True)
class _Parting:
    """A transport that is not closed under a client that still sends."""

    connection: Connection
    cycle: RequestResponseCycle

    def write(self, data: bytes) -> None:
        self.connection.written_bytes += len(data)
        self.connection.transport.write(data)

    def is_closing(self) -> bool:
        return self.connection.transport.is_closing()

    def close(self) -> None:
        if self.cycle.more_body:
            self.connection.part()
        else:
            self.connection.transport.close()


def connections_of(crowd: Crowd) -> type[Connection]:
    """Return the class of the connections of one server."""
    return type("Connection", (Connection,), {"crowd": crowd})


def _closing_early(app: ASGI3Application, cycle: RequestResponseCycle) -> ASGI3Application:
    """Return an application whose answer to a request that is not whole yet is the last of its connection."""

    async def run(scope: Any, receive: Any, send: Any) -> None:
        async def tell(message: Any) -> None:
            if message["type"] == "http.response.start" and cycle.more_body:
                cycle.keep_alive = False
            await send(message)

        await app(scope, receive, tell)

    return run
