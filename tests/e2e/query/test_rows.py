"""What rows look like and in which order they come."""

from datetime import timedelta
from typing import Any

import pytest

from tests.e2e.query.documents import ODD_KEYS
from tests.support.comparison import pages
from tests.support.compiling import compile_export, compile_query
from tests.support.warehouse import Warehouse, utc
from threadline.catalog import VIEWS
from threadline.query import Limits, Scope

SCOPE = Scope(project_id="p1")


def rows(warehouse: Warehouse, view: str, body: dict[str, Any], scope: Scope = SCOPE) -> list[dict[str, Any]]:
    return warehouse.run(compile_query(body, VIEWS[view], scope=scope, limits=Limits()).rows)


def ids(*names: str) -> list[dict[str, Any]]:
    return [{"id": name} for name in names]


@pytest.fixture
def warehouse() -> Warehouse:
    return Warehouse()


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_property_of_any_name_can_be_selected_filtered_grouped_and_ordered_by(
    warehouse: Warehouse, key: str
) -> None:
    others = {other: "other" for other in ODD_KEYS if other != key}
    warehouse.add("conversations", [{"id": "c1", "properties": {**others, key: {key: [1]}}}])
    warehouse.add("conversations", [{"id": "c2", "properties": others}])
    path = [key, key]
    name = f"properties.{key}.{key}"
    body = {
        "select": [{"type": "field", "field": "properties", "path": path}],
        "groupBy": [{"field": "properties", "path": path}],
        "where": {
            "condition": {
                "field": "properties",
                "operator": "eq",
                "value": {"path": [*path, "0"], "value": 1},
            }
        },
        "orderBy": [{"field": name, "direction": "asc"}],
    }
    assert rows(warehouse, "conversations", body) == [{name: [1]}]


def test_numbers_sort_by_size_before_texts_and_missing_values_come_last(warehouse: Warehouse) -> None:
    values = {"a": 10, "b": "10", "c": 9, "d": None, "e": "9", "f": -1.5, "g": True}
    warehouse.add("conversations", [{"id": key, "properties": {"n": value}} for key, value in values.items()])
    warehouse.add("conversations", [{"id": "h", "properties": None}])
    select = [{"type": "field", "field": "id"}, {"type": "field", "field": "properties", "path": ["n"]}]
    for direction, order in (("asc", "fcabegdh"), ("desc", "acfgebdh")):
        body = {"select": select, "orderBy": [{"field": "properties.n", "direction": direction}]}
        assert "".join(row["id"] for row in rows(warehouse, "conversations", body)) == order


def test_plain_rows_come_newest_first_and_ties_by_id(warehouse: Warehouse) -> None:
    times = {"a": utc(2026, 1, 1), "b": utc(2026, 1, 2), "c": utc(2026, 1, 2), "d": None}
    warehouse.add("events", [{"id": key, "createdAt": time} for key, time in times.items()])
    body = {"select": [{"type": "field", "field": "id"}]}
    assert rows(warehouse, "events", body) == ids("c", "b", "a", "d")


def test_ties_of_an_own_order_are_broken_by_id_upwards(warehouse: Warehouse) -> None:
    warehouse.add("events", [{"id": key, "type": "t"} for key in "bca"])
    body = {"select": [{"type": "field", "field": "id"}], "orderBy": [{"field": "type", "direction": "desc"}]}
    assert rows(warehouse, "events", body) == ids("a", "b", "c")


def test_pages_follow_each_other_without_gap_or_repeat(warehouse: Warehouse) -> None:
    warehouse.add("events", [{"id": f"{index:02}", "createdAt": utc(2026, 1, 1)} for index in range(25)])
    pages = [
        rows(
            warehouse, "events", {"select": [{"type": "field", "field": "id"}], "limit": 10, "offset": offset}
        )
        for offset in (0, 10, 20)
    ]
    assert [row["id"] for page in pages for row in page] == [f"{index:02}" for index in reversed(range(25))]


