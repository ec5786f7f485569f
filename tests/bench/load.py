"""Keep-alive clients that send requests as fast as they are answered, and take the time of each.

They know just enough HTTP for our own server: an answer has a status, a `Content-Length` and that many bytes.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import uvloop


class LoadError(Exception):
    """The server refused, or closed the connection."""


@dataclass(slots=True)
class Load:
    """What sending some requests showed."""

    milliseconds: list[float] = field(default_factory=list)
    """Time of each answer, in order of arrival."""

    wall_seconds: float = 0.0
    answer_bytes: int = 0

    def percentile(self, share: float) -> float:
        """Return the time that this share of the answers did not exceed."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


@dataclass(frozen=True, slots=True)
class Target:
    """Where to send, and as whom."""

    port: int
    key: str

    def get(self, path: str) -> bytes:
        """Return a request that reads."""
        return f"GET {path} HTTP/1.1\r\n{self._headers()}\r\n".encode()

    def post(self, path: str, body: bytes) -> bytes:
        """Return a request that writes or queries."""
        sizes = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return f"POST {path} HTTP/1.1\r\n{self._headers()}{sizes}\r\n".encode() + body

    def _headers(self) -> str:
        return (
            f"Host: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.key}\r\nAccept: application/json\r\n"
        )


def send_all(target: Target, requests: Sequence[bytes], *, clients: int) -> Load:
    """Send requests, in order of the list, over some connections at once.

    Raises:
        LoadError: an answer was not 200, or a connection broke.
    """
    load = Load()
    started = time.perf_counter()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_send_all(target.port, requests, clients, load))
    load.wall_seconds = time.perf_counter() - started
    return load


async def _send_all(port: int, requests: Sequence[bytes], clients: int, load: Load) -> None:
    loop = asyncio.get_running_loop()
    waiting = iter(requests)
    ends = [loop.create_future() for _ in range(min(clients, len(requests)))]
    for end in ends:
        await loop.create_connection(partial(_Client, waiting, load, end), "127.0.0.1", port)
    await asyncio.gather(*ends)


class _Client(asyncio.Protocol):
    """One connection: sends the next request as soon as the last one is answered."""

    def __init__(self, waiting: Iterator[bytes], load: Load, end: asyncio.Future[None]) -> None:
        self._waiting = waiting
        self._load = load
        self._end = end
        self._received = bytearray()
        self._missing_bytes = 0
        self._sent_at = 0.0
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # The loop's transports have the methods, and do not say so by inheritance.
        self._transport = cast("asyncio.WriteTransport", transport)
        self._send_next()

    def data_received(self, data: bytes) -> None:
        if self._missing_bytes:
            self._missing_bytes -= len(data)
        else:
            self._received += data
            self._read_head()
        if not self._received and not self._missing_bytes:
            self._load.milliseconds.append((time.perf_counter() - self._sent_at) * 1000)
            self._send_next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._end.done():
            self._end.set_exception(LoadError(f"The connection broke: {exc or 'closed by the server'}."))

    def _read_head(self) -> None:
        head, found, body = bytes(self._received).partition(b"\r\n\r\n")
        if not found:
            return
        if not head.startswith(b"HTTP/1.1 200 "):
            self._fail(bytes(self._received))
            return
        size = int(head.lower().partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
        self._load.answer_bytes += size
        self._missing_bytes = size - len(body)
        self._received.clear()

    def _send_next(self) -> None:
        assert self._transport is not None
        request = next(self._waiting, None)
        if request is not None:
            self._sent_at = time.perf_counter()
            self._transport.write(request)
        elif not self._end.done():
            self._end.set_result(None)
            self._transport.close()

    def _fail(self, answer: bytes) -> None:
        if not self._end.done():
            self._end.set_exception(LoadError(answer.decode(errors="replace")))
