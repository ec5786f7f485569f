"""What the language has beyond the contract: its faults have a place and name the nearest thing that works."""

from typing import Any

import pytest

from tests.support.compiling import compile_filter, compile_query
from tests.support.zones import ZONES
from threadline.catalog import VIEWS
from threadline.errors import FaultyRequestError, InvalidRequestError, MalformedError
from threadline.query import Limits, Scope, bind, needs_of, parse
from threadline.query.explain import told
from threadline.query.forms.plan import Aggregate, Bucket, Measured, Not, Place, Plan
from threadline.search_text import read_search

VIEW = VIEWS["conversations"]
NOW_MS = 1_767_607_200_000
COUNT = {"type": "aggregation", "aggregation": "count"}


def condition(field: str, operator: str, *value: Any) -> dict[str, Any]:
    return {"condition": {"field": field, "operator": operator} | ({"value": value[0]} if value else {})}


def faults(
    body: dict[str, Any], kind: type[FaultyRequestError], view: str = "conversations"
) -> dict[str, str]:
    with pytest.raises(kind) as caught:
        compile_query(body, VIEWS[view], scope=Scope(project_id="p1"), limits=Limits())
    assert type(caught.value) is kind
    return {violation.pointer: violation.message for violation in caught.value.violations}


def bound(body: dict[str, Any]) -> Plan:
    return bind(parse(body, VIEW), VIEW, zones=ZONES)


@pytest.mark.parametrize(
    ("body", "pointer", "hint"),
    [
        ({"select": [{"type": "aggregation", "aggregation": "medain"}]}, "/select/0/aggregation", "`median`"),
        ({"select": [{"type": "time", "timeUnit": "quartr"}]}, "/select/0/timeUnit", "`quarter`"),
        ({"where": condition("type", "startWith", "a")}, "/where/condition/operator", "`startsWith`"),
        ({"where": condition("message", "matches", "a")}, "/where/condition/field", "`messages`"),
        ({"select": [COUNT], "having": condition("cuont", "gt", 1)}, "/having/condition/field", "`count`"),
        (
            {"select": [COUNT], "having": condition("p95_userMesageCount", "gt", 1)},
            "/having/condition/field",
            "`p95_userMessageCount`",
        ),
        ({"select": [COUNT], "having": condition("count", "gr", 1)}, "/having/condition/operator", "`gt`"),
        ({"orderBy": [{"field": "firstMessageTime_yaer", "direction": "asc"}]}, "/orderBy/0/field", "_year`"),
        ({"explain": "yes"}, "/explain", "true or false"),
        ({"timeZone": 1}, "/timeZone", "a text"),
        ({"cursor": 7}, "/cursor", "a text"),
        ({"cursor": "abc"}, "/cursor", "nextCursor"),
    ],
)
def test_what_is_malformed_has_its_place_and_the_nearest_name(
    body: dict[str, Any], pointer: str, hint: str
) -> None:
    found = faults(body, MalformedError)
    assert set(found) == {pointer}
    assert hint in found[pointer]


@pytest.mark.parametrize(
    ("body", "pointer", "hint"),
    [
        ({"timeZone": "Europe/Berln"}, "/timeZone", "`Europe/Berlin`"),
        ({"timeZone": "europe/berlin"}, "/timeZone", "`Europe/Berlin`"),
        (
            {"select": [{"type": "aggregation", "aggregation": "p90", "field": "type"}]},
            "/select/0",
            "Use `count`",
        ),
        ({"having": condition("count", "gt", 1)}, "/having", "needs groups"),
        ({"select": [COUNT], "having": condition("type", "eq", 1)}, "/having/condition/field", "`where`"),
        (
            {"select": [COUNT], "having": condition("median_type", "eq", 1)},
            "/having/condition/field",
            "a text",
        ),
        ({"select": [COUNT], "having": condition("count", "eq", "7")}, "/having/condition/value", "a number"),
        ({"select": [COUNT], "having": condition("count", "in", 7)}, "/having/condition/value", "A list"),
        (
            {"select": [COUNT], "having": condition("count", "in", [1, True])},
            "/having/condition/value/1",
            "number",
        ),
        ({"where": condition("messages", "matches", "-late")}, "/where/condition/value", "leave out"),
        ({"where": condition("messages", "matches", 7)}, "/where/condition/value", "A text"),
        ({"where": condition("type", "matches", "a")}, "/where/condition/operator", "`contains`"),
        (
            {"where": condition("userMessageCount", "contains", "a")},
            "/where/condition/operator",
            "does not fit",
        ),
        ({"offset": 2, "cursor": None}, "/offset", "do not go together"),
    ],
)
def test_what_cannot_be_has_its_place_and_a_way_out(body: dict[str, Any], pointer: str, hint: str) -> None:
    found = faults(body, InvalidRequestError)
    assert set(found) == {pointer}
    assert hint in found[pointer]


def test_only_views_with_messages_are_searched() -> None:
    body = {"where": condition("messages", "matches", "a")}
    assert "events do not have" in faults(body, InvalidRequestError, "events")["/where/condition/operator"]