def test_groups_can_be_ordered_by_a_hidden_key_and_by_an_aggregate_that_is_not_selected(
    warehouse: Warehouse,
) -> None:
    events = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "z"), ("e", "z"), ("f", "z")]
    warehouse.add("events", [{"id": name, "type": kind} for name, kind in events])
    body: dict[str, Any] = {
        "select": [{"type": "aggregation", "aggregation": "count"}],
        "groupBy": [{"field": "type", "includeInSelect": False}],
        "orderBy": [{"field": "type", "direction": "desc"}],
    }
    assert rows(warehouse, "events", body) == [{"count": 3}, {"count": 1}, {"count": 2}]
    body |= {
        "select": [{"type": "field", "field": "type"}],
        "orderBy": [{"field": "count_id", "direction": "asc"}],
    }
    assert [row["type"] for row in rows(warehouse, "events", body)] == ["y", "x", "z"]


def test_an_aggregate_of_no_rows_is_one_row_with_zero_and_no_sum(warehouse: Warehouse) -> None:
    parts = [
        ("count", None),
        ("sum", "userMessageCount"),
        ("max", "firstMessageTime"),
        ("countDistinct", "id"),
    ]
    select = [{"type": "aggregation", "aggregation": name, "field": field} for name, field in parts]
    assert rows(warehouse, "conversations", {"select": select}) == [
        {"count": 0, "sum_userMessageCount": None, "max_firstMessageTime": None, "countDistinct_id": 0}
    ]


def test_extremes_of_times_are_milliseconds_since_1970(warehouse: Warehouse) -> None:
    warehouse.add("events", [{"id": "a", "createdAt": utc(1970, 1, 1) + timedelta(milliseconds=1005)}])
    body = {"select": [{"type": "aggregation", "aggregation": "min", "field": "createdAt"}]}
    assert rows(warehouse, "events", body) == [{"min_createdAt": 1005}]


def test_times_of_any_year_are_shown_filtered_and_bucketed(warehouse: Warehouse) -> None:
    years = [1, 1600, 1969, 2263, 9999]
    warehouse.add("events", [{"id": f"{year:04}", "createdAt": utc(year, 3, 1)} for year in years])
    where = {"condition": {"field": "createdAt", "operator": "gte", "value": "0001-01-02"}}
    select = [{"type": "field", "field": "createdAt"}, {"type": "time", "timeUnit": "month"}]
    found = rows(warehouse, "events", {"select": select, "where": where})
    assert [row["createdAt"] for row in found] == [
        f"{year:04}-03-01T00:00:00.000Z" for year in reversed(years)
    ]
    assert all(row["createdAt"] == row["createdAt_month"] for row in found)


def test_a_sum_that_no_number_can_hold_has_no_value(warehouse: Warehouse) -> None:
    warehouse.add("events", [{"id": key, "properties": {"n": 1.5e308}} for key in "ab"])
    parts = [
        {"type": "aggregation", "aggregation": name, "field": "properties", "path": ["n"]}
        for name in ("sum", "max")
    ]
    assert rows(warehouse, "events", {"select": parts}) == [
        {"sum_properties.n": None, "max_properties.n": 1.5e308}
    ]


def test_ids_of_users_are_texts_in_their_dotted_key_and_raw_inside_the_object(warehouse: Warehouse) -> None:
    warehouse.add("conversations", [{"id": "a", "userProperties": {"userId": 7.0, "n": 7.0}}])
    parts = [{"path": ["userId"]}, {"path": ["n"]}, {}]
    body = {"select": [{"type": "field", "field": "userProperties", **part} for part in parts]}
    assert rows(warehouse, "conversations", body) == [
        {"userProperties.userId": "7", "userProperties.n": 7.0, "userProperties": {"userId": 7.0, "n": 7.0}}
    ]


