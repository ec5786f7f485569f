"""Code as users write it. Never run: type checkers read it, and every line with an ignore is one that they must refuse.

`test_types.py` takes the ignores away and looks that exactly those lines are refused, by mypy and by pyright.
"""

# ruff: noqa: B018, E711

from collections.abc import AsyncGenerator, AsyncIterator, Generator
from datetime import UTC, datetime
from typing import Any, Literal, assert_type

import polars as pl

from threadline import (
    AsyncDownload,
    AsyncThreadline,
    Conversation,
    Download,
    FeedbackItem,
    LineResult,
    LogOpenAIMessage,
    MessageFields,
    Retries,
    Rows,
    SearchData,
    Threadline,
    TopSearchQueriesData,
    UnprocessableError,
    in_conversation,
    q,
    to_datetime,
)
from threadline.client.questions.filters import Filter

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def log(client: Threadline) -> None:
    logged = client.conversations.log(
        type="support_ticket",
        created_at=NOW,
        properties={"plan": "pro", "seats": 3},
        user_properties={"userId": 42},
        messages=[{"role": "user", "content": "Help"}],
    )
    assert_type(logged, Conversation)
    assert_type(logged.messages[0].role, str)
    assert_type(logged.visibility, Literal["private", "public"] | None)
    assert_type(to_datetime(logged.created_at), datetime)
    client.conversations.log(type="ticket", messages=[])  # type: ignore[arg-type]
    client.conversations.log(typ="openai", messages=[])  # type: ignore[call-arg]
    client.conversations.get(42)  # type: ignore[arg-type]
    client.feedback.submit(type="neutral", message_id="m")  # type: ignore[arg-type]
    client.events.log(entity_type="chat", type="seen")  # type: ignore[arg-type]
    logged.message  # type: ignore[attr-defined]
    logged.id = "other"  # type: ignore[misc]
    client.conversation  # type: ignore[attr-defined]
    client.conversations.log(
        type="openai", messages=[LogOpenAIMessage(role="user", content="Hi")], tags={"web"}
    )
    client.conversations.log(type="openai", messages=[LogOpenAIMessage(role="usr", content="Hi")])  # type: ignore[arg-type]
    client.conversations.log(type="openai", messages=[], tags="web")  # type: ignore[arg-type]
    document: dict[str, Any] = {"type": "openai", "messages": [], "new": True}
    messages: list[MessageFields] = [{"role": "user", "content": "Hi", "created_at": NOW}]
    client.conversations.log(type="openai", messages=[{"role": "user", "contents": "Hi"}])  # type: ignore[list-item]
    client.conversations.log(document)
    client.conversations.log(type="openai", messages=messages)


def chat(client: Threadline) -> None:
    with client.chat(user_properties={"id": 1}, tags=("web",)) as said:
        said.user("Hi", name="Ada", created_at=NOW)
        said.say("assistant", "Hello", links=[{"url": "https://example.com"}])
        said.user("Hi", named="Ada")  # type: ignore[call-arg]
        said.say("customer", "Hello")  # type: ignore[arg-type]
        said.say("user", "Hi", created="now")  # type: ignore[call-arg]
    client.chat(user_propertis={"id": 1})  # type: ignore[call-arg]
    client.chat(tag=["web"])  # type: ignore[call-arg]
    client.chat(tags="web")  # type: ignore[arg-type]
    in_conversation(user_property={})  # type: ignore[call-arg]


def ask(client: Threadline) -> None:
    tickets = q.conversations.where(q.field("type") == "support_ticket")
    rows = client.query.conversations(tickets.group_by(q.path("properties", "plan"), q.day()).count())
    assert_type(rows, Rows)
    assert_type(rows[0], dict[str, Any])
    assert_type(rows.next_cursor, str | None)
    assert_type(rows.to_polars(), pl.DataFrame)
    assert_type(q.field("type") == "openai", Filter[Literal["type"]])
    assert_type(q.field("type").is_null() & (q.field("id") == "1"), Filter[Literal["type", "id"]])
    client.query.conversations(select=[{"type": "field", "field": "id"}], limit=5)
    client.query.property_keys(field="properties", where=q.field("type") == None)
    q.semantic_threads.nearest_to("export").order_by(q.field("lastUpdated").desc(), "category")
    q.semantic_threads.where(q.matches("refund")).having(q.count() > 3).count()
    q.feedback.where(q.field("createdAt") > NOW).max("updatedAt").count_distinct(q.path("properties", "a"))
    q.field("typ")  # type: ignore[type-var]
    q.path("type", "plan")  # type: ignore[type-var]
    q.day("type")  # type: ignore[call-overload]
    q.conversations.group_by("lastUpdated")  # type: ignore[arg-type]
    q.conversations.where(q.field("lastUpdated") > NOW)  # type: ignore[arg-type]
    q.events.where(q.matches("refund"))  # type: ignore[arg-type]
    q.events.nearest_to("export")  # type: ignore[attr-defined]
    q.events.order_by("subject")  # type: ignore[arg-type]
    q.feedback.sum("userMessageCount")  # type: ignore[arg-type]
    q.conversations.where(q.count() > 3)  # type: ignore[arg-type]
    q.conversations.limit("ten")  # type: ignore[arg-type]
    client.query.events(q.feedback.count())  # type: ignore[arg-type]
    client.query.events(limit="ten")  # type: ignore[arg-type]
    client.query.events(order=[])  # type: ignore[call-arg]
    client.query.property_keys(field="type")  # type: ignore[arg-type]
    client.query.export_events(format="xlsx")  # type: ignore[arg-type]


