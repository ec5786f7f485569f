"""How many rows an answer tells there are in all, whatever page of them it shows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.product import Caller, condition, counting, opened, user
from threadline.query.emitting import emit

PLANS = ("free",) * 3 + ("pro",) * 2 + ("team",)
BY_PLAN: dict[str, Any] = {
    "select": [counting()],
    "groupBy": [{"field": "properties", "path": ["plan"]}],
    "orderBy": [{"field": "count", "direction": "desc"}],
}


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with opened(tmp_path_factory.mktemp("totals")) as product:
        caller = product.caller()
        for number, plan in enumerate(PLANS):
            caller.log(user(f"question {number}"), properties={"plan": plan})
        yield caller


def told(caller: Caller, **changed: Any) -> dict[str, Any]:
    answer = caller.post("/query/conversations", BY_PLAN | changed)
    assert answer.status == 200
    data: dict[str, Any] = answer.body["data"]
    return data


@pytest.mark.parametrize(
    ("page", "counts"),
    [
        ({}, [3, 2, 1]),
        ({"limit": 2}, [3, 2]),
        ({"limit": 2, "offset": 1}, [2, 1]),
        ({"limit": 2, "offset": 9}, []),
        ({"limit": 3}, [3, 2, 1]),
    ],
)
def test_the_total_of_groups_is_that_of_all_pages(
    caller: Caller, page: dict[str, Any], counts: list[int]
) -> None:
    data = told(caller, **page)
    assert [row["count"] for row in data["result"]] == counts
    assert (data["total"], data["count"]) == (3, len(counts))
    assert all(set(row) == {"count", "properties.plan"} for row in data["result"])


def test_the_total_counts_the_groups_that_having_lets_through(caller: Caller) -> None:
    many = {"having": {"condition": {"field": "count", "operator": "gte", "value": 2}}}
    assert told(caller, **many, limit=1)["total"] == 2
    assert told(caller, **many, limit=1, offset=5)["total"] == 2


def test_every_page_of_groups_behind_a_cursor_tells_the_same_total(caller: Caller) -> None:
    cursor: str | None = ""
    counts = list[int]()
    while cursor is not None:
        data = told(caller, limit=1, cursor=cursor)
        assert data["total"] == 3
        counts += [row["count"] for row in data["result"]]
        cursor = data.get("nextCursor")
    assert counts == [3, 2, 1]


def test_one_group_of_all_rows_is_one_row(caller: Caller) -> None:
    data = told(caller, groupBy=[], limit=1)
    assert (data["result"], data["total"]) == ([{"count": 6}], 1)


@pytest.mark.parametrize("page", [{}, {"limit": 1}, {"limit": 1, "cursor": ""}])
@pytest.mark.parametrize(
    "having", [{}, {"having": {"condition": {"field": "count", "operator": "gt", "value": 1}}}]
)
def test_groups_beyond_the_most_that_are_made_are_refused_on_every_page(
    tmp_path: Path, page: dict[str, Any], having: dict[str, Any]
) -> None:
    with opened(tmp_path, groups=2) as product:
        caller = product.caller()
        for number, plan in enumerate(PLANS):
            caller.log(user(f"question {number}"), properties={"plan": plan})
        answer = caller.post("/query/conversations", BY_PLAN | page | having)
        assert answer.status == 422
        assert "3 groups, and 2 are the most" in answer.body["violations"][0]["message"]
        few = {"where": condition("properties", "eq", {"path": ["plan"], "value": "pro"})}
        assert caller.post("/query/conversations", BY_PLAN | page | few).status == 200


def test_rows_behind_many_others_are_those_that_come_there(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"orderBy": [{"field": "firstMessageTime", "direction": "asc"}]}
    whole = caller.rows("conversations", **body)
    monkeypatch.setattr(emit, "_NEAR", 0)
    assert [caller.rows("conversations", **body, limit=2, offset=far) for far in (1, 3, 5, 7)] == [
        whole[1:3],
        whole[3:5],
        whole[5:],
        [],
    ]
