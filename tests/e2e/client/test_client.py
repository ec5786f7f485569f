"""Both clients of the SDK against a real `threadline serve`, over the loopback."""

import asyncio
import csv
import gc
import warnings
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.support.product import Product
from tests.support.server import Server, running_server
from threadline import (
    AsyncThreadline,
    BadRequestError,
    ConflictError,
    Conversation,
    ForbiddenError,
    LogOpenAIConversation,
    LogOpenAIMessage,
    NotFoundError,
    Query,
    Retries,
    SelectAggregation,
    Threadline,
    UnauthorizedError,
    UnprocessableError,
    UnreachableError,
)
from threadline.client.operations.calls import log_conversation

COUNT = {"type": "aggregation", "aggregation": "count"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("client")) as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[Threadline]:
    with Threadline(server.api_key, base_url=server.url) as client:
        yield client


def of(mark: str) -> dict[str, object]:
    """Return the filter for what one test has logged."""
    return {
        "condition": {"field": "properties", "operator": "eq", "value": {"path": ["mark"], "value": mark}}
    }


def logged(client: Threadline, mark: str, **fields: str) -> Conversation:
    return client.conversations.log(
        {
            "type": "openai",
            "properties": {"mark": mark},
            "messages": [{"role": "user", "content": "How?"}, {"role": "assistant", "content": "So."}],
        }
        | fields
    )


@pytest.fixture
def mark() -> str:
    return uuid4().hex


def test_a_conversation_is_logged_read_and_deleted(client: Threadline, mark: str) -> None:
    made = logged(client, mark, externalId=f"a/b?{mark}", id=f"chat/{mark} ü")
    assert client.conversations.get(made.id) == made
    assert client.conversations.get_by_external_id(f"a/b?{mark}") == made
    assert client.conversations.delete(made.id).success
    with pytest.raises(NotFoundError) as caught:
        client.conversations.get(made.id)
    assert (caught.value.problem.code, caught.value.problem.status) == ("not_found", 404)
    assert caught.value.problem.request_id is not None


def test_structs_and_keywords_are_logged_alike(client: Threadline, mark: str) -> None:
    message = LogOpenAIMessage(role="user", content="How?")
    body = LogOpenAIConversation(id=f"s-{mark}", properties={"mark": mark}, messages=[message])
    whole = client.conversations.log(body)
    worded = client.conversations.log(
        id=f"k-{mark}",
        type="openai",
        properties={"mark": mark},
        messages=[{"role": "user", "content": "How?"}],
    )
    assert [each.content for each in whole.messages] == [each.content for each in worded.messages] == ["How?"]
    assert whole.properties == worded.properties == {"mark": mark}


def test_all_conversations_are_walked_through_page_by_page(client: Threadline, mark: str) -> None:
    ids = {logged(client, mark).id for _ in range(5)}
    assert len(ids) == 5
    walked = [each.id for each in client.conversations.iterate(page_rows=2)]
    assert ids <= set(walked)
    assert len(walked) == len(set(walked)) == client.conversations.list(limit=1).total


def test_events_and_feedback_are_stored_and_queried(client: Threadline, mark: str) -> None:
    made = logged(client, mark)
    answer_id = made.messages[1].id
    event = client.events.log(
        type="copied", entity_type="message", message_id=answer_id, properties={"mark": mark}
    )
    assert event.message_id == answer_id
    vote = client.feedback.submit(type="negative", message_id=answer_id, reasons=[{"label": "inaccurate"}])
    found = client.feedback.get(vote.id)
    assert (found.conversation.id, found.message.id) == (made.id, answer_id)
    assert client.feedback.list().negative_feedback_count >= 1
    assert client.query.events(select=[COUNT], where=of(mark)) == [{"count": 1}]
    voted = {"condition": {"field": "id", "operator": "eq", "value": vote.id}}
    assert client.query.feedback(select=[{"type": "field", "field": "type"}], where=voted) == [
        {"type": "negative"}
    ]
    assert client.feedback.delete(vote.id).success


def test_queries_give_rows_and_count_them(client: Threadline, mark: str) -> None:
    for _ in range(3):
        logged(client, mark)
    body = {"select": [{"type": "field", "field": "id"}], "where": of(mark), "limit": 2}
    rows = client.query.conversations(body)
    assert (len(rows), rows.total, rows.page_size) == (2, 3, 2)
    counted = client.query.conversations(Query(select=[SelectAggregation(aggregation="count")]))
    assert counted[0]["count"] >= 3
    assert client.query.semantic_threads(select=[COUNT]).total == 1


def test_an_export_is_csv(client: Threadline, mark: str) -> None:
    ids = {logged(client, mark).id for _ in range(2)}
    pieces = client.query.export_conversations(select=[{"type": "field", "field": "id"}], where=of(mark))
    rows = list(csv.reader(b"".join(pieces).decode().splitlines()))
    assert rows[0] == ["id"]
    assert {row[0] for row in rows[1:]} == ids


