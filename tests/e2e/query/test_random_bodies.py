"""Random bodies on random rows: the database and plain Python give the same answer."""

import math
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.oracle import answer
from tests.support.warehouse import Warehouse, utc
from threadline.errors import FaultyRequestError
from threadline.query import VIEWS, Limits, Scope, compile_export, compile_query

VIEW = VIEWS["conversations"]
KEYS = st.sampled_from(["a", "b", "0", "", "userId", "a.b", "~/"])
TEXTS = st.sampled_from(["", "7", "7.0", "a", "é", "true", "null", "z\x00", "2026-01-05"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.sampled_from([0.5, 7.0, -0.25, 2**53 + 1, 10**19])
    | TEXTS
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(KEYS, DOCUMENTS, max_size=4)
PATHS = st.lists(KEYS, min_size=1, max_size=2)
TIMES = st.integers(0, 2_000).map(lambda hours: utc(2025, 12, 28) + timedelta(hours=hours))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "userMessageCount": st.integers(0, 3),
            "integrationId": st.sampled_from([None, "i1", "i2"]),
            "organizationId": st.just("o1"),
            "firstMessageTime": TIMES,
            "type": st.sampled_from([None, "openai", "support_ticket"]),
            "properties": st.none() | OBJECTS,
            "userProperties": st.none() | OBJECTS,
        }
    ),
    max_size=12,
)
JSON_FIELDS = st.sampled_from(["properties", "userProperties"])
COMPARED = st.integers(-3, 9) | st.sampled_from([0.5, 7.0]) | TEXTS


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    """Return filters of one condition, on plain columns, at paths and on whole columns."""

    def condition(field: Any, operators: list[str], value: Any) -> st.SearchStrategy[dict[str, Any]]:
        parts = {"field": field, "operator": st.sampled_from(operators), "value": value}
        return st.fixed_dictionaries({"condition": st.fixed_dictionaries(parts)})

    def at_path(operators: list[str], value: Any) -> st.SearchStrategy[dict[str, Any]]:
        return condition(JSON_FIELDS, operators, st.fixed_dictionaries({"path": PATHS, "value": value}))

    kinds = st.sampled_from(["openai", "support_ticket", "other"])
    return st.one_of(
        condition(st.just("type"), ["eq", "neq", "gt", "lte"], kinds),
        condition(st.just("type"), ["in", "notIn"], st.lists(st.none() | kinds, max_size=3)),
        condition(
            st.sampled_from(["type", "properties", "integrationId"]), ["isNull", "isNotNull"], st.none()
        ),
        condition(st.just("userMessageCount"), ["eq", "neq", "gt", "gte", "lt", "lte"], st.integers(-1, 4)),
        condition(
            st.just("firstMessageTime"), ["eq", "gt", "gte", "lt", "lte"], TIMES.map(datetime.isoformat)
        ),
        at_path(["eq", "neq", "arrayContains", "jsonContains", "jsonContainedBy"], DOCUMENTS),
        at_path(["gt", "gte", "lt", "lte"], COMPARED),
        at_path(["in", "notIn"], st.lists(SCALARS, max_size=4)),
        at_path(["jsonHasKey"], KEYS),
        at_path(["jsonHasAnyKey", "jsonHasAllKeys"], st.lists(KEYS, max_size=3)),
        at_path(["jsonArrayContainsObject"], OBJECTS),
        at_path(["isNull", "isNotNull"], st.none()),
        condition(JSON_FIELDS, ["jsonContains", "jsonContainedBy", "eq", "neq"], OBJECTS.map(_no_pair)),
    )


