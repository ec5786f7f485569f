"""Chats: what is said is logged when the block ends, however it ends, and logging again updates."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from tests.support.log_taker import LogTaker, problem
from threadline import AsyncThreadline, ForbiddenError, Link, LogOpenAIMessage, Refused, Threadline


@pytest.fixture
def taker() -> LogTaker:
    return LogTaker()


@pytest.fixture
def client(taker: LogTaker) -> Iterator[Threadline]:
    with taker.client() as client:
        yield client


def said(body: dict[str, Any]) -> list[tuple[str, str]]:
    return [(message["role"], message["content"]) for message in body["messages"]]


def flushed(client: Threadline, taker: LogTaker) -> dict[str, Any]:
    """Return the last conversation that was logged."""
    assert client.logger().flush()
    return taker.bodies[-1]


def test_a_chat_is_logged_when_its_block_ends(client: Threadline, taker: LogTaker) -> None:
    with client.chat(tags=["web"], user_properties={"id": "u1"}, visibility="public") as chat:
        chat.system("Be brief.")
        chat.user("How?", name="Ada")
        answer = chat.assistant("So.", links=[Link(url="https://example.com")], tool_calls=[])
        chat.properties["plan"] = "pro"
    body = flushed(client, taker)
    assert (body["id"], body["type"]) == (chat.id, "openai")
    assert said(body) == [("system", "Be brief."), ("user", "How?"), ("assistant", "So.")]
    assert (body["tags"], body["userProperties"], body["properties"]) == (
        ["web"],
        {"id": "u1"},
        {"plan": "pro"},
    )
    assert body["visibility"] == "public"
    assert body["messages"][1]["name"] == "Ada"
    assert body["messages"][2]["id"] == answer
    assert body["messages"][2]["links"] == [{"url": "https://example.com"}]
    assert body["messages"][2]["tool_calls"] == []
    assert all(message["createdAt"].endswith("Z") for message in body["messages"])


@pytest.mark.parametrize(
    ("misspell", "better"),
    [
        (lambda client: client.chat(user_propertis={"id": 1}), "user_properties"),
        (lambda client: client.chat("c1", tag=["x"]), "tags"),
        (lambda client: client.chat().user("x", createdAt="now"), "created_at"),
        (lambda client: client.chat().assistant("x", link=[]), "links"),
        (lambda client: client.chat().say("user", "x", named="Ada"), "name"),
    ],
)
def test_a_misspelt_keyword_is_refused_with_the_nearest_one(
    client: Threadline, misspell: Callable[[Any], object], better: str
) -> None:
    with pytest.raises(TypeError, match=f"There is no keyword .* Did you mean `{better}`"):
        misspell(client)


def test_one_text_is_not_a_list_of_tags(client: Threadline) -> None:
    one: Any = "web"
    with pytest.raises(TypeError, match=r"`tags=\['web'\]`"):
        client.chat(tags=one)


def test_what_is_said_after_the_block_is_refused(client: Threadline, taker: LogTaker) -> None:
    with client.chat() as chat:
        chat.user("How?")
    with pytest.raises(RuntimeError, match=f"has ended.*client.chat\\('{chat.id}'\\)"):
        chat.assistant("So.")
    with chat:
        chat.assistant("So.")
    assert said(flushed(client, taker)) == [("user", "How?"), ("assistant", "So.")]


def test_a_block_that_raised_has_ended_too(client: Threadline) -> None:
    with suppress(LookupError), client.chat() as chat:
        raise LookupError
    with pytest.raises(RuntimeError, match="has ended"):
        chat.user("How?")


def test_a_chat_without_a_block_is_logged_by_hand(client: Threadline, taker: LogTaker) -> None:
    chat = client.chat()
    chat.user("How?")
    chat.flush()
    chat.assistant("So.")
    chat.flush()
    assert said(flushed(client, taker)) == [("user", "How?"), ("assistant", "So.")]


def test_a_history_may_have_the_names_of_python(client: Threadline, taker: LogTaker) -> None:
    before = {"role": "user", "content": "How?", "created_at": "2020-01-01T00:00:00Z"}
    with client.chat("c1", history=[before]) as chat:
        chat.assistant("So.")
    assert flushed(client, taker)["messages"][0]["createdAt"] == "2020-01-01T00:00:00Z"


def test_a_time_without_a_zone_is_told_and_raises_nothing(taker: LogTaker) -> None:
    refused: list[Refused] = []
    with taker.client() as client:
        client.logger(on_error=refused.append)
        with client.chat() as chat:
            chat.user("How?", created_at=datetime(2026, 1, 5))  # noqa: DTZ001  # what is to be refused
        with client.chat() as chat:
            chat.user("Why?", created_at=datetime(2026, 1, 5, tzinfo=UTC))
    assert [type(each.error) for each in refused] == [ValueError]
    assert "`2026-01-05 00:00:00` has no time zone" in str(refused[0].error)
    assert [body["messages"][0]["createdAt"] for body in taker.bodies] == ["2026-01-05T00:00:00Z"]


def test_a_block_that_raises_logs_what_was_said_and_raises_the_same(
    client: Threadline, taker: LogTaker
) -> None:
    fault = ValueError("mine")

    def fail() -> None:
        with client.chat() as chat:
            chat.user("How?")
            raise fault

    with pytest.raises(ValueError, match="mine") as caught:
        fail()
    assert caught.value is fault
    assert said(flushed(client, taker)) == [("user", "How?")]


def test_a_chat_that_is_logged_twice_keeps_its_ids(client: Threadline, taker: LogTaker) -> None:
    with client.chat() as chat:
        chat.user("How?")
        chat.flush()
        first = flushed(client, taker)
        chat.assistant("So.")
    second = flushed(client, taker)
    assert (second["id"], second["createdAt"]) == (first["id"], first["createdAt"])
    assert second["messages"][0] == first["messages"][0]
    assert len(second["messages"]) == 2


def test_a_chat_in_which_nothing_is_said_is_not_logged(client: Threadline, taker: LogTaker) -> None:
    with client.chat():
        pass
    assert client.logger().flush()
    assert taker.requests == []


def test_a_message_does_not_change_with_what_the_caller_gave(client: Threadline, taker: LogTaker) -> None:
    parts = [{"type": "text", "text": "How?"}]
    with client.chat() as chat:
        chat.user(parts)
        parts.clear()
    assert flushed(client, taker)["messages"][0]["content"] == [{"type": "text", "text": "How?"}]


def test_a_chat_with_an_id_goes_on_behind_what_the_server_has(client: Threadline, taker: LogTaker) -> None:
    before = {"id": "m1", "role": "user", "content": "How?", "type": "openai", "conversationId": "c1"}
    taker.stored["c1"] = {"id": "c1", "messages": [before]}
    with client.chat("c1") as chat:
        answer = chat.assistant("So.", id="m2")
    body = flushed(client, taker)
    assert (answer, said(body)) == ("m2", [("user", "How?"), ("assistant", "So.")])
    assert body["messages"][0] == {"id": "m1", "role": "user", "content": "How?"}
    assert "createdAt" not in body
    taker.stored["c1"]["messages"] = body["messages"]
    chat.flush()
    assert flushed(client, taker)["messages"] == body["messages"]


def test_a_chat_with_an_id_that_the_server_does_not_know_begins_there(
    client: Threadline, taker: LogTaker
) -> None:
    with client.chat("a/b") as chat:
        chat.user("How?")
    body = flushed(client, taker)
    assert (body["id"], said(body)) == ("a/b", [("user", "How?")])
    assert body["createdAt"] <= body["messages"][0]["createdAt"]


def test_who_brings_the_history_needs_no_right_to_read(client: Threadline, taker: LogTaker) -> None:
    with client.chat("c1", history=[LogOpenAIMessage(role="user", content="How?")]) as chat:
        chat.assistant("So.")
    assert said(flushed(client, taker)) == [("user", "How?"), ("assistant", "So.")]
    assert taker.requests == [("POST", "/conversations")]


def test_a_key_that_may_not_read_goes_on_with_nothing(taker: LogTaker) -> None:
    refused: list[Refused] = []
    taker.answer = lambda request: problem(403) if request.method == "GET" else httpx2.Response(200)
    with taker.client() as client:
        client.logger(on_error=refused.append)
        with client.chat("c1") as chat:
            chat.user("How?")
    assert [type(each.error) for each in refused] == [ForbiddenError]
    assert taker.requests == [("GET", "/conversations/c1")]


def test_what_cannot_be_logged_raises_nothing(taker: LogTaker) -> None:
    refused: list[Refused] = []
    with taker.client() as client:
        client.logger(on_error=refused.append)
        with client.chat() as chat:
            chat.user("How?", properties={"key": object()})
    assert [type(each.error) for each in refused] == [TypeError]


def test_a_function_that_answers_is_logged(client: Threadline, taker: LogTaker) -> None:
    @client.chat(tags=["bot"])
    def answer(question: str, *, polite: bool = False) -> str:
        """Answer."""
        return f"Please: {question}" if polite else question

    assert answer("How?", polite=True) == "Please: How?"
    assert (answer.__name__, answer.__doc__) == ("answer", "Answer.")
    first = flushed(client, taker)
    assert said(first) == [("user", "How?"), ("assistant", "Please: How?")]
    assert first["tags"] == ["bot"]
    answer(question="Why?")
    second = flushed(client, taker)
    assert said(second) == [("user", "Why?"), ("assistant", "Why?")]
    assert second["id"] != first["id"]


def test_a_method_that_answers_is_logged_with_its_first_text(client: Threadline, taker: LogTaker) -> None:
    class Bot:
        @client.chat()
        def answer(self, top: int, question: str) -> int:
            return top * len(question)

    assert Bot().answer(7, "How many?") == 63
    assert said(flushed(client, taker)) == [("user", "How many?"), ("assistant", "63")]


def test_a_function_that_raises_leaves_its_question(client: Threadline, taker: LogTaker) -> None:
    @client.chat()
    def answer(question: str) -> str:
        raise LookupError(question)

    with pytest.raises(LookupError, match="How"):
        answer("How?")
    assert said(flushed(client, taker)) == [("user", "How?")]


def test_a_function_that_yields_is_logged_as_a_whole(client: Threadline, taker: LogTaker) -> None:
    @client.chat()
    def answer(question: str) -> Iterator[str]:
        yield "So "
        yield question

    assert list(answer("How?")) == ["So ", "How?"]
    assert said(flushed(client, taker)) == [("user", "How?"), ("assistant", "So How?")]
    pieces = answer("How far?")
    next(pieces)
    del pieces
    assert said(flushed(client, taker)) == [("user", "How far?"), ("assistant", "So ")]


def test_an_answer_whose_text_fails_stops_nothing(client: Threadline, taker: LogTaker) -> None:
    class Shy:
        def __str__(self) -> str:
            raise ValueError("no")

    @client.chat()
    def answer(_: str) -> Shy:
        return Shy()

    assert isinstance(answer("Who?"), Shy)
    assert said(flushed(client, taker)) == [("user", "Who?"), ("assistant", "Shy")]


async def use_asynchronously(client: AsyncThreadline, taker: LogTaker) -> None:
    async with client.chat() as chat:
        chat.user("How?")

    @client.chat()
    async def answer(question: str) -> str:
        await asyncio.sleep(0)
        return f"{question} So."

    @client.chat()
    async def pieces(question: str) -> AsyncIterator[str]:
        yield "a"
        yield question

    assert await answer("Why?") == "Why? So."
    assert [piece async for piece in pieces("Which?")] == ["a", "Which?"]
    assert await asyncio.to_thread(client.logger().flush)
    assert [said(body) for body in taker.bodies] == [
        [("user", "How?")],
        [("user", "Why?"), ("assistant", "Why? So.")],
        [("user", "Which?"), ("assistant", "aWhich?")],
    ]


def test_the_asynchronous_client_has_chats_too(taker: LogTaker) -> None:
    client = AsyncThreadline("key")
    client._background = taker.client()._background
    asyncio.run(use_asynchronously(client, taker))
    asyncio.run(client.close())
