"""A key that the public sees changes what came in through its own place, and is told of nothing else."""

from typing import Any

import pytest

from tests.support.product import Json, Product, user

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
    assert web.log(user("a"), user("b"), user("c"), id="c-1")["tags"] == ["seen"]
