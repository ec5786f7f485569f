"""What a decoder found wrong, in words that say what would work."""

import math
from typing import Any

import msgspec
import pytest

from threadline.refusing import violation
from threadline.services.asking.search import SearchBody
from threadline.wire.conversations import LogConversation
from threadline.wire.feedback import SubmitFeedback

CHAT: dict[str, Any] = {"type": "openai", "messages": [{"role": "user", "content": "x"}]}


def told(document: Any, expected: Any = LogConversation) -> tuple[str, str]:
    """Return the place and the sentence for a document that does not fit."""
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(msgspec.json.encode(document), type=expected)
    found = violation(str(caught.value), expected, document)
    return found.pointer, found.message


@pytest.mark.parametrize(
    ("document", "pointer", "message"),
    [
        (
            CHAT | {"type": "opnai"},
            "/type",
            "`opnai` is no `type`. Did you mean `openai`? There are: `openai`, `support_ticket`,"
            " `support_copilot`.",
        ),
        (
            CHAT | {"visibility": "hidden"},
            "/visibility",
            "`hidden` is no `visibility`. There are: `private`, `public`.",
        ),
        (CHAT | {"tags": 7}, "/tags", "Expected `array | null`, got `integer`."),
        (CHAT | {"externalId": 1.5}, "/externalId", "Expected `string | null`, got `number`."),
        ({"type": "openai", "messagez": []}, "", "`messages` is missing. Did you write it as `messagez`?"),
        ({"type": "openai", "a": [], "mess ages": []}, "", "`messages` is missing. Did you write it as"),
        ({"type": "openai"}, "", "`messages` is missing."),
        (CHAT | {"messages": [{"role": "user"}]}, "/messages/0", "`content` is missing."),
        ([], "", "Expected `object`, got `array`."),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_would_work(
    document: Any, pointer: str, message: str
) -> None:
    found = told(document)
    assert found[0] == pointer
    assert found[1].startswith(message)


@pytest.mark.parametrize("role", ["usr", "USER", ""])
def test_a_wrong_role_of_a_message_is_told_with_all_roles(role: str) -> None:
    pointer, message = told(CHAT | {"messages": [{"role": "user", "content": "x"}, {"role": role}]})
    assert pointer == "/messages/1/role"
    assert message.endswith("There are: `assistant`, `developer`, `function`, `system`, `tool`, `user`."), (
        message
    )
    assert ("Did you mean `user`?" in message) == (role != "")


def test_a_wrong_vote_is_told_with_all_votes() -> None:
    assert told({"type": "positivo", "messageId": "m"}, SubmitFeedback)[1].startswith(
        "`positivo` is no `type`. Did you mean `positive`? There are: `negative`, `positive`."
    )


def test_values_that_somebody_sent_are_cut_and_names_of_places_are_escaped() -> None:
    assert len(told(CHAT | {"type": "x" * 5_000})[1]) < 400
    pointer, _ = told({"a/b": {"c~d": "x"}}, dict[str, dict[str, int]])
    assert pointer == "/*/*"


def test_a_number_beyond_all_bounds_is_told_with_the_keys_on_the_way() -> None:
    document = {"0": [0, {"a": {}, "b": []}], "a": [1, {"b/c": math.inf}], "z": 1.0}
    found = violation("Number out of range - at `$[...][1][...]`", dict[str, Any], document)
    assert (found.pointer, found.message) == ("/a/1/b~1c", "Number out of range.")


@pytest.mark.parametrize(
    ("document", "pointer", "message"),
    [
        ({"query": "x", "limitt": 3}, "/limitt", "There is no `limitt` here. Did you mean `limit`?"),
        (
            {"query": "x", "zzz": 3},
            "/zzz",
            "There is no `zzz` here. There are: `query`, `order`, `limit`, `offset`, `where`.",
        ),
        ({"query": "x", "a`b/c": 3}, "/a`b~1c", "There is no `a`b/c` here. There are:"),
    ],
)
def test_an_unknown_member_is_told_with_the_nearest_one(document: Any, pointer: str, message: str) -> None:
    found = told(document, SearchBody)
    assert found[0] == pointer
    assert found[1].startswith(message)
