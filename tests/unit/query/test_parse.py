"""Bodies of every shape, right and wrong."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from threadline.catalog import VIEWS
from threadline.errors import InvalidRequestError, MalformedError
from threadline.query import Expression, parse
from threadline.query.forms.expression import (
    AggregationSelection,
    AllOf,
    AnyOf,
    Condition,
    FieldSelection,
    Grouping,
    Ordering,
    TimeSelection,
)

VIEW = VIEWS["conversations"]
CONDITION: dict[str, Any] = {"condition": {"field": "id", "operator": "eq", "value": 1}}


def faults(body: object) -> dict[str, str]:
    """Return the messages of a malformed body by place."""
    with pytest.raises(MalformedError) as caught:
        parse(body, VIEW)
    return {violation.pointer: violation.message for violation in caught.value.violations}


def nested(depth: int) -> dict[str, Any]:
    """Return a filter of that many levels."""
    part = CONDITION
    for _ in range(depth - 1):
        part = {"and": [part]}
    return part


@pytest.mark.parametrize(
    "body", [{}, {"select": None, "where": None, "notes": None}, {"select": [], "groupBy": []}]
)
def test_everything_in_a_body_is_optional(body: dict[str, Any]) -> None:
    assert parse(body, VIEW) == Expression()


def test_a_whole_body_becomes_an_expression_with_places() -> None:
    body = {
        "select": [
            {"type": "field", "field": "properties", "path": ["a", 0], "mode": "unpack"},
            {"type": "aggregation", "aggregation": "sum", "field": "x"},
            {"type": "time", "timeUnit": "week"},
        ],
        "groupBy": [{"field": "type", "includeInSelect": False}],
        "where": {"or": [CONDITION, {"and": []}]},
        "orderBy": [{"field": "sum_x", "direction": "desc"}],
        "limit": 7.0,
        "offset": 3,
        "notes": "x" * 500,
    }
    condition = Condition(pointer="/where/or/0/condition", field="id", operator="eq", operand=1)
    assert parse(body, VIEW) == Expression(
        select=(
            FieldSelection(pointer="/select/0", field="properties", path=("a", "0"), mode="unpack"),
            AggregationSelection(pointer="/select/1", aggregation="sum", field="x"),
            TimeSelection(pointer="/select/2", unit="week"),
        ),
        group_by=(Grouping(pointer="/groupBy/0", field="type", is_shown=False),),
        where=AnyOf((condition, AllOf(()))),
        order_by=(Ordering(pointer="/orderBy/0", key="sum_x", direction="desc"),),
        limit=7,
        offset=3,
    )


@pytest.mark.parametrize("body", [None, [], "text", 3, True])
def test_a_body_is_an_object(body: object) -> None:
    assert set(faults(body)) == {""}


def test_the_text_of_a_search_is_read_where_a_view_has_one() -> None:
    assert parse({"query": " words "}, VIEWS["semantic-threads"]).text == "words"
    assert parse({"query": "  "}, VIEWS["semantic-threads"]).text is None
    with pytest.raises(InvalidRequestError, match="semantic threads alone"):
        parse({"query": "words"}, VIEW)
    assert parse({"query": " "}, VIEW).text is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"select": {}}, "/select"),
        ({"select": ["id"]}, "/select/0"),
        ({"select": [{"field": "id"}]}, "/select/0/type"),
        ({"select": [{"type": "fields", "field": "id"}]}, "/select/0/type"),
        ({"select": [{"type": "field"}]}, "/select/0/field"),
        ({"select": [{"type": "field", "field": 7}]}, "/select/0/field"),
        ({"select": [{"type": "field", "field": "id", "path": "a"}]}, "/select/0/path"),
        ({"select": [{"type": "field", "field": "id", "path": []}]}, "/select/0/path"),
        ({"select": [{"type": "field", "field": "id", "path": [True]}]}, "/select/0/path"),
        ({"select": [{"type": "field", "field": "id", "mode": "csv"}]}, "/select/0/mode"),
        ({"select": [{"type": "aggregation", "aggregation": "mode"}]}, "/select/0/aggregation"),
        ({"select": [{"type": "time", "timeUnit": "minute"}]}, "/select/0/timeUnit"),
        ({"groupBy": [{"field": "id", "includeInSelect": "yes"}]}, "/groupBy/0/includeInSelect"),
        ({"orderBy": [{"field": "id"}]}, "/orderBy/0/direction"),
        ({"orderBy": [{"field": "id", "direction": "ASC"}]}, "/orderBy/0/direction"),
        ({"orderBy": [{"direction": "asc"}]}, "/orderBy/0/field"),
        ({"limit": 0}, "/limit"),
        ({"limit": "10"}, "/limit"),
        ({"limit": True}, "/limit"),
        ({"limit": 1.5}, "/limit"),
        ({"limit": 10**400}, "/limit"),
        ({"offset": -1}, "/offset"),
        ({"notes": 5}, "/notes"),
        ({"where": []}, "/where"),
        ({"where": {}}, "/where"),
        ({"where": {"not": CONDITION}}, "/where"),
        ({"where": {**CONDITION, "and": []}}, "/where"),
        ({"where": {"and": CONDITION}}, "/where/and"),
        ({"where": {"and": [None]}}, "/where/and/0"),
        ({"where": {"condition": "id = 1"}}, "/where/condition"),
        ({"where": {"condition": {"operator": "eq", "value": 1}}}, "/where/condition/field"),
        ({"where": {"condition": {"field": "id", "value": 1}}}, "/where/condition/operator"),
        (
            {"where": {"condition": {"field": "id", "operator": "==", "value": 1}}},
            "/where/condition/operator",
        ),
        ({"where": {"condition": {"field": "id", "operator": "eq"}}}, "/where/condition/value"),
        (
            {"where": {"condition": {"field": "id", "operator": "eq", "value": 1e999}}},
            "/where/condition/value",
        ),
    ],
)
def test_a_fault_of_shape_is_reported_with_its_place(body: dict[str, Any], pointer: str) -> None:
    assert set(faults(body)) == {pointer}


def test_all_faults_of_shape_are_reported_at_once() -> None:
    body = {"select": [{"type": "time", "timeUnit": "y"}, {}], "where": {"or": [{}, {"and": 3}]}, "limit": -5}
    assert set(faults(body)) == {
        "/select/0/timeUnit",
        "/select/1/type",
        "/where/or/0",
        "/where/or/1/and",
        "/limit",
    }


def test_a_wrong_name_is_answered_with_the_nearest_one() -> None:
    body = {"where": {"condition": {"field": "id", "operator": "notin", "value": []}}}
    message = faults(body)["/where/condition/operator"]
    assert message == "`notin` is not an operator. Did you mean `notIn`?"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("equals", "eq"),
        ("=", "eq"),
        ("not_equals", "neq"),
        (">=", "gte"),
        ("like", "contains"),
        ("exists", "isNotNull"),
    ],
)
def test_an_operator_of_another_language_is_told_by_its_name_here(given: str, meant: str) -> None:
    body = {"where": {"condition": {"field": "id", "operator": given, "value": "x"}}}
    message = faults(body)["/where/condition/operator"]
    assert message == f"`{given}` is not an operator. Did you mean `{meant}`?"


def test_an_operator_that_is_like_none_is_told_with_all_of_them() -> None:
    body = {"where": {"condition": {"field": "id", "operator": "xyzzy", "value": "x"}}}
    assert "Use one of `eq`, `neq`," in faults(body)["/where/condition/operator"]


def test_filters_nest_sixty_four_levels_deep_and_no_deeper() -> None:
    assert parse({"where": nested(64)}, VIEW).where is not None
    assert set(faults({"where": nested(65)})) == {"/where" + "/and/0" * 64}


def test_a_filter_has_a_thousand_conditions_at_most() -> None:
    assert parse({"where": {"and": [CONDITION] * 1_000}}, VIEW).where is not None
    both = {"or": [{"and": [CONDITION] * 600}, {"and": [CONDITION] * 600}]}
    assert set(faults({"where": both})) == {"/where/or/1/and/400/condition"}


@pytest.mark.parametrize("key", ["select", "groupBy", "orderBy"])
def test_a_list_of_a_body_has_two_hundred_entries_at_most(key: str) -> None:
    assert set(faults({key: [{}] * 201})) == {f"/{key}"}


def among(operand: Any) -> dict[str, Any]:
    return {"where": {"condition": {"field": "properties", "operator": "in", "value": operand}}}


@pytest.mark.parametrize(
    "operand",
    [
        lambda values: values,
        lambda values: {"path": ["a", "b"], "value": values},
        lambda values: {"a": values[1:]},
        lambda values: {"path": ["a"], "value": [values[:5_000], values[5_002:]]},
    ],
    ids=["list", "path", "object", "path to lists"],
)
def test_an_operand_has_ten_thousand_values_at_most(operand: Callable[[list[str]], Any]) -> None:
    assert parse(among(operand(["a"] * 10_000)), VIEW).where is not None
    assert set(faults(among(operand(["a"] * 10_001)))) == {"/where/condition/value"}


@pytest.mark.parametrize("operand", [lambda value: value, lambda value: {"path": ["a"], "value": value}])
def test_a_value_nests_sixty_four_levels_deep_with_a_path_and_without(operand: Callable[[Any], Any]) -> None:
    deep = json.loads("[" * 64 + "]" * 64)
    assert parse(among(operand(deep)), VIEW).where is not None
    assert set(faults(among(operand([deep])))) == {"/where/condition/value"}
