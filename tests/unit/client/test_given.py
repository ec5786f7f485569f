"""What callers give becomes what goes over the wire: names of the wire on every level, lists, and times with a zone."""

import json
from collections import UserDict
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import pytest

from threadline import (
    Condition,
    LogOpenAIConversation,
    LogOpenAIMessage,
    LogSearchEvent,
    Query,
    SubmitFeedback,
    q,
)
from threadline import Filter as WireFilter
from threadline.client.bodies.keywords import ConversationFields, body_of
from threadline.client.call import Call
from threadline.client.operations import bulk, calls, extensions, views

ANY: Any = calls
ANY_VIEW: Any = views
NAIVE = datetime(2026, 1, 5, 10)  # noqa: DTZ001  # what is to be refused
AWARE = NAIVE.replace(tzinfo=UTC)
TIME = "2020-01-01T00:00:00Z"


def sent(call: Call[Any]) -> dict[str, Any]:
    """Return what goes over the wire."""
    assert call.body is not None
    body: dict[str, Any] = json.loads(call.body)
    return body


def message(**members: Any) -> Any:
    return {"role": "user", "content": "x"} | members


@pytest.mark.parametrize(
    ("call", "wire"),
    [
        (
            calls.log_conversation({"type": "openai", "messages": [], "user_properties": {"a": 1}}),
            {"type": "openai", "messages": [], "userProperties": {"a": 1}},
        ),
        (
            calls.log_conversation(type="openai", messages=[message(created_at=TIME, external_id="e")]),
            {"type": "openai", "messages": [message(createdAt=TIME, externalId="e")]},
        ),
        (
            calls.log_conversation(
                type="openai",
                messages=[
                    message(toolCalls=[], content=[{"type": "image_url", "imageUrl": {"url": "https://x"}}])
                ],
            ),
            {
                "type": "openai",
                "messages": [
                    message(tool_calls=[], content=[{"type": "image_url", "image_url": {"url": "https://x"}}])
                ],
            },
        ),
        (
            calls.log_event(
                {"type": "seen", "entity_type": "message", "message_id": "m", "created_at": TIME}
            ),
            {"type": "seen", "entityType": "message", "messageId": "m", "createdAt": TIME},
        ),
        (
            calls.submit_feedback({"type": "positive", "message_id": "m", "user_properties": {}}),
            {"type": "positive", "messageId": "m", "userProperties": {}},
        ),
        (
            views.query_events(
                {
                    "group_by": [{"field": "type", "include_in_select": False}],
                    "select": [{"type": "time", "time_unit": "day"}],
                    "time_zone": "Europe/Berlin",
                }
            ),
            {
                "groupBy": [{"field": "type", "includeInSelect": False}],
                "select": [{"type": "time", "timeUnit": "day"}],
                "timeZone": "Europe/Berlin",
            },
        ),
        (
            extensions.drill_down("events", query={"group_by": []}, row={"event_type": 1}),
            {"query": {"groupBy": []}, "row": {"event_type": 1}},
        ),
    ],
)
def test_a_known_name_in_the_other_spelling_is_the_name_of_the_wire(
    call: Call[Any], wire: dict[str, Any]
) -> None:
    assert sent(call) == wire


def test_lines_of_many_conversations_have_the_names_of_the_wire() -> None:
    batches = bulk.Batches([{"id": "c", "messages": [message(created_at=TIME)], "external_id": "e"}])
    assert sent(batches.call()) == {"id": "c", "messages": [message(createdAt=TIME)], "externalId": "e"}


@pytest.mark.parametrize("free", ["properties", "userProperties", "metadata", "sources"])
def test_names_in_free_objects_stay_as_they_are(free: str) -> None:
    own = {"created_at": 1, "user_properties": {"external_id": 2}, "messages": [{"created_at": 3}]}
    body = {"type": "openai", "messages": [message(**{free: own})], free: own}
    assert sent(calls.log_conversation(body)) == body


