"""A bulk request that a kill or a lost client ends: what was told is kept, nothing is half, and again mends it."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.product import assistant, user
from tests.support.server import LONG, Server, running_server
from threadline.services.importing.bulk import GROUP_LINES

COUNT = 6 * GROUP_LINES
MESSAGES = 4


def line(number: int) -> bytes:
    messages = [(user if each % 2 == 0 else assistant)(f"message {each}") for each in range(MESSAGES)]
    body = {"type": "openai", "id": f"c{number:05}", "properties": {"n": number}, "messages": messages}
    return json.dumps(body).encode() + b"\n"


def every_line() -> Iterator[bytes]:
    return map(line, range(COUNT))


def posted(server: Server, pieces: Iterator[bytes]) -> Any:
    """Return the open answer to a body that is sent in pieces."""
    headers = {"Authorization": f"Bearer {server.api_key}"}
    return httpx2.stream(
        "POST",
        f"{server.url}/v1/bulk/conversations",
        content=pieces,
        headers=headers,
        verify=False,
        timeout=LONG,
    )


def asked(server: Server, path: str) -> Any:
    headers = {"Authorization": f"Bearer {server.api_key}"}
    answer = httpx2.get(f"{server.url}{path}", headers=headers, verify=False, timeout=LONG)
    assert answer.status_code == 200, answer.text
    return answer.json()


def total(server: Server) -> int:
    found: int = asked(server, "/conversations?limit=1")["total"]
    return found


def stored(server: Server) -> list[str]:
    """Return the ids of all conversations, in order, each of which must be whole."""
    found: dict[str, Any] = {}
    while page := asked(server, f"/conversations?limit=100&offset={len(found)}")["conversations"]:
        before = len(found)
        found |= {each["id"]: each for each in page}
        assert len(found) == before + len(page)
    for id_, each in found.items():
        assert [message["content"] for message in each["messages"]] == [
            f"message {n}" for n in range(MESSAGES)
        ]
        assert each["properties"] == {"n": int(id_[1:])}
    return sorted(found)


def results(server: Server, lines: Iterator[bytes]) -> list[Any]:
    with posted(server, lines) as answer:
        assert answer.status_code == 200
        return [json.loads(each) for each in answer.iter_lines()]


def test_a_kill_in_the_middle_of_a_body_leaves_whole_conversations_and_again_mends_it(tmp_path: Path) -> None:
    def until_killed(server: Server) -> Iterator[bytes]:
        yield from islice(every_line(), 3 * GROUP_LINES + 7)
        while total(server) < GROUP_LINES:
            continue
        yield line(COUNT)[:40]
        server.process.kill()
        server.process.wait()
        yield line(COUNT)[40:]

    with (
        running_server(tmp_path) as server,
        pytest.raises(httpx2.HTTPError),
        posted(server, until_killed(server)),
    ):
        raise AssertionError("an answer came from a dead server")
    with running_server(tmp_path) as server:
        kept = stored(server)
        assert GROUP_LINES <= len(kept) <= 3 * GROUP_LINES
        assert kept == [f"c{number:05}" for number in range(len(kept))]
        told = results(server, every_line())
        assert [each["id"] for each in told] == [f"c{number:05}" for number in range(COUNT)]
        assert stored(server) == [f"c{number:05}" for number in range(COUNT)]


def test_whatever_was_told_before_a_kill_is_there_afterwards(tmp_path: Path) -> None:
    with running_server(tmp_path) as server, posted(server, every_line()) as answer:
        told = [json.loads(each)["id"] for each in islice(answer.iter_lines(), 50)]
        server.process.kill()
        server.process.wait()
    assert told == [f"c{number:05}" for number in range(50)]
    with running_server(tmp_path) as server:
        assert set(told) <= set(stored(server))


def test_a_client_that_is_lost_in_the_middle_of_a_body_loses_no_whole_group(tmp_path: Path) -> None:
    class LostError(Exception):
        pass

    def until_lost(server: Server) -> Iterator[bytes]:
        yield from islice(every_line(), 2 * GROUP_LINES + 7)
        while total(server) < 2 * GROUP_LINES:
            continue
        raise LostError

    with running_server(tmp_path) as server:
        with pytest.raises(LostError), posted(server, until_lost(server)):
            raise AssertionError("an answer came to half a request")
        assert stored(server) == [f"c{number:05}" for number in range(2 * GROUP_LINES)]
        assert len(results(server, every_line())) == COUNT
        assert total(server) == COUNT
