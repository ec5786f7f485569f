"""Conversations through the app: log, get, list, delete, and the rule by which a log updates."""

import pytest

from tests.support.product import Caller, Product, agent, assistant, user

ORDER = [
    "id",
    "externalId",
    "externalUrl",
    "type",
    "supportTicketConversationId",
    "createdAt",
    "updatedAt",
    "projectId",
    "integrationId",
    "properties",
    "userProperties",
    "tags",
    "visibility",
    "messages",
]


def test_a_conversation_comes_back_in_the_order_of_the_contract(api: Caller) -> None:
    ticket = api.log(user("Why?"), agent("So."))
    chat = api.log(user("Why?"), type="openai")
    assert list(ticket) == ORDER
    assert list(chat) == [*ORDER, "messagesOpenAIFormat"]
    assert chat["messagesOpenAIFormat"] == [{"role": "user", "content": "Why?"}]


def test_keys_that_may_be_null_are_there(api: Caller) -> None:
    ticket = api.log(user("Why?"))
    assert (ticket["externalId"], ticket["visibility"], ticket["supportTicketConversationId"]) == (
        None,
        None,
        None,
    )
    assert list(ticket["messages"][0])[:9] == [
        "id", "type", "externalId", "externalUrl", "conversationId", "createdAt", "updatedAt", "role", "content",
    ]  # fmt: skip


def test_what_was_sent_comes_back(api: Caller) -> None:
    sent = {
        "id": "t/1 ü",
        "externalId": "Z-9",
        "externalUrl": "https://help.example/9",
        "createdAt": "2026-01-05T10:00:00.123Z",
        "updatedAt": "2026-01-05T12:00:00+02:00",
        "properties": {"plan": "pro", "nested": {"a": [1, 2.5, None, {"b": True}]}, "empty": {}},
        "userProperties": {"id": 7, "userId": "u7", "cohorts": ["a"]},
        "tags": ["vip"],
        "visibility": "public",
    }
    link = {"label": "Docs", "url": "https://docs.example", "breadcrumbs": ["a", "b"]}
    call = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    image = {"type": "image_url", "image_url": {"url": "https://img.example/1.png", "detail": "low"}}
    messages = [
        user([{"type": "text", "text": "look"}, image], id="m1", properties={"k": 1}),
        assistant("ok", id="m2", name="bot", links=[link], tool_calls=[call], userProperties={"id": 1}),
    ]
    stored = api.log(*messages, type="openai", **sent)
    assert {name: stored[name] for name in sent} == sent | {"updatedAt": "2026-01-05T10:00:00.000Z"}
    for got, want in zip(stored["messages"], messages, strict=True):
        assert {name: got[name] for name in want} == want
    assert api.get("/conversations/t%2F1%20%C3%BC").body == stored


def test_a_log_with_the_same_id_updates_and_keeps_the_ids_of_messages(api: Caller) -> None:
    first = api.log(user("Hello"), assistant("Hi"), type="openai", properties={"a": 1}, tags=["x"])
    again = api.log(
        user("Hello"), assistant("Hi there"), user("Bye"), id=first["id"], type="openai", tags=None
    )
    assert [message["id"] for message in again["messages"]][:2] == [
        message["id"] for message in first["messages"]
    ]
    assert again["createdAt"] == first["createdAt"]
    assert (again["properties"], again["tags"]) == ({"a": 1}, None)
    assert api.get("/conversations").body["total"] == 1


def test_a_message_with_a_known_id_keeps_its_first_time_wherever_it_moves(api: Caller) -> None:
    first = api.log(user("a", id="m1", createdAt="2026-01-01T00:00:00Z"), user("b", id="m2"), id="c")
    again = api.log(user("b", id="m2"), user("a, edited", id="m1"), id="c")
    assert [message["id"] for message in again["messages"]] == ["m2", "m1"]
    assert again["messages"][1]["createdAt"] == "2026-01-01T00:00:00.000Z"
    assert again["messages"][0]["createdAt"] == first["messages"][1]["createdAt"]


def test_a_message_without_id_that_says_something_else_is_another(api: Caller) -> None:
    first = api.log(user("Hello"), id="c")
    again = api.log(user("Good bye"), id="c")
    assert again["messages"][0]["id"] != first["messages"][0]["id"]


def test_messages_that_are_not_sent_again_are_gone(api: Caller) -> None:
    api.log(user("a", id="m1"), agent("b", id="m2"), user("c", id="m3"), id="c")
    again = api.log(user("a", id="m1"), id="c")
    assert api.get("/conversations/c").body["messages"] == again["messages"]