def test_unknown_names_and_names_that_would_come_twice_stay_as_they_are() -> None:
    body = {
        "type": "openai",
        "mood_of_day": 1,
        "message_id": "of another body",
        "messages": [message(conversation_id="c", createdAt=TIME, created_at="other")],
    }
    assert sent(calls.log_conversation(body)) == body


def test_what_the_caller_gave_does_not_change() -> None:
    own = message(created_at=TIME)
    body = {"type": "openai", "messages": [own], "external_id": "e"}
    calls.log_conversation(body)
    assert body == {"type": "openai", "messages": [message(created_at=TIME)], "external_id": "e"}


def test_a_body_in_wire_names_is_not_copied() -> None:
    body = {"type": "openai", "messages": [message(createdAt=AWARE, content=[{"type": "text", "text": "x"}])]}
    assert body_of(body, {}, ConversationFields) is body


@pytest.mark.parametrize("kind", [MappingProxyType, UserDict])
def test_mappings_of_any_kind_are_read(kind: Callable[[dict[str, Any]], Any]) -> None:
    read = body_of(kind({"messages": (kind(message(created_at=TIME)),)}), {}, ConversationFields)
    assert read == {"messages": [message(createdAt=TIME)]}


@pytest.mark.parametrize(
    "log",
    [
        lambda time: calls.log_conversation(type="openai", messages=[], created_at=time),
        lambda time: calls.log_conversation(type="openai", messages=[message(createdAt=time)]),
        lambda time: calls.log_conversation(type="openai", messages=[message(updated_at=time)]),
        lambda time: calls.log_conversation(
            type="openai", messages=[LogOpenAIMessage(role="user", content="x", created_at=time)]
        ),
        lambda time: calls.log_conversation(
            LogOpenAIConversation(
                messages=[LogOpenAIMessage(role="user", content="x", updated_at=time)], id="c"
            )
        ),
        lambda time: calls.log_event(LogSearchEvent(type="seen", search_query="x", created_at=time)),
        lambda time: calls.submit_feedback(SubmitFeedback(type="positive", message_id="m", updated_at=time)),
        lambda time: calls.submit_feedback({"type": "positive", "messageId": "m", "createdAt": time}),
        lambda time: views.query_events(
            where={"condition": {"field": "createdAt", "operator": "gt", "value": time}}
        ),
        lambda time: views.query_events(
            Query(where=WireFilter(condition=Condition(field="createdAt", operator="in", value=[time])))
        ),
        lambda time: views.query_events(q.events.where(q.field("createdAt") > time)),
        lambda time: views.query_events(where=q.path("properties", "at").is_in([time])),
        lambda time: calls.property_keys(field="properties", where=q.day("createdAt").is_(time)),
        lambda time: extensions.drill_down("events", query={}, row={"createdAt_day": time}),
    ],
)
def test_a_time_without_a_zone_is_refused_with_what_would_work(log: Callable[[datetime], Any]) -> None:
    with pytest.raises(ValueError, match=r"2026-01-05 10:00:00.* no time zone.*datetime\(\.\.\., tzinfo=UTC"):
        log(NAIVE)
    assert b"2026-01-05T10:00:00Z" in log(AWARE).body


def test_texts_and_days_of_times_stay_as_they_are() -> None:
    day = views.query_events(q.events.where(q.field("createdAt") > date(2026, 1, 5))).body
    assert day is not None
    assert b'"2026-01-05"' in day
    text = {"type": "openai", "messages": [message(createdAt="2026-01-05T10:00:00")]}
    assert sent(calls.log_conversation(text)) == text


def test_a_misspelt_keyword_is_told_with_the_nearest_one() -> None:
    with pytest.raises(TypeError, match=r"no keyword `user_propertis`\. Did you mean `user_properties`\?"):
        ANY.log_conversation(user_propertis={})
    with pytest.raises(TypeError, match=r"no keyword `zzz`\. There are: query, select, group_by"):
        ANY_VIEW.query_events(zzz=1)
