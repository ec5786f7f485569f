"""An event about a message is about the conversation that has the message, whichever was logged first."""

from typing import Any

from tests.support.product import Caller, Json, condition, counting, user

FIELDS: list[Json] = [{"type": "field", "field": name} for name in ("id", "messageConversationId")]


def viewed(api: Caller, message_id: str) -> str:
    answer = api.post("/events", {"entityType": "message", "messageId": message_id, "type": "viewed"})
    assert answer.status < 300
    return str(answer.body["id"])


def conversation_of(api: Caller, event_id: str) -> Any:
    rows = api.rows("events", select=FIELDS, where=condition("id", "eq", event_id))
    return rows[0]["messageConversationId"]


def test_the_conversation_of_a_message_that_was_logged_before(api: Caller) -> None:
    api.log(user("Hello", id="m1"), id="c1")
    assert conversation_of(api, viewed(api, "m1")) == "c1"


def test_the_conversation_of_a_message_that_is_logged_later(api: Caller) -> None:
    event = viewed(api, "m2")
    assert conversation_of(api, event) is None
    api.log(user("Hello", id="m1"), id="c1")
    assert conversation_of(api, event) is None
    api.log(user("Hello", id="m1"), user("More", id="m2"), id="c1")
    assert conversation_of(api, event) == "c1"


def test_it_goes_with_the_message(api: Caller) -> None:
    api.log(user("Hello", id="m1"), user("More", id="m2"), id="c1")
    event = viewed(api, "m2")
    assert conversation_of(api, event) == "c1"
    api.log(user("Hello", id="m1"), id="c1")
    assert conversation_of(api, event) is None


def test_it_is_the_newest_conversation_with_the_message_that_is_left(api: Caller) -> None:
    event = viewed(api, "m1")
    for name in ("c1", "c2"):
        api.log(user("Hello", id="m1"), id=name)
    assert conversation_of(api, event) == "c2"
    assert api.delete("/conversations/c2").status < 300
    assert conversation_of(api, event) == "c1"


def test_an_empty_body_answers_as_ever(api: Caller) -> None:
    api.log(user("Hello", id="m1"), id="c1")
    viewed(api, "m1")
    (row,) = api.rows("events")
    assert "messageConversationId" not in row
    assert row.get("conversationId") is None


def test_the_conversations_behind_message_events_are_listed(api: Caller) -> None:
    api.log(user("Hello", id="m1"), id="c1")
    viewed(api, "m1")
    api.post("/events", {"entityType": "conversation", "conversationId": "c1", "type": "opened"})
    body: Json = {"select": [counting()], "groupBy": [{"field": "eventType"}]}
    for row in api.rows("events", **body):
        behind = api.post("/v1/query/events/drilldown", {"query": body, "row": row}).body["data"]
        assert [each["id"] for each in behind["result"]] == ["c1"]


def test_other_projects_have_messages_of_their_own(api: Caller, product: Any) -> None:
    other = product.caller(project="other")
    other.log(user("Hello", id="m1"), id="theirs")
    assert conversation_of(api, viewed(api, "m1")) is None
