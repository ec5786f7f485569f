"""Searches in a filter that find much: the same answers, however what was found crosses from the index to the rows."""

from typing import Any

import pytest

from tests.support.product import Caller, Product, assistant, condition, counting, user
from threadline.services.asking import finding

MATCHES = {"where": condition("messages", "matches", "refund")}


@pytest.fixture(params=["few", "many"])
def asked(request: pytest.FixtureRequest, product: Product, monkeypatch: pytest.MonkeyPatch) -> Caller:
    """Ask where hits cross as numbers, and where they cross as texts."""
    if request.param == "many":
        monkeypatch.setattr(finding, "_FEW_LETTERS", 0)
        monkeypatch.setattr(finding, "_SOME_LETTERS", 0)
    return product.caller()


def counted(api: Caller, view: str, **body: Any) -> int:
    count: int = api.rows(view, select=[counting()], **body)[0]["count"]
    return count


def test_many_hits_find_what_few_do(asked: Caller) -> None:
    for number in range(12):
        text = "a refund, please" if number % 3 else "nothing"
        asked.log(user(text), assistant("a refund? yes"), user("thanks"), id=f"c{number}")
        asked.log(user("only thanks"), id=f"d{number}")
    assert counted(asked, "conversations", **MATCHES) == 12
    assert counted(asked, "semantic-threads", **MATCHES) == 12
    only = {"where": condition("messages", "matches", '"refund please"')}
    assert counted(asked, "conversations", **only) == 8
    assert counted(asked, "conversations", where=condition("messages", "matches", "absent")) == 0
    assert counted(asked, "semantic-threads", where=condition("messages", "matches", "absent")) == 0


def test_what_was_found_is_forgotten_when_messages_come_or_go(asked: Caller) -> None:
    asked.log(user("a refund"), id="1")
    assert counted(asked, "conversations", **MATCHES) == 1
    assert counted(asked, "conversations", **MATCHES) == 1
    asked.log(user("a refund too"), id="2")
    assert counted(asked, "conversations", **MATCHES) == 2
    asked.log(user("something else"), id="1")
    asked.delete("/conversations/2")
    assert counted(asked, "conversations", **MATCHES) == 0


def test_explain_shows_what_was_found_in_short(asked: Caller) -> None:
    asked.log(user("a refund"), id="1")
    answer = asked.post("/query/conversations", {"select": [counting()], "explain": True, **MATCHES})
    assert "found in 1 " in " ".join(answer.body["data"]["explain"]["plan"])


def test_searches_of_other_projects_find_their_own(asked: Caller, product: Product) -> None:
    asked.log(user("a refund"), id="1")
    other = product.caller(project="other")
    assert counted(other, "conversations", **MATCHES) == 0
    other.log(user("my refund"), id="2")
    assert (counted(other, "conversations", **MATCHES), counted(asked, "conversations", **MATCHES)) == (1, 1)
