"""What was acknowledged survives `kill -9`, ten times in a row, and the projection agrees with the records."""

import itertools
import json
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from tests.support.server import Server, running_server

ROUNDS = 10
CLIENTS = 8


# Eleven servers are started, each of which takes seconds on a busy machine.
@pytest.mark.timeout(600)
def test_every_acknowledged_write_survives_ten_kills(tmp_path: Path) -> None:
    dice = random.Random(7)
    acknowledged: dict[str, int] = {}
    for round_ in range(ROUNDS):
        with running_server(tmp_path) as server:
            _write_until_killed(server, round_, acknowledged, dice.randint(10, 200))
    with running_server(tmp_path) as server, httpx2.Client(base_url=server.url, timeout=60) as client:
        client.headers["Authorization"] = f"Bearer {server.api_key}"
        stored = {name: _messages(client, name) for name in acknowledged}
        lost = {name for name, messages in acknowledged.items() if stored[name] < messages}
        assert (len(acknowledged) > ROUNDS, lost) == (True, set())
        _assert_projection_agrees(client)


def _write_until_killed(server: Server, round_: int, acknowledged: dict[str, int], writes: int) -> None:
    """Write with several clients, and kill the server in the middle; note what it acknowledged."""
    stop, is_time = threading.Event(), threading.Event()
    count = itertools.count(1)

    def write(client_number: int) -> None:
        with httpx2.Client(
            base_url=server.url,
            headers={"Authorization": f"Bearer {server.api_key}"},
            verify=False,
            timeout=60,
        ) as client:
            for number in range(10_000):
                name = f"{round_}-{client_number}-{number // 3}"
                messages = [{"role": "user", "content": f"{name} {index}"} for index in range(1 + number % 3)]
                body = {"id": name, "type": "support_ticket", "messages": messages}
                try:
                    answer = client.post("/conversations", json=body)
                except httpx2.TransportError:
                    return
                assert answer.is_success, answer.text
                acknowledged[name] = len(messages)
                if next(count) == writes:
                    is_time.set()
                if stop.is_set():
                    return

    with ThreadPoolExecutor(CLIENTS) as pool:
        writers = [pool.submit(write, number) for number in range(CLIENTS)]
        is_time.wait()  # after a random number of writes, others of which are on their way
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        stop.set()
        for writer in writers:
            writer.result()


def _messages(client: httpx2.Client, name: str) -> int:
    answer = client.get(f"/conversations/{name}")
    return len(answer.json()["messages"]) if answer.is_success else 0


def _assert_projection_agrees(client: httpx2.Client) -> None:
    total = client.get("/conversations?limit=1").json()["total"]
    count = [{"type": "aggregation", "aggregation": "count"}]
    messages = [{"type": "aggregation", "aggregation": "sum", "field": "userMessageCount"}]
    rows = client.post("/query/conversations", content=json.dumps({"select": count + messages})).json()[
        "data"
    ]["result"]
    listed = 0
    for offset in range(0, total, 100):
        page = client.get(f"/conversations?limit=100&offset={offset}").json()["conversations"]
        listed += sum(len(each["messages"]) for each in page)
    assert rows == [{"count": total, "sum_userMessageCount": listed}]
    threads = client.post("/query/semantic-threads", content=json.dumps({"select": count})).json()["data"][
        "result"
    ]
    assert threads == [{"count": total}]
