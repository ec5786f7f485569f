"""Promoted columns change the time of an answer and nothing else."""

from typing import Any

import pytest
from hypothesis import given, settings

from tests.e2e.query.documents import ODD_KEYS, conversations
from tests.e2e.query.test_operators import OPERANDS
from tests.e2e.query.test_random_bodies import ASKED, SLOW
from tests.support.comparison import compiled, differences, numbered, scope_of, store, wanted
from tests.support.compiling import compile_property_values, compile_query
from tests.support.examples import examples
from tests.support.oracle import holds
from tests.support.warehouse import Warehouse
from threadline.catalog import VIEWS
from threadline.query import ColumnPath, Columns, CompiledQuery, Limits, Scope
from threadline.query.sql import NO_COLUMNS

VIEW = VIEWS["conversations"]
SCOPE = Scope(project_id="p1")


@pytest.fixture(scope="module")
def promoting() -> Warehouse:
    warehouse = Warehouse()
    warehouse.add("conversations", conversations())
    return warehouse


def found(warehouse: Warehouse, condition: dict[str, Any]) -> list[str]:
    body = {
        "select": [{"type": "field", "field": "id"}],
        "where": {"condition": condition},
        "orderBy": [{"field": "id", "direction": "asc"}],
    }
    compiled = warehouse.promoted(
        "conversations",
        lambda columns: compile_query(body, VIEW, scope=SCOPE, limits=Limits(), columns=columns),
    )
    return [row["id"] for row in warehouse.run(compiled.rows)]


@pytest.mark.parametrize("path", [["v"], ["list"], ["list", "0"], ["v", "a"]], ids=".".join)
@pytest.mark.parametrize("operator", OPERANDS)
def test_an_operator_finds_the_same_in_a_promoted_column(
    promoting: Warehouse, operator: str, path: list[str]
) -> None:
    for operand in OPERANDS[operator]:
        condition = {"field": "properties", "operator": operator, "value": {"path": path, "value": operand}}
        wanted = [row["id"] for row in conversations() if holds({"condition": condition}, row)]
        assert found(promoting, condition) == wanted, operand


@pytest.mark.parametrize("name", ODD_KEYS)
def test_paths_of_any_name_can_be_promoted(promoting: Warehouse, name: str) -> None:
    condition = {"field": "properties", "operator": "isNotNull", "value": {"path": [name]}}
    wanted = [row["id"] for row in conversations() if holds({"condition": condition}, row)]
    assert found(promoting, condition) == wanted


def test_a_statement_tells_the_paths_that_it_reads_and_no_others() -> None:
    plan = ColumnPath("conversations", "properties", "/plan")
    condition = {
        "field": "properties",
        "operator": "jsonContains",
        "value": {"plan": "pro", "product": {"name": "x"}},
    }
    body = {
        "select": [{"type": "field", "field": "properties"}, {"type": "aggregation", "aggregation": "count"}],
        "groupBy": [{"field": "userProperties", "path": ["a/b"]}],
        "where": {"condition": condition},
    }
    compiled = compile_query(body, VIEW, scope=SCOPE, limits=Limits(), columns={plan: "p1"})
    assert compiled.paths == {
        plan,
        ColumnPath("conversations", "properties", "/product/name"),
        ColumnPath("conversations", "user_properties", "/a~1b"),
    }


@settings(max_examples=examples(15), deadline=None, suppress_health_check=SLOW)
@given(asked=ASKED["conversations"])
def test_a_random_body_is_answered_the_same_from_promoted_columns(
    asked: tuple[list[dict[str, Any]], dict[str, Any]],
) -> None:
    plain, body = asked
    rows = numbered(VIEW, plain)
    known = scope_of(body, rows)
    if compiled(body, VIEW, known) is None:
        return
    warehouse = Warehouse()
    store(warehouse, VIEW, rows)
    query = warehouse.promoted(
        "conversations",
        lambda columns: compile_query(body, VIEW, scope=known, limits=Limits(), columns=columns),
    )
    told = wanted(body, VIEW, rows)
    assert differences(warehouse.run(query.rows), told.rows) == []
    assert warehouse.run(query.total) == [{"total": told.total}]


def in_both(warehouse: Warehouse, body: dict[str, Any]) -> tuple[CompiledQuery, CompiledQuery]:
    """Return a compiled body, without promoted columns and with them."""

    def query(columns: Columns) -> CompiledQuery:
        return compile_query(body, VIEW, scope=SCOPE, limits=Limits(), columns=columns)

    return query(NO_COLUMNS), warehouse.promoted("conversations", query)


def test_texts_are_grouped_and_counted_the_same_from_a_promoted_column() -> None:
    warehouse = Warehouse()
    values: list[Any] = [
        "7",
        7,
        7.0,
        -0.0,
        "0",
        "-0",
        "true",
        True,
        None,
        "null",
        "",
        'x"y',
        "é\\",
        [1],
        "[1]",
    ]
    values += [{"b": "é"}, '{"b":"é"}', "a", "a", 1e30, "a\u0000"]
    rows = [{"id": str(index), "userProperties": {"userId": each}} for index, each in enumerate(values)]
    warehouse.add("conversations", [*rows, {"id": "missing"}])
    place = {"field": "userProperties", "path": ["userId"]}
    distinct = {"type": "aggregation", "aggregation": "countDistinct", **place}
    counted = {"type": "aggregation", "aggregation": "count"}
    told = []
    for body in ({"select": [distinct]}, {"select": [counted], "groupBy": [place]}):
        plain, query = in_both(warehouse, body)
        told.append(warehouse.run(query.rows))
        assert "p1" in query.rows.text
        assert told[-1] == warehouse.run(plain.rows)
        assert warehouse.run(query.total) == warehouse.run(plain.total)
    assert told[0] == [{"countDistinct_userProperties.userId": 13}]
    groups = {row["userProperties.userId"]: row["count"] for row in told[1]}
    assert (groups["7"], groups["[1]"], groups['{"b":"é"}'], groups[None]) == (3, 2, 2, 2)


def test_values_of_a_property_are_the_same_from_a_promoted_column() -> None:
    warehouse = Warehouse()
    values: list[Any] = [
        "a",
        "a",
        7,
        7.0,
        "7",
        None,
        True,
        'x"y',
        "é\\",
        [1],
        {"b": 1},
        "",
        "null",
        0.5,
        -0.0,
    ]
    warehouse.add(
        "conversations", [{"id": str(index), "properties": {"v": each}} for index, each in enumerate(values)]
    )
    body = {"field": "properties", "key": "v", "views": ["conversations_view"]}
    plain = warehouse.run(compile_property_values(body, scope=SCOPE))
    compiled = warehouse.promoted(
        "conversations", lambda columns: compile_property_values(body, scope=SCOPE, columns=columns)
    )
    assert "p1" in compiled.text
    assert warehouse.run(compiled) == plain
    assert {row["value"]: row["count"] for row in plain}["7"] == 3