def ask_for_lists_and_numbers() -> None:
    q.conversations.order_by(q.count(), q.field("type"), q.day().desc())
    q.conversations.avg("userMessageCount").p90(q.path("properties", "score")).max("firstMessageTime")
    q.semantic_threads.sum("messagesCount").min("lastUpdated").having(q.avg("questionLength") > 5)
    q.conversations.where(q.field("type").is_in({"openai"}), q.field("type").not_in(("openai", None)))
    q.field("type").is_in("openai")  # type: ignore[arg-type]
    q.field("type").not_in("openai")  # type: ignore[arg-type]
    q.field("type").is_in(b"openai")  # type: ignore[arg-type]
    q.field("properties").json_has_any_key("plan")  # type: ignore[arg-type]
    q.field("properties").json_has_all_keys("plan")  # type: ignore[arg-type]
    q.conversations.where(not q.field("type").is_null())  # type: ignore[arg-type]
    q.conversations.avg("type")  # type: ignore[arg-type]
    q.conversations.sum(q.field("firstMessageTime"))  # type: ignore[arg-type]
    q.events.max("type")  # type: ignore[arg-type]
    q.conversations.having(q.avg("type") > 1)  # type: ignore[arg-type]


def walk(client: Threadline) -> None:
    assert_type(client.conversations.iterate(), Generator[Conversation])
    assert_type(client.feedback.iterate(page_rows=50), Generator[FeedbackItem])
    assert_type(client.query.iterate_events(q.events.select("id")), Generator[dict[str, Any]])
    assert_type(client.conversations.log_many([{"type": "openai"}]), Generator[LineResult])
    download = client.query.export_events(format="parquet")
    assert_type(download, Download)
    assert_type(next(download), bytes)
    assert_type(download.rows(), Generator[dict[str, Any]])
    assert_type(client.search("refund", limit=5), SearchData)
    assert_type(client.top_search_queries(after=NOW), TopSearchQueriesData)
    client.query.drill_down("conversation", query={}, row={})  # type: ignore[arg-type]
    client.search("refund", order="oldest")  # type: ignore[arg-type]


async def chats() -> AsyncIterator[dict[str, Any]]:
    yield {"type": "openai"}


def take(client: Threadline) -> None:
    client.conversations.log_many(chats())  # type: ignore[arg-type]
    client.conversations.log_many(5)  # type: ignore[arg-type]


async def wait(client: AsyncThreadline) -> None:
    assert_type(client.conversations.log_many([{"type": "openai"}]), AsyncGenerator[LineResult])
    assert_type(client.conversations.log_many(chats(), batch_rows=10), AsyncGenerator[LineResult])
    client.conversations.log_many(5)  # type: ignore[arg-type]
    assert_type(await client.conversations.get("c1"), Conversation)
    assert_type(await client.query.events(q.events.count()), Rows)
    assert_type(client.conversations.iterate(), AsyncGenerator[Conversation])
    download = client.query.export_events()
    assert_type(download, AsyncDownload)
    assert_type(await download.to_polars(), pl.DataFrame)
    client.conversations.get("c1").messages  # type: ignore[attr-defined]
    for _ in client.feedback.iterate():  # type: ignore[attr-defined]
        pass


def configure() -> None:
    Threadline("key", base_url="https://example.com", retries=Retries(deadline_seconds=10))
    Threadline("key", "https://example.com")  # type: ignore[call-arg]
    Threadline(timeout=3)  # type: ignore[arg-type]
    Retries(3)  # type: ignore[call-arg]
    try:
        pass
    except UnprocessableError as error:
        assert_type(error.problem.request_id, str | None)
        assert_type([each.pointer for each in error.problem.violations], list[str])
        assert_type(error.retry_after_seconds, float | None)
