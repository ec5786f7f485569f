"""Names, types and keys: what binds, and every fault with its place."""

from typing import Any

import pytest

from tests.support.compiling import compile_query
from tests.support.zones import ZONES
from threadline.catalog import VIEWS
from threadline.errors import FaultyRequestError, InvalidRequestError, MalformedError
from threadline.query import Limits, Plan, Scope, bind, order_names, parse
from threadline.query.forms.plan import Aggregate, Bucket, Order, Place, Stored
from threadline.query.parsing.parse import MOST_ENTRIES

VIEW = VIEWS["conversations"]
TIME = Place(VIEW.main_time)


def bound(body: dict[str, Any], view: str = "conversations") -> Plan:
    return bind(parse(body, VIEWS[view]), VIEWS[view], zones=ZONES)


def place(name: str, *path: str) -> Place:
    field = VIEW.field(name)
    assert field is not None
    return Place(field, path)


def faults(
    body: dict[str, Any], kind: type[FaultyRequestError], view: str = "conversations"
) -> dict[str, str]:
    """Return the messages of a refused body by place."""
    with pytest.raises(kind) as caught:
        compile_query(body, VIEWS[view], scope=Scope(project_id="p1"), limits=Limits())
    return {violation.pointer: violation.message for violation in caught.value.violations}


def aggregation(name: str, field: str | None = None, *path: str) -> dict[str, Any]:
    return {"type": "aggregation", "aggregation": name, "field": field, "path": list(path) or None}


def field(name: str, *path: str) -> dict[str, Any]:
    return {"type": "field", "field": name, "path": list(path) or None}


def order(name: str) -> dict[str, Any]:
    return {"field": name, "direction": "asc"}


def test_keys_come_before_aggregates_selected_ones_first() -> None:
    body = {
        "select": [aggregation("count"), {"type": "time", "timeUnit": "day"}, field("type")],
        "groupBy": [{"field": "integrationId"}],
    }
    keys = [output.value.key for output in bound(body).outputs]
    assert keys == ["firstMessageTime_day", "type", "integrationId", "count"]


@pytest.mark.parametrize(
    ("part", "key"),
    [
        (field("type"), "type"),
        (field("properties", "a", "b"), "properties.a.b"),
        (aggregation("count"), "count"),
        (aggregation("countDistinct", "id"), "countDistinct_id"),
        (aggregation("countDistinct", "userProperties", "userId"), "countDistinct_userProperties.userId"),
        ({"type": "time", "timeUnit": "week"}, "firstMessageTime_week"),
    ],
)
def test_a_selection_has_the_key_of_the_contract(part: dict[str, Any], key: str) -> None:
    assert [output.value.key for output in bound({"select": [part]}).outputs] == [key]


@pytest.mark.parametrize(
    ("view", "key"), [("events", "createdAt_hour"), ("semantic-threads", "firstMessageTime_hour")]
)
def test_a_time_without_a_field_is_the_main_time(view: str, key: str) -> None:
    plan = bound({"select": [{"type": "time", "timeUnit": "hour"}]}, view)
    assert [output.value.key for output in plan.outputs] == [key]
    assert not plan.is_grouped


def test_the_same_expression_twice_is_one_key_and_shown_if_either_shows_it() -> None:
    hidden = {"field": "type", "includeInSelect": False}
    plan = bound({"select": [field("type"), field("type")], "groupBy": [hidden]})
    assert [(output.value, output.is_shown) for output in plan.outputs] == [(Stored(place("type")), True)]
    plan = bound({"select": [aggregation("count")], "groupBy": [hidden, {"field": "type"}]})
    assert [output.is_shown for output in plan.outputs] == [True, True]