def test_a_message_that_feedback_points_at_stays_readable_with_the_feedback(api: Caller) -> None:
    api.log(user("a", id="m1"), agent("b", id="m2"), id="c")
    api.post("/feedback", {"id": "f", "type": "positive", "messageId": "m2"})
    api.log(user("a", id="m1"), id="c")
    assert len(api.get("/conversations/c").body["messages"]) == 1
    assert api.get("/feedback/f").body["message"]["content"] == "b"
    api.log(user("a", id="m1"), agent("b again", id="m2"), id="c")
    assert api.get("/feedback/f").body["message"]["content"] == "b again"


def test_the_type_of_a_conversation_does_not_change(api: Caller) -> None:
    api.log(user("a"), id="c")
    answer = api.post("/conversations", {"id": "c", "type": "openai", "messages": [user("a")]})
    assert (answer.status, answer.body["violations"][0]["pointer"]) == (422, "/type")


def test_lists_are_newest_first_and_paged(api: Caller) -> None:
    for day in (3, 1, 2):
        api.log(user("a"), id=f"c{day}", createdAt=f"2026-01-0{day}T00:00:00Z")
    page = api.get("/conversations?limit=2&offset=1").body
    assert [each["id"] for each in page["conversations"]] == ["c2", "c1"]
    assert (page["total"], page["pageSize"], page["count"]) == (3, 2, 2)
    assert api.get("/conversations?limit=&offset=").body["pageSize"] == 20
    assert api.get("/conversations?limit=0").body["conversations"] == []


@pytest.mark.parametrize(
    "query", ["limit=101", "limit=-1", "limit=ten", "offset=-1", "limit=1.5", "offset=1e3"]
)
def test_a_page_that_cannot_be_is_refused_with_the_parameter(api: Caller, query: str) -> None:
    answer = api.get(f"/conversations?{query}")
    assert answer.status == 400
    assert answer.body["violations"][0]["pointer"] == f"/{query.split('=', maxsplit=1)[0]}"


def test_the_newest_update_wins_among_conversations_of_one_external_id(api: Caller) -> None:
    api.log(user("old"), id="a", externalId="x/1", updatedAt="2026-01-02T00:00:00Z")
    api.log(user("new"), id="b", externalId="x/1", updatedAt="2026-01-03T00:00:00Z")
    assert api.get("/conversations/external/x%2F1").body["id"] == "b"
    assert api.get("/conversations/external/nothing").status == 404


def test_a_deleted_conversation_takes_its_feedback_and_threads_along(api: Caller) -> None:
    stored = api.log(user("a"), agent("b"))
    api.post("/feedback", {"type": "negative", "messageId": stored["messages"][1]["id"]})
    assert len(api.rows("semantic-threads")) == 1
    answer = api.delete(f"/conversations/{stored['id']}")
    assert (answer.status, answer.body["success"]) == (200, True)
    assert api.get(f"/conversations/{stored['id']}").status == 404
    assert api.delete(f"/conversations/{stored['id']}").status == 404
    assert [api.rows(view) for view in ("conversations", "feedback", "semantic-threads")] == [[], [], []]
    assert api.get("/feedback").body["negativeFeedbackCount"] == 0


def test_no_key_sees_another_projects_rows(product: Product, api: Caller) -> None:
    stored = api.log(user("secret"), agent("b"), id="c", externalId="e")
    api.post("/feedback", {"id": "f", "type": "positive", "messageId": stored["messages"][1]["id"]})
    api.post("/events", {"id": "e", "type": "t", "entityType": "search", "searchQuery": "secret"})
    other = product.caller(project="other")
    assert other.get("/conversations/c").status == 404
    assert other.get("/conversations/external/e").status == 404
    assert other.get("/feedback/f").status == 404
    assert other.delete("/conversations/c").status == 404
    assert other.delete("/feedback/f").status == 404
    assert other.get("/conversations").body["total"] == 0
    assert [other.rows(view) for view in ("conversations", "events", "feedback")] == [[], [], []]
    assert other.rows("semantic-threads", query="secret") == []
    assert other.post("/query/property-keys", {"field": "properties"}).body == {"results": []}
    assert other.get("/query/top-search-queries").body["data"]["total"] == 0


def test_the_same_id_in_two_projects_is_two_conversations(product: Product, api: Caller) -> None:
    other = product.caller(project="other")
    api.log(user("mine"), id="c")
    other.log(user("theirs"), id="c")
    assert api.get("/conversations/c").body["messages"][0]["content"] == "mine"
