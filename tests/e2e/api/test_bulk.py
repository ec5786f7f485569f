"""POST /v1/bulk/conversations: one conversation a line in, one result a line out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import apsw
import msgspec
import pytest

from tests.support.product import Answer, Caller, Json, Product, opened, user
from threadline.api.intake.bodies import read_conversation
from threadline.services.importing.bulk import GROUP_LINES, BulkLimits
from threadline.services.logged import Logged
from threadline.wire.conversations import LogConversation

PATH = "/v1/bulk/conversations"


def ticket(id_: str | None, text: str = "hello", **fields: Any) -> Json:
    named = {"id": id_} if id_ else {}
    return {"type": "support_ticket", "messages": [user(text)]} | named | fields


def lines(*bodies: Json) -> bytes:
    return b"\n".join(body if isinstance(body, bytes) else json.dumps(body).encode() for body in bodies)


def results(answer: Answer) -> list[Json]:
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.body.splitlines()]


def sent(caller: Caller, *bodies: Json) -> list[Json]:
    return results(caller.post(PATH, lines(*bodies)))


def test_every_line_is_stored_as_a_single_request_would_store_it(api: Caller) -> None:
    body = ticket(
        "c1", properties={"plan": "pro"}, createdAt="2026-01-01T00:00:00Z", updatedAt="2026-01-01T00:00:00Z"
    )
    body["messages"][0] |= {
        "id": "m1",
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z",
    }
    assert sent(api, body) == [{"line": 1, "id": "c1"}]
    in_bulk = api.get("/conversations/c1").body
    api.delete("/conversations/c1")
    assert api.post("/conversations", body).body == in_bulk
    assert api.rows("conversations")[0]["id"] == "c1"


def test_a_line_without_an_id_is_given_one(api: Caller) -> None:
    made = sent(api, ticket(None))[0]["id"]
    assert api.get(f"/conversations/{made}").status == 200


def test_a_refused_line_keeps_no_other_from_being_stored(api: Caller) -> None:
    told = sent(api, ticket("c1"), b"{", {"type": "openai"}, ticket("c2", messages=[]), ticket("c3"))
    assert [(each["line"], each.get("id")) for each in told] == [
        (1, "c1"),
        (2, None),
        (3, None),
        (4, None),
        (5, "c3"),
    ]
    assert [each["problem"]["status"] for each in told if "problem" in each] == [400, 400, 422]
    assert told[3]["problem"] == {
        "status": 422,
        "code": "unprocessable_entity",
        "detail": "A conversation needs at least one message. at `/messages`",
        "violations": [{"pointer": "/messages", "message": "A conversation needs at least one message."}],
    }
    assert {each["id"] for each in api.rows("conversations")} == {"c1", "c3"}


def test_empty_lines_count_and_have_no_result(api: Caller) -> None:
    answer = api.post(PATH, b"\r\n\n" + lines(ticket("c1")) + b"\r\n  \n" + lines(ticket("c2")) + b"\n")
    assert results(answer) == [{"line": 3, "id": "c1"}, {"line": 5, "id": "c2"}]


def test_no_lines_have_no_results(api: Caller) -> None:
    assert sent(api) == []


def test_the_last_of_several_lines_with_one_id_counts(api: Caller) -> None:
    sent(api, ticket("c1", "first"), ticket("c1", "second"))
    assert api.get("/conversations/c1").body["messages"][0]["content"] == "second"
    assert api.get("/conversations").body["total"] == 1


def test_the_same_body_again_changes_nothing(api: Caller) -> None:
    body = lines(*(ticket(f"c{number}") for number in range(3)))
    assert results(api.post(PATH, body)) == results(api.post(PATH, body))
    assert api.get("/conversations").body["total"] == 3


def test_many_lines_are_stored_in_groups(api: Caller, product: Product) -> None:
    count = 2 * GROUP_LINES + 1
    before = product.state.records.writer.stats.jobs
    told = sent(api, *(ticket(f"c{number}") for number in range(count)))
    assert [each["line"] for each in told] == list(range(1, count + 1))
    assert product.state.records.writer.stats.jobs - before == 3
    assert api.rows("conversations", select=[{"type": "aggregation", "aggregation": "count"}]) == [
        {"count": count}
    ]


def test_the_rest_of_too_many_lines_is_told_in_one_result_and_can_be_sent_alone(
    api: Caller, product: Product
) -> None:
    product.state.bulk = BulkLimits(lines=4)
    bodies = [ticket("c1"), b"", ticket("c2"), b"{", ticket("c4"), b"  ", ticket("c5")]
    *taken, rest = results(api.post(PATH, lines(*bodies) + b"\n\n"))
    assert [(each["line"], each.get("id")) for each in taken] == [(1, "c1"), (3, "c2"), (4, None)]
    assert (rest["line"], rest["lastLine"]) == (5, 7)
    assert rest["problem"] == {
        "status": 413,
        "code": "payload_too_large",
        "detail": "Lines 5 to 7 were not read: a request has at most 4 lines, blank ones included."
        " Send the rest in another.",
    }
    assert {each["id"] for each in api.rows("conversations")} == {"c1", "c2"}
    assert [each["id"] for each in sent(api, *bodies[rest["line"] - 1 :])] == ["c4", "c5"]
    assert sent(api, b"{", b"{", ticket("c6"))[-1] == {"line": 3, "id": "c6"}


def test_a_body_of_one_letter_lines_keeps_a_bounded_number_of_results(api: Caller, product: Product) -> None:
    product.state.bulk = BulkLimits(lines=5_000)
    told = results(api.post(PATH, b"x\n" * 250_000))
    assert len(told) == 5_001
    assert {each["problem"]["code"] for each in told[:-1]} == {"bad_request"}
    assert (told[-1]["line"], told[-1]["lastLine"]) == (5_001, 250_000)


def test_a_write_only_key_logs_in_bulk(web: Caller, api: Caller) -> None:
    sent(web, ticket("c1", integrationId="elsewhere"))
    assert api.get("/conversations/c1").body["integrationId"] != "elsewhere"
    assert web.get("/conversations/c1").status == 404


def test_a_line_of_another_project_is_refused_alone(api: Caller) -> None:
    told = sent(api, ticket("c1", projectId="elsewhere"), ticket("c2"))
    assert (told[0]["problem"]["code"], told[1]["id"]) == ("forbidden", "c2")


def test_without_a_key_nothing_is_read(product: Product) -> None:
    assert product.client.post(PATH, content=lines(ticket("c1"))).status_code == 401


@pytest.fixture
def small_product(tmp_path: Path) -> Iterator[Product]:
    with opened(tmp_path / "small", body_bytes=300, bulk_bytes=2_000) as product:
        yield product


@pytest.fixture
def small(small_product: Product) -> Caller:
    return small_product.caller()


def test_a_line_over_the_limit_is_refused_alone(small: Caller) -> None:
    told = sent(small, ticket("c1"), ticket("c2", "x" * 600), ticket("c3"))
    assert [each.get("id") for each in told] == ["c1", None, "c3"]
    assert told[1]["problem"]["code"] == "payload_too_large"
    assert told[1]["problem"]["detail"] == "The line is over the limit of 300 bytes."


def test_a_body_over_the_limit_is_refused_before_anything_is_stored(small: Caller) -> None:
    answer = small.post(PATH, lines(*(ticket(f"c{number}") for number in range(100))))
    assert answer.status == 413
    assert small.get("/conversations").body["total"] == 0


def test_a_body_that_turns_out_too_large_tells_what_was_taken_in(
    small: Caller, small_product: Product
) -> None:
    """A body in two pieces without a length, as a client sends what it makes on the way."""
    small_product.state.bulk = BulkLimits(group_lines=2)
    pieces = [lines(*(ticket(f"c{number}") for number in range(3))) + b"\n", b" " * 2_000]
    status, problem = anyio.run(_posted, small, pieces)
    assert status == 413
    assert "Lines up to number 2 were taken in." in problem["detail"]
    assert small.get("/conversations").body["total"] == 2


async def _posted(caller: Caller, pieces: list[bytes]) -> tuple[int, Json]:
    sent_messages: list[Json] = []
    left = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]

    async def receive() -> Json:
        return left.pop(0)

    async def send(message: Json) -> None:
        sent_messages.append(message)

    headers = [(b"authorization", f"Bearer {caller.key}".encode())]
    scope = {"type": "http", "method": "POST", "path": PATH, "query_string": b"", "headers": headers}
    await caller.client.app(scope, receive, send)
    return sent_messages[0]["status"], json.loads(sent_messages[1]["body"])


def test_lines_that_cannot_be_written_just_now_say_so(api: Caller, product: Product) -> None:
    records = product.state.records
    records.writer.connection.set_busy_timeout(0)
    other = apsw.Connection(str(records.path))
    other.execute("BEGIN IMMEDIATE")
    told = sent(api, ticket("c1"), {"type": "openai"})
    other.execute("ROLLBACK")
    other.close()
    assert [each["problem"]["status"] for each in told] == [503, 400]
    assert sent(api, ticket("c1")) == [{"line": 1, "id": "c1"}]


@pytest.mark.parametrize("place", ["reading", "storing"])
def test_a_line_that_meets_a_defect_says_so_and_takes_no_other_with_it(
    api: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    """Line 2 is read as something that nobody can store, or cannot be read for a reason that nobody foresaw."""

    def read(content: bytes, roles: str) -> Logged[LogConversation]:
        logged = read_conversation(content, roles)
        if logged.body.id != "c2":
            return logged
        odd = object() if place == "storing" else logged[0]  # type: ignore[index]
        return Logged(msgspec.structs.replace(logged.body, properties={"odd": odd}))

    monkeypatch.setattr("threadline.api.routes.bulk.read_conversation", read)
    first, second, third, fourth = sent(api, ticket("c1"), ticket("c2"), {"type": "openai"}, ticket("c4"))
    assert (first, fourth) == ({"line": 1, "id": "c1"}, {"line": 4, "id": "c4"})
    assert (second["line"], second["problem"]["status"]) == (2, 422)
    assert "stored nothing of it" in second["problem"]["detail"]
    assert third["problem"]["status"] == 400
    assert {each["id"] for each in api.rows("conversations")} == {"c1", "c4"}
    assert "Defect in line 2 of a bulk request" in caplog.text