def test_two_expressions_under_one_key_are_refused_with_both_places() -> None:
    body = {"select": [field("properties", "a", "b"), field("properties", "a.b")]}
    message = faults(body, InvalidRequestError)["/select/1"]
    assert "`properties.a.b`" in message
    assert "`/select/0`" in message


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"select": [field("typ")]}, "/select/0/field"),
        ({"select": [aggregation("count", "nope")]}, "/select/0/field"),
        ({"select": [{"type": "time", "timeUnit": "day", "field": "deletedAt"}]}, "/select/0/field"),
        ({"groupBy": [{"field": "Type"}]}, "/groupBy/0/field"),
        (
            {"where": {"and": [{"condition": {"field": "x", "operator": "isNull"}}]}},
            "/where/and/0/condition/field",
        ),
        ({"orderBy": [order("nope")]}, "/orderBy/0/field"),
        ({"orderBy": [order("id_decade")]}, "/orderBy/0/field"),
        ({"orderBy": [order("properties.plan")]}, "/orderBy/0/field"),
        ({"limit": 1_001}, "/limit"),
        ({"limit": 10_001, "groupBy": [{"field": "type"}]}, "/limit"),
    ],
)
def test_an_unknown_name_is_malformed_and_has_its_place(body: dict[str, Any], pointer: str) -> None:
    assert set(faults(body, MalformedError)) == {pointer}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"select": [aggregation("sum")]}, "/select/0"),
        ({"select": [aggregation("countDistinct")]}, "/select/0"),
        ({"select": [aggregation("sum", "type")]}, "/select/0"),
        ({"select": [aggregation("avg", "firstMessageTime")]}, "/select/0"),
        ({"select": [aggregation("min", "id")]}, "/select/0"),
        ({"select": [aggregation("max", "properties")]}, "/select/0"),
        ({"select": [{**aggregation("count"), "path": ["a"]}]}, "/select/0/path"),
        ({"select": [field("type", "a")]}, "/select/0/path"),
        ({"groupBy": [{"field": "id", "path": ["a"]}]}, "/groupBy/0/path"),
        ({"select": [{**field("properties", "a"), "mode": "json"}]}, "/select/0/mode"),
        ({"select": [{"type": "time", "timeUnit": "day", "field": "id"}]}, "/select/0/field"),
        ({"groupBy": [{"field": "type", "includeInSelect": False}]}, "/groupBy"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(body: dict[str, Any], pointer: str) -> None:
    assert set(faults(body, InvalidRequestError)) == {pointer}


def test_faults_of_every_stage_and_both_kinds_come_together() -> None:
    body = {
        "select": [field("typ"), aggregation("sum", "id"), {"type": "x"}],
        "where": {"condition": {"field": "firstMessageTime", "operator": "gte", "value": "30 days"}},
        "orderBy": [{"field": "id", "direction": "up"}],
        "limit": 5_000,
    }
    assert set(faults(body, MalformedError)) == {
        "/select/0/field",
        "/select/1",
        "/select/2/type",
        "/where/condition/value",
        "/orderBy/0/direction",
    }


def test_an_unknown_field_is_answered_with_the_nearest_one() -> None:
    message = faults({"select": [field("typ")]}, MalformedError)["/select/0/field"]
    assert message == "`typ` is not a field of conversations. Did you mean `type`?"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", Stored(place("id"))),
        ("type", Stored(place("type"))),
        ("properties.plan", Stored(place("properties", "plan"))),
        ("firstMessageTime_month", Bucket(TIME, "month")),
        ("sum_userMessageCount", Aggregate("sum", place("userMessageCount"))),
        ("count_type", Aggregate("count", place("type"))),
    ],
)
def test_plain_rows_are_ordered_by_fields_keys_times_and_what_a_row_alone_makes(
    name: str, value: Any
) -> None:
    plan = bound({"select": [field("properties", "plan")], "orderBy": [order(name)]})
    assert plan.order == (Order(value, "asc"),)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", Stored(place("type"))),
        ("integrationId", Stored(place("integrationId"))),
        ("count", Aggregate("count")),
        ("countDistinct_id", Aggregate("countDistinct", place("id"))),
        ("max_firstMessageTime", Aggregate("max", TIME)),
        ("sum_properties.n", Aggregate("sum", place("properties", "n"))),
        ("firstMessageTime_week", Bucket(TIME, "week")),
    ],
)
def test_groups_are_ordered_by_keys_fields_and_aggregates_selected_or_not(name: str, value: Any) -> None:
    hidden = {"field": "type", "includeInSelect": False}
    plan = bound(
        {"select": [aggregation("sum", "properties", "n")], "groupBy": [hidden], "orderBy": [order(name)]}
    )
    assert plan.order == (Order(value, "asc"),)


@pytest.mark.parametrize("grouping", [[], [{"field": "id"}]], ids=["rows", "groups"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_name_that_the_contract_lists_may_be_ordered_by(
    view: str, grouping: list[dict[str, str]]
) -> None:
    names = list(order_names(VIEWS[view]))
    for start in range(0, len(names), MOST_ENTRIES):
        some = names[start : start + MOST_ENTRIES]
        assert bound({"groupBy": grouping, "orderBy": [order(name) for name in some]}, view).order


@pytest.mark.parametrize("name", ["sum_id", "avg_firstMessageTime", "max_properties", "id_hour", "sum"])
@pytest.mark.parametrize("grouping", [[], [{"field": "type"}]], ids=["rows", "groups"])
def test_a_name_of_nothing_is_passed_over(name: str, grouping: list[dict[str, str]]) -> None:
    plan = bound({"groupBy": grouping, "orderBy": [order(name), order("id")]})
    assert plan.order == (Order(Stored(place("id")), "asc"),)
