"""Logged bodies in the forms that people send, and what becomes of what has no place."""

import json
from typing import Any

import msgspec
import pytest

from threadline.api.intake.bodies import read_conversation, read_event, read_feedback
from threadline.errors import MalformedError
from threadline.wire.conversations import LogOpenAIConversation, LogSupportTicketConversation

USER = {"role": "user", "content": "q"}
CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def chat(*messages: object, **fields: object) -> bytes:
    return json.dumps({"type": "openai", "messages": messages, **fields}).encode()


def kept(*messages: object, roles: str = "strict", **fields: object) -> list[dict[str, Any]]:
    """Return the messages that are read from those of a chat."""
    body = read_conversation(chat(*messages, **fields), roles).body
    read: list[dict[str, Any]] = msgspec.to_builtins(body)["messages"]
    return read


def fault(content: bytes) -> tuple[str, str]:
    with pytest.raises(MalformedError) as caught:
        read_conversation(content)
    return caught.value.violations[0].pointer, caught.value.violations[0].message


def test_a_conversation_without_a_type_is_a_chat() -> None:
    assert isinstance(read_conversation(b'{"messages":[]}').body, LogOpenAIConversation)
    ticket = read_conversation(b'{"messages":[],"type":"support_ticket"}').body
    assert isinstance(ticket, LogSupportTicketConversation)


def test_a_fault_in_a_conversation_without_a_type_is_told_with_its_place() -> None:
    assert fault(b'{"messages":[{"role":"user"}]}') == ("/messages/0", "`content` is missing.")


@pytest.mark.parametrize(
    ("message", "content"),
    [
        ({"tool_calls": [CALL]}, ""),
        ({}, ""),
        ({"content": None}, ""),
        ({"content": None, "refusal": "No."}, "No."),
        ({"content": "", "audio": {"id": "a", "transcript": "spoken"}}, "spoken"),
        ({"content": "x", "refusal": None, "audio": None, "annotations": [], "function_call": None}, "x"),
        ({"parts": [{"type": "text", "text": "v5"}]}, [{"type": "text", "text": "v5"}]),
        ({"content": {"type": "output_text", "text": "one"}}, [{"type": "text", "text": "one"}]),
        ({"content": [{"type": "thinking", "thinking": "hm"}]}, ""),
    ],
)
def test_an_answer_is_kept_whatever_form_it_has(message: dict[str, Any], content: object) -> None:
    # Null is what nobody has to mend: it is kept as no text.
    assert (kept(USER, {"role": "assistant", **message})[1]["content"] or "") == content


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("plain", "plain"),
        ({"type": "input_text", "text": "in"}, "in"),
        ({"type": "output_text", "text": "out", "annotations": [], "logprobs": None}, "out"),
        ({"type": "refusal", "refusal": "No."}, "No."),
        ({"type": "text", "text": {"value": "of an assistant", "annotations": []}}, "of an assistant"),
        ({"text": "of no kind"}, "of no kind"),
        ({"type": "odd", "text": "of a new kind"}, "of a new kind"),
    ],
)
def test_a_part_with_a_text_is_a_text(part: object, text: str) -> None:
    message = kept({"role": "user", "content": [part]})[0]
    assert message["content"] == [{"type": "text", "text": text}]
    assert "properties" not in message


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ({"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}, "[input_audio]"),
        ({"type": "file", "file": {"filename": "a.pdf", "file_data": "AA"}}, "[file: a.pdf]"),
        ({"type": "input_file", "file_id": "f1"}, "[input_file: f1]"),
        ({"type": "document", "title": "T", "source": {"data": "AA"}}, "[document: T]"),
        ({"type": "image_file", "image_file": {"file_id": "f1"}}, "[image_file]"),
        ({"type": "text", "text": "cited", "annotations": [{"url": "u"}]}, "cited"),
    ],
)
def test_a_part_that_says_more_is_kept_whole_beside_its_text(part: dict[str, Any], text: str) -> None:
    message = kept({"role": "user", "content": [part]})[0]
    assert message["content"] == [{"type": "text", "text": text}]
    assert message["properties"] == {"contentParts": [part]}


