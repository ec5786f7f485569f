"""Requests to an application of this process: answers, pieces, what is raised, and what ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from threadline.cli.places.in_process import InProcess


def client(app: ASGIApp, *, mends: Iterable[bool] = ()) -> httpx2.Client:
    mended = iter(mends)
    transport = InProcess(app, lambda prefix: f"{prefix}_1", mend=lambda: next(mended, False))
    return httpx2.Client(transport=transport, base_url="http://here")


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive)
    told = [request.method, scope["path"], request.url.query, (await request.body()).decode()]
    await Response("\n".join(told), headers={"X-Id": scope["state"]["request_id"]})(scope, receive, send)


def test_a_request_arrives_whole_and_its_path_as_it_was_written() -> None:
    with client(echo) as http:
        answer = http.post("/conversations/a%2Fb", params={"x": "1"}, content=b"{}")
    assert answer.text.splitlines() == ["POST", "/conversations/a%2Fb", "x=1", "{}"]
    assert (answer.status_code, answer.headers["x-id"]) == (200, "req_1")


def test_pieces_are_made_as_they_are_taken() -> None:
    made: list[int] = []

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(9):
            made.append(number)
            yield str(number).encode()

    with client(StreamingResponse(pieces())) as http, http.stream("GET", "/") as answer:
        taken = answer.iter_raw()
        assert next(taken) == b"0"
        assert len(made) < 5
        assert b"".join(taken) == b"12345678"


def test_what_the_application_raises_is_raised_to_who_asks() -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ZeroDivisionError

    with client(broken) as http, pytest.raises(ZeroDivisionError):
        http.get("/")


def test_what_breaks_in_the_middle_of_an_answer_is_raised_too() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"0"
        raise ZeroDivisionError

    with client(StreamingResponse(pieces())) as http, http.stream("GET", "/") as answer:
        taken = answer.iter_raw()
        assert next(taken) == b"0"
        with pytest.raises(ZeroDivisionError):
            next(taken)


@pytest.mark.parametrize(("mends", "status", "asked"), [((True,), 200, 2), ((False,), 503, 1), ((), 503, 1)])
def test_what_can_be_mended_is_asked_again(mends: tuple[bool, ...], status: int, asked: int) -> None:
    answers = iter([503, 200])
    count = 0

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal count
        count += 1
        await Response(status_code=next(answers))(scope, receive, send)

    with client(app, mends=mends) as http:
        assert (http.get("/").status_code, count) == (status, asked)


def test_an_answer_that_nobody_takes_to_its_end_lets_go() -> None:
    ended: list[str] = []

    async def pieces() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"0"
        finally:
            ended.append("pieces")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await StreamingResponse(pieces())(scope, receive, send)
        finally:
            ended.append("application")

    with client(app) as http, http.stream("GET", "/") as answer:
        assert next(answer.iter_raw()) == b"0"
    assert set(ended) == {"pieces", "application"}


def test_work_that_was_interrupted_ends_with_the_client() -> None:
    ended = False

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        nonlocal ended
        try:
            asyncio.get_running_loop().call_soon(interrupt)
            await asyncio.Event().wait()
        finally:
            ended = True

    def interrupt() -> None:
        raise KeyboardInterrupt

    with client(app) as http, pytest.raises(KeyboardInterrupt):
        http.get("/")
    assert ended
