"""A key that the public sees changes what came in through its own place, and is told of nothing else."""

import json
from typing import Any

import pytest

from tests.support.product import Json, Product, agent, assistant, user

PLACES = ("web", "slack", "discord", "support_copilot", "mcp")
PRIVATE = {"properties": {"note": "angry, do not call"}, "userProperties": {"email": "ada@example.com"}}


def said(answer: Json) -> str:
    return str(answer.body)


@pytest.mark.parametrize("place", PLACES)
def test_a_conversation_that_another_place_logged_is_neither_told_nor_replaced(
    product: Product, place: Any
) -> None:
    api, public = product.caller(), product.caller(place, name="docs")
    stored = api.log(user("Where is my refund?"), id="ticket-1", **PRIVATE)
    for fields in ({"messages": [user("gone")]}, {"messages": [user("gone")], "visibility": "public"}):
        refused = public.post("/conversations", {"id": "ticket-1", "type": "support_ticket", **fields})
        assert refused.status == 403
        assert "angry" not in said(refused)
        assert "refund" not in said(refused)
    assert api.get("/conversations/ticket-1").body == stored
    assert public.get("/conversations/ticket-1").status == 404


def test_an_event_that_another_place_logged_is_not_told(product: Product) -> None:
    event = {"id": "e-1", "type": "x", "entityType": "search", "searchQuery": "private words", **PRIVATE}
    assert product.caller().post("/events", event).status == 200
    refused = product.caller("web").post(
        "/events", {"id": "e-1", "type": "x", "entityType": "search", "searchQuery": "y"}
    )
    assert (refused.status, "private words" in said(refused)) == (403, False)


def test_a_vote_of_another_place_is_neither_told_nor_turned(product: Product) -> None:
    api, web = product.caller(), product.caller("web")
    api.log(user("a", id="m-1"), id="c-1")
    vote = {"id": "f-1", "type": "negative", "messageId": "m-1", "details": "rude", **PRIVATE}
    assert api.post("/feedback", vote).status == 200
    refused = web.post("/feedback", {"id": "f-1", "type": "positive", "messageId": "m-1"})
    assert (refused.status, "rude" in said(refused)) == (403, False)
    assert api.get("/feedback/f-1").body["type"] == "negative"


def test_a_person_s_vote_elsewhere_stays_beside_the_one_given_here(product: Product) -> None:
    api, web = product.caller(), product.caller("web")
    api.log(user("a", id="m-1"), id="c-1")
    vote = {"messageId": "m-1", "userProperties": {"id": "u-1"}}
    first = api.post("/feedback", vote | {"type": "negative"}).body["id"]
    own = web.post("/feedback", vote | {"type": "positive"}).body["id"]
    again = web.post("/feedback", vote | {"type": "negative"}).body["id"]
    assert (own == again, first == own) == (True, False)
    assert api.get("/feedback").body["negativeFeedbackCount"] == 2


def test_two_places_of_one_kind_are_two_places_and_a_new_key_of_a_place_is_the_same(product: Product) -> None:
    first, second = (product.caller("web", name=name) for name in ("docs", "shop"))
    assert first.log(user("a"), id="c-1")["id"] == "c-1"
    body = {"id": "c-1", "type": "support_ticket", "messages": [user("a"), user("b")]}
    assert second.post("/conversations", body).status == 403
    assert product.caller("web", name="docs").post("/conversations", body).status == 200


def test_an_api_key_changes_what_any_place_logged_and_the_place_goes_on(product: Product) -> None:
    api, web = product.caller(), product.caller("web")
    web.log(user("a"), id="c-1")
    assert len(api.log(user("a"), user("b"), id="c-1", tags=["seen"])["messages"]) == 2
    assert len(web.log(user("a"), user("b"), user("c"), id="c-1")["messages"]) == 3
    assert api.get("/conversations/c-1").body["tags"] == ["seen"]


OWN = {"tags": ["vip"], "externalId": "x-9", "externalUrl": "https://example.com/angry", **PRIVATE}
HELLO = user("Where is my refund?", id="m-1")


