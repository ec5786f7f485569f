"""Bulk logging: bodies of lines, cut by count and by size, from any number of conversations."""

import json
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

from threadline import LogOpenAIConversation, LogOpenAIMessage, Threadline
from threadline.client.call import Call
from threadline.client.operations.bulk import BATCH_BYTES, Batches
from threadline.wire.bulk import LineResult


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
