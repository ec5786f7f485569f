"""The least and the greatest of times are times wherever the contract does not ask for a number."""

import pytest

from tests.support.product import Caller, Json, condition, user

FIRST, LAST = "2026-01-05T10:00:00.000Z", "2026-01-06T11:00:00.250Z"
BOTH: list[Json] = [
    {"type": "aggregation", "aggregation": name, "field": "firstMessageTime"} for name in ("min", "max")
]
PER_TYPE: Json = {"select": BOTH, "groupBy": [{"field": "type"}]}


@pytest.fixture
def desk(api: Caller) -> Caller:
    for time in (FIRST, LAST):
        api.log(user("a", createdAt=time))
    return api


def test_an_answer_has_texts_when_asked_for_and_numbers_as_the_contract_has_them(desk: Caller) -> None:
    row = {"min_firstMessageTime": FIRST, "max_firstMessageTime": LAST}
    assert desk.rows("conversations", select=BOTH, timeFormat="rfc3339") == [row]
    assert desk.rows("conversations", **PER_TYPE, timeFormat="rfc3339") == [{"type": "support_ticket", **row}]
    plain = {"min_firstMessageTime": 1767607200000, "max_firstMessageTime": 1767697200250}
    assert desk.rows("conversations", select=BOTH) == [plain]
    assert desk.rows("conversations", select=BOTH, timeFormat="milliseconds") == [plain]


def test_no_rows_have_no_least_time(desk: Caller) -> None:
    none = condition("id", "eq", "none")
    assert desk.rows("conversations", select=BOTH, where=none, timeFormat="rfc3339") == [{}]


def test_exports_have_times(desk: Caller) -> None:
    lines = desk.post("/query/conversations/export", PER_TYPE).body.split()
    assert lines == ["type,min_firstMessageTime,max_firstMessageTime", f"support_ticket,{FIRST},{LAST}"]


@pytest.mark.parametrize(
    ("operator", "value", "count"),
    [
        ("eq", FIRST, 1),
        ("lt", "2026-01-06", 1),
        ("gt", 1767607200000, 0),
        ("in", [LAST, FIRST], 1),
        ("neq", FIRST, 0),
    ],
)
def test_groups_are_chosen_by_times_as_texts_or_milliseconds(
    desk: Caller, operator: str, value: Json, count: int
) -> None:
    having = condition("min_firstMessageTime", operator, value)
    assert len(desk.rows("conversations", **PER_TYPE, having=having)) == count


def test_another_format_is_refused_with_the_nearest_one(desk: Caller) -> None:
    answer = desk.post("/query/conversations", {"select": BOTH, "timeFormat": "rfc-3339"})
    assert answer.status == 400
    assert answer.body["violations"][0]["pointer"] == "/timeFormat"
    assert "`rfc3339`" in answer.body["violations"][0]["message"]


def test_orders_and_pages_of_groups_by_a_time_agree_in_both_formats(desk: Caller) -> None:
    body: Json = {
        "select": BOTH,
        "groupBy": [{"field": "id"}],
        "orderBy": [{"field": "max_firstMessageTime", "direction": "desc"}],
        "limit": 1,
        "timeFormat": "rfc3339",
    }
    first = desk.post("/query/conversations", {**body, "cursor": None}).body["data"]
    second = desk.post("/query/conversations", {**body, "cursor": first["nextCursor"]}).body["data"]
    assert [page["result"][0]["max_firstMessageTime"] for page in (first, second)] == [LAST, FIRST]
