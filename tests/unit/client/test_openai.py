"""What the OpenAI wrapper makes of requests and answers, where no server is needed to see it."""

from types import SimpleNamespace
from typing import Any

import pytest

from threadline import in_conversation, log_openai
from threadline.client.openai.conversations import Latest, conversation_id, current_place, named
from threadline.client.openai.messages import Message, messages_of
from threadline.client.openai.reading import CompletionReader, ResponseReader, input_messages

CALL = {"id": "t1", "type": "function", "function": {"name": "look", "arguments": "{}"}}


def user(text: str) -> Message:
    return {"role": "user", "content": text}


def assistant(text: str) -> Message:
    return {"role": "assistant", "content": text}


def test_objects_and_dictionaries_are_read_alike() -> None:
    as_object = SimpleNamespace(role="assistant", content=None, refusal="No.", name=None, tool_calls=None)
    as_document = {"role": "assistant", "content": None, "refusal": "No."}
    assert messages_of([as_object]) == messages_of([as_document]) == [assistant("No.")]


@pytest.mark.parametrize(
    ("given", "role"), [("developer", "system"), ("system", "system"), ("critic", "system"), ("user", "user")]
)
def test_every_role_becomes_one_of_the_wire(given: str, role: str) -> None:
    assert messages_of([{"role": given, "content": "x"}]) == [{"role": role, "content": "x"}]


def test_results_of_tools_go_to_the_message_before_them() -> None:
    asked: dict[str, Any] = {"role": "assistant", "content": None, "tool_calls": [CALL]}
    results = [
        {"role": "tool", "tool_call_id": "t1", "content": [{"type": "text", "text": "rain"}]},
        {"role": "function", "name": "look", "content": "sun"},
    ]
    (message,) = messages_of([asked, *results])
    assert message["tool_calls"] == [CALL]
    assert message["properties"]["toolResults"] == [
        {"name": None, "content": "rain", "toolCallId": "t1"},
        {"name": "look", "content": "sun", "toolCallId": None},
    ]


def test_a_result_that_nobody_asked_for_is_kept() -> None:
    (message,) = messages_of([{"role": "tool", "tool_call_id": "t1", "content": "rain"}])
    assert (message["role"], message["content"]) == ("system", "")


def test_items_of_a_response_are_messages() -> None:
    items = [
        {"role": "user", "content": [{"type": "input_text", "text": "How?"}]},
        {"type": "reasoning", "summary": []},
        {"type": "function_call", "call_id": "t1", "name": "look", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "t1", "output": "rain"},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Rain."}]},
    ]
    messages = input_messages("Be brief.", items)
    assert [(each["role"], each["content"]) for each in messages] == [
        ("system", "Be brief."),
        ("user", "How?"),
        ("assistant", ""),
        ("assistant", "Rain."),
    ]
    assert messages[2]["tool_calls"] == [CALL]


def test_a_conversation_is_known_by_its_beginning_and_first_answer() -> None:
    beginning = [user("How?"), assistant("So.")]
    same = conversation_id(beginning)
    assert conversation_id([*beginning, user("And?"), assistant("Thus.")]) == same
    assert conversation_id([user("How?"), assistant(" So.\n")]) == same
    others = [
        conversation_id([user("How?"), assistant("Not so.")]),
        conversation_id([user("Why?"), assistant("So.")]),
        conversation_id(beginning, who="u1"),
        conversation_id([{"role": "system", "content": "Be brief."}, *beginning]),
    ]
    assert len({same, *others}) == 5


def test_the_same_words_twice_are_two_messages_with_ids_that_stay() -> None:
    messages = [user("yes"), assistant("ok"), user("yes")]
    ids = [each["id"] for each in named("c1", messages)]
    assert len(set(ids)) == 3
    assert [each["id"] for each in named("c1", [*messages, assistant("ok")])][:3] == ids
    assert set(ids).isdisjoint(each["id"] for each in named("c2", messages))


def test_the_oldest_is_forgotten() -> None:
    latest: Latest[int] = Latest(2)
    for number in range(3):
        latest.note(str(number), number)
    assert [latest.get(str(number)) for number in range(3)] == [None, 1, 2]


def test_blocks_stand_in_each_other() -> None:
    with in_conversation("outer") as outer:
        with in_conversation("inner"):
            assert current_place().id == "inner"
        assert current_place() is outer
    assert current_place().id is None


def test_what_has_not_the_shape_of_a_client_stays_as_it_is() -> None:
    thing = SimpleNamespace(chat=SimpleNamespace())

    class Log:
        def put(self, kind: str, body: object, fields: object) -> str:
            raise RuntimeError(kind, body, fields)

    assert log_openai(thing, Log()) is thing
    assert vars(thing) == {"chat": SimpleNamespace()}


def test_a_place_refuses_what_it_does_not_know() -> None:
    place: Any = in_conversation
    with pytest.raises(TypeError, match="Did you mean `user_properties`"), place(user_propertis={}):
        pass
    with pytest.raises(TypeError, match=r"`tags=\['web'\]`"), place(tags="web"):
        pass
    assert current_place().fields == {}


def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def test_a_character_that_comes_in_two_pieces_is_one() -> None:
    reader = CompletionReader()
    for piece in ("hi ", "\ud83d", "\ude00 done"):
        reader.add(chunk({"content": piece}))
    message = reader.message()
    assert message is not None
    assert message["content"] == "hi \U0001f600 done"


def test_words_with_half_a_character_have_ids() -> None:
    (message,) = named("c", [user("cut \ud83d")])
    assert message["id"].startswith("msg_")


@pytest.mark.parametrize("reason", ["content_filter", "length"])
def test_an_answer_without_text_is_an_answer_when_it_has_ended(reason: str) -> None:
    reader = CompletionReader()
    reader.add(chunk({"role": "assistant"}))
    assert reader.message() is None
    reader.add(chunk({}, reason))
    assert reader.message() == {"role": "assistant", "content": "", "properties": {"finishReason": reason}}
    response = ResponseReader()
    response.add({"type": "response.created", "response": {"id": "r", "status": "in_progress"}})
    assert response.message() is None
    response.take({"id": "r", "status": "incomplete", "output": []})
    assert response.message() == {
        "role": "assistant",
        "content": "",
        "properties": {"finishReason": "incomplete"},
    }
