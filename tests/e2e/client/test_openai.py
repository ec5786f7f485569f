"""The real `openai` package, a server of its protocol, and a real Threadline server that is told what was said."""

import asyncio
import copy
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from openai import APIConnectionError, AsyncOpenAI, AsyncStream, InternalServerError, OpenAI, Stream

from tests.support.openai_server import OpenAIServer, openai_server
from tests.support.product import Product
from threadline import Conversation, Logger, Threadline, in_conversation, log_openai

WEATHER = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "weather", "arguments": '{"city": "Bern"}'},
}
MODEL = "small-1"


@pytest.fixture(scope="module")
def shared_model() -> Iterator[OpenAIServer]:
    with openai_server() as server:
        yield server


@pytest.fixture
def model(shared_model: OpenAIServer) -> OpenAIServer:
    shared_model.script.clear()
    shared_model.asked.clear()
    shared_model.gate = None
    return shared_model


@pytest.fixture
def threadline(product: Product) -> Iterator[Threadline]:
    with Threadline(product.caller().key, http_client=product.client) as client:
        yield client


@pytest.fixture
def logger(threadline: Threadline) -> Logger:
    return threadline.logger()


@pytest.fixture
def openai(model: OpenAIServer, logger: Logger) -> Iterator[OpenAI]:
    with OpenAI(api_key="key", base_url=model.url, max_retries=0) as client:
        yield log_openai(client, logger)


def user(text: str) -> Any:
    return {"role": "user", "content": text}


def logged(threadline: Threadline) -> list[Conversation]:
    """Return what was logged, oldest first."""
    assert threadline.logger().flush(60)
    return threadline.conversations.list().conversations[::-1]


def one(threadline: Threadline) -> Conversation:
    (conversation,) = logged(threadline)
    return conversation


def said(conversation: Conversation) -> list[tuple[str, Any]]:
    return [(message.role, message.content) for message in conversation.messages]


def test_a_completion_is_logged_and_returned_as_it_is(
    openai: OpenAI, model: OpenAIServer, threadline: Threadline
) -> None:
    model.script = [{"content": "Click Export."}]
    messages: list[Any] = [{"role": "developer", "content": "Be brief."}, user("How do I export?")]
    given = copy.deepcopy(messages)
    completion = openai.chat.completions.create(model=MODEL, messages=messages)
    assert type(completion).__module__.startswith("openai.")
    assert completion.choices[0].message.content == "Click Export."
    assert (messages, model.asked[0]["messages"]) == (given, given)
    conversation = one(threadline)
    assert said(conversation) == [
        ("system", "Be brief."),
        ("user", "How do I export?"),
        ("assistant", "Click Export."),
    ]
    assert conversation.messages[2].properties == {
        "model": MODEL,
        "finishReason": "stop",
        "inputTokens": 5,
        "outputTokens": 7,
    }


def test_turns_of_one_chat_are_one_conversation(openai: OpenAI, threadline: Threadline) -> None:
    messages: list[Any] = []
    states = []
    for question in ("Hello", "And?", "And then?"):
        messages.append(user(question))
        completion = openai.chat.completions.create(model=MODEL, messages=messages)
        # As programs do: the answer's own object goes back into the history.
        messages.append(completion.choices[0].message)
        states.append(one(threadline))
    assert [len(state.messages) for state in states] == [2, 4, 6]
    assert {state.id for state in states} == {states[0].id}
    assert states[2].messages[:4] == states[1].messages
    assert states[2].created_at == states[0].created_at


def test_the_first_messages_keep_their_ids_and_times(openai: OpenAI, threadline: Threadline) -> None:
    answer = openai.chat.completions.create(model=MODEL, messages=[user("Hello")]).choices[0].message.content
    first = one(threadline)
    history: list[Any] = [user("Hello"), {"role": "assistant", "content": answer}, user("Hello")]
    openai.chat.completions.create(model=MODEL, messages=history)
    second = one(threadline)
    assert [(each.id, each.created_at) for each in second.messages[:2]] == [
        (each.id, each.created_at) for each in first.messages
    ]
    assert len({each.id for each in second.messages}) == 4


def test_who_asks_tells_two_chats_apart(openai: OpenAI, threadline: Threadline) -> None:
    for person in ("u1", "u2", "u1"):
        openai.chat.completions.create(model=MODEL, messages=[user("Hello")], safety_identifier=person)
    assert len(logged(threadline)) == 2


def test_a_block_names_the_conversation_and_what_belongs_to_it(
    openai: OpenAI, threadline: Threadline
) -> None:
    with in_conversation("c1", user_properties={"id": "u1"}, tags=["web"]) as place:
        openai.chat.completions.create(model=MODEL, messages=[user("Hello")])
    conversation = one(threadline)
    assert (conversation.id, conversation.tags, conversation.user_properties) == ("c1", ["web"], {"id": "u1"})
    assert place.answer_id == conversation.messages[1].id
    vote = threadline.feedback.submit(type="positive", message_id=str(place.answer_id))
    assert threadline.feedback.get(vote.id).conversation.id == "c1"


