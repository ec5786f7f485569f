"""What is misspelt in a body is refused at its place with the nearest name, at every level."""

from typing import Any

import pytest

from tests.support.compiling import compile_property_keys, compile_property_values, compile_query
from threadline.catalog import VIEWS
from threadline.errors import FaultyRequestError, InvalidRequestError, MalformedError
from threadline.query import Limits, Scope

SCOPE = Scope(project_id="p1")
COUNT = {"type": "aggregation", "aggregation": "count"}
IS_TICKET = {"condition": {"field": "type", "operator": "eq", "value": "support_ticket"}}


def refused(body: dict[str, Any], view: str = "conversations") -> tuple[type, dict[str, str]]:
    with pytest.raises(FaultyRequestError) as caught:
        compile_query(body, VIEWS[view], scope=SCOPE, limits=Limits())
    return type(caught.value), {each.pointer: each.message for each in caught.value.violations}


def condition(**members: Any) -> dict[str, Any]:
    return {"where": {"condition": {"field": "properties", "operator": "eq", **members}}}


@pytest.mark.parametrize(
    ("body", "pointer", "hint"),
    [
        ({"wherx": IS_TICKET}, "/wherx", "`where`"),
        ({"group_by": [{"field": "type"}]}, "/group_by", "`groupBy`"),
        ({"limitt": 5}, "/limitt", "`limit`"),
        ({"filter": IS_TICKET}, "/filter", "`where`"),
        ({"a/b~": 1}, "/a~1b~0", "not a member of a query"),
        ({"select": [{**COUNT, "fieldd": "id"}]}, "/select/0/fieldd", "`field`"),
        ({"select": [{"type": "time", "timeUnit": "day", "path": ["a"]}]}, "/select/0/path", "`time`"),
        ({"select": [{"type": "field", "field": "id", "aggregation": "sum"}]}, "/select/0/aggregation", "`field`"),
        ({"groupBy": [{"field": "type", "includeInSelekt": False}]}, "/groupBy/0/includeInSelekt", "`includeIn"),
        ({"groupBy": [{"field": "type", "type": "time"}]}, "/groupBy/0/type", "`field`"),
        ({"orderBy": [{"field": "id", "direction": "asc", "dir": "x"}]}, "/orderBy/0/dir", "`direction`"),
        ({"where": {**IS_TICKET, "not": True}}, "/where/not", "`condition`"),
        ({"where": {"and": [{"or": [], "xor": []}]}}, "/where/and/0/xor", "`or`"),
        (condition(value=1, path=["plan"]), "/where/condition/path", "stands in the value"),
        (condition(value=1, valuee=2), "/where/condition/valuee", "`value`"),
        (condition(value={"path": ["plan"], "valuee": 1}), "/where/condition/value/valuee", "`value`"),
        (condition(value={"path": ["plan"]}), "/where/condition/value/value", "missing"),
        ({"select": [COUNT], "having": {"condition": {"field": "count", "operator": "gt", "value": 1, "x": 1}}},
         "/having/condition/x", "`value`"),
    ],
)  # fmt: skip
def test_an_unknown_member_is_malformed(body: dict[str, Any], pointer: str, hint: str) -> None:
    kind, faults = refused(body)
    assert kind is MalformedError
    assert set(faults) == {pointer}
    assert hint in faults[pointer]


@pytest.mark.parametrize(
    ("view", "field", "value", "hint"),
    [
        ("conversations", "type", "openia", "Did you mean `openai`?"),
        ("conversations", "visibility", "hidden", "Use one of `public`, `private`."),
        ("events", "eventType", "messages", "`message`"),
        ("feedback", "type", "negativee", "`negative`"),
    ],
)
def test_a_value_that_no_row_can_have_is_refused(view: str, field: str, value: str, hint: str) -> None:
    for operator in ("eq", "neq", "in", "notIn", "is"):
        is_list = operator in {"in", "notIn"}
        operand = [value] if is_list else value
        where = {"condition": {"field": field, "operator": operator, "value": operand}}
        kind, faults = refused({"where": where}, view)
        pointer = "/where/condition/value/0" if is_list else "/where/condition/value"
        assert kind is InvalidRequestError
        assert set(faults) == {pointer}
        assert hint in faults[pointer]


def test_a_free_text_is_refused_where_it_would_be_passed_over() -> None:
    kind, faults = refused({"query": "refund"})
    assert (kind, set(faults)) == (InvalidRequestError, {"/query"})


@pytest.mark.parametrize(
    "body",
    [
        {"notes": "who asks", "query": "", "wherx": None},
        {"groupBy": [{"type": "field", "field": "type"}]},
        {"select": [{"type": "field", "field": "id", "aggregation": None}]},
        condition(value={"path": ["plan"], "seats": 5}),
        {"where": {"condition": {"field": "type", "operator": "startsWith", "value": "support"}}},
    ],
)
def test_what_changes_nothing_or_may_be_meant_is_let_through(body: dict[str, Any]) -> None:
    compiled = compile_query(body, VIEWS["conversations"], scope=SCOPE, limits=Limits())
    assert compiled.rows.text


def test_requests_for_properties_refuse_unknown_members_too() -> None:
    for compiled, members in ((compile_property_keys, {}), (compile_property_values, {"key": "plan"})):
        with pytest.raises(MalformedError) as caught:
            compiled({"field": "properties", "viewss": [], **members}, scope=SCOPE)
        assert {each.pointer for each in caught.value.violations} == {"/viewss"}
