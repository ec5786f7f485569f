"""Long lists and large objects in operands: what is looked for at once is found as if it were looked for singly."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.compiling import compile_query
from tests.support.examples import examples
from tests.support.oracle import holds
from tests.support.warehouse import Warehouse
from threadline.catalog import VIEWS
from threadline.query import Limits, Scope

VIEW = VIEWS["conversations"]
SCOPE = Scope(project_id="p1")
OPERATORS = ["arrayContains", "jsonContains", "jsonContainedBy", "eq", "in"]
FINITE = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = (
    st.integers(-3, 12)
    | st.sampled_from(
        [0.5, 7.0, -0.0, 1e15, 1e16, 1e20, 10**20, 2**53 - 1, 2**53, 2.0**53, 2**53 + 1, 10**17 + 1]
    )
    | st.integers(-(10**25), 10**25)
    | FINITE
)
SCALARS = (
    NUMBERS
    | NUMBERS.map(str)
    | st.sampled_from([None, True, False, "true", "null", "", "a", "7.0", "-0", "é\\"])
)
LISTS = st.lists(SCALARS, max_size=24)


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    return Warehouse()


def put(warehouse: Warehouse, properties: Any) -> None:
    """Make a row with these properties the only row there is."""
    warehouse.empty("conversations")
    warehouse.add("conversations", [{"id": "c", "properties": properties}])


def is_found(warehouse: Warehouse, condition: dict[str, Any]) -> bool:
    """Say whether a condition finds the only row there is."""
    select = [{"type": "field", "field": "id"}]
    body = {"select": select, "where": {"condition": condition}}
    return warehouse.run(compile_query(body, VIEW, scope=SCOPE, limits=Limits()).rows) != []


@settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(operator=st.sampled_from(OPERATORS), value=LISTS, chosen=st.data())
def test_a_list_is_compared_as_the_oracle_compares(
    warehouse: Warehouse, operator: str, value: list[Any], chosen: st.DataObject
) -> None:
    own = st.lists(st.sampled_from(value), max_size=24) if value else LISTS
    operand = chosen.draw(own | own.map(lambda some: [*some, "7"]) | LISTS)
    condition = {"field": "properties", "operator": operator, "value": {"path": ["v"], "value": operand}}
    wanted = holds({"condition": condition}, {"properties": {"v": value}})
    put(warehouse, {"v": value})
    assert is_found(warehouse, condition) == wanted


@settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(number=FINITE, other=FINITE)
@example(number=-0.0, other=0.0)
@example(number=1e16, other=5e-324)
@example(number=1.7976931348623157e308, other=123456789012345.6)
def test_every_number_of_a_list_is_also_found_by_the_texts_that_write_them(
    warehouse: Warehouse, number: float, other: float
) -> None:
    operand = [repr(each).removesuffix(".0") for each in (number, other)]
    condition = {
        "field": "properties",
        "operator": "arrayContains",
        "value": {"path": ["v"], "value": operand},
    }
    wanted = holds({"condition": condition}, {"properties": {"v": [number, other]}})
    put(warehouse, {"v": [number, other]})
    assert is_found(warehouse, condition) == wanted


WIDE = {f"k{index}": index if index % 3 else str(index) for index in range(30)}
OTHERS: list[Any] = [
    WIDE,
    {**WIDE, "k7": 7.0},
    {**WIDE, "k7": 8},
    {**WIDE, "more": 1},
    {**WIDE, "k8": {"a": [1]}},
    {**WIDE, "k9": None},
    {key: WIDE[key] for key in list(WIDE)[:9]},
    {key: WIDE[key] for key in list(WIDE)[5:]},
    {},
    [],
    [WIDE],
    [{"a": index} for index in range(20)],
    [{"a": index, "b": index} for index in range(25)],
    [[index] for index in range(20)],
    [[index, 0] for index in range(20)],
    [*({"a": index} for index in range(20)), *range(20)],
    list(range(20)),
    {str(index): index for index in range(20)},
    list(WIDE),
    list(WIDE)[:20],
    "k7",
    7,
    None,
]


@pytest.mark.parametrize("operator", ["eq", "jsonContains", "jsonContainedBy", "jsonArrayContainsObject"])
@pytest.mark.parametrize("value", OTHERS, ids=range(len(OTHERS)))
def test_a_large_operand_finds_what_the_oracle_finds(warehouse: Warehouse, operator: str, value: Any) -> None:
    put(warehouse, {"v": value})
    operands = [each for each in OTHERS if operator != "jsonArrayContainsObject" or isinstance(each, dict)]
    for operand in operands:
        condition = {"field": "properties", "operator": operator, "value": {"path": ["v"], "value": operand}}
        wanted = holds({"condition": condition}, {"properties": {"v": value}})
        assert is_found(warehouse, condition) == wanted, operand


@pytest.mark.parametrize("operator", ["jsonHasAnyKey", "jsonHasAllKeys"])
@pytest.mark.parametrize("value", OTHERS, ids=range(len(OTHERS)))
def test_many_names_find_what_the_oracle_finds(warehouse: Warehouse, operator: str, value: Any) -> None:
    put(warehouse, {"v": value})
    names = list(WIDE)
    for operand in (
        names,
        names[:20],
        names[:9],
        names[7:8],
        [*names, "zz"],
        ["k7"] * 9,
        [f"z{each}" for each in names],
    ):
        condition = {"field": "properties", "operator": operator, "value": {"path": ["v"], "value": operand}}
        wanted = holds({"condition": condition}, {"properties": {"v": value}})
        assert is_found(warehouse, condition) == wanted, operand


@pytest.mark.parametrize("joint", ["and", "or"])
def test_many_conditions_find_what_a_few_find(warehouse: Warehouse, joint: str) -> None:
    def each(number: int) -> dict[str, Any]:
        return {"field": "properties", "operator": "neq", "value": {"path": ["v"], "value": number}}

    for value in (7, 70, None):
        where = {joint: [{"condition": each(number)} for number in range(50)]}
        warehouse.empty("conversations")
        warehouse.add("conversations", [{"id": "c", "properties": {"v": value}}])
        body = {"select": [{"type": "field", "field": "id"}], "where": where}
        found = warehouse.run(compile_query(body, VIEW, scope=SCOPE, limits=Limits()).rows)
        assert bool(found) == holds(where, {"properties": {"v": value}})
