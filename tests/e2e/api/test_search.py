"""POST /v1/search: words in messages, in process, on real stores."""

from typing import Any

import pytest

from tests.support.product import Caller, Json, Product, agent, condition, user
from threadline.analytics.interrupts import Interrupt, TimeLimitError
from threadline.errors import InvalidRequestError
from threadline.records.search.limits import SearchLimits
from threadline.services.asking.search import SearchBody
from threadline.services.asking.search import search as run
from threadline.services.keys import recognise


def search(caller: Caller, query: str, **fields: Any) -> Json:
    answer = caller.post("/v1/search", {"query": query} | fields)
    assert answer.status == 200, answer.body
    assert answer.body["status"] == "ok"
    return answer.body["data"]


def ids(caller: Caller, query: str, **fields: Any) -> list[str]:
    return [each["messageId"] for each in search(caller, query, **fields)["result"]]


@pytest.fixture
def tickets(api: Caller) -> None:
    api.log(
        user("The export fails with an error", id="m1", createdAt="2026-01-01T00:00:00Z"),
        agent("Which export? Rate limit errors look alike.", id="m2", createdAt="2026-01-05T00:00:00Z"),
        id="c1",
        properties={"plan": "pro"},
    )
    api.log(
        user("Limit the rate of error mails", id="m3", createdAt="2026-01-03T00:00:00Z"),
        id="c2",
        properties={"plan": "free"},
    )
    api.log(user("Der Übertrag hängt", id="m4", createdAt="2025-01-01T00:00:00Z"), id="c3")


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("error", {"m1", "m3"}),
        ("error*", {"m1", "m2", "m3"}),
        ("rate limit", {"m2", "m3"}),
        ('"rate limit"', {"m2"}),
        ("error -export", {"m3"}),
        ("ubertrag", {"m4"}),
        ("ERROR AND export", set()),
        ("content:error", set()),
        ("nowhere", set()),
    ],
)
def test_the_syntax_finds_what_it_says(api: Caller, query: str, expected: set[str]) -> None:
    assert set(ids(api, query)) == expected


@pytest.mark.usefixtures("tickets")
def test_a_hit_tells_its_message_and_where_the_words_are(api: Caller) -> None:
    data = search(api, "übertrag")
    hit = data["result"][0]
    score = hit.pop("score")
    assert score > 0
    assert hit == {
        "conversationId": "c3",
        "messageId": "m4",
        "type": "support_ticket",
        "role": "user",
        "createdAt": "2025-01-01T00:00:00.000Z",
        "snippet": "Der Übertrag hängt",
        "highlights": [[4, 12]],
    }
    assert (data["total"], data["count"], data["pageSize"]) == (1, 1, 20)


@pytest.mark.usefixtures("tickets")
def test_the_best_match_comes_first(api: Caller) -> None:
    api.log(user("error error error", id="m5"), id="c4")
    found = search(api, "error")["result"]
    assert found[0]["messageId"] == "m5"
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)


@pytest.mark.usefixtures("tickets")
def test_the_newest_come_first_by_their_own_time_however_they_were_stored(api: Caller) -> None:
    assert ids(api, "error*", order="newest") == ["m2", "m3", "m1"]
    assert "score" not in search(api, "error", order="newest")["result"][0]


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize("order", ["best", "newest"])
def test_pages_follow_each_other(api: Caller, order: str) -> None:
    whole = ids(api, "error*", order=order)
    assert [ids(api, "error*", order=order, limit=1, offset=place)[0] for place in range(3)] == whole
    assert ids(api, "error*", order=order, offset=3) == []


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize("order", ["best", "newest"])
def test_a_filter_narrows_to_its_conversations(api: Caller, order: str) -> None:
    pro = condition("properties", "eq", {"path": ["plan"], "value": "pro"})
    assert set(ids(api, "error*", order=order, where=pro)) == {"m1", "m2"}
    assert ids(api, "error*", order=order, where=condition("id", "eq", "c2")) == ["m3"]
    assert ids(api, "error*", order=order, where=condition("id", "eq", "none")) == []


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize("beginning", ["ha", "h\u00e4n", "ha\u0308ng", "\u00fcbertr"])
def test_a_filter_and_a_beginning_with_marks_go_together(api: Caller, beginning: str) -> None:
    for order in ("best", "newest"):
        assert ids(api, f"{beginning}*", order=order, where=condition("id", "eq", "c3")) == ["m4"]
        assert ids(api, f"{beginning}*", order=order, where=condition("id", "eq", "c1")) == []


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize("order", ["best", "newest"])
def test_another_project_is_never_searched(product: Product, api: Caller, order: str) -> None:
    other = product.caller(project="other")
    assert ids(other, "error*", order=order) == []
    other.log(user("an error of ours", id="o1"), id="c1")
    assert ids(other, "error*", order=order) == ["o1"]
    assert set(ids(api, "error*", order=order)) == {"m1", "m2", "m3"}


def test_a_search_finds_what_was_just_written_and_not_what_is_gone(api: Caller) -> None:
    api.log(user("a first marmalade", id="m1"), id="c1")
    assert ids(api, "marmalade") == ["m1"]
    api.log(user("a second thought", id="m1"), id="c1")
    assert ids(api, "marmalade") == []
    assert ids(api, "thought", order="newest") == ["m1"]
    api.delete("/conversations/c1")
    assert search(api, "thought") == {"result": [], "total": 0, "pageSize": 20, "count": 0}


