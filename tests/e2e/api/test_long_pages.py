"""Pages that are too long to be held are sent in pieces, and are the pages that they would be in one."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.types import Message

from tests.support.product import Caller, Product, user


@pytest.fixture
def ids(api: Caller) -> list[str]:
    """Conversations of which three are longer than a piece of a page; the newest first."""
    for number in range(6):
        text = "x" * (1_200_000 if number % 2 else 10)
        api.log(user(text), id=f"c{number}", createdAt=f"2026-01-0{number + 1}T00:00:00Z")
    return [f"c{number}" for number in reversed(range(6))]


def test_a_long_page_is_whole_and_in_order(api: Caller, ids: list[str]) -> None:
    answer = api.get("/conversations?limit=100")
    page = json.loads(answer.body) if isinstance(answer.body, str) else answer.body
    assert [each["id"] for each in page["conversations"]] == ids
    assert (page["total"], page["pageSize"], page["count"]) == (6, 100, 6)
    assert "content-length" not in answer.headers
    for each in page["conversations"]:
        assert api.get(f"/conversations/{each['id']}").body == each


def test_a_short_page_says_how_long_it_is(api: Caller, ids: list[str]) -> None:
    answer = api.get("/conversations?limit=1&offset=1")
    assert [each["id"] for each in answer.body["conversations"]] == [ids[1]]
    assert int(answer.headers["content-length"]) > 0
    assert api.get("/conversations?offset=6").body == {
        "conversations": [],
        "total": 6,
        "pageSize": 20,
        "count": 0,
    }


def test_a_long_answer_of_a_query_is_the_rows_that_short_ones_have(api: Caller) -> None:
    texts = [f"{number}" * (700_000 if number % 2 else 10) for number in range(6)]
    for number, text in enumerate(texts):
        api.log(user(text), id=f"c{number}", createdAt=f"2026-01-0{number + 1}T00:00:00Z")
    body = {"orderBy": [{"field": "question", "direction": "asc"}], "limit": 5}
    answer = api.post("/query/semantic-threads", body)
    data = answer.body["data"]
    assert [row["question"] for row in data["result"]] == texts[:5]
    assert list(answer.body) == ["status", "data"]
    assert list(data)[:4] == ["result", "total", "pageSize", "count"]
    assert (data["total"], data["pageSize"], data["count"]) == (6, 5, 5)
    assert int(answer.headers["content-length"]) > 1_400_000
    each = [api.rows("semantic-threads", **body | {"limit": 1, "offset": number}) for number in range(5)]
    assert [row for rows in each for row in rows] == data["result"]


def test_rows_behind_a_long_page_are_found_by_its_cursor(api: Caller) -> None:
    for number in range(40):
        api.log(user("x" * 100_000), id=f"c{number:02}")
    ids: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        body = {"limit": 17, "orderBy": [{"field": "id", "direction": "asc"}]}
        answer = api.post("/query/semantic-threads", body | {"cursor": cursor})
        assert answer.status == 200, answer.body
        data = answer.body["data"]
        ids += [row["id"] for row in data["result"]]
        assert data["total"] == 40
        cursor = data.get("nextCursor")
    assert (len(ids), len(set(ids))) == (40, 40)


def test_nothing_more_is_read_than_a_client_takes_and_what_is_deleted_meanwhile_is_left_out(
    product: Product, api: Caller, ids: list[str]
) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/conversations",
        "query_string": b"limit=100",
        "headers": [(b"authorization", f"Bearer {api.key}".encode())],
    }
    taken: list[bytes] = []

    async def receive() -> Message:
        return await asyncio.Future[Message]()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            if len(taken) == 1:
                await asyncio.to_thread(api.delete, f"/conversations/{ids[4]}")
            taken.append(message["body"])

    async def ask() -> None:
        await product.client.app(scope, receive, send)

    asyncio.run(ask())
    assert len(taken) > 3
    page = json.loads(b"".join(taken))
    assert [each["id"] for each in page["conversations"]] == [each for each in ids if each != ids[4]]
    assert page["count"] == 5