def test_a_part_of_the_history_comes_behind_what_the_server_has(
    openai: OpenAI, threadline: Threadline
) -> None:
    for question in ("One", "Two", "Three"):
        with in_conversation("c1", history="part"):
            openai.chat.completions.create(model=MODEL, messages=[user(question)])
    assert [content for role, content in said(one(threadline)) if role == "user"] == ["One", "Two", "Three"]


def test_a_stream_passes_at_once_and_is_logged_at_its_end(
    openai: OpenAI, model: OpenAIServer, threadline: Threadline
) -> None:
    model.script, model.gate = [{"content": "Click Export."}], threading.Event()
    stream = openai.chat.completions.create(model=MODEL, messages=[user("How?")], stream=True)
    assert isinstance(stream, Stream)
    pieces = [next(stream)]
    # The server holds the second chunk back until the first one has arrived.
    model.gate.set()
    pieces += stream
    assert "".join(p.choices[0].delta.content or "" for p in pieces if p.choices) == "Click Export."
    conversation = one(threadline)
    assert said(conversation) == [("user", "How?"), ("assistant", "Click Export.")]
    assert conversation.messages[1].properties == {
        "model": MODEL,
        "finishReason": "stop",
        "inputTokens": 5,
        "outputTokens": 7,
    }


def test_a_stream_that_nobody_reads_to_its_end_is_logged_as_far_as_it_went(
    openai: OpenAI, model: OpenAIServer, threadline: Threadline
) -> None:
    model.script = [{"content": "Click Export."}]
    with openai.chat.completions.create(model=MODEL, messages=[user("How?")], stream=True) as stream:
        for chunk in stream:
            if chunk.choices[0].delta.content:
                break
    assert said(one(threadline)) == [("user", "How?"), ("assistant", "Clic")]


def test_a_stream_that_breaks_off_is_logged_as_far_as_it_went(
    openai: OpenAI, model: OpenAIServer, threadline: Threadline
) -> None:
    model.script = [{"content": "Click Export.", "cut": 3}]
    stream = openai.chat.completions.create(model=MODEL, messages=[user("How?")], stream=True)
    assert len(list(stream)) == 3
    assert said(one(threadline)) == [("user", "How?"), ("assistant", "Click Ex")]


def test_the_helper_for_streams_is_logged(
    openai: OpenAI, model: OpenAIServer, threadline: Threadline
) -> None:
    model.script = [{"content": "Click Export."}]
    with openai.chat.completions.stream(model=MODEL, messages=[user("How?")]) as stream:
        assert stream.get_final_completion().choices[0].message.content == "Click Export."
    assert said(one(threadline)) == [("user", "How?"), ("assistant", "Click Export.")]


@pytest.mark.parametrize("stream", [False, True])
def test_tool_calls_and_what_tools_returned_are_kept(
    openai: OpenAI, model: OpenAIServer, threadline: Threadline, stream: bool
) -> None:
    model.script = [{"tool_calls": [WEATHER]}, {"content": "It rains."}]
    messages = [user("How is the weather in Bern?")]
    answer: Any = openai.chat.completions.create(model=MODEL, messages=messages, stream=stream)
    list(answer)
    messages.append({"role": "assistant", "content": None, "tool_calls": [WEATHER]})
    messages.append({"role": "tool", "tool_call_id": "call_1", "content": "rain"})
    openai.chat.completions.create(model=MODEL, messages=messages)
    conversation = one(threadline)
    assert said(conversation) == [
        ("user", "How is the weather in Bern?"),
        ("assistant", ""),
        ("assistant", "It rains."),
    ]
    (call,) = conversation.messages[1].tool_calls or []
    assert (call.id, call.function.name, call.function.arguments) == (
        "call_1",
        "weather",
        '{"city": "Bern"}',
    )
    assert (conversation.messages[1].properties or {})["toolResults"] == [
        {"name": None, "content": "rain", "toolCallId": "call_1"}
    ]


def test_an_error_goes_through_and_leaves_the_question(
    openai: OpenAI, model: OpenAIServer, threadline: Threadline
) -> None:
    model.script = [{"status": 500}]
    with pytest.raises(InternalServerError):
        openai.chat.completions.create(model=MODEL, messages=[user("How?")])
    conversation = one(threadline)
    assert said(conversation) == [("user", "How?")]
    assert conversation.messages[0].properties == {"error": "InternalServerError"}


def test_images_are_kept_by_address_and_never_by_content(openai: OpenAI, threadline: Threadline) -> None:
    parts: Any = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * 10_000}},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
        {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
    ]
    openai.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": parts}])
    content = one(threadline).messages[0].content
    assert isinstance(content, list)
    assert [part.image_url.url if part.image_url else part.text for part in content] == [
        "What is this?",
        "data:image/png",
        "https://example.com/a.png",
        "[input_audio]",
    ]


