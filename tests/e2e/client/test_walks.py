"""Everything that iterates, and everything beyond the contract, against a real server; sync and async alike."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any
from uuid import uuid4

import httpx2
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it has none
import pytest

from tests.support.product import Product
from tests.support.server import Server, running_server
from threadline import (
    AsyncThreadline,
    BadRequestError,
    LineResult,
    LogSupportMessage,
    LogSupportTicketConversation,
    Threadline,
    q,
    to_datetime,
)

PLANS = ("pro", "free", "pro", "team", "pro")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("walks")) as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[Threadline]:
    with Threadline(server.api_key, base_url=server.url) as client:
        yield client


@pytest.fixture
def mark() -> str:
    return uuid4().hex


def tickets(mark: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{mark}-{number}",
            "type": "support_ticket",
            "createdAt": f"2026-01-0{number + 1}T10:00:00Z",
            "properties": {"mark": mark, "plan": plan, "seats": number},
            "messages": [
                {
                    "role": "user",
                    "content": f"Refund {mark}, please",
                    "createdAt": f"2026-01-0{number + 1}T10:00:00Z",
                }
            ],
        }
        for number, plan in enumerate(PLANS)
    ]


def stored(client: Threadline, mark: str) -> list[LineResult]:
    return list(client.conversations.log_many(tickets(mark), batch_rows=2))


def of(mark: str) -> Any:
    return q.path("properties", "mark") == mark


def ids(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [each["id"].rpartition("-")[2] for each in rows]


def test_many_conversations_are_stored_in_order(client: Threadline, mark: str) -> None:
    results = stored(client, mark)
    assert [each.line for each in results] == [1, 2, 3, 4, 5]
    assert [each.id for each in results] == [f"{mark}-{number}" for number in range(5)]
    again = stored(client, mark)
    assert [each.id for each in again] == [each.id for each in results]
    assert client.query.conversations(q.conversations.where(of(mark)).count()) == [{"count": 5}]


def test_a_line_that_is_refused_keeps_no_other_from_being_stored(client: Threadline, mark: str) -> None:
    good = LogSupportTicketConversation(id=mark, messages=[LogSupportMessage(role="user", content="Hi")])
    refused, kept = client.conversations.log_many([{"type": "support_ticket", "messages": []}, good])
    assert refused.problem
    assert (refused.line, refused.problem.status, kept.id) == (1, 422, mark)


def test_all_rows_of_a_question_come_page_by_page(client: Threadline, mark: str) -> None:
    stored(client, mark)
    question = q.conversations.where(of(mark)).select("id", "firstMessageTime").limit(2)
    rows = list(client.query.iterate_conversations(question))
    assert ids(rows) == ["4", "3", "2", "1", "0"]
    assert [to_datetime(each["firstMessageTime"]).day for each in rows] == [5, 4, 3, 2, 1]
    groups = q.conversations.where(of(mark)).group_by(q.path("properties", "plan")).count().limit(1)
    assert [each["count"] for each in client.query.iterate_conversations(groups)] == [1, 3, 1]
    threads = q.semantic_threads.where(of(mark)).select("question").limit(2)
    assert len(list(client.query.iterate_semantic_threads(threads))) == 5


def test_votes_and_events_are_walked_through(client: Threadline, mark: str) -> None:
    stored(client, mark)
    for number in range(5):
        message_id = client.conversations.get(f"{mark}-{number}").messages[0].id
        client.feedback.submit(
            id=f"{mark}-v{number}", type="negative" if number else "positive", message_id=message_id
        )
        client.events.log(id=f"{mark}-e{number}", type="copied", entity_type="message", message_id=message_id)
    votes = [each for each in client.feedback.iterate(page_rows=2) if each.id.startswith(mark)]
    assert sorted(each.id for each in votes) == [f"{mark}-v{number}" for number in range(5)]
    found = q.events.where(q.field("id").starts_with(mark)).select("id").limit(2)
    assert len(list(client.query.iterate_events(found))) == 5
    voted = q.feedback.where(q.field("id").starts_with(mark)).select("id").limit(2)
    assert len(list(client.query.iterate_feedback(voted))) == 5


def test_messages_are_found_by_their_words(client: Threadline, mark: str) -> None:
    stored(client, mark)
    found = client.search(
        f"refund {mark}", where=q.path("properties", "plan") == "pro", order="newest", limit=2
    )
    assert (found.total, len(found.result)) == (3, 2)
    assert found.result[0].conversation_id == f"{mark}-4"
    with pytest.raises(BadRequestError):
        client.search("refund", limit=1000)


def test_what_is_behind_a_number_can_be_read(client: Threadline, mark: str) -> None:
    stored(client, mark)
    question = q.conversations.where(of(mark)).group_by(q.path("properties", "plan")).count()
    rows = client.query.conversations(question.order_by(q.count().desc()))
    assert rows[0] == {"properties.plan": "pro", "count": 3}
    behind = client.query.drill_down("conversations", query=question, row=rows[0], limit=2)
    assert (behind.row_count, behind.total, ids(behind.result)) == (3, 3, ["4", "2"])
    assert client.query.conversations(
        select=[{"type": "aggregation", "aggregation": "count"}], where=behind.filter
    ) == [{"count": 3}]
    walked = client.query.iterate_behind("conversations", query=question, row=rows[0], limit=1)
    assert ids(walked) == ["4", "2", "0"]


def test_an_export_gives_rows_and_tables(client: Threadline, mark: str) -> None:
    stored(client, mark)
    question = q.conversations.where(of(mark)).select(
        "id", "firstMessageTime", "properties", q.path("properties", "seats")
    )
    assert ids(client.query.export_conversations(question).rows()) == ["4", "3", "2", "1", "0"]
    frame = client.query.export_conversations(question).to_pandas()
    assert [str(dtype) for dtype in frame.dtypes] == ["str", "datetime64[ms, UTC]", "str", "Int64"]
    assert client.query.conversations(question).to_pandas().equals(frame)
    assert client.query.export_conversations(question).to_arrow().num_rows == 5
    table = client.query.export_conversations(question).to_polars()
    assert table["properties.seats"].to_list() == [4, 3, 2, 1, 0]


def test_an_export_comes_in_the_format_that_is_named(client: Threadline, mark: str, tmp_path: Any) -> None:
    stored(client, mark)
    question = q.conversations.where(of(mark)).select("id")
    assert b"".join(client.query.export_conversations(question)).startswith(b"id\r\n")
    assert b"".join(client.query.export_conversations(question, excel=True)).startswith(b"\xef\xbb\xbfid\r\n")
    with pytest.raises(ValueError, match="`excel` goes with `format` 'csv'"):
        client.query.export_conversations(question, format="parquet", excel=True)
    lines = b"".join(client.query.export_conversations(question, format="ndjson")).splitlines()
    assert len(lines) == 5
    file = tmp_path / "rows.parquet"
    file.write_bytes(b"".join(client.query.export_conversations(question, format="parquet")))
    assert pq.read_table(file).num_rows == 5


def test_an_export_of_nothing_is_a_table_with_columns(client: Threadline, mark: str) -> None:
    question = q.conversations.where(of(mark)).select("id", "firstMessageTime")
    assert list(client.query.export_conversations(question).to_pandas().columns) == ["id", "firstMessageTime"]


def test_times_may_be_given_as_times(client: Threadline, mark: str) -> None:
    stored(client, mark)
    moment = to_datetime("2026-01-03T10:00:00Z")
    since = q.conversations.where(of(mark), q.field("firstMessageTime") >= moment).count()
    assert client.query.conversations(since) == [{"count": 3}]
    made = client.conversations.log(
        type="openai", created_at=moment, messages=[{"role": "user", "content": "Hi", "createdAt": moment}]
    )
    assert to_datetime(made.created_at) == to_datetime(made.messages[0].created_at) == moment


@pytest.mark.parametrize("field", ["firstMessageTime", "userMessageCount", "type"])
def test_a_filter_and_its_opposite_share_the_rows_out(client: Threadline, mark: str, field: Any) -> None:
    stored(client, mark)
    values: dict[str, Any] = {
        "firstMessageTime": to_datetime("2026-01-03T10:00:00Z"),
        "userMessageCount": 1,
        "type": "support_ticket",
    }
    words: Any = q
    for filter_ in (words.field(field) > values[field], words.field(field) == values[field]):
        found = [
            client.query.conversations(q.conversations.where(of(mark), each).count())[0]["count"]
            for each in (filter_, ~filter_)
        ]
        assert sum(found) == 5


async def iterate_everything(server: Server, mark: str) -> None:
    async with AsyncThreadline(server.api_key, base_url=server.url) as client:
        results = [each async for each in client.conversations.log_many(tickets(mark), batch_rows=2)]
        assert [each.line for each in results] == [1, 2, 3, 4, 5]
        question = q.conversations.where(of(mark)).select("id").limit(2)
        rows = [each async for each in client.query.iterate_conversations(question)]
        assert ids(rows) == ["4", "3", "2", "1", "0"]
        assert [each async for each in client.query.export_conversations(question.limit(5)).rows()] == rows
        assert (await client.query.export_conversations(question).to_polars()).height == 2
        assert len(await client.query.export_conversations(question).to_pandas()) == 2
        assert (await client.query.export_conversations(question).to_arrow()).num_rows == 2
        assert (await client.search(f"refund {mark}")).total == 5
        behind = await client.query.drill_down("conversations", query=question, row=rows[0])
        assert behind.row_count == 1
        assert [each async for each in client.feedback.iterate() if each.id.startswith(mark)] == []


def test_the_asynchronous_client_iterates_alike(server: Server, mark: str) -> None:
    asyncio.run(iterate_everything(server, mark))


def test_the_app_in_process_is_walked_through_too(product: Product, mark: str) -> None:
    client = Threadline(product.caller().key, http_client=product.client)
    assert len(stored(client, mark)) == 5
    question = q.conversations.where(of(mark)).select("id").limit(2)
    rows = list(client.query.iterate_conversations(question))
    assert ids(rows) == ["4", "3", "2", "1", "0"]
    assert list(client.query.export_conversations(question.limit(5)).rows()) == rows


def in_process(product: Product) -> AsyncThreadline:
    """Return an asynchronous client of the app itself."""
    transport = httpx2.ASGITransport(app=product.client.app)
    http = httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1")
    return AsyncThreadline(product.caller().key, http_client=http)


def test_conversations_of_a_source_that_is_awaited_are_stored_in_order(product: Product, mark: str) -> None:
    taken: list[str] = []

    async def source() -> AsyncIterator[dict[str, Any]]:
        for each in [*tickets(mark)[:4], {"id": "odd", "type": "support_ticket", "messages": []}]:
            await asyncio.sleep(0)
            taken.append(str(each["id"]))
            yield each

    async def store() -> None:
        client = in_process(product)
        walk = client.conversations.log_many(source(), batch_rows=2)
        assert taken == []
        first = await anext(walk)
        assert (first.line, first.id, len(taken)) == (1, f"{mark}-0", 2)
        rest = [each async for each in walk]
        assert [each.line for each in rest] == [2, 3, 4, 5]
        assert [each.id for each in rest[:3]] == [f"{mark}-{number}" for number in (1, 2, 3)]
        assert rest[3].problem
        assert len((await client.conversations.list()).conversations) == 4
        assert [each async for each in client.conversations.log_many(source_of_none())] == []

    asyncio.run(store())


async def source_of_none() -> AsyncIterator[dict[str, Any]]:
    none: list[dict[str, Any]] = []
    for each in none:
        yield each


def test_a_source_that_breaks_down_takes_nothing_back_that_was_told(product: Product, mark: str) -> None:
    """A source that breaks down: what was told before is stored, and its own exception comes out."""

    class LostError(Exception):
        pass

    async def source() -> AsyncIterator[dict[str, Any]]:
        for each in tickets(mark)[:3]:
            yield each
        raise LostError

    async def store() -> None:
        client = in_process(product)
        walk = client.conversations.log_many(source(), batch_rows=2)
        told = [(await anext(walk)).id for _ in range(2)]
        with pytest.raises(LostError):
            await anext(walk)
        assert told == [f"{mark}-0", f"{mark}-1"]
        assert {each.id for each in (await client.conversations.list()).conversations} == set(told)

    asyncio.run(store())
