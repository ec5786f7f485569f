"""Feedback and events follow from what a conversation holds, and from nothing else."""

from typing import Any

import pytest

from tools.demo.pages import is_paste, links
from tools.demo.reactions import events, feedback
from tools.demo.speech import praises, reports_failure


def body(*said: tuple[str, str, str], **properties: Any) -> dict[str, Any]:
    messages = [
        {
            "id": f"m{place}",
            "createdAt": f"2026-09-01T10:0{place}:00.000Z",
            "role": role,
            "name": name,
            "content": text,
        }
        for place, (role, name, text) in enumerate(said)
    ]
    return {
        "id": "c1",
        "properties": {"source": "irc", **properties},
        "userProperties": {"id": "ann", "identificationType": "ID_PROVIDED"},
        "messages": messages,
    }


ASKED = ("user", "ann", "how do I do this?")
ANSWERED = ("agent", "bob", "set the flag in the file")


def test_thanks_are_positive_feedback_on_the_last_answer() -> None:
    (found,) = feedback(
        body(ASKED, ANSWERED, ("agent", "bob", "yep"), ("user", "ann", "thanks, that worked"))
    )
    assert (found["type"], found["messageId"], found["details"]) == ("positive", "m1", "thanks, that worked")
    assert found["userProperties"]["id"] == "ann"


def test_a_failure_is_negative_feedback_with_its_reason() -> None:
    (found,) = feedback(body(ASKED, ANSWERED, ("user", "ann", "that doesn't work")))
    assert found["reasons"] == [{"label": "did_not_work", "details": "that doesn't work"}]


def test_thanks_to_somebody_by_name_go_to_their_answer() -> None:
    said = body(ASKED, ANSWERED, ("agent", "eve", "or use the other file"), ("user", "ann", "bob: thanks!"))
    assert [one["messageId"] for one in feedback(said)] == ["m1"]


def test_the_last_word_on_an_answer_counts() -> None:
    said = body(ASKED, ANSWERED, ("user", "ann", "that didn't work"), ("user", "ann", "oh, thanks, it does"))
    assert [one["type"] for one in feedback(said)] == ["positive"]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(
            [("user", "ann", "it doesn't work, thanks in advance"), ANSWERED], id="before any answer"
        ),
        pytest.param([ASKED, ANSWERED, ("agent", "eve", "thanks bob")], id="by a helper"),
        pytest.param([ASKED, ANSWERED, ("user", "ann", "and where is that?")], id="neither nor"),
    ],
)
def test_without_a_verdict_there_is_no_feedback(said: list[tuple[str, str, str]]) -> None:
    assert feedback(body(*said)) == []


@pytest.mark.parametrize("text", ["ty!", "thx", "ah, that makes sense", "yes! it works!", "Perfect. Thanks"])
def test_praise_is_understood(text: str) -> None:
    assert praises(text)


@pytest.mark.parametrize(
    "text", ["thanks anyway", "thanks, but it still doesn't work", "how it works", "party"]
)
def test_what_only_sounds_like_praise_is_not(text: str) -> None:
    assert not praises(text)


def test_an_explained_failure_is_no_complaint() -> None:
    assert not reports_failure("that's probably why it doesn't work")
    assert reports_failure("no luck")


def test_each_link_and_shown_code_is_an_event_of_its_message() -> None:
    said = body(("user", "ann", "look: https://pastebin.com/1, https://docs.rs/serde."))
    assert [(one["type"], one["messageId"], one["properties"].get("url")) for one in events(said)] == [
        ("link_shared", "m0", "https://pastebin.com/1"),
        ("link_shared", "m0", "https://docs.rs/serde"),
        ("code_block_shared", "m0", "https://pastebin.com/1"),
    ]


def test_a_fenced_block_is_code_without_a_link() -> None:
    (found,) = events(body(("user", "ann", "so:\n```sql\nselect 1\n```")))
    assert found["type"] == "code_block_shared"
    assert "url" not in found["properties"]


def test_the_properties_of_events_are_text() -> None:
    found = events(
        body(("user", "ann", "https://docs.rs/serde"), closedAt="2026-09-02T00:00:00Z", stateReason=None)
    )
    assert {type(value) for one in found for value in one["properties"].values()} == {str}
    assert (found[-1]["type"], found[-1]["entityType"]) == ("issue_closed", "conversation")


def test_the_sentence_around_a_link_is_no_part_of_it() -> None:
    assert links("(see http://a.example/b?c=d). <https://e.example/f>!") == [
        "http://a.example/b?c=d",
        "https://e.example/f",
    ]
    assert not is_paste("https://a.example/pastebin.com")