@pytest.mark.parametrize(
    "messages",
    [
        [user("gone", id="m-1")],
        [user("Where is my refund?", id="m-2")],
        [user("Where is my refund?", id="")],
        [agent("Where is my refund?", id="m-1")],
        [agent("Soon.", id="m-2"), HELLO],
        [user("Where is my refund? And", id="m-1")],
    ],
)
def test_what_one_visitor_logged_another_with_the_same_key_neither_reads_nor_takes(
    product: Product, messages: list[Json]
) -> None:
    api, public = product.caller(), product.caller("web")
    public.log(HELLO, agent("Soon.", id="m-2"), id="c-1", **OWN)
    stored = api.get("/conversations/c-1").body
    for fields in ({}, {"visibility": "public"}, {"type": "openai"}):
        body = {"id": "c-1", "type": "support_ticket", "messages": messages} | fields
        refused = public.post("/conversations", body)
        assert refused.status in (400, 403)
        assert not any(word in said(refused) for word in ("angry", "ada@", "vip", "x-9", "Soon", "refund"))
    line = public.post(
        "/v1/bulk/conversations",
        json.dumps({"id": "c-1", "type": "support_ticket", "messages": messages}).encode(),
    )
    assert "forbidden" in said(line)
    assert api.get("/conversations/c-1").body == stored
    assert public.get("/conversations/c-1").status == 404


def test_who_knows_a_conversation_goes_on_with_it_and_is_told_what_was_said_now(product: Product) -> None:
    api, web = product.caller(), product.caller("web")
    web.log(HELLO, id="c-1", **OWN)
    told = web.log(HELLO, agent("Soon.", id="m-2"), id="c-1", properties={"page": "/"})
    assert (told["properties"], told["userProperties"], told["tags"]) == ({"page": "/"}, None, None)
    assert (told["externalId"], told["externalUrl"], told["visibility"]) == (None, None, None)
    assert [message["content"] for message in told["messages"]] == ["Where is my refund?", "Soon."]
    stored = api.get("/conversations/c-1").body
    assert (stored["tags"], stored["userProperties"]) == (["vip"], PRIVATE["userProperties"])
    assert web.log(HELLO, id="c-1", visibility="public")["visibility"] == "public"


def test_a_prompt_that_all_visitors_share_is_no_knowledge_of_a_chat(product: Product) -> None:
    web, prompt = product.caller("web"), {"role": "system", "content": "Be kind.", "id": "system-1"}
    web.log(prompt, HELLO, type="openai", id="c-1")
    body = {"id": "c-1", "type": "openai", "messages": [prompt, user("mine", id="m-9")]}
    assert web.post("/conversations", body).status == 403
    assert web.log(prompt, HELLO, assistant("Soon."), type="openai", id="c-1")["id"] == "c-1"


def test_messages_without_ids_show_knowledge_by_saying_all_that_is_stored(product: Product) -> None:
    web = product.caller("web")
    web.log(user("Hi"), agent("Hello"), id="c-1")
    for messages in ([user("Hi")], [user("Hi"), user("mine")], [user("Hi"), agent("Bye")]):
        body = {"id": "c-1", "type": "support_ticket", "messages": messages}
        assert web.post("/conversations", body).status == 403
    assert len(web.log(user("Hi"), agent("Hello there!"), user("ok"), id="c-1")["messages"]) == 3


def test_an_event_sent_again_tells_what_was_sent_now(product: Product) -> None:
    web, event = product.caller("web"), {"id": "e-1", "type": "x", "entityType": "search"}
    first = web.post("/events", event | {"searchQuery": "private words", **PRIVATE}).body
    again = web.post("/events", event | {"searchQuery": "y"})
    assert (again.status, again.body["searchQuery"], again.body["properties"]) == (200, "y", None)
    assert again.body["createdAt"] == first["createdAt"]
    assert product.caller().rows("events")[0]["searchQuery"] == "private words"


def test_a_vote_is_turned_by_who_names_its_message_and_user_and_told_as_said(product: Product) -> None:
    api, web = product.caller(), product.caller("web")
    web.log(HELLO, id="c-1")
    vote = {"id": "f-1", "messageId": "m-1", "userProperties": {"id": "u-1", "email": "ada@example.com"}}
    assert web.post("/feedback", vote | {"type": "negative", "details": "rude"}).status == 200
    strangers: list[Json] = [
        {"messageId": "m-2"},
        {"userProperties": {"id": "u-2"}},
        {"userProperties": None},
    ]
    for fields in strangers:
        refused = web.post("/feedback", vote | {"type": "positive"} | fields)
        assert (refused.status, "rude" in said(refused)) == (403, False)
    turned = web.post("/feedback", vote | {"type": "positive", "userProperties": {"id": "u-1"}})
    assert (turned.status, turned.body["details"], turned.body["userProperties"]) == (
        200,
        None,
        {"id": "u-1"},
    )
    again = {"type": "positive", "messageId": "m-1", "userProperties": {"id": "u-1"}}
    assert web.post("/feedback", again).body["details"] is None
    assert api.get("/feedback/f-1").body["details"] == "rude"