def test_parts_of_a_message_are_searched_for_their_text(api: Caller) -> None:
    content = [{"type": "text", "text": "see the"}, {"type": "text", "text": "screenshot"}]
    api.log(user(content, id="m1"), type="openai", id="c1")
    assert search(api, "screenshot")["result"][0]["snippet"] == "see the screenshot"


@pytest.mark.parametrize("order", ["best", "newest"])
@pytest.mark.parametrize("is_narrowed", [False, True])
def test_common_words_are_answered_without_ranking_every_hit(
    product: Product, api: Caller, order: str, is_narrowed: bool
) -> None:
    """With the limits lowered, so that a few messages are many."""
    product.state.engine.search.limits = SearchLimits(ranked=5, looked_up=3, stretch=2)
    for place in range(12):
        day = (place * 5) % 12 + 1
        message = user(f"common word {place}", id=f"m{place}", createdAt=f"2026-01-{day:02}T00:00:00Z")
        api.log(message, id=f"c{place}", properties={"half": place % 2})
    where = condition("properties", "eq", {"path": ["half"], "value": 1})
    data = search(api, "common", order=order, limit=3, **({"where": where} if is_narrowed else {}))
    counted = [each for each in range(12) if not is_narrowed or each % 2]
    newest = sorted(counted, key=lambda place: (place * 5) % 12, reverse=True)[:3]
    expected = newest if order == "newest" else sorted(counted, reverse=True)[:3]
    assert [each["messageId"] for each in data["result"]] == [f"m{place}" for place in expected]
    assert "total" not in data


def test_a_search_over_the_time_limit_is_refused_with_what_to_narrow(product: Product, api: Caller) -> None:
    api.log(user("a word"), id="c1")
    interrupt = Interrupt(product.state.engine.seconds)
    interrupt.cut(TimeLimitError())
    caller = recognise(product.state.records.reader, api.key)
    assert caller is not None
    with pytest.raises(InvalidRequestError, match="Use rarer words") as caught:
        run(product.state.engine.on(interrupt), caller, SearchBody(query="word"))
    assert caught.value.violations[0].pointer == "/query"


def test_the_threads_nearest_to_a_text_are_those_with_its_rarest_words(product: Product, api: Caller) -> None:
    """With the limits lowered, so that a word of six messages is a common one."""
    product.state.engine.search.limits = SearchLimits(ranked=4)
    for place, word in enumerate(("zebra", "export", "export", "late", "late", "late")):
        api.log(user(f"the {word}", id=f"m{place}"), id=f"c{place}")
    rows = api.rows("semantic-threads", query="the export of the zebra")
    assert [each["messageIds"] for each in rows[:1]] == [["m0"]]
    assert {each["messageIds"][0] for each in rows} == {"m0", "m1", "m2"}
    assert len(api.rows("semantic-threads", query="the")) == 4


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({}, 400, ""),
        ({"query": ""}, 400, "/query"),
        ({"query": "x" * 1001}, 400, "/query"),
        ({"query": "-not"}, 422, "/query"),
        ({"query": "?!"}, 422, "/query"),
        ({"query": "export e*"}, 422, "/query"),
        ({"query": "a", "limit": 0}, 400, "/limit"),
        ({"query": "a", "limit": 101}, 400, "/limit"),
        ({"query": "a", "offset": -1}, 400, "/offset"),
        ({"query": "a", "order": "worst"}, 400, "/order"),
        (
            {"query": "a", "where": {"condition": {"field": "typ", "operator": "eq", "value": 1}}},
            400,
            "/where/condition/field",
        ),
    ],
)
def test_a_search_that_cannot_be_is_refused_with_the_place(
    api: Caller, body: Json, status: int, pointer: str
) -> None:
    answer = api.post("/v1/search", body)
    assert answer.status == status
    assert answer.body["violations"][0]["pointer"] == pointer


def test_a_write_only_key_does_not_search(web: Caller) -> None:
    assert web.post("/v1/search", {"query": "a"}).status == 403


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("请问怎么退款", "退款", "退款"),
        ("ฉันต้องการคืนเงิน", "คืนเงิน", "คืนเงิน"),
        ("the o\ufb03ce in Łódź", "office lodz", "o\ufb03ce"),
        ("npm install --force fails", "npm install --force", "npm"),
        ("broken 😡 again", "😡", "😡"),
        ("see user_id", "user_i*", "user_id"),
    ],
)
def test_a_text_is_found_as_people_write_it_whichever_way_it_is_asked(
    api: Caller, text: str, query: str, shown: str
) -> None:
    api.log(user(text, id="m1"), agent("npm install hangs", id="m2"), id="c1")
    api.log(user("npm install", id="m3"), id="c2")
    hit = search(api, query)["result"][0]
    first, last = hit["highlights"][0]
    assert (hit["messageId"], hit["snippet"][first:last]) == ("m1", shown)
    matching = condition("messages", "matches", query)
    assert [each["id"] for each in api.rows("conversations", where=matching)] == ["c1"]
    nearest = api.post("/query/semantic-threads", {"query": query, "limit": 1}).body["data"]["result"]
    assert nearest[0]["question"] == text


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/v1/search", {"query": "x", "limitt": 1}),
        ("/v1/words", {"where": {"and": []}, "limitt": 1}),
        ("/v1/query/conversations/drilldown", {"query": {}, "row": {}, "limitt": 1}),
    ],
)
def test_a_misspelt_member_beside_a_query_is_refused(api: Caller, address: str, body: Json) -> None:
    answer = api.post(address, body)
    assert answer.status == 400, answer.body
    assert "There is no `limitt` here. Did you mean `limit`? at `/limitt`" in answer.body["detail"]