def _no_pair(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document that cannot be taken for a path with a value."""
    return {key: value for key, value in document.items() if key != "path"}


FILTERS = st.recursive(
    conditions(),
    lambda inner: st.sampled_from(["and", "or"]).flatmap(
        lambda joint: st.fixed_dictionaries({joint: st.lists(inner, max_size=3)})
    ),
    max_leaves=4,
)
PLAIN_FIELDS = st.sampled_from(["id", "type", "integrationId", "userMessageCount", "firstMessageTime"])
FIELD_PARTS = st.fixed_dictionaries({"field": PLAIN_FIELDS}) | st.fixed_dictionaries(
    {"field": JSON_FIELDS}, optional={"path": PATHS}
)
SELECTIONS = st.one_of(
    FIELD_PARTS.map(lambda part: {"type": "field", **part}),
    st.fixed_dictionaries(
        {"type": st.just("time"), "timeUnit": st.sampled_from(["hour", "day", "week", "month"])},
        optional={"field": st.just("firstMessageTime")},
    ),
)
AGGREGATIONS = st.one_of(
    st.just({"aggregation": "count"}),
    st.fixed_dictionaries(
        {"aggregation": st.sampled_from(["count", "countDistinct"]), "field": PLAIN_FIELDS}
    ),
    st.fixed_dictionaries(
        {
            "aggregation": st.sampled_from(["sum", "avg", "min", "max", "count", "countDistinct"]),
            "field": JSON_FIELDS,
            "path": PATHS,
        }
    ),
    st.fixed_dictionaries(
        {"aggregation": st.sampled_from(["sum", "avg", "min", "max"]), "field": st.just("userMessageCount")}
    ),
    st.fixed_dictionaries(
        {"aggregation": st.sampled_from(["min", "max"]), "field": st.just("firstMessageTime")}
    ),
).map(lambda part: {"type": "aggregation", **part})
ORDER_KEYS = [
    "id", "type", "firstMessageTime", "userMessageCount", "firstMessageTime_day", "count", "properties",
    "sum_userMessageCount", "max_firstMessageTime", "countDistinct_properties", "properties.a", "userProperties.userId",
]  # fmt: skip
ORDERINGS = st.fixed_dictionaries(
    {"field": st.sampled_from(ORDER_KEYS), "direction": st.sampled_from(["asc", "desc"])}
)
GROUPINGS = st.tuples(FIELD_PARTS, st.booleans()).map(lambda pair: {**pair[0], "includeInSelect": pair[1]})
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "select": st.lists(SELECTIONS | AGGREGATIONS, max_size=4),
        "groupBy": st.lists(GROUPINGS, max_size=3),
        "where": FILTERS,
        "orderBy": st.lists(ORDERINGS, max_size=3),
        "limit": st.integers(1, 5),
        "offset": st.integers(0, 3),
    },
)


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    return Warehouse()


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"c{index}", "projectId": "p1", **row} for index, row in enumerate(rows)]


def is_close(value: Any, other: Any) -> bool:
    """Say whether two values are equal, sums and means up to rounding."""
    if isinstance(value, float) and isinstance(other, int | float) and not isinstance(other, bool):
        return math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-9)
    return type(value) is type(other) and bool(value == other)


def assert_same(found: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> None:
    assert [list(row) for row in found] == [list(row) for row in wanted]
    for row, other in zip(found, wanted, strict=True):
        assert {key for key in row if not is_close(row[key], other[key])} == set(), (row, other)


@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
@given(rows=ROWS, body=BODIES)
def test_a_random_body_is_answered_as_the_oracle_answers(
    warehouse: Warehouse, rows: list[dict[str, Any]], body: dict[str, Any]
) -> None:
    try:
        compiled = compile_query(body, VIEW, scope=Scope(project_id="p1"), limits=Limits())
    except FaultyRequestError:
        return
    warehouse.empty("conversations")
    warehouse.add("conversations", numbered(rows))
    wanted = answer(body, numbered(rows), fields=VIEW.names, main_time="firstMessageTime")
    assert_same(warehouse.run(compiled.rows), wanted.rows)
    assert warehouse.run(compiled.total) == [{"total": wanted.total}]


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(rows=ROWS, body=BODIES)
def test_an_export_holds_the_rows_of_the_query(
    warehouse: Warehouse, rows: list[dict[str, Any]], body: dict[str, Any]
) -> None:
    try:
        export = compile_export(body, VIEW, scope=Scope(project_id="p1"))
    except FaultyRequestError:
        return
    warehouse.empty("conversations")
    warehouse.add("conversations", numbered(rows))
    wanted = answer(body, numbered(rows), fields=VIEW.names, main_time="firstMessageTime")
    assert_same(warehouse.run(export.rows), wanted.rows)
