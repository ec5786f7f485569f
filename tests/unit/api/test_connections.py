"""Connections that send too much, too slowly or too many at once, against a real server of a small application."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import uvicorn

from tests.support.waiting import until
from threadline.api.connections.bounds import Bounds
from threadline.api.connections.connection import connections_of
from threadline.api.connections.crowd import Crowd

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
PATIENT: dict[str, Any] = {"connections": 100, "address_connections": 100, "look_seconds": 0.02}


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer at once at `/early`, at `/large` much, and elsewhere how large the body is."""
    size = 0
    while scope["path"] != "/early":
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message["body"])
        if not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    pieces = 2_000 if scope["path"] == "/large" else 0
    for _ in range(pieces):
        await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
    await send({"type": "http.response.body", "body": str(size).encode()})


class Served:
    """A server in a thread."""

    def __init__(self, bounds: Bounds) -> None:
        self.crowd = Crowd(bounds, lambda prefix: f"{prefix}_1")
        listener = socket.create_server(("127.0.0.1", 0))
        self.address = listener.getsockname()
        config = uvicorn.Config(
            app, http=connections_of(self.crowd), loop="uvloop", lifespan="off", log_config=None
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listener]})
        self.thread.start()
        until(lambda: self.server.started)

    def connect(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=60)

    def answer(self, sent: bytes) -> bytes:
        with self.connect() as there:
            there.sendall(sent)
            return rest_of(there)


def rest_of(there: socket.socket) -> bytes:
    """Return what comes until the other side closes; a reset is an end as well."""
    read = b""
    try:
        while piece := there.recv(1 << 16):
            read += piece
    except ConnectionResetError:
        pass
    return read


@contextmanager
def served(**bounds: Any) -> Generator[Served]:
    server = Served(Bounds(**(PATIENT | bounds)))
    try:
        yield server
    finally:
        server.server.should_exit = True
        server.thread.join()


@pytest.fixture(scope="module")
def patient() -> Iterator[Served]:
    with served() as server:
        yield server