@pytest.mark.parametrize("view", ["conversations", "events", "feedback", "semantic_threads"])
def test_every_view_can_be_exported(client: Threadline, view: str) -> None:
    assert b"".join(getattr(client.query, f"export_{view}")()).startswith(b"id,")


def test_properties_and_searches_are_found(client: Threadline, mark: str) -> None:
    for _ in range(2):
        client.events.log(
            type="search_query_submitted",
            entity_type="search",
            search_query=f"find {mark}",
            properties={"mark": mark},
            user_properties={"id": mark},
        )
    assert "mark" in client.query.property_keys(field="properties", views=["events_view"])
    assert mark in client.query.property_values(field="properties", key="mark", limit=1000)
    counts = {each.search_query: each.count for each in client.top_search_queries().result}
    assert counts[f"find {mark}"] == "2"
    assert client.weekly_search_users(after="2026-01-01").result[-1].unique_users != "0"


def test_every_fault_of_a_query_is_told_with_its_place(client: Threadline) -> None:
    body = {"select": [{"type": "field", "field": "idd"}], "groupBy": [{"field": "typ"}]}
    with pytest.raises((UnprocessableError, BadRequestError)) as caught:
        client.query.conversations(body)
    assert [each.pointer for each in caught.value.problem.violations] == [
        "/select/0/field",
        "/groupBy/0/field",
    ]


def test_refusals_of_keys_are_errors_of_their_own(server: Server, client: Threadline) -> None:
    with Threadline("unknown", base_url=server.url) as stranger, pytest.raises(UnauthorizedError):
        stranger.conversations.list()
    with Threadline(server.web_key, base_url=server.url) as web, pytest.raises(ForbiddenError):
        web.query.conversations()
    with pytest.raises(BadRequestError):
        client.conversations.list(limit=101)


def test_a_write_that_comes_twice_under_one_key_is_stored_once(client: Threadline, mark: str) -> None:
    fields = {"type": "support_ticket", "properties": {"mark": mark}}
    call = log_conversation({**fields, "messages": [{"role": "user", "content": "Once"}]})
    http = client._connections.here()
    request = client._address.request(http, call)
    first, second = (http.send(request) for _ in range(2))
    assert first.content == second.content
    assert client.query.conversations(select=[COUNT], where=of(mark)) == [{"count": 1}]
    other = log_conversation({**fields, "messages": [{"role": "user", "content": "Other"}]})
    changed = client._address.request(http, other)
    changed.headers["idempotency-key"] = request.headers["idempotency-key"]
    refused = http.send(changed)
    with pytest.raises(ConflictError):
        other.read(refused.status_code, refused.content, refused.headers)


def test_where_nobody_listens_the_server_is_unreachable() -> None:
    with (
        Threadline("key", base_url="http://127.0.0.1:1", retries=Retries(most_tries=1)) as client,
        pytest.raises(
            UnreachableError, match=r"GET /conversations came from http://127\.0\.0\.1:1: .*refused"
        ),
    ):
        client.conversations.list()


async def use_everything(server: Server, mark: str) -> None:
    async with AsyncThreadline(server.api_key, base_url=server.url) as client:
        bodies = [
            {"type": "openai", "properties": {"mark": mark}, "messages": [{"role": "user", "content": "Q"}]}
        ]
        made = await asyncio.gather(*(client.conversations.log(body) for body in bodies * 5))
        assert await client.conversations.get(made[0].id) == made[0]
        walked = [each.id async for each in client.conversations.iterate(page_rows=2)]
        assert {each.id for each in made} <= set(walked)
        assert await client.query.conversations(select=[COUNT], where=of(mark)) == [{"count": 5}]
        pieces = [piece async for piece in client.query.export_conversations(where=of(mark))]
        assert b"".join(pieces).count(mark.encode()) == 5
        with pytest.raises(NotFoundError):
            await client.feedback.get("nothing")


def test_the_asynchronous_client_does_the_same(server: Server, mark: str) -> None:
    asyncio.run(use_everything(server, mark))


def test_the_client_runs_on_the_app_in_process(product: Product, mark: str) -> None:
    client = Threadline(product.caller().key, http_client=product.client)
    made = logged(client, mark, id=f"a/{mark}")
    assert client.conversations.get(made.id) == made
    assert client.query.conversations(select=[COUNT], where=of(mark)) == [{"count": 1}]
    assert b"".join(client.query.export_conversations()).startswith(b"id,")


def test_one_asynchronous_client_works_in_one_event_loop_after_another(server: Server) -> None:
    client = AsyncThreadline(server.api_key, base_url=server.url)

    async def ask() -> object:
        return (await client.query.conversations(select=[COUNT]))[0]["count"]

    async def ask_and_close() -> object:
        async with client:
            return await ask()

    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        assert asyncio.run(ask()) == asyncio.run(ask()) == asyncio.run(ask_and_close())
        gc.collect()
    assert not [each for each in found if each.category is ResourceWarning]
