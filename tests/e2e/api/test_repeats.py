"""A write that comes again because its answer was lost is stored once; equal writes of several people are not."""

import asyncio
import json
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import httpx2
import pytest
from starlette.types import Message, Scope

from tests.support.product import Caller, Json, Product, counting, opened, user
from tests.support.server import LONG, Server, running_server
from tests.support.waiting import until

WRITES: list[tuple[str, Json]] = [
    ("/conversations", {"type": "openai", "messages": [user("Hello?")]}),
    ("/events", {"type": "clicked", "entityType": "conversation", "conversationId": "c"}),
    ("/feedback", {"type": "positive", "messageId": "m"}),
]
VIEWS = {"/conversations": "conversations", "/events": "events", "/feedback": "feedback"}
VENDOR = {"User-Agent": "speakeasy-sdk/typescript 0.4.36 2.881.4 1.0.0 @inkeep/inkeep-analytics"}
EVENT = WRITES[1][1]

Fate = Literal["arrives", "hangs up", "fails"]


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with opened(tmp_path, repeat_seconds=60.0) as product:
        yield product


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("data") / "data") as server:
        yield server


def stored(api: Caller, path: str = "/events") -> int:
    return int(api.rows(VIEWS[path], select=[counting()])[0]["count"])


async def send_once(
    product: Product, key: str, fate: Fate, *, path: str = "/events", host: str = "::1"
) -> None:
    """Send one write below HTTP, to a client that is there or is not when the answer comes."""
    body = json.dumps(dict(WRITES)[path]).encode()
    coming: list[Message] = [{"type": "http.request", "body": body}]
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {key}".encode())],
        "client": (host, 50_000),
    }

    async def receive() -> Message:
        if coming:
            return coming.pop()
        if fate != "hangs up":
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if fate == "fails" and message["type"] == "http.response.body":
            raise OSError("the connection is gone")

    try:
        await product.client.app(scope, receive, send)
    except OSError:
        assert fate == "fails"


@pytest.mark.parametrize(("path", "body"), WRITES)
def test_five_equal_writes_that_were_answered_are_five(api: Caller, path: str, body: Json) -> None:
    ids = {api.post(path, body).body["id"] for _ in range(5)}
    assert (len(ids), stored(api, path)) == (5, 5)


@pytest.mark.parametrize("path", list(VIEWS))
@pytest.mark.parametrize("fate", ["hangs up", "fails"])
def test_a_write_whose_answer_was_lost_is_the_same_when_it_comes_again(
    product: Product, api: Caller, path: str, fate: Fate
) -> None:
    async def ask() -> None:
        for each in (fate, fate, "arrives"):
            await send_once(product, api.key, each, path=path)

    asyncio.run(ask())
    assert stored(api, path) == 1


def test_once_the_answer_has_arrived_the_next_equal_write_is_new(product: Product, api: Caller) -> None:
    async def ask() -> None:
        for fate in ("hangs up", "arrives", "arrives"):
            await send_once(product, api.key, fate)

    asyncio.run(ask())
    assert stored(api) == 2


def test_writes_that_wait_for_the_same_commit_are_one(product: Product, api: Caller) -> None:
    async def ask() -> None:
        await asyncio.gather(*(send_once(product, api.key, "arrives") for _ in range(5)))

    asyncio.run(ask())
    assert stored(api) == 1


def test_another_sender_and_another_key_are_another_write(product: Product, api: Caller) -> None:
    async def ask() -> None:
        await send_once(product, api.key, "hangs up")
        await send_once(product, api.key, "arrives", host="192.0.2.1")
        await send_once(product, product.caller("web").key, "arrives")

    asyncio.run(ask())
    assert stored(api) == 3


def test_an_answer_that_was_lost_long_ago_begins_no_repeat(tmp_path: Path) -> None:
    async def ask(product: Product, key: str) -> None:
        await send_once(product, key, "hangs up")
        product.state.repeats.clock = lambda: product.state.clock.seconds() + 61
        await send_once(product, key, "arrives")

    with opened(tmp_path, repeat_seconds=60.0) as product:
        api = product.caller()
        asyncio.run(ask(product, api.key))
        assert stored(api) == 2


def test_a_refused_write_is_judged_anew(api: Caller) -> None:
    refused = {"type": "openai", "messages": []}
    assert [api.post("/conversations", refused).status for _ in range(2)] == [422, 422]


def test_a_client_that_tries_again_by_itself_is_taken_at_its_word_after_a_moment(
    product: Product, api: Caller
) -> None:
    times = [0.0]
    product.state.repeats.clock = lambda: times[0]
    first = api.post("/events", EVENT, headers=VENDOR).body["id"]
    at_once = api.post("/events", EVENT, headers=VENDOR).body["id"]
    times[0] += 0.5
    again = api.post("/events", EVENT, headers=VENDOR).body["id"]
    times[0] += 61
    later = api.post("/events", EVENT, headers=VENDOR).body["id"]
    assert (first != at_once, at_once == again, later != again) == (True, True, True)


def raw(server: Server, body: Json) -> bytes:
    content = json.dumps(body).encode()
    head = f"POST /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.api_key}\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


def count(server: Server, type_: str) -> int:
    where = {"condition": {"field": "type", "operator": "eq", "value": type_}}
    answer = httpx2.post(
        f"{server.url}/query/events",
        json={"select": [counting()], "where": where},
        headers={"Authorization": f"Bearer {server.api_key}"},
        timeout=LONG,
    )
    return int(answer.json()["data"]["result"][0]["count"])


@pytest.mark.parametrize("manner", ["closed at once", "reset after the answer"])
def test_a_connection_that_breaks_loses_the_answer(server: Server, manner: str) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    event = EVENT | {"type": manner}
    for _ in range(2):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(raw(server, event))
            if manner == "reset after the answer":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                assert connection.recv(1)
        until(lambda: count(server, manner) == 1)
    headers = {"Authorization": f"Bearer {server.api_key}"}
    content = json.dumps(event).encode()
    assert (
        httpx2.post(f"{server.url}/events", content=content, headers=headers, timeout=LONG).status_code == 200
    )
    assert count(server, manner) == 1
