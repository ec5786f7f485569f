"""Structural semantic threads: cut by roles, with every field that needs no judgement."""

from tests.support.product import Caller, agent, assistant, user

AT = "2026-01-05T10:0{}:00.000Z"


def test_a_conversation_becomes_question_and_answer_pairs(api: Caller) -> None:
    api.log(
        user("Hello", id="1", createdAt=AT.format(1)),
        user("How do I export?", id="2", createdAt=AT.format(2)),
        agent("With the button.", id="3", createdAt=AT.format(3)),
        agent("Top right.", id="4", createdAt=AT.format(4)),
        user("And as CSV?", id="5", createdAt=AT.format(5)),
        id="c",
        properties={"plan": "pro"},
        userProperties={"id": 1},
    )
    first, second = api.rows("semantic-threads", orderBy=[{"field": "firstMessageTime", "direction": "asc"}])
    assert first["question"] == "Hello\n\nHow do I export?"
    assert (first["answer"], first["questionLength"]) == ("With the button.\n\nTop right.", 23)
    assert (first["messageIds"], first["messagesCount"]) == (["1", "2", "3", "4"], 4)
    assert (first["firstMessageTime"], first["lastMessageTime"]) == (AT.format(1), AT.format(4))
    assert (first["conversationIds"], first["properties"], first["userProperties"]) == (
        ["c"],
        {"plan": "pro"},
        {"id": 1},
    )
    assert (first["isInitialQuestionAnswer"], second["isInitialQuestionAnswer"]) == (True, False)
    assert (first["hasPositiveFeedback"], first["hasNegativeFeedback"]) == (False, False)
    assert "answer" not in second


def test_fields_that_need_judgement_are_left_out(api: Caller) -> None:
    api.log(user("a"), agent("b"))
    (row,) = api.rows("semantic-threads")
    judged = {
        "isOnTopic", "isClear", "isDocumented", "isFeatureSupported", "isAnswerConfident", "gapSummary", "subject",
        "category", "languages", "firstPartyEntities", "thirdPartyEntities", "emotion", "sentiment", "questionType",
        "areAIAnnotationsVerified",
    }  # fmt: skip
    assert not judged & set(row)


def test_a_thread_keeps_its_id_while_its_question_stays(api: Caller) -> None:
    api.log(user("a", id="1"), agent("b", id="2"), id="c")
    (before,) = api.rows("semantic-threads")
    api.log(user("a", id="1"), agent("b", id="2"), agent("more", id="3"), id="c")
    (after,) = api.rows("semantic-threads")
    assert (after["id"], after["answer"]) == (before["id"], "b\n\nmore")


def test_prompts_and_greetings_belong_to_no_thread(api: Caller) -> None:
    api.log(
        {"role": "system", "content": "Be nice."},
        assistant("Welcome!"),
        user("a"),
        assistant("b"),
        type="openai",
    )
    (row,) = api.rows("semantic-threads")
    assert (row["question"], row["answer"], row["messagesCount"]) == ("a", "b", 2)


def test_the_text_parts_of_a_message_are_its_question(api: Caller) -> None:
    image = {"type": "image_url", "image_url": {"url": "https://img.example/1.png"}}
    parts = [{"type": "text", "text": "look"}, image, {"type": "text", "text": "here"}]
    api.log(user(parts), assistant("ok"), type="openai")
    assert api.rows("semantic-threads")[0]["question"] == "look\nhere"
