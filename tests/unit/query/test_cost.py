"""What a filter may ask: long lists cost next to nothing, and what the database cannot do at once has a bound."""

from typing import Any

import pytest

from tests.support.compiling import compile_filter
from threadline.catalog import VIEWS
from threadline.errors import InvalidRequestError
from threadline.query.binding.cost import MOST_COST

VIEW = VIEWS["conversations"]
MANY = 9_000


def condition(operator: str, value: Any) -> dict[str, Any]:
    operand = {"path": ["k"], "value": value}
    return {"condition": {"field": "properties", "operator": operator, "value": operand}}


def sql_of(where: dict[str, Any]) -> str:
    return compile_filter(where, VIEW)[0]


def refusals(where: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the place and the words of each fault."""
    with pytest.raises(InvalidRequestError) as caught:
        compile_filter(where, VIEW)
    return [(each.pointer, each.message) for each in caught.value.violations]


@pytest.mark.parametrize("operator", ["arrayContains", "jsonContains"])
@pytest.mark.parametrize(
    "member", [int, str, float, "x{}".format], ids=["whole", "written", "double", "text"]
)
def test_a_list_of_many_scalars_is_looked_for_in_a_few_words(operator: str, member: Any) -> None:
    few, many = ([member(index) for index in range(count)] for count in (20, MANY))
    assert len(sql_of(condition(operator, many))) == len(sql_of(condition(operator, few)))


@pytest.mark.parametrize("operator", ["jsonHasAllKeys"])
def test_many_keys_are_looked_for_in_a_few_words(operator: str) -> None:
    few, many = ([f"k{index}" for index in range(count)] for count in (20, MANY))
    assert len(sql_of(condition(operator, many))) == len(sql_of(condition(operator, few)))


def test_any_of_many_keys_costs_a_parameter_each() -> None:
    assert len(sql_of(condition("jsonHasAnyKey", [f"k{index}" for index in range(MANY)]))) < 4 * MANY


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("jsonContains", [{"a": index} for index in range(501)]),
        ("jsonContains", {f"k{index}": index for index in range(MOST_COST)}),
        ("jsonContainedBy", {f"k{index}": index for index in range(1_000)}),
        ("jsonContainedBy", [{"a": index} for index in range(501)]),
        ("jsonArrayContainsObject", {f"k{index}": index for index in range(MOST_COST)}),
        ("arrayContains", [{"a": index} for index in range(501)]),
        ("arrayContains", [2**60 + 1024 * index for index in range(700)]),
        ("eq", list(range(MOST_COST))),
        ("in", [{"a": index} for index in range(1_001)]),
        ("notIn", [[index] for index in range(1_001)]),
    ],
)
def test_a_value_that_is_compared_with_too_much_is_refused_with_what_to_narrow(
    operator: str, value: Any
) -> None:
    [(pointer, message)] = refusals(condition(operator, value))
    assert pointer == "/where/condition/value"
    assert "2,000" in message
    assert "fewer objects" in message


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("jsonContains", [{"a": index} for index in range(499)]),
        ("jsonContains", {f"k{index}": index for index in range(MOST_COST - 1)}),
        ("jsonContainedBy", {f"k{index}": index for index in range(999)}),
        ("jsonContainedBy", list(range(MANY))),
        ("eq", list(range(MOST_COST - 1))),
        ("in", list(range(MANY))),
    ],
)
def test_what_is_just_within_the_bound_is_taken(operator: str, value: Any) -> None:
    assert sql_of(condition(operator, value))


def test_conditions_count_together_and_the_first_that_is_too_much_is_told() -> None:
    heavy = condition("jsonContains", {f"k{index}": index for index in range(700)})
    where = {"and": [{"or": [heavy, heavy]}, heavy, heavy]}
    assert [pointer for pointer, _ in refusals(where)] == ["/where/and/1/condition/value"]
    assert sql_of({"or": [heavy, heavy]})


@pytest.mark.parametrize("joint", ["and", "or"])
@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("eq", 7),
        ("neq", "a"),
        ("gt", 1),
        ("in", [1, "a"]),
        ("contains", "a"),
        ("isNull", None),
        ("jsonHasKey", "a"),
    ],
)
def test_the_most_conditions_of_a_plain_kind_fit(joint: str, operator: str, value: Any) -> None:
    assert sql_of({joint: [condition(operator, value)] * 1_000})
