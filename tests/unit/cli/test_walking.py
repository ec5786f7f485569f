"""All rows of a view by pages, against a place that holds its rows in a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from threadline.cli.places.walking import walk

PAGE_ROWS = 3


@dataclass
class Listed:
    """A place of few rows that understands what a walk asks for."""

    rows: list[dict[str, Any]]
    bodies: list[dict[str, Any]] = field(default_factory=list)

    def query(self, view: str, body: dict[str, Any]) -> dict[str, Any]:
        """Answer a page, newest first."""
        assert view == "events"
        self.bodies.append(body)
        found = [row for row in self.rows if matches(body.get("where"), row)]
        found.sort(key=lambda row: (row["createdAt"], row["id"]), reverse=True)
        page = found[:PAGE_ROWS]
        return {"data": {"result": page, "total": len(found), "count": len(page), "pageSize": PAGE_ROWS}}


def matches(where: Any, row: dict[str, Any]) -> bool:
    if where is None:
        return True
    if "and" in where:
        return all(matches(part, row) for part in where["and"])
    if "or" in where:
        return any(matches(part, row) for part in where["or"])
    condition = where["condition"]
    value = row[condition["field"]]
    return bool(value < condition["value"] if condition["operator"] == "lt" else value == condition["value"])


def event(number: int, minute: int) -> dict[str, Any]:
    return {
        "id": f"e{number:02}",
        "createdAt": f"2026-01-01T00:{minute:02}:00.000Z",
        "type": f"t{number % 2}",
    }


def ids(place: Listed, **body: Any) -> list[str]:
    return [row["id"] for page in walk(place, "events", body) for row in page]


def test_every_row_comes_once_newest_first() -> None:
    place = Listed([event(number, number) for number in range(10)])
    assert ids(place) == [f"e{number:02}" for number in reversed(range(10))]


def test_rows_of_the_same_time_come_once_each() -> None:
    place = Listed([event(number, 1) for number in range(8)])
    assert ids(place) == [f"e{number:02}" for number in reversed(range(8))]


def test_the_filter_holds_on_every_page() -> None:
    place = Listed([event(number, number // 4) for number in range(16)])
    where = {"condition": {"field": "type", "operator": "eq", "value": "t1"}}
    assert ids(place, where=where) == [f"e{number:02}" for number in reversed(range(1, 16, 2))]


def test_rows_that_arrive_meanwhile_repeat_nothing() -> None:
    place = Listed([event(number, number) for number in range(5)])
    pages = walk(place, "events", {})
    first = [row["id"] for row in next(pages)]
    place.rows.append(event(99, 59))
    assert first + [row["id"] for page in pages for row in page] == ["e04", "e03", "e02", "e01", "e00"]


def test_a_full_last_page_is_followed_by_one_question_more() -> None:
    place = Listed([event(number, number) for number in range(PAGE_ROWS)])
    assert (len(ids(place)), len(place.bodies)) == (PAGE_ROWS, 2)
