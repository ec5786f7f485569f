"""Weeks begin on the day that the body names."""

import pytest

from tests.support.product import Caller, Json, condition, counting, user

TIMES = ["2026-01-02T12:00:00Z", "2026-01-03T12:00:00Z", "2026-01-04T12:00:00Z", "2026-01-05T12:00:00Z"]
"""A Friday, and the three days after it."""


@pytest.mark.parametrize(
    ("start", "weeks"),
    [
        ("monday", [("2025-12-29", 3), ("2026-01-05", 1)]),
        ("sunday", [("2025-12-28", 2), ("2026-01-04", 2)]),
        ("saturday", [("2025-12-27", 1), ("2026-01-03", 3)]),
        (None, [("2025-12-29", 3), ("2026-01-05", 1)]),
    ],
)
def test_weeks_begin_on_the_day_that_is_asked_for(
    api: Caller, start: str | None, weeks: list[tuple[str, int]]
) -> None:
    for time in TIMES:
        api.log(user("a", createdAt=time))
    for zone, clock in (("UTC", "T00:00:00.000Z"), ("America/Lima", "T05:00:00.000Z")):
        body: Json = {
            "select": [{"type": "time", "timeUnit": "week"}, counting()],
            "timeZone": zone,
            "weekStart": start,
            "orderBy": [{"field": "firstMessageTime_week", "direction": "asc"}],
        }
        rows = api.rows("conversations", **body)
        assert [(row["firstMessageTime_week"], row["count"]) for row in rows] == [
            (f"{day}{clock}", count) for day, count in weeks
        ]
        for row in rows:
            behind = api.post("/v1/query/conversations/drilldown", {"query": body, "row": row}).body["data"]
            assert behind["rowCount"] == row["count"]


def test_another_day_is_refused_with_the_nearest_one(api: Caller) -> None:
    answer = api.post("/query/conversations", {"weekStart": "sundays"})
    assert (answer.status, answer.body["violations"][0]["pointer"]) == (400, "/weekStart")
    assert "`sunday`" in answer.body["violations"][0]["message"]
    bucket = {"timeUnit": "week", "weekStart": "sundays", "value": "2026-01-04"}
    where = condition("firstMessageTime", "is", bucket)
    assert api.post("/query/conversations", {"where": where}).status == 422