@pytest.mark.parametrize(
    "sent",
    [
        GET + b"X: " + b"x" * 40_000,
        GET + b"X: " + b"x" * 40_000 + b"\r\n\r\n",
        GET + b"x" * 40_000,
        GET + b"".join(b"X%d: y\r\n" % number for number in range(101)) + b"\r\n",
        GET + b"X: y\r\n" * 101,
        b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /" + b"x" * 40_000,
        b"\r\n" * 40_000,
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " + b"x" * 700_000,
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 700_000,
    ],
)
def test_a_head_that_is_too_large_is_refused_whether_it_ends_or_not(patient: Served, sent: bytes) -> None:
    head, _, body = patient.answer(sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 431 ")
    assert b"connection: close" in head
    assert json.loads(body)["code"] == "headers_too_large"


@pytest.mark.parametrize(
    "sent", [b"nonsense\r\n\r\n", GET + b"no colon\r\n\r\n", b"CONNECT x:1 HTTP/1.1\r\n\r\n"]
)
def test_what_is_no_request_is_refused_in_the_words_of_the_contract(patient: Served, sent: bytes) -> None:
    head, _, body = patient.answer(sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["requestId"] == "req_1"


def test_a_head_within_the_limit_and_a_body_in_small_pieces_are_taken(patient: Served) -> None:
    fields = b"".join(b"X%d: %s\r\n" % (number, b"y" * 290) for number in range(98))
    assert patient.answer(GET + fields + b"Connection: close\r\n\r\n").endswith(b"0\r\n\r\n")
    pieces = b"1\r\nx\r\n" * 200_000 + b"0\r\n\r\n"
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    assert b"200000" in patient.answer(head + pieces)


def test_requests_that_follow_each_other_on_a_connection_are_all_answered(patient: Served) -> None:
    body = b"POST / HTTP/1.1\r\nContent-Length: 50000\r\n\r\n" + b"x" * 50_000
    last = GET + b"Connection: close\r\n\r\n"
    assert patient.answer(body * 20 + last).count(b"HTTP/1.1 200 OK") == 21


def test_a_client_that_asks_for_another_protocol_is_answered_in_this_one(patient: Served) -> None:
    upgrade = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
    assert patient.answer(GET + upgrade).startswith(b"HTTP/1.1 200 ")


def test_an_answer_before_the_end_of_the_body_is_the_last_of_its_connection() -> None:
    with served(parting_bytes=1_000_000, parting_seconds=20) as server, server.connect() as there:
        there.sendall(b"POST /early HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 500_000)
        head = there.recv(100)
        assert head.startswith(b"HTTP/1.1 200 ")
        assert b"connection: close" in head
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            there.sendall(b"x" * 100_000_000)


def test_a_body_that_was_announced_and_not_awaited_is_not_sent(patient: Served) -> None:
    expecting = b"POST /early HTTP/1.1\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"
    assert patient.answer(expecting).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("bounds", "sent", "status"),
    [
        ({"first_byte_seconds": 0.05}, b"", b""),
        ({"head_seconds": 0.05}, b"G", b"408"),
        ({"head_seconds": 0.05}, GET, b"408"),
        ({"head_seconds": 0.05}, GET + b"\r\n" + GET, b"408"),
        (
            {"body_seconds": 0.05, "body_bytes_a_second": 1_000_000},
            b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx",
            b"408",
        ),
    ],
)
def test_who_takes_too_long_is_sent_away(bounds: dict[str, Any], sent: bytes, status: bytes) -> None:
    with served(**bounds) as server, server.connect() as there:
        there.sendall(sent[:20])
        there.sendall(sent[20:])
        answers = rest_of(there)
        assert answers.split(b"HTTP/1.1 ")[-1][:3] == status


def test_slow_drops_do_not_keep_a_request_open() -> None:
    with served(head_seconds=0.2) as server, server.connect() as there:
        stopped = threading.Event()

        def drip() -> None:
            try:
                while not stopped.wait(0.01):
                    there.sendall(b"x")
            except OSError:
                pass

        there.sendall(GET + b"X: ")
        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            assert rest_of(there).startswith(b"HTTP/1.1 408 ")
        finally:
            stopped.set()
            dripping.join()


def test_one_too_many_takes_the_place_of_the_one_that_waits_longest() -> None:
    with served(connections=5) as server, ExitStack() as opened:
        waiting = [opened.enter_context(server.connect()) for _ in range(5)]
        for each in waiting:
            each.sendall(b"GET / HT")
        until(lambda: len(server.crowd) == 5)
        for _ in range(20):
            assert b"200 OK" in server.answer(GET + b"Connection: close\r\n\r\n")
        assert len(server.crowd) <= 5
        assert rest_of(waiting[0]) == b""


def test_when_all_are_busy_one_too_many_is_told_to_come_again() -> None:
    with served(connections=2) as server, ExitStack() as opened:
        for _ in range(2):
            busy = opened.enter_context(server.connect())
            busy.sendall(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx")
        until(lambda: [each.is_waiting for each in server.crowd.all()] == [False, False])
        head = server.answer(b"")
        assert head.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 1" in head


def test_loopback_is_not_counted_by_address_because_proxies_live_there() -> None:
    with served(address_connections=1) as server, ExitStack() as opened:
        for _ in range(10):
            opened.enter_context(server.connect())
        until(lambda: len(server.crowd) == 10)


class Waiting:
    """A connection that waits for its first request."""

    is_waiting, since, unsent_bytes = True, 0.0, 0

    def __init__(self, crowd: Crowd, loop: asyncio.AbstractEventLoop) -> None:
        self.crowd, self.loop = crowd, loop
        self.is_there = True

    def look(self, now: float) -> None:
        pass

    def hang_up(self) -> None:
        self.crowd.let_out(self)
        self.is_there = False


def test_an_address_elsewhere_has_its_share_and_no_more() -> None:
    async def run() -> list[bool]:
        crowd, loop = Crowd(Bounds(connections=100, address_connections=2), str), asyncio.get_running_loop()
        addresses = ("192.0.2.1", "192.0.2.1", "192.0.2.1", "2001:db8::1", "::1", "127.0.0.1", "127.0.0.1")
        members = [Waiting(crowd, loop) for _ in addresses]
        assert all(crowd.let_in(*each) for each in zip(members, addresses, strict=True))
        return [each.is_there for each in members]

    assert asyncio.run(run()) == [False] + [True] * 6


def test_a_client_that_does_not_read_its_answer_is_hung_up_on() -> None:
    with served(unread_seconds=0.3, unread_bytes=1) as server, server.connect() as there:
        there.sendall(b"GET /large HTTP/1.1\r\n\r\n")
        until(lambda: len(server.crowd) == 1)
        assert there.recv(100_000)
        until(lambda: len(server.crowd) == 0)
        assert len(rest_of(there)) < 200_000_000


def test_what_is_held_for_all_who_do_not_read_is_bounded() -> None:
    with served(unsent_bytes=50_000) as server, ExitStack() as opened:
        for _ in range(5):
            opened.enter_context(server.connect()).sendall(b"GET /large HTTP/1.1\r\n\r\n")
        until(lambda: sum(each.unsent_bytes for each in server.crowd.all()) <= 50_000)
