"""Property keys and values over several views."""

from typing import Any

import pytest

from tests.support.compiling import compile_property_keys, compile_property_values
from tests.support.warehouse import Warehouse
from threadline.query import Scope, Statement

SCOPE = Scope(project_id="p1")


@pytest.fixture
def warehouse() -> Warehouse:
    warehouse = Warehouse()
    warehouse.add(
        "conversations", [{"id": "c1", "type": "openai", "properties": {"plan": "pro", "a.b": 1, "": None}}]
    )
    warehouse.add(
        "conversations",
        [{"id": "c2", "type": "support_ticket", "properties": {"plan": "Free", "seats": 7.0}}],
    )
    warehouse.add(
        "events", [{"id": "e1", "properties": {"plan": "pro", "tags": ["x"]}, "searchQuery": "how"}]
    )
    warehouse.add(
        "feedback", [{"id": "f1", "properties": {"plan": {"name": "pro"}}, "userProperties": {"id": 7}}]
    )
    warehouse.add(
        "semantic-threads", [{"id": "s1", "properties": None}, {"id": "s2", "properties": {"plan": None}}]
    )
    warehouse.add("events", [{"id": "other", "properties": {"secret": 1, "plan": "hidden"}}], project_id="p2")
    return warehouse


def values(warehouse: Warehouse, statement: Statement) -> list[Any]:
    return [row["value"] for row in warehouse.run(statement)]


def test_keys_come_most_frequent_first_then_by_name(warehouse: Warehouse) -> None:
    statement = compile_property_keys({"field": "properties"}, scope=SCOPE)
    assert values(warehouse, statement) == ["plan", "", "a.b", "seats", "tags"]


def test_values_are_texts_most_frequent_first_and_null_is_skipped(warehouse: Warehouse) -> None:
    statement = compile_property_values({"field": "properties", "key": "plan"}, scope=SCOPE)
    assert values(warehouse, statement) == ["pro", "Free", '{"name":"pro"}']


def test_a_key_is_a_name_and_not_a_path(warehouse: Warehouse) -> None:
    statement = compile_property_values({"field": "properties", "key": "a.b"}, scope=SCOPE)
    assert values(warehouse, statement) == ["1"]


def test_the_value_of_a_whole_number_has_no_fraction(warehouse: Warehouse) -> None:
    statement = compile_property_values({"field": "properties", "key": "seats"}, scope=SCOPE)
    assert values(warehouse, statement) == ["7"]


def test_a_search_ignores_case_and_takes_wildcards_as_they_are(warehouse: Warehouse) -> None:
    body = {"field": "properties", "key": "plan"}
    assert values(warehouse, compile_property_values({**body, "search": "FRE"}, scope=SCOPE)) == ["Free"]
    assert values(warehouse, compile_property_values({**body, "search": "%"}, scope=SCOPE)) == []
    keys = compile_property_keys({"field": "properties", "search": "LA"}, scope=SCOPE)
    assert values(warehouse, keys) == ["plan"]


def test_only_the_views_asked_for_are_looked_into(warehouse: Warehouse) -> None:
    statement = compile_property_keys(
        {"field": "properties", "views": ["events_view", "events_view"]}, scope=SCOPE
    )
    assert warehouse.run(statement) == [{"value": "plan", "count": 1}, {"value": "tags", "count": 1}]


def test_a_filter_leaves_out_the_views_that_lack_its_fields(warehouse: Warehouse) -> None:
    where = {"condition": {"field": "searchQuery", "operator": "isNotNull"}}
    statement = compile_property_keys({"field": "properties", "where": where}, scope=SCOPE)
    assert values(warehouse, statement) == ["plan", "tags"]


def test_a_filter_holds_in_every_view_that_has_its_fields(warehouse: Warehouse) -> None:
    where = {"condition": {"field": "type", "operator": "eq", "value": "openai"}}
    statement = compile_property_values({"field": "properties", "key": "plan", "where": where}, scope=SCOPE)
    assert values(warehouse, statement) == ["pro"]


def test_values_are_limited(warehouse: Warehouse) -> None:
    statement = compile_property_values({"field": "properties", "key": "plan", "limit": 1}, scope=SCOPE)
    assert values(warehouse, statement) == ["pro"]
