"""Below the level of whole requests: addresses at their longest, and clients that break off or stand still."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote

import httpx2
import pytest
from starlette.requests import Request
from starlette.types import Message

from tests.support.product import Product, user
from tests.support.server import LONG, Server, running_server
from threadline.api import context
from threadline.api.context import read_body
from threadline.errors import MalformedError
from threadline.serving.receiving import Receiving, Share

CHAT = {"type": "openai", "messages": [user("a")]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("data") / "data") as server:
        yield server


def test_the_longest_id_of_the_widest_letters_can_be_read_and_deleted(server: Server) -> None:
    id_ = "\N{GRINNING FACE}" * 1_024
    headers = {"Authorization": f"Bearer {server.api_key}"}
    with httpx2.Client(base_url=server.url, headers=headers, timeout=60) as client:
        assert client.post("/conversations", json=CHAT | {"id": id_}).status_code == 200
        address = f"/conversations/{quote(id_, safe='')}"
        assert client.get(address).json()["id"] == id_
        assert client.delete(address).status_code == 200


def test_strangers_cannot_keep_the_door_shut(server: Server) -> None:
    place = (httpx2.URL(server.url).host, httpx2.URL(server.url).port or 0)
    with ExitStack() as opened:
        for _ in range(1_100):
            there = opened.enter_context(socket.create_connection(place, timeout=60))
            there.sendall(b"GET /x HTTP/1.1\r\nHo")
        assert httpx2.get(f"{server.url}/healthz", timeout=LONG).status_code == 200
        headers = {"Authorization": f"Bearer {server.api_key}"}
        assert (
            httpx2.post(
                f"{server.url}/query/conversations", json={}, headers=headers, timeout=LONG
            ).status_code
            == 200
        )


def test_a_refused_request_is_the_last_of_its_connection(server: Server) -> None:
    answer = httpx2.post(f"{server.url}/conversations", content=b"x" * 1_900_000, timeout=LONG)
    assert (answer.status_code, answer.headers["connection"]) == (401, "close")


@pytest.mark.parametrize("path", ["/conversations", "/events", "/v1/bulk/conversations"])
def test_a_client_that_breaks_off_is_no_defect(
    product: Product, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    headers = [(b"authorization", f"Bearer {product.caller().key}".encode()), (b"content-length", b"100")]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    coming: list[Message] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": b'{"id":', "more_body": True},
    ]
    answered: list[Message] = []

    async def receive() -> Message:
        return coming.pop()

    async def send(message: Message) -> None:
        answered.append(message)

    async def ask() -> None:
        await product.client.app(scope, receive, send)

    asyncio.run(ask())
    assert (coming, answered) == ([], [])
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_client_that_stands_still_in_the_middle_of_a_body_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(context, "PATIENCE_SECONDS", 0.01)
    pieces: list[Message] = [{"type": "http.request", "body": b'{"id":', "more_body": True}]

    async def receive() -> Message:
        return pieces.pop() if pieces else await asyncio.Future[Message]()

    request = Request({"type": "http", "headers": []}, receive)
    with pytest.raises(MalformedError, match="Nothing of the body came"):
        asyncio.run(read_body(request, 100, Share(Receiving(100), 100)))
