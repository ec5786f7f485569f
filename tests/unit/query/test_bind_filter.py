"""Filters: operands get the type of their place, and what does not fit is refused."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.compiling import compile_filter
from tests.support.zones import ZONES
from threadline.catalog import VIEWS
from threadline.errors import FaultyRequestError, InvalidRequestError, MalformedError
from threadline.query import bind, parse
from threadline.query.forms.plan import (
    Compare,
    Contains,
    HasKeys,
    ListHas,
    Missing,
    Not,
    OneOf,
    Or,
    Place,
    Predicate,
    Same,
)

VIEW = VIEWS["semantic-threads"]


def place(name: str, *path: str) -> Place:
    field = VIEW.field(name)
    assert field is not None
    return Place(field, path)


def bound(field: str, operator: str, value: Any) -> Predicate | None:
    condition = {"field": field, "operator": operator, "value": value}
    return bind(parse({"where": {"condition": condition}}, VIEW), VIEW, zones=ZONES).where


def refusal(
    field: str, operator: str, value: Any, kind: type[FaultyRequestError] = InvalidRequestError
) -> str:
    """Return where a refused condition has its fault."""
    with pytest.raises(kind) as caught:
        bound(field, operator, value)
    (violation,) = caught.value.violations
    return violation.pointer.removeprefix("/where/condition")


@pytest.mark.parametrize(
    ("field", "given", "typed"),
    [
        ("subject", "a", "a"),
        ("subject", 7, "7"),
        ("subject", 7.0, "7"),
        ("messagesCount", 10**30, 1e30),
        ("messagesCount", 7, 7),
        ("messagesCount", "7", 7),
        ("messagesCount", "7.5", 7.5),
        ("hasPositiveFeedback", True, True),
        ("hasPositiveFeedback", "false", False),
        ("lastUpdated", "2026-01-05T10:00:00.000Z", datetime.fromisoformat("2026-01-05T10:00:00")),
        (
            "lastUpdated",
            "2026-01-05T10:00:00.123456+02:00",
            datetime.fromisoformat("2026-01-05T08:00:00.123456"),
        ),
        ("lastUpdated", "2026-01-05", datetime.fromisoformat("2026-01-05")),
    ],
)
def test_an_operand_gets_the_type_of_its_field(field: str, given: Any, typed: Any) -> None:
    assert bound(field, "eq", given) == OneOf(place(field), (typed,))


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("subject", "eq", True),
        ("subject", "eq", ["a"]),
        ("subject", "gt", None),
        ("subject", "in", "a"),
        ("messagesCount", "eq", "seven"),
        ("messagesCount", "eq", "1_000"),
        ("messagesCount", "eq", "nan"),
        ("messagesCount", "eq", "1e999"),
        ("messagesCount", "gt", True),
        ("hasPositiveFeedback", "eq", 1),
        ("lastUpdated", "gte", "30 days"),
        ("lastUpdated", "gte", "30m"),
        ("lastUpdated", "gte", "10000d"),
        ("subject", "contains", 7),
        ("languages", "startsWith", ["en"]),
        ("properties", "contains", "a"),
        ("lastUpdated", "gte", 1767225600000),
        ("lastUpdated", "eq", "0001-01-01T00:00:00+14:00"),
        ("languages", "eq", 7),
        ("languages", "in", "en"),
        ("languages", "arrayContains", 7),
        ("languages", "arrayContains", ["en", None]),
        ("properties", "gt", 7),
        ("properties", "jsonHasKey", 7),
        ("properties", "jsonHasKey", ["a"]),
        ("properties", "jsonHasAnyKey", "a"),
        ("properties", "jsonHasAllKeys", ["a", 1]),
        ("properties", "jsonArrayContainsObject", "a"),
        ("properties", "in", {"a": 1}),
    ],
)
def test_an_operand_that_does_not_fit_is_refused_at_its_value(field: str, operator: str, value: Any) -> None:
    assert refusal(field, operator, value) == "/value"


@pytest.mark.parametrize("value", [None, True, [1], {"a": 1}])
def test_only_numbers_and_texts_are_ordered_at_a_path(value: Any) -> None:
    assert refusal("properties", "gt", {"path": ["a"], "value": value}) == "/value/value"


def test_a_member_of_a_list_that_does_not_fit_is_refused_at_its_index() -> None:
    assert refusal("messagesCount", "in", [1, "two"]) == "/value/1"


@pytest.mark.parametrize(
    ("field", "operator"),
    [
        ("subject", "jsonHasKey"),
        ("subject", "arrayContains"),
        ("messagesCount", "jsonContains"),
        ("hasPositiveFeedback", "gt"),
        ("languages", "gte"),
        ("lastUpdated", "jsonArrayContainsObject"),
    ],
)
def test_an_operator_that_does_not_fit_is_refused_at_its_name(field: str, operator: str) -> None:
    assert refusal(field, operator, "x") == "/operator"


def test_a_plain_column_has_no_path() -> None:
    assert refusal("subject", "eq", {"path": ["a"], "value": 1}) == "/value/path"


@pytest.mark.parametrize("path", ["a", [], [None], None, 7])
@pytest.mark.parametrize("operator", ["eq", "in", "gt", "jsonHasKey"])
def test_a_path_that_is_no_list_of_names_is_malformed(operator: str, path: Any) -> None:
    assert refusal("properties", operator, {"path": path, "value": 1}, MalformedError) == "/value/path"


def test_a_path_may_hold_any_names_and_indexes_as_numbers() -> None:
    expected = OneOf(place("properties", "", "a.b", "0"), (7,))
    assert bound("properties", "eq", {"path": ["", "a.b", 0], "value": 7}) == expected


def test_an_object_is_an_operand_unless_it_is_exactly_a_path_with_a_value() -> None:
    value: Any
    for value in ({"path": ["a"], "value": 1, "more": 1}, {"path": ["a"], "seats": 1}, {"a": 1}):
        assert bound("properties", "eq", value) == Same(place("properties"), value)
    for value in ({"path": "/docs", "value": 1}, {"path": [None], "value": 1}):
        assert bound("properties", "jsonContains", value) == Contains(place("properties"), value)


@pytest.mark.parametrize(
    "value", [{"path": ["a"]}, {"path": ["a"], "value": None}, {"path": ["a"], "value": 7}]
)
def test_a_test_for_null_needs_no_value(value: Any) -> None:
    assert bound("properties", "isNull", value) == Missing(place("properties", "a"))


def test_a_test_for_null_ignores_its_value_on_whole_columns() -> None:
    assert bound("properties", "isNull", "x") == Missing(place("properties"))
    assert bound("subject", "isNotNull", {"path": ["a"]}) == Not(Missing(place("subject")))


def test_null_as_an_operand_means_missing() -> None:
    assert bound("subject", "neq", None) == Not(Missing(place("subject")))
    parts = (OneOf(place("subject"), ("a", "b")), Missing(place("subject")))
    assert bound("subject", "in", ["a", None, "b"]) == Or(parts)
    assert bound("subject", "in", []) == Or(())


def test_a_list_column_takes_one_member_or_several() -> None:
    assert bound("languages", "arrayContains", "en") == ListHas(place("languages"), ("en",))
    assert bound("languages", "arrayContains", ["en", "de"]) == ListHas(place("languages"), ("en", "de"))
    assert bound("languages", "eq", ["en"]) == Same(place("languages"), ["en"])
    assert bound("languages", "eq", "en") == ListHas(place("languages"), ("en",))
    any_of = ListHas(place("languages"), ("en", "de"), "any")
    assert bound("languages", "in", ["en", "de", ["fr"]]) == Or((any_of, Same(place("languages"), ["fr"])))


def test_one_key_is_a_list_of_one() -> None:
    assert bound("properties", "jsonHasKey", "a") == HasKeys(place("properties"), ("a",), "any")


def test_texts_and_numbers_compare_at_a_path() -> None:
    assert bound("properties", "gt", {"path": ["a"], "value": "7"}) == Compare(
        place("properties", "a"), "gt", "7"
    )


@pytest.mark.parametrize("operator", ["jsonContains", "jsonContainedBy", "arrayContains"])
def test_lists_in_an_operand_nest_eight_levels_at_most(operator: str) -> None:
    value: Any = "x"
    for _ in range(8):
        value = [value]
    assert bound("properties", operator, value) is not None
    assert refusal("properties", operator, [value]) == "/value"


def test_a_filter_compiles_alone_and_names_places_from_its_own_root() -> None:
    where = {"or": [{"condition": {"field": "subject", "operator": "eq", "value": "a"}}]}
    assert compile_filter(where, VIEW) == ("subject = ?", ("a",))
    with pytest.raises(MalformedError) as caught:
        compile_filter({"and": [{}]}, VIEW, "/filter")
    assert [violation.pointer for violation in caught.value.violations] == ["/filter/and/0"]
