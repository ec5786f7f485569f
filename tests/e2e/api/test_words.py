"""POST /v1/words: what some conversations have more often than others, in process, on real stores."""

from typing import Any

import pytest

from tests.support.product import Caller, Json, Product, condition, user
from threadline.records.search.limits import SearchLimits

ANGRY = condition("properties", "eq", {"path": ["mood"], "value": "angry"})


def told(caller: Caller, where: Json, **fields: Any) -> Json:
    answer = caller.post("/v1/words", {"where": where} | fields)
    assert answer.status == 200, answer.body
    return answer.body["data"]


def words(caller: Caller, where: Json, **fields: Any) -> list[str]:
    return [each["word"] for each in told(caller, where, **fields)["result"]]


@pytest.fixture
def tickets(api: Caller) -> None:
    for number in range(4):
        text = f"The Übertrag of my export 4711 fails 退款 {number}"
        api.log(user(text, id=f"a{number}"), id=f"a{number}", properties={"mood": "angry"})
    for number in range(8):
        api.log(
            user("The export of my data works", id=f"b{number}"), id=f"b{number}", properties={"mood": "calm"}
        )


@pytest.mark.usefixtures("tickets")
def test_words_above_their_usual_share_come_with_both_shares(api: Caller) -> None:
    data = told(api, ANGRY)
    assert data["result"] == [
        {"word": word, "share": 1.0, "usualShare": 0.3333} for word in ("fails", "ubertrag", "退款")
    ]
    assert (data["conversations"], data["conversationsRead"], data["count"]) == (4, 4, 3)
    assert words(api, ANGRY, limit=1) == ["fails"]


@pytest.mark.usefixtures("tickets")
def test_a_filter_with_a_search_chooses_conversations_too(api: Caller) -> None:
    assert words(api, condition("messages", "matches", "works")) == ["data", "works"]


@pytest.mark.usefixtures("tickets")
def test_the_words_of_another_project_are_never_told(product: Product, api: Caller) -> None:
    other = product.caller(project="other")
    for number in range(3):
        other.log(user("a secret fails", id=f"m{number}"), id=f"c{number}", properties={"mood": "angry"})
    assert words(api, ANGRY) == ["fails", "ubertrag", "退款"]
    assert words(other, ANGRY) == []


def test_many_conversations_are_sampled_evenly(product: Product, api: Caller) -> None:
    product.state.engine.search.limits = SearchLimits(sampled=4)
    for number in range(12):
        mood = "angry" if number % 2 else "calm"
        api.log(user(f"{mood} words", id=f"m{number}"), id=f"c{number}", properties={"mood": mood})
    data = told(api, ANGRY)
    assert (data["conversations"], data["conversationsRead"]) == (6, 4)
    assert [each["word"] for each in data["result"]] == ["angry"]


def test_a_filter_that_chooses_nothing_has_no_words(api: Caller) -> None:
    assert told(api, ANGRY) == {"result": [], "conversations": 0, "conversationsRead": 0, "count": 0}


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({}, 422, "/where"),
        ({"where": condition("moood", "eq", 1)}, 400, "/where/condition/field"),
        ({"where": ANGRY, "limit": 101}, 400, "/limit"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_its_place(
    api: Caller, body: Json, status: int, pointer: str
) -> None:
    answer = api.post("/v1/words", body)
    assert (answer.status, answer.body["violations"][0]["pointer"]) == (status, pointer)


def test_a_key_that_only_writes_learns_no_words(web: Caller) -> None:
    assert web.post("/v1/words", {"where": ANGRY}).status == 403
