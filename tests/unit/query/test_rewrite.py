"""Rules complete and simplify a plan, and keep what it means."""

from typing import Any

import pytest

from tests.support.zones import ZONES
from threadline.catalog import VIEWS
from threadline.query import RULES, Limits, Plan, bind, parse, rewrite
from threadline.query.forms.plan import And, Missing, Not, Or, Relevance


def rewritten(body: dict[str, Any], view: str = "conversations", limits: Limits | None = None) -> Plan:
    return rewrite(bind(parse(body, VIEWS[view]), VIEWS[view], zones=ZONES), limits)


def orders(plan: Plan) -> list[str]:
    return [f"{order.value.key} {order.direction}" for order in plan.order]


def isnull(name: str) -> dict[str, Any]:
    return {"condition": {"field": name, "operator": "isNull"}}


def test_a_body_that_selects_nothing_shows_every_field() -> None:
    plan = rewritten({}, "feedback")
    assert tuple(output.value.key for output in plan.outputs) == VIEWS["feedback"].names


def test_rows_come_newest_first_then_by_id() -> None:
    assert orders(rewritten({}, "events")) == ["createdAt desc", "id desc"]


def test_a_search_orders_by_relevance_before_time() -> None:
    plan = rewritten({"query": "words"}, "semantic-threads")
    assert isinstance(plan.order[0].value, Relevance)
    assert orders(plan)[1:] == ["firstMessageTime desc", "id desc"]


def test_groups_come_in_the_order_of_their_keys() -> None:
    body = {"select": [{"type": "time", "timeUnit": "day"}], "groupBy": [{"field": "type"}]}
    assert orders(rewritten(body)) == ["firstMessageTime_day asc", "type asc"]


def test_an_order_of_the_body_is_completed_and_never_repeated() -> None:
    body = {
        "groupBy": [{"field": "type"}, {"field": "id"}],
        "orderBy": [{"field": "id", "direction": "desc"}],
    }
    assert orders(rewritten(body)) == ["id desc", "type asc"]
    assert orders(rewritten({"orderBy": [{"field": "type", "direction": "asc"}]})) == ["type asc", "id asc"]
    assert orders(rewritten({"orderBy": [{"field": "id", "direction": "desc"}]})) == ["id desc"]


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ({}, 10),
        ({"limit": 3}, 3),
        ({"groupBy": [{"field": "id"}]}, 20),
        ({"limit": 15, "groupBy": [{"field": "id"}]}, 15),
    ],
)
def test_a_limit_is_the_callers_or_the_servers(body: dict[str, Any], limit: int) -> None:
    assert rewritten(body, limits=Limits(plain_rows=10, grouped_rows=20)).limit == limit


def test_an_export_is_limited_by_its_body_alone() -> None:
    assert rewritten({}).limit is None
    assert rewritten({"limit": 50_000}).limit == 50_000


def test_joints_of_one_kind_are_joined_and_single_parts_are_freed() -> None:
    where = {"and": [{"and": [isnull("id"), {"or": [isnull("type")]}]}, {"or": [isnull("id"), {"or": []}]}]}
    predicate = rewritten({"where": where}).where
    assert isinstance(predicate, And)
    assert [type(part) for part in predicate.parts] == [Missing, Missing, Missing]


def test_a_joint_without_parts_stays_what_it_is() -> None:
    assert rewritten({"where": {"and": []}}).where == And(())
    assert rewritten({"where": {"or": [{"or": []}]}}).where == Or(())


def test_what_is_negated_is_simplified_too() -> None:
    condition = {"field": "integrationId", "operator": "notIn", "value": ["a"]}
    predicate = rewritten({"where": {"condition": condition}}).where
    assert isinstance(predicate, Not)
    assert not isinstance(predicate.part, Or)


def test_the_rules_are_idempotent() -> None:
    body = {"where": {"and": [isnull("id")]}, "orderBy": [{"field": "type", "direction": "asc"}]}
    once = rewritten(body, limits=Limits())
    assert rewrite(once, Limits()) == once
    assert [rule.__name__ for rule in RULES] == [
        "default_outputs",
        "flatten_filters",
        "default_order",
        "total_order",
    ]
