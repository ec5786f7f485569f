"""Events and feedback through the app."""

from tests.support.product import Caller, agent, user


def test_an_event_comes_back_with_the_one_field_of_its_kind(api: Caller) -> None:
    kinds = {"message": "messageId", "conversation": "conversationId", "search": "searchQuery"}
    for kind, field in kinds.items():
        stored = api.post("/events", {"type": "t", "entityType": kind, field: "x", "properties": {}}).body
        assert list(stored) == [
            "id", "type", field, "createdAt", "projectId", "integrationId", "properties", "userProperties",
            "entityType",
        ]  # fmt: skip
        assert (stored["entityType"], stored[field], stored["properties"]) == (kind, "x", {})


def test_an_event_with_a_known_id_changes_nothing(api: Caller) -> None:
    first = api.post("/events", {"id": "e", "type": "t", "entityType": "search", "searchQuery": "a"}).body
    again = api.post("/events", {"id": "e", "type": "u", "entityType": "search", "searchQuery": "b"}).body
    assert again == first
    assert len(api.rows("events")) == 1


def test_feedback_comes_back_in_the_order_of_the_contract(api: Caller) -> None:
    stored = api.post("/feedback", {"type": "negative", "messageId": "m"}).body
    assert list(stored) == [
        "id", "type", "messageId", "createdAt", "updatedAt", "reasons", "details", "properties", "userProperties",
        "sources",
    ]  # fmt: skip


def test_feedback_with_a_known_id_updates_what_is_given(api: Caller) -> None:
    api.post(
        "/feedback",
        {"id": "f", "type": "negative", "messageId": "m", "details": "bad", "properties": {"a": 1}},
    )
    again = api.post("/feedback", {"id": "f", "type": "positive", "messageId": "m", "details": None}).body
    assert (again["type"], again["details"], again["properties"]) == ("positive", None, {"a": 1})


def test_a_feedback_item_holds_its_conversation_and_message(api: Caller) -> None:
    stored = api.log(user("a"), agent("b"), type="support_ticket")
    message = stored["messages"][1]
    feedback = api.post("/feedback", {"type": "positive", "messageId": message["id"]}).body
    item = api.get(f"/feedback/{feedback['id']}").body
    assert item == feedback | {"conversation": stored, "message": message}
    assert api.get("/feedback").body["positiveFeedback"] == [item]


def test_deleted_feedback_is_gone_from_lists_counts_and_threads(api: Caller) -> None:
    stored = api.log(user("a"), agent("b"))
    body = {"id": "f", "type": "positive", "messageId": stored["messages"][1]["id"]}
    api.post("/feedback", body)
    assert api.rows("semantic-threads")[0]["hasPositiveFeedback"] is True
    assert api.delete("/feedback/f").body["success"] is True
    assert api.delete("/feedback/f").status == 404
    assert api.get("/feedback").body["positiveFeedbackCount"] == 0
    assert api.rows("feedback") == []
    assert api.rows("semantic-threads")[0]["hasPositiveFeedback"] is False


def test_a_vote_moves_with_its_message_id(api: Caller) -> None:
    one = api.log(user("a"), id="one")["messages"][0]["id"]
    two = api.log(user("b"), id="two")["messages"][0]["id"]
    api.post("/feedback", {"id": "f", "type": "positive", "messageId": one})
    api.post("/feedback", {"id": "f", "type": "positive", "messageId": two})
    flags = {row["conversationIds"][0]: row["hasPositiveFeedback"] for row in api.rows("semantic-threads")}
    assert flags == {"one": False, "two": True}
