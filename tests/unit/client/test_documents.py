"""What an answer says beyond its model is kept, at every depth, and goes back."""

import copy
import json
import pickle
from typing import Any

import pytest

from threadline import AnswerError, Conversation, to_document, unknown_fields
from threadline.client.bodies.documents import reader
from threadline.client.operations import calls
from threadline.wire.conversations import Conversations

TIME = "2026-01-05T10:00:00.000Z"


def message(**more: Any) -> dict[str, Any]:
    return {
        "id": "m1",
        "type": "openai",
        "externalId": None,
        "externalUrl": None,
        "conversationId": "c1",
        "createdAt": TIME,
        "updatedAt": TIME,
        "role": "user",
        "content": [{"type": "text", "text": "Hello", "lang": "en"}],
        "links": [{"url": "https://example.com", "rank": 1}],
        **more,
    }


def conversation(**more: Any) -> dict[str, Any]:
    return {
        "id": "c1",
        "externalId": None,
        "externalUrl": None,
        "type": "openai",
        "supportTicketConversationId": None,
        "createdAt": TIME,
        "updatedAt": TIME,
        "projectId": None,
        "integrationId": None,
        "properties": {"n": 7, "deep": [{"x": None}]},
        "userProperties": {"id": 42, "userId": "u-1"},
        "visibility": None,
        "messages": [message(mood="calm"), message()],
        **more,
    }


def read(document: dict[str, Any]) -> Conversation:
    return calls.get_conversation("c1").read(200, json.dumps(document).encode())


def test_unknown_fields_survive_at_every_depth() -> None:
    document = conversation(score=0.5, nested={"a": [1]})
    found = read(document)
    assert (found.id, found.messages[0].role) == ("c1", "user")
    assert unknown_fields(found) == {"score": 0.5, "nested": {"a": [1]}}
    assert unknown_fields(found.messages[0]) == {"mood": "calm"}
    assert to_document(found) == document


def test_the_model_is_the_struct_of_the_wire() -> None:
    bare = conversation(messages=[])
    assert type(read(bare)) is Conversation
    assert unknown_fields(read(bare)) == {}
    assert isinstance(read(conversation(more=1)), Conversation)
    assert repr(read({**bare, "more": 1})) == repr(read(bare))
    with pytest.raises(AttributeError):
        read({**bare, "more": 1}).id = "other"  # type: ignore[misc]  # frozen


def test_numbers_stay_numbers_and_texts_texts() -> None:
    assert read(conversation()).user_properties == {"id": 42, "userId": "u-1"}
    assert to_document(read(conversation()))["userProperties"] == {"id": 42, "userId": "u-1"}


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_unknown_fields_are_copied_along(copied: Any) -> None:
    found = read(conversation(score=0.5))
    assert copied(found) == found
    assert to_document(copied(found)) == to_document(found)


def test_pages_keep_them_too() -> None:
    page = {"conversations": [conversation(score=1)], "total": 1, "pageSize": 1, "count": 1, "more": True}
    found = reader(Conversations)(json.dumps(page).encode())
    assert unknown_fields(found.conversations[0]) == {"score": 1}
    assert to_document(found) == page


def test_an_answer_that_is_logged_again_goes_back_as_it_came() -> None:
    document = conversation(score=0.5)
    found: Any = read(document)
    content = calls.log_conversation(found).body
    assert content is not None
    assert json.loads(content) == document
    plain: Any = read(conversation(messages=[]))
    content = calls.log_conversation(plain).body
    assert content is not None
    assert json.loads(content) == conversation(messages=[])


def test_what_another_server_leaves_out_of_a_vote_is_null() -> None:
    vote = {"id": "f1", "type": "positive", "messageId": "m1", "createdAt": TIME, "updatedAt": TIME}
    found = calls.submit_feedback(type="positive", message_id="m1").read(200, json.dumps(vote).encode())
    assert (found.reasons, found.details, found.sources) == (None, None, None)
    item = {**vote, "conversation": conversation(), "message": message()}
    lists = {"positiveFeedback": [item], "negativeFeedback": []}
    answer = {"positiveFeedbackCount": 1, "negativeFeedbackCount": 0, **lists}
    page = calls.list_feedback().read(200, json.dumps(answer).encode())
    assert page.positive_feedback[0].user_properties is None


def test_a_wrong_type_deep_inside_is_told_with_its_place() -> None:
    with pytest.raises(AnswerError, match=r"\$\.messages\[0\]\.role"):
        read(conversation(messages=[message(role=7)]))
