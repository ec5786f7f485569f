"""Every operator on every shape of value, held against the oracle."""

from typing import Any

import pytest

from tests.e2e.query.documents import OBJECTS, ODD_KEYS, SCALARS, VALUES, conversations
from tests.support.compiling import compile_query
from tests.support.oracle import holds
from tests.support.warehouse import Warehouse
from threadline.catalog import OPERATORS, VIEWS
from threadline.query import Limits, Scope

VIEW = VIEWS["conversations"]
SCOPE = Scope(project_id="p1")
TEXTS = [value for value in SCALARS if isinstance(value, str)]
NUMBERS = [value for value in SCALARS if isinstance(value, int | float) and not isinstance(value, bool)]
OPERANDS: dict[str, list[Any]] = {
    "eq": VALUES,
    "neq": VALUES,
    "gt": [*TEXTS, *NUMBERS],
    "gte": [*TEXTS, *NUMBERS],
    "lt": [*TEXTS, *NUMBERS],
    "lte": [*TEXTS, *NUMBERS],
    "in": [[], [None], SCALARS, ["a", 7, True], [7, None], [2**53 + 1, "é"]],
    "notIn": [[], [None], SCALARS, ["a", 7, True], [7, None], [2**53 + 1, "é"]],
    "arrayContains": VALUES,
    "jsonContains": VALUES,
    "jsonContainedBy": [*VALUES, VALUES, {"v": 1, "a": [1, 2, {"b": 1}, {"b": 2}], "b": 2}],
    "jsonHasKey": [*ODD_KEYS, "v", "b"],
    "jsonHasAnyKey": [[], ["a", "b"], ["zz"], ["zz", "0"]],
    "jsonHasAllKeys": [[], ["a", "b"], ["zz"], ["a"]],
    "jsonArrayContainsObject": OBJECTS,
    "isNull": [None],
    "isNotNull": [None],
    "is": VALUES,
    "contains": [*TEXTS, "A", "É"],
    "startsWith": [*TEXTS, "A", "É"],
}


NEEDS_A_PATH = {"gt", "gte", "lt", "lte", "contains", "startsWith"}


def found(warehouse: Warehouse, condition: dict[str, Any]) -> list[str]:
    select = [{"type": "field", "field": "id"}]
    body = {
        "select": select,
        "where": {"condition": condition},
        "orderBy": [{"field": "id", "direction": "asc"}],
    }
    return [row["id"] for row in warehouse.run(compile_query(body, VIEW, scope=SCOPE, limits=Limits()).rows)]


def expected(condition: dict[str, Any]) -> list[str]:
    return [row["id"] for row in conversations() if holds({"condition": condition}, row)]


@pytest.mark.parametrize(
    "path", [["v"], ["list"], ["list", "0"], ["v", "a"], ["v", "0"], ["missing"]], ids=".".join
)
@pytest.mark.parametrize("operator", OPERANDS)
def test_an_operator_at_a_path_finds_what_the_oracle_finds(
    odd_warehouse: Warehouse, operator: str, path: list[str]
) -> None:
    for operand in OPERANDS[operator]:
        condition = {"field": "properties", "operator": operator, "value": {"path": path, "value": operand}}
        assert found(odd_warehouse, condition) == expected(condition), operand


@pytest.mark.parametrize("operator", [name for name in OPERANDS if name not in NEEDS_A_PATH])
def test_an_operator_on_a_whole_column_finds_what_the_oracle_finds(
    odd_warehouse: Warehouse, operator: str
) -> None:
    # A whole column holds objects and nothing else, and the search for keys builds on that.
    objects = {row["id"] for row in conversations() if isinstance(row["userProperties"], dict | None)}
    kept = objects if operator.startswith("jsonHas") else {row["id"] for row in conversations()}
    for operand in OPERANDS[operator]:
        condition = {"field": "userProperties", "operator": operator, "value": operand}
        right = [id_ for id_ in expected(condition) if id_ in kept]
        assert [id_ for id_ in found(odd_warehouse, condition) if id_ in kept] == right, operand


@pytest.mark.parametrize(
    ("field", "operands"),
    [
        ("type", ["openai", "support_copilot", "support_ticket"]),
        ("userMessageCount", [0, 2, "3", 2.5, 10**30, -(2**63)]),
        ("firstMessageTime", ["2026-01-05T12:00:00.000Z", "2026-01-08", "2026-01-10T01:00:00+01:00"]),
        ("integrationId", ["i0", "i1"]),
    ],
)
@pytest.mark.parametrize("operator", ["eq", "neq", "gt", "gte", "lt", "lte"])
def test_an_operator_on_a_plain_column_finds_what_the_oracle_finds(
    odd_warehouse: Warehouse, operator: str, field: str, operands: list[Any]
) -> None:
    for operand in operands:
        condition = {"field": field, "operator": operator, "value": operand}
        number = {**condition, "value": float(operand)} if field == "userMessageCount" else condition
        assert found(odd_warehouse, condition) == expected(number), operand


@pytest.mark.parametrize("operator", ["in", "notIn"])
@pytest.mark.parametrize("operand", [[], [None], ["openai"], ["openai", None], ["openai", "support_ticket"]])
def test_lists_of_values_on_a_plain_column_may_hold_null(
    odd_warehouse: Warehouse, operator: str, operand: list[Any]
) -> None:
    condition = {"field": "type", "operator": operator, "value": operand}
    assert found(odd_warehouse, condition) == expected(condition)


def test_values_of_another_project_are_never_found(odd_warehouse: Warehouse) -> None:
    condition = {"field": "projectId", "operator": "eq", "value": "p2"}
    assert found(odd_warehouse, condition) == []


def test_every_operator_on_values_is_tried() -> None:
    assert {*OPERANDS, "matches"} == set(OPERATORS)
