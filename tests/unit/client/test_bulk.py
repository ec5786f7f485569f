"""Bulk logging: bodies of lines, cut by count and by size, from any number of conversations."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from itertools import count, islice
from typing import Any

import pytest

from threadline import UNSET, AsyncThreadline, LogOpenAIConversation, LogOpenAIMessage, Threadline
from threadline.client.call import Call
from threadline.client.operations.bulk import BATCH_BYTES, Batches
from threadline.wire.bulk import MOST_LINES, LineProblem, LineResult


def lines(call: Call[Any]) -> list[dict[str, Any]]:
    assert call.body is not None
    return [json.loads(line) for line in call.body.splitlines()]


def chat(id_: str = "c1", text: str = "Hello") -> dict[str, Any]:
    return {"id": id_, "type": "openai", "messages": [{"role": "user", "content": text}]}


def test_conversations_are_cut_into_bodies_by_their_number() -> None:
    walk = Batches([chat(str(number)) for number in range(5)], batch_rows=2)
    sizes = []
    while not walk.is_done:
        call = walk.call()
        assert (call.path, call.content_type, call.accept) == (
            "/v1/bulk/conversations",
            "application/x-ndjson",
            "application/x-ndjson",
        )
        sizes.append(len(lines(call)))
        assert call.effect == "write"
    assert sizes == [2, 2, 1]


def test_a_body_ends_when_it_is_large() -> None:
    walk = Batches([chat(text="x" * BATCH_BYTES) for _ in range(2)])
    assert (len(lines(walk.call())), walk.is_done, len(lines(walk.call())), walk.is_done) == (
        1,
        False,
        1,
        True,
    )


def test_a_body_never_has_more_lines_than_a_request_may_have() -> None:
    walk = Batches(({"id": str(number)} for number in range(MOST_LINES + 1)), batch_rows=10 * MOST_LINES)
    body = walk.call().body
    assert body
    assert body.count(b"\n") == MOST_LINES
    assert not walk.is_done


def test_a_result_for_several_lines_becomes_one_for_each() -> None:
    walk = Batches([chat("a"), chat("b"), chat("c"), chat("d")], batch_rows=3)
    assert len(lines(walk.call())) == 3
    problem = LineProblem(status=413, code="payload_too_large", detail="Lines 1 to 2 were not read.")
    told = walk.take([LineResult(line=1, id="a"), LineResult(line=2, last_line=3, problem=problem)])
    assert [(each.line, each.last_line, each.problem is problem) for each in told] == [
        (1, UNSET, False),
        (2, UNSET, True),
        (3, UNSET, True),
    ]
    walk.call()
    assert [each.line for each in walk.take([LineResult(line=1, last_line=1, problem=problem)])] == [4]


def test_results_are_counted_over_all_bodies() -> None:
    walk = Batches([chat("a"), chat("b"), chat("c")], batch_rows=2)
    walk.call()
    walk.take([LineResult(line=1, id="a"), LineResult(line=2, id="b")])
    third = walk.call().read(
        200, b'{"line":1,"problem":{"status":400,"code":"bad_request","detail":"No."}}\n'
    )
    (result,) = walk.take(third)
    assert result.line == 3
    assert result.problem
    assert result.problem.detail == "No."


def test_a_conversation_without_an_id_gets_one_that_stays() -> None:
    struct = LogOpenAIConversation(messages=[LogOpenAIMessage(role="user", content="Hi")])
    first, second = lines(Batches([struct, {**chat(), "id": ""}]).call())
    assert first["id"] != second["id"]
    assert {each["id"][:5] for each in (first, second)} == {"conv_"}
    assert (first["type"], first["messages"]) == ("openai", [{"role": "user", "content": "Hi"}])


def test_no_more_is_taken_than_is_sent() -> None:
    taken = count()

    def endless() -> Iterator[dict[str, Any]]:
        for number in taken:
            yield chat(str(number))

    walk = Batches(endless(), batch_rows=3)
    assert not walk.is_done
    assert len(lines(walk.call())) == 3
    assert next(taken) <= 4


def test_nothing_is_sent_before_it_is_wanted() -> None:
    with Threadline("key", base_url="http://127.0.0.1:1") as client:
        assert list(islice(client.conversations.log_many([chat()]), 0)) == []
        assert list(client.conversations.log_many([])) == []


def test_a_source_that_fails_is_heard() -> None:
    def failing() -> Iterator[dict[str, Any]]:
        yield chat()
        raise AttributeError("the source is gone")

    async def consume() -> None:
        async with AsyncThreadline("key", base_url="http://127.0.0.1:1") as client:
            async for _ in client.conversations.log_many(failing()):
                pass

    with pytest.raises(AttributeError, match="the source is gone"):
        asyncio.run(consume())


def test_the_synchronous_client_refuses_what_must_be_awaited() -> None:
    async def source() -> AsyncIterator[dict[str, Any]]:
        yield chat()

    many: Any = source()
    with Threadline("key", base_url="http://127.0.0.1:1") as client, pytest.raises(TypeError):
        client.conversations.log_many(many)
