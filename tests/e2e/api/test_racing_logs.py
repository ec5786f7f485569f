"""A browser that logs again before its first log is answered has one conversation."""

from itertools import count
from pathlib import Path

import pytest

from tests.support.product import Caller, Json, Product, assistant, opened, user

ASKED = [user("How do I sign in?", id="1796073401443-4c57-1")]
ANSWERED = [*ASKED, assistant("With your e-mail address.", id="1796073401443-4c57-2")]
PLACES = ("api", "web", "slack", "discord", "support_copilot", "mcp")


def logged(caller: Caller, messages: list[Json], **fields: Json) -> Json:
    return caller.log(*messages, **({"type": "openai"} | fields))


@pytest.mark.parametrize("place", PLACES)
def test_a_second_log_that_does_not_know_the_id_yet_goes_on_with_the_chat(
    product: Product, api: Caller, place: str
) -> None:
    browser = product.caller(place)
    first, second = logged(browser, ASKED), logged(browser, ANSWERED)
    assert second["id"] == first["id"]
    assert len(api.get(f"/conversations/{first['id']}").body["messages"]) == 2
    assert api.get("/conversations").body["total"] == 1


def test_logs_that_overtake_each_other_lose_nothing(product: Product, api: Caller) -> None:
    web = product.caller("web")
    later, earlier = logged(web, ANSWERED), logged(web, ASKED)
    assert (earlier["id"], len(earlier["messages"])) == (later["id"], 1)
    stored = api.get(f"/conversations/{later['id']}").body
    assert [message["content"] for message in stored["messages"]] == [each["content"] for each in ANSWERED]
    assert api.rows("conversations", select=[{"type": "field", "field": "userMessageCount"}]) == [
        {"userMessageCount": 1}
    ]


def test_a_reply_that_was_logged_half_is_completed(product: Product, api: Caller) -> None:
    web = product.caller("web")
    half = [*ASKED, assistant("With your", id="1796073401443-4c57-2")]
    assert logged(web, half)["id"] == logged(web, ANSWERED)["id"]
    assert (
        api.get("/conversations").body["conversations"][0]["messages"][1]["content"] == ANSWERED[1]["content"]
    )


@pytest.mark.parametrize(
    ("messages", "fields"),
    [
        ([user("How do I sign out?", id=ASKED[0]["id"])], {}),
        ([user(ASKED[0]["content"], id="another")], {}),
        ([user(ASKED[0]["content"])], {}),
        ([*ASKED, assistant("Not at all.", id="1796073401443-4c57-2")], {}),
        ([*ASKED, assistant(ANSWERED[1]["content"], id="another")], {}),
        (ANSWERED, {"userProperties": {"id": "u-2"}}),
        (ANSWERED, {"type": "support_ticket"}),
        (ANSWERED, {"id": "c-9"}),
    ],
)
def test_what_is_not_the_same_chat_is_another(
    product: Product, api: Caller, messages: list[Json], fields: dict[str, Json]
) -> None:
    web = product.caller("web")
    first = logged(web, ANSWERED, userProperties={"id": "u-1"})
    assert logged(web, messages, **fields)["id"] != first["id"]
    assert api.get("/conversations").body["total"] == 2


def test_two_places_have_a_conversation_each(product: Product, api: Caller) -> None:
    for name in ("docs", "shop"):
        logged(product.caller("web", name=name), ASKED)
    assert api.get("/conversations").body["total"] == 2


def test_lines_of_a_bulk_request_stay_conversations_of_their_own(api: Caller) -> None:
    line = b'{"type":"openai","messages":[{"id":"1","role":"user","content":"Hi"}]}\n'
    api.post("/v1/bulk/conversations", line * 2)
    assert api.get("/conversations").body["total"] == 2


def test_the_same_opening_a_while_later_is_another_chat(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        web, times = product.caller("web"), count(1_800_000_000_000, 90_000)
        product.state.clock = type(product.state.clock)(lambda: next(times), product.state.clock.seconds)
        assert logged(web, ASKED)["id"] != logged(web, ANSWERED)["id"]