def test_raw_answers_are_logged_and_stay_raw(openai: OpenAI, threadline: Threadline) -> None:
    raw = openai.chat.completions.with_raw_response.create(model=MODEL, messages=[user("Hello")])
    assert raw.headers["content-type"] == "application/json"
    assert raw.parse().choices[0].message.content == "You said: Hello"
    assert said(one(threadline)) == [("user", "Hello"), ("assistant", "You said: Hello")]


def test_copies_of_a_client_are_logged_once(openai: OpenAI, logger: Logger, threadline: Threadline) -> None:
    again = log_openai(openai, logger)
    assert again is openai
    again.with_options(timeout=5).chat.completions.create(model=MODEL, messages=[user("Hello")])
    openai.chat.completions.create(model=MODEL, messages=iter([user("Hi")]))
    assert sorted(said(each)[0] for each in logged(threadline)) == [("user", "Hello"), ("user", "Hi")]
    assert logger.counts.sent == 2


def test_a_response_is_logged_with_all_that_it_went_on_from(
    openai: OpenAI, model: OpenAIServer, threadline: Threadline
) -> None:
    model.script = [
        {"id": "r1", "content": "Sunny.", "tool_calls": [WEATHER]},
        {"id": "r2", "content": "Rain."},
    ]
    first = openai.responses.create(model=MODEL, instructions="Be brief.", input="How is the weather?")
    assert first.output_text == "Sunny."
    result: Any = [{"type": "function_call_output", "call_id": "call_1", "output": "rain"}, user("So?")]
    openai.responses.create(model=MODEL, previous_response_id=first.id, input=result)
    conversation = one(threadline)
    assert said(conversation)[:3] == [
        ("system", "Be brief."),
        ("user", "How is the weather?"),
        ("assistant", "Sunny."),
    ]
    assert said(conversation)[-2:] == [("user", "So?"), ("assistant", "Rain.")]
    assert [call.function.name for call in conversation.messages[2].tool_calls or []] == ["weather"]


def test_a_streamed_response_is_logged(openai: OpenAI, model: OpenAIServer, threadline: Threadline) -> None:
    model.script = [{"content": "It is sunny."}]
    events = openai.responses.create(model=MODEL, input="How is the weather?", stream=True)
    assert [event.type for event in events][-1] == "response.completed"
    assert said(one(threadline)) == [("user", "How is the weather?"), ("assistant", "It is sunny.")]


async def use_asynchronously(model: OpenAIServer, logger: Logger) -> None:
    async with AsyncOpenAI(api_key="key", base_url=model.url, max_retries=0) as plain:
        client = log_openai(plain, logger)

        async def ask(person: str) -> None:
            with in_conversation(person):
                stream = await client.chat.completions.create(
                    model=MODEL, messages=[user(f"I am {person}")], stream=True
                )
                assert isinstance(stream, AsyncStream)
                await asyncio.sleep(0)
                async for _ in stream:
                    pass
                await client.chat.completions.create(model=MODEL, messages=[user(f"I am {person} still")])

        await asyncio.gather(ask("Ada"), ask("Bob"))
        model.script = [{"status": 500}]
        with pytest.raises(InternalServerError):
            await client.responses.create(model=MODEL, input="How?")


def test_the_asynchronous_client_is_logged_each_task_in_its_conversation(
    model: OpenAIServer, logger: Logger, threadline: Threadline
) -> None:
    asyncio.run(use_asynchronously(model, logger))
    conversations = {each.id: said(each) for each in logged(threadline)}
    for person in ("Ada", "Bob"):
        question = f"I am {person} still"
        assert conversations[person] == [("user", question), ("assistant", f"You said: {question}")]
    assert [("user", "How?")] in conversations.values()


def test_no_answer_at_all_goes_through(logger: Logger, threadline: Threadline) -> None:
    with OpenAI(api_key="key", base_url="http://127.0.0.1:1/v1", max_retries=0) as client:
        log_openai(client, logger)
        with pytest.raises(APIConnectionError):
            client.chat.completions.create(model=MODEL, messages=[user("How?")])
    assert said(one(threadline)) == [("user", "How?")]


def test_a_log_that_fails_reaches_nobody(model: OpenAIServer, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def put(self, kind: str, body: object, fields: object) -> str:
            raise RuntimeError(kind, body, fields)

    with OpenAI(api_key="key", base_url=model.url) as client:
        log_openai(client, Broken())
        completion = client.chat.completions.create(model=MODEL, messages=[user("Hello")])
        streamed = client.chat.completions.create(model=MODEL, messages=[user("Hello")], stream=True)
        assert len(list(streamed)) > 3
    assert completion.choices[0].message.content == "You said: Hello"
    assert caplog.messages == ["A call of a model could not be logged."] * 2
