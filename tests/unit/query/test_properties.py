"""The bodies of property requests, right and wrong."""

from typing import Any

import pytest

from tests.support.compiling import compile_property_keys, compile_property_values
from threadline.errors import FaultyRequestError, InvalidRequestError, MalformedError
from threadline.query import Scope

SCOPE = Scope(project_id="p1")
TABLES = ("conversations", "events", "feedback", "semantic_threads")


def faults(body: object, kind: type[FaultyRequestError] = MalformedError) -> dict[str, str]:
    """Return the messages of a refused body by place."""
    with pytest.raises(kind) as caught:
        compile_property_values(body, scope=SCOPE)
    return {violation.pointer: violation.message for violation in caught.value.violations}


def tables(body: dict[str, Any]) -> set[str]:
    text = compile_property_values({"key": "a", **body}, scope=SCOPE).text
    return {table for table in TABLES if f"from {table} " in text}


@pytest.mark.parametrize("views", [None, []])
def test_all_views_are_asked_by_default(views: Any) -> None:
    assert tables({"field": "properties", "views": views}) == set(TABLES)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/field", "/key"}),
        ([], {""}),
        ({"field": "reasons", "key": "a"}, {"/field"}),
        ({"field": "properties", "key": 7}, {"/key"}),
        ({"field": "properties", "key": "a", "limit": 0}, {"/limit"}),
        ({"field": "properties", "key": "a", "limit": 1_001}, {"/limit"}),
        ({"field": "properties", "key": "a", "search": 1}, {"/search"}),
        ({"field": "properties", "key": "a", "views": "events_view"}, {"/views"}),
        ({"field": "properties", "key": "a", "views": ["events_view", "event", 3]}, {"/views/1", "/views/2"}),
        ({"field": "properties", "key": "a", "where": {}}, {"/where"}),
    ],
)
def test_a_fault_of_shape_is_reported_with_its_place(body: object, pointers: set[str]) -> None:
    assert set(faults(body)) == pointers


def test_a_filter_leaves_out_views_that_lack_its_field() -> None:
    where = {"condition": {"field": "createdAt", "operator": "gte", "value": "2026-01-01"}}
    assert tables({"field": "properties", "where": where}) == {"events", "feedback"}


def test_extensions_add_no_view_to_those_that_have_the_fields_in_the_contract() -> None:
    where = {"condition": {"field": "tags", "operator": "eq", "value": "billing"}}
    assert tables({"field": "properties", "where": where}) == {"conversations"}
    where["condition"] = {"field": "createdAt", "operator": "gte", "value": "2026-01-01"}
    named = {"field": "properties", "where": where, "views": ["conversations_view"]}
    assert tables(named) == {"conversations"}
    assert tables({**named, "views": ["conversations_view", "events_view"]}) == {"events"}


def test_a_field_that_no_view_has_is_malformed() -> None:
    where = {"condition": {"field": "searchquery", "operator": "isNull"}}
    message = faults({"field": "properties", "key": "a", "where": where})["/where/condition/field"]
    assert message == "`searchquery` is not a field of these views. Did you mean `searchQuery`?"


def test_fields_that_no_view_has_together_are_malformed() -> None:
    parts = [{"condition": {"field": name, "operator": "isNull"}} for name in ("searchQuery", "reasons")]
    assert set(faults({"field": "properties", "key": "a", "where": {"and": parts}})) == {"/where"}


def test_an_operand_that_fits_no_view_is_reported_once() -> None:
    where = {"condition": {"field": "createdAt", "operator": "gte", "value": "yesterday"}}
    with pytest.raises(InvalidRequestError) as caught:
        compile_property_keys({"field": "properties", "where": where}, scope=SCOPE)
    assert [violation.pointer for violation in caught.value.violations] == ["/where/condition/value"]


def test_keys_of_all_rows_are_read_from_kept_counts_and_those_of_a_filter_from_its_rows() -> None:
    body = {"field": "properties", "views": ["events_view"]}
    where = {"condition": {"field": "type", "operator": "isNotNull"}}
    assert "from events " not in compile_property_keys(body, scope=SCOPE).text
    filtered = compile_property_keys({**body, "where": where}, scope=SCOPE).text
    assert ("from events " in filtered, "property_keys" in filtered) == (True, False)