def test_messages_is_no_field_for_other_operators() -> None:
    assert set(faults({"where": condition("messages", "eq", "a")}, MalformedError)) == {
        "/where/condition/field"
    }


def test_best_matches_have_no_pages_until_they_are_ordered() -> None:
    body: dict[str, Any] = {"query": "refund", "cursor": ""}
    assert set(faults(body, InvalidRequestError, "semantic-threads")) == {"/cursor"}
    body["orderBy"] = [{"field": "subject", "direction": "asc"}]
    assert compile_query(body, VIEWS["semantic-threads"], scope=Scope(project_id="p1"), limits=Limits()).page


def test_faults_of_groups_come_together_with_all_others() -> None:
    body = {"having": {"or": [condition("cuont", "eq", "x")]}, "timeZone": "Mars", "cursor": "x", "offset": 1}
    assert set(faults(body, MalformedError)) == {
        *("/having", "/having/or/0/condition/field", "/having/or/0/condition/value", "/timeZone", "/cursor"),
        "/offset",
    }


def test_a_filter_over_groups_takes_aggregates_that_nobody_selects() -> None:
    total = Aggregate("sum", Place(VIEW.fields[1]))
    plan = bound({"groupBy": [{"field": "type"}], "having": condition("sum_userMessageCount", "neq", 3)})
    assert plan.having == Not(Measured(total, "in", (3,)))
    assert [output.value.key for output in plan.outputs] == ["type"]


def test_a_filter_over_groups_takes_the_key_of_a_value_at_a_path() -> None:
    selected = {"type": "aggregation", "aggregation": "avg", "field": "properties", "path": ["a.b"]}
    plan = bound({"select": [selected], "having": condition("avg_properties.a.b", "isNull")})
    assert plan.having == Measured(plan.outputs[0].value, "isNull")  # type: ignore[arg-type]


def test_utc_is_no_zone_at_all() -> None:
    plan = bound({"select": [{"type": "time", "timeUnit": "year"}], "timeZone": "UTC"})
    assert plan.outputs[0].value == Bucket(Place(VIEW.main_time), "year")


def test_a_zone_holds_for_buckets_that_are_only_ordered_by() -> None:
    plan = bound(
        {"orderBy": [{"field": "firstMessageTime_day", "direction": "asc"}], "timeZone": "Asia/Tokyo"}
    )
    assert plan.order[0].value == Bucket(Place(VIEW.main_time), "day", "Asia/Tokyo")


@pytest.mark.parametrize(("text", "hours"), [("0h", 0), ("12h", 12), ("30d", 720), ("2w", 336)])
def test_a_relative_time_counts_back_from_the_moment_of_the_scope(text: str, hours: int) -> None:
    scope = Scope(project_id="p1", now_ms=NOW_MS)
    _, parameters = compile_filter(condition("firstMessageTime", "gte", text), VIEW, scope=scope)
    (moment,) = parameters
    assert (NOW_MS / 1_000 - moment.timestamp()) / 3_600 == hours  # type: ignore[attr-defined]


def test_a_relative_time_without_a_moment_is_a_defect() -> None:
    with pytest.raises(ValueError, match="moment"):
        compile_filter(condition("firstMessageTime", "gte", "1d"), VIEW)


def test_what_must_be_searched_for_is_told_beforehand() -> None:
    parts = [condition("messages", "matches", text) for text in ("a -bc", "a -bc", "cd*")]
    body = {"where": {"or": [*parts, condition("type", "eq", "openai")]}}
    assert needs_of(bound(body)).searches == (read_search("a -bc"), read_search("cd*"))
    assert needs_of(bound({})).searches == ()


def test_a_plan_is_told_clause_by_clause() -> None:
    body = {
        "select": [COUNT, {"type": "time", "timeUnit": "day"}],
        "where": {
            "and": [
                condition("id", "neq", "x"),
                condition("properties", "contains", {"path": ["a"], "value": "é"}),
            ]
        },
        "groupBy": [{"field": "properties", "path": ["plan"], "includeInSelect": False}],
        "having": condition("avg_userMessageCount", "gt", 1.5),
        "orderBy": [{"field": "count", "direction": "desc"}],
        "timeZone": "Europe/Berlin",
        "limit": 5,
        "explain": True,
    }
    compiled = compile_query(body, VIEW, scope=Scope(project_id="p1"), limits=Limits())
    assert compiled.explanation is not None
    day = "day of firstMessageTime in Europe/Berlin"
    assert compiled.explanation.plan == (
        "from conversations of the project",
        'where (not id = "x" and properties["a"] contains "é", whatever case and accents)',
        f'group by {day}, properties["plan"]',
        "having avg(userMessageCount) > 1.5",
        f"show {day}, count()",
        f'order by count() desc, {day} asc, properties["plan"] asc, rows without a value last',
        "limit 5",
    )


def test_a_long_operand_is_told_in_short() -> None:
    plan = bound({"where": condition("id", "in", ["long"] * 100)})
    assert max(map(len, told(plan))) < 300
