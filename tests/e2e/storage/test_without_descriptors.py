"""A process that may open no more files: what needs one is refused with a time, and all goes on when it may again."""

from __future__ import annotations

import resource
import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.support.product import counting, user
from tests.support.server import Server, running_server
from tests.support.waiting import until

PATIENCE_SECONDS = 60
ASKED: dict[str, Any] = {
    "/query/conversations": {"select": [counting()]},
    "/v1/search": {"query": "question"},
    "/query/conversations/export": {},
    "/query/semantic-threads": {"query": "question"},
}


@contextmanager
def without_descriptors(server: Server) -> Generator[None]:
    """Let the server open no file and take no connection while the block runs."""
    pid = server.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


def log(client: httpx2.Client, name: str) -> httpx2.Response:
    body = {"id": name, "type": "openai", "messages": [user(f"question {name}")]}
    return client.post("/conversations", json=body)


def ask_all(client: httpx2.Client) -> list[httpx2.Response]:
    return [client.post(path, json=body) for path, body in ASKED.items()]


@contextmanager
def connected(server: Server) -> Generator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {server.api_key}"}
    with httpx2.Client(
        base_url=server.url, headers=headers, verify=False, timeout=PATIENCE_SECONDS
    ) as client:
        yield client


def test_questions_are_refused_writes_go_on_and_all_is_well_afterwards(tmp_path: Path) -> None:
    with running_server(tmp_path) as server, connected(server) as client:
        assert log(client, "before").is_success
        with without_descriptors(server):
            waiting = socket.create_connection(("127.0.0.1", httpx2.URL(server.url).port or 0))
            waiting.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answers = [each for _ in range(3) for each in ask_all(client)]
            assert {each.status_code for each in answers} == {503}
            assert all(int(each.headers["retry-after"]) > 0 for each in answers)
            written = log(client, "meanwhile")
            assert written.status_code in {200, 503}
        waiting.settimeout(PATIENCE_SECONDS)
        with waiting, waiting.makefile("rb") as answered:
            assert answered.readline().startswith(b"HTTP/1.1 200")
        with connected(server) as other:
            until(lambda: all(each.is_success for each in ask_all(other)), seconds=PATIENCE_SECONDS)
            assert log(other, "after").is_success
            rows = other.post("/query/conversations", json={}).json()["data"]["result"]
        assert {row["id"] for row in rows} == {"before", "after"} | (
            {"meanwhile"} & {written.json().get("id")}
        )
        assert server.process.poll() is None
