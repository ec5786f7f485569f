"""The seconds between two times of a row are a value like others: shown, filtered, grouped, aggregated, ordered by."""

from typing import Any

import pytest

from tests.support.product import Caller, Json, agent, condition, user
from threadline import q
from threadline.client.tables.columns import columns

SECONDS = "durationSeconds_firstMessageTime_lastMessageTime"
SPAN: Json = {"type": "durationSeconds", "from": "firstMessageTime", "to": "lastMessageTime"}
WAITS = {
    "a": ("Ann", 60.5),
    "b": ("Ann", 120.5),
    "c": ("Ben", 10.0),
    "d": ("Ben", 7_200.0),
    "e": ("Ben", 0.0),
}


def late(seconds: float) -> str:
    hours, rest = divmod(seconds, 3_600)
    minutes, rest = divmod(rest, 60)
    return f"2026-01-05T{10 + int(hours):02}:{int(minutes):02}:{rest:06.3f}Z"


@pytest.fixture
def desk(api: Caller) -> Caller:
    """Five conversations of two agents."""
    for name, (who, seconds) in WAITS.items():
        first = user("Help!", createdAt="2026-01-05T10:00:00.000Z")
        api.log(
            first, agent("Done.", createdAt=late(seconds)), id=name, userProperties={"supportAgentName": who}
        )
    return api


def test_each_row_has_its_seconds(desk: Caller) -> None:
    rows = desk.rows("conversations", select=[{"type": "field", "field": "id"}, SPAN])
    assert {row["id"]: row[SECONDS] for row in rows} == {name: each for name, (_, each) in WAITS.items()}


def test_who_answers_slowest_is_one_query(desk: Caller) -> None:
    numbers = ("avg", "min", "max", "median", "sum", "p90", "count")
    rows = desk.rows(
        "conversations",
        select=[SPAN | {"aggregation": number} for number in numbers],
        groupBy=[{"field": "userProperties", "path": ["supportAgentName"]}],
        having=condition(f"max_{SECONDS}", "gt", 100),
        orderBy=[{"field": f"avg_{SECONDS}", "direction": "desc"}],
    )
    assert [tuple(row.values()) for row in rows] == [
        ("Ben", pytest.approx(7_210 / 3), 0, 7_200, 10, 7_210, pytest.approx(5_762), 3),
        ("Ann", 90.5, 60.5, 120.5, 90.5, 181.0, pytest.approx(114.5), 2),
    ]


def test_the_name_of_a_duration_stands_wherever_a_field_does(desk: Caller) -> None:
    backwards = "durationSeconds_lastMessageTime_firstMessageTime"
    body: dict[str, Any] = {
        "select": [{"type": "field", "field": "id"}],
        "where": condition(backwards, "lte", -60.5),
        "orderBy": [{"field": SECONDS, "direction": "desc"}],
    }
    assert [row["id"] for row in desk.rows("conversations", **body)] == ["d", "b", "a"]
    pages = []
    cursor: str | None = ""
    while cursor is not None:
        data = desk.post("/query/conversations", body | {"limit": 1, "cursor": cursor}).body["data"]
        pages += [row["id"] for row in data["result"]]
        cursor = data.get("nextCursor")
    assert pages == ["d", "b", "a"]


def test_what_is_behind_a_number_of_seconds_can_be_listed(desk: Caller) -> None:
    body: Json = {
        "select": [SPAN | {"aggregation": "avg"}],
        "groupBy": [{"field": "userProperties", "path": ["supportAgentName"]}],
    }
    for row in desk.rows("conversations", **body):
        asked = {"query": body, "row": row, "key": f"avg_{SECONDS}"}
        behind = desk.post("/v1/query/conversations/drilldown", asked).body["data"]
        who = row["userProperties.supportAgentName"]
        assert behind["rowCount"] == len([each for each, _ in WAITS.values() if each == who])


def test_a_file_of_numbers_and_a_table_have_the_seconds_as_numbers(desk: Caller) -> None:
    body: Json = {
        "select": [{"type": "field", "field": "id"}, SPAN],
        "where": condition(SECONDS, "gt", 1_000),
    }
    answer = desk.post("/query/conversations/export", body, headers={"Accept": "text/csv"})
    assert answer.body.split() == [f"id,{SECONDS}", "d,7200.0"]
    (_, seconds) = columns([{"id": "d", SECONDS: "7200.0"}])
    assert (seconds.kind, seconds.values) == ("number", [7_200.0])


@pytest.mark.parametrize(
    ("selection", "pointer", "hint"),
    [
        ({"from": "createdAt"}, "/select/0/to", "missing"),
        ({"from": "createdAt", "to": "updatedAtt"}, "/select/0/to", "`updatedAt`"),
        ({"from": "id", "to": "updatedAt"}, "/select/0/from", "not a time"),
        ({"from": "createdAt", "to": "createdAt"}, "/select/0/to", "`updatedAt`"),
        (
            {"from": "createdAt", "to": "updatedAt", "aggregation": "mean"},
            "/select/0/aggregation",
            "aggregation",
        ),
        ({"from": "createdAt", "until": "updatedAt"}, "/select/0/until", "member"),
    ],
)
def test_what_is_no_duration_is_refused_at_its_place(
    api: Caller, selection: Json, pointer: str, hint: str
) -> None:
    answer = api.post("/query/conversations", {"select": [{"type": "durationSeconds"} | selection]})
    found = {each["pointer"]: each["message"] for each in answer.body["violations"]}
    assert hint in found[pointer]


def test_a_misspelt_name_of_a_duration_is_answered_with_the_nearest(api: Caller) -> None:
    where = condition("durationSeconds_createdAt_updatedat", "gt", 1)
    answer = api.post("/query/conversations", {"where": where})
    assert "`durationSeconds_createdAt_updatedAt`" in answer.body["violations"][0]["message"]


def test_events_have_one_time_and_no_duration(api: Caller) -> None:
    span = {"type": "durationSeconds", "from": "createdAt", "to": "createdAt"}
    answer = api.post("/query/events", {"select": [span]})
    assert "one time" in answer.body["violations"][0]["message"]


def test_a_question_names_durations(desk: Caller) -> None:
    span = q.duration_seconds("firstMessageTime", "lastMessageTime")
    question = q.conversations.select(q.avg(span)).where(span > 60).order_by(q.avg(span).desc())
    assert desk.rows("conversations", **question.to_dict()) == [{f"avg_{SECONDS}": pytest.approx(7_381 / 3)}]