def test_a_number_and_its_text_are_one_user(warehouse: Warehouse) -> None:
    users = [7, "7", 7.0, "8", None, "7.0"]
    warehouse.add(
        "events", [{"id": f"e{n}", "userProperties": {"userId": user}} for n, user in enumerate(users)]
    )
    part = {
        "type": "aggregation",
        "aggregation": "countDistinct",
        "field": "userProperties",
        "path": ["userId"],
    }
    assert rows(warehouse, "events", {"select": [part]}) == [{"countDistinct_userProperties.userId": 3}]


def test_a_search_keeps_threads_with_a_ranked_message_best_first(warehouse: Warehouse) -> None:
    spans = {"a": (1, 3), "b": (4, 4), "c": (5, 9), "d": (10, 11)}
    for key, (first, last) in spans.items():
        warehouse.add(
            "semantic-threads", [{"id": key, "rid": 0, "first_message_rid": first, "last_message_rid": last}]
        )
    warehouse.add(
        "semantic-threads",
        [{"id": "a", "rid": 0, "first_message_rid": 6, "last_message_rid": 6}],
        project_id="p2",
    )
    scope = Scope(project_id="p1", ranking=[(6, 0), (2, 1), (8, 2), (11, 3), (99, 4)])
    body: dict[str, Any] = {"query": "words", "select": [{"type": "field", "field": "id"}]}
    assert rows(warehouse, "semantic-threads", body, scope) == ids("c", "a", "d")
    assert rows(warehouse, "semantic-threads", body) == ids("d", "c", "b", "a")
    counted = {**body, "select": [{"type": "aggregation", "aggregation": "count"}]}
    assert rows(warehouse, "semantic-threads", counted, scope) == [{"count": 3}]
    assert rows(warehouse, "semantic-threads", body, Scope(project_id="p1", ranking=[])) == []


def test_properties_of_events_are_text_maps_in_answers_and_json_in_exports() -> None:
    query = compile_query({}, VIEWS["events"], scope=SCOPE, limits=Limits())
    export = compile_export({}, VIEWS["events"], scope=SCOPE)
    assert {
        column.kind for column in query.rows.columns if column.key in {"properties", "userProperties"}
    } == {"text_map"}
    assert {
        column.kind for column in export.rows.columns if column.key in {"properties", "userProperties"}
    } == {"json"}


def test_an_export_has_no_cap_but_its_own_limit(warehouse: Warehouse) -> None:
    warehouse.add("events", [{"id": str(index)} for index in range(30)])
    for body, count in (({}, 30), ({"limit": 7}, 7), ({"offset": 25}, 5)):
        export = compile_export(body, VIEWS["events"], scope=SCOPE)
        assert len(warehouse.run(export.rows)) == count
        assert warehouse.run(export.total) == [{"total": 30}]


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("aggregation", ["sum", "avg"])
def test_the_order_in_which_numbers_are_added_does_not_move_a_group(
    warehouse: Warehouse, aggregation: str, direction: str
) -> None:
    numbers: dict[str, list[Any]] = {
        "a": [0.1, 0.2, 0.3],
        "b": [0.3, 0.2, 0.1],
        "c": [0.1, 0.2, 0.3],
        "z": [0.0],
        "~": ["text"],
    }
    rows = [
        {"id": f"{type_}{index}", "type": type_, "properties": {"n": number}}
        for type_, found in numbers.items()
        for index, number in enumerate(found)
    ]
    warehouse.add("conversations", rows)
    added = {"type": "aggregation", "aggregation": aggregation, "field": "properties", "path": ["n"]}
    order = {"field": f"{aggregation}_properties.n", "direction": direction}
    body = {"select": [added], "groupBy": [{"field": "type"}], "orderBy": [order], "limit": 1}
    found = [row["type"] for page in pages(warehouse, body, VIEWS["conversations"], SCOPE) for row in page]
    assert found == (["z", "a", "b", "c", "~"] if direction == "asc" else ["a", "b", "c", "z", "~"])
