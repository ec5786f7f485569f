"""All rows of a view, page by page, by the public query language alone.

Each page asks for what comes after the last row of the page before, so a walk costs the same at its end as at its
beginning, and rows that arrive meanwhile move nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from threadline.catalog import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ID = "id"


class Queried(Protocol):
    """What answers query bodies about one project."""

    def query(self, view: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a query body, as the API has it."""
        ...


def walk(place: Queried, view: str, body: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield all rows that the filter of a body matches, in pages, newest first.

    Args:
        place: what answers.
        view: the name of the view.
        body: `where`, and `select` with the fields of the rows, the main time and the id among them.
    """
    time = VIEWS[view].main_time.name
    order = [{"field": time, "direction": "desc"}, {"field": _ID, "direction": "desc"}]
    given = [body["where"]] if body.get("where") else []
    rest = {name: value for name, value in body.items() if name == "select"}
    conditions: list[dict[str, Any]] = given
    while True:
        # The first page has the filter as it was given, so that its faults are told by their own places.
        where = (
            {"where": conditions[0] if len(conditions) == 1 else {"and": conditions}} if conditions else {}
        )
        data = place.query(view, {**rest, "orderBy": order, **where})["data"]
        if data["result"]:
            yield data["result"]
        if data["count"] < data["pageSize"]:
            return
        conditions = [*given, _after(time, data["result"][-1])]


def _after(time: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return the filter for rows that come after one."""
    is_older = _condition(time, "lt", row[time])
    is_tied = {"and": [_condition(time, "eq", row[time]), _condition(_ID, "lt", row[_ID])]}
    return {"or": [is_older, is_tied]}


def _condition(field: str, operator: str, value: object) -> dict[str, Any]:
    return {"condition": {"field": field, "operator": operator, "value": value}}