@pytest.mark.parametrize(
    ("part", "url"),
    [
        ({"type": "image_url", "image_url": "http://i"}, "http://i"),
        ({"type": "input_image", "image_url": "http://i"}, "http://i"),
        ({"type": "image", "source": {"type": "url", "url": "http://i"}}, "http://i"),
        (
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA"}},
            "data:image/png;base64,AA",
        ),
    ],
)
def test_an_image_of_any_provider_is_an_image(part: dict[str, Any], url: str) -> None:
    (made,) = kept({"role": "user", "content": [part]})[0]["content"]
    assert made == {"type": "image_url", "image_url": {"url": url, "detail": "auto"}}


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ({"tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}]}, '{"a":1}'),
        ({"tool_calls": [{"id": "c", "type": "custom", "custom": {"name": "f", "input": "x"}}]}, "x"),
        ({"tool_calls": [{"type": "tool_call", "name": "f", "args": {}}]}, "{}"),
        ({"function_call": {"name": "f", "arguments": "{}"}, "content": None}, "{}"),
        ({"content": [{"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}]}, '{"a":1}'),
        ({"parts": [{"type": "tool-call", "toolName": "f", "toolCallId": "t", "args": 1}]}, "1"),
    ],
)
def test_a_call_of_a_tool_is_kept_whatever_form_it_has(message: dict[str, Any], arguments: str) -> None:
    (call,) = kept(USER, {"role": "assistant", **message})[1]["tool_calls"]
    assert call["function"] == {"name": "f", "arguments": arguments}


def test_what_a_tool_gave_back_is_nothing_that_the_user_said() -> None:
    result = {"type": "tool_result", "tool_use_id": "t", "content": "42"}
    message = kept(USER, {"role": "user", "content": [result]})[1]
    assert (message["role"], message["content"]) == ("system", "")
    assert message["properties"] == {"toolResults": [{"name": None, "content": "42", "toolCallId": "t"}]}


def test_the_result_of_a_tool_needs_no_id_and_keeps_the_one_it_has() -> None:
    results = [{"role": "tool", "content": "1"}, {"role": "tool", "content": "2", "tool_call_id": "t"}]
    first, second = kept(USER, *results, roles="lenient")[1:]
    assert "properties" not in first
    assert second["properties"] == {"toolCallId": "t"}


def test_the_parts_of_a_ticket_are_a_text() -> None:
    parts = [{"type": "text", "text": "Look:"}, {"type": "image_url", "image_url": {"url": "http://i"}}]
    content = chat({"role": "customer", "content": parts}).replace(b"openai", b"support_ticket")
    (message,) = msgspec.to_builtins(read_conversation(content).body)["messages"]
    assert message["content"] == "Look:\n[image_url]"


@pytest.mark.parametrize(("roles", "has_tool"), [("strict", False), ("lenient", True)])
def test_a_wrong_role_is_told_the_roles_that_are_taken_here(roles: str, has_tool: bool) -> None:
    with pytest.raises(MalformedError) as caught:
        read_conversation(chat({"role": "User", "content": "q"}), roles)
    (told,) = caught.value.violations
    assert told.pointer == "/messages/0/role"
    assert "Did you mean `user`?" in told.message
    assert ("`tool`" in told.message) is has_tool


@pytest.mark.parametrize(
    ("fields", "place", "meant"),
    [
        ({"propertis": {"a": 1}}, "/propertis", "properties"),
        ({"user_properties": {"id": "u"}}, "/user_properties", "userProperties"),
        ({"UserProperties": {"id": "u"}}, "/UserProperties", "userProperties"),
        ({"tag": ["a"]}, "/tag", "tags"),
        ({"external_id": "e"}, "/external_id", "externalId"),
        ({"messages": [{**USER, "createdat": "x"}]}, "/messages/0/createdat", "createdAt"),
        ({"messages": [{**USER, "toolCalls": [CALL]}]}, "/messages/0/toolCalls", "tool_calls"),
        (
            {"messages": [{**USER, "links": [{"url": "u", "breadcrumb": ["t"]}]}]},
            "/messages/0/links/0/breadcrumb",
            "breadcrumbs",
        ),
    ],
)
def test_a_name_that_is_nearly_known_is_refused_with_it(
    fields: dict[str, Any], place: str, meant: str
) -> None:
    pointer, message = fault(chat(*fields.pop("messages", [USER]), **fields))
    assert pointer == place
    assert f"Did you mean `{meant}`?" in message


def test_any_other_name_that_is_not_kept_is_told_once() -> None:
    odd = {**USER, "metadata": {"a": 1}, "type": "openai", "conversationId": "c"}
    logged = read_conversation(chat(odd, odd, sources=["s"], status="open", empty=None))
    assert logged.ignored == ("/messages/*/metadata", "/sources", "/status")


def test_an_answer_that_is_sent_back_loses_nothing() -> None:
    message = {**USER, "id": "m", "type": "openai", "conversationId": "c", "externalId": None}
    body = chat(message, id="c", messagesOpenAIFormat=[USER], projectId=None)
    assert read_conversation(body).ignored == ()


def test_names_of_events_and_votes_are_looked_at_too() -> None:
    with pytest.raises(MalformedError, match="`properties`"):
        read_event(b'{"type":"t","entityType":"search","searchQuery":"s","property":{"a":1}}')
    with pytest.raises(MalformedError, match="`reasons`"):
        read_feedback(b'{"type":"negative","messageId":"m","reason":[{"label":"l"}]}')
    event = b'{"type":"t","entityType":"search","searchQuery":"s","colour":"red"}'
    assert read_event(event).ignored == ("/colour",)
