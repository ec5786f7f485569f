"""Questions by options: the body that each stands for, and what a typo is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
import pytest

from tests.support.compiling import compile_query
from threadline.catalog import VIEWS
from threadline.cli.asking.conditions import condition, having, name_of
from threadline.cli.asking.short import Short, asked_by, filter_of
from threadline.query import Limits, Scope
from threadline.search_text import read_search

CONVERSATIONS = VIEWS["conversations"]
COUNT = {"type": "aggregation", "aggregation": "count"}
MEDIAN: dict[str, Sequence[str]] = {"median": ["userMessageCount"]}


def of(field: str, operator: str, **value: Any) -> dict[str, Any]:
    return {"condition": {"field": field, "operator": operator} | value}


@pytest.mark.parametrize(
    ("text", "filter_"),
    [
        ("type=openai", of("type", "eq", value="openai")),
        ("type = openai", of("type", "eq", value="openai")),
        ("type!=openai", of("type", "neq", value="openai")),
        ("id=7", of("id", "eq", value="7")),
        ("type=openai|support_ticket", of("type", "in", value=["openai", "support_ticket"])),
        ("id!=a|b", of("id", "notIn", value=["a", "b"])),
        ('id="a|b"', of("id", "eq", value="a|b")),
        ('id="a|b"|c', of("id", "in", value=["a|b", "c"])),
        ("id=null", of("id", "isNull")),
        ("id!=null", of("id", "isNotNull")),
        ('id="null"', of("id", "eq", value="null")),
        ("properties.plan=null", of("properties", "isNull", value={"path": ["plan"]})),
        ("properties.plan!=null", of("properties", "isNotNull", value={"path": ["plan"]})),
        ('properties.plan="null"', of("properties", "eq", value={"path": ["plan"], "value": "null"})),
        ('id=">>x"', of("id", "eq", value=">>x")),
        ("properties.note=a>=b", of("properties", "eq", value={"path": ["note"], "value": "a>=b"})),
        ("userMessageCount>=3", of("userMessageCount", "gte", value=3)),
        ("userMessageCount<3", of("userMessageCount", "lt", value=3)),
        ("firstMessageTime>30d", of("firstMessageTime", "gt", value="30d")),
        ("type", of("type", "isNotNull")),
        ("!type", of("type", "isNull")),
        ("id^=conv", of("id", "startsWith", value="conv")),
        ("id~on", of("id", "contains", value="on")),
        ("messages~credit card", of("messages", "matches", value="credit card")),
        ("properties.plan!=free", of("properties", "neq", value={"path": ["plan"], "value": "free"})),
        ("properties.seats>1.5", of("properties", "gt", value={"path": ["seats"], "value": 1.5})),
        ("properties.paid=true", of("properties", "eq", value={"path": ["paid"], "value": True})),
        ('properties.zip="01"', of("properties", "eq", value={"path": ["zip"], "value": "01"})),
        ("properties.note=a=b", of("properties", "eq", value={"path": ["note"], "value": "a=b"})),
        ('properties."a.b".c=x', of("properties", "eq", value={"path": ["a.b", "c"], "value": "x"})),
        ("!properties.plan", of("properties", "isNull", value={"path": ["plan"]})),
    ],
)
def test_a_condition_is_a_filter_that_the_compiler_takes(text: str, filter_: dict[str, Any]) -> None:
    assert condition(text, CONVERSATIONS) == filter_
    scope = Scope(project_id="p", now_ms=0, matches={read_search("credit card"): ()})
    assert compile_query({"where": filter_}, CONVERSATIONS, scope=scope, limits=Limits()).rows.text


def test_equals_on_a_list_asks_whether_it_holds_the_value() -> None:
    view = VIEWS["semantic-threads"]
    assert condition("languages=en", view) == of("languages", "eq", value="en")
    assert condition("languages!=en|de", view) == of("languages", "notIn", value=["en", "de"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("typ=openai", "`typ` is not a field of conversations. Did you mean `type`?"),
        ("messagess~x", "Did you mean `messages`?"),
        ("propertis.plan=pro", "Did you mean `properties`?"),
        ("type.a=x", "`type` holds no object"),
        ("=x", "is not a field of conversations"),
        ("messages>x", "write `messages~WORDS`"),
        ('type="a', "is no JSON text"),
        ("type>>openai", "`>>` is no sign. Did you mean `type>openai`?"),
        ("type==openai", "`==` is no sign. Did you mean `type=openai`?"),
        ("type<>openai", "Did you mean `type!=openai`?"),
        ("type=!openai", "Did you mean `type!=openai`?"),
        ("userMessageCount=>3", "Did you mean `userMessageCount>=3`?"),
        ("properties.plan=~free", "Did you mean `properties.plan~free`?"),
        ("id=>x", 'written in quotes: `id=">x"`'),
        ("type:openai", "Did you mean `type=openai`?"),
        ("type is openai", "Did you mean `type=openai`?"),
        ("type=openia", "`openia` is no `type` of conversations. Did you mean `openai`?"),
        ("type!=openai|tickets", "There are: openai, support_ticket, support_copilot."),
        (
            "userMessageCount>null",
            "null cannot be compared by `>`. `userMessageCount=null` finds what is not set",
        ),
        ("id=a|null", "null cannot be one of several"),
    ],
)
def test_a_condition_that_is_none_is_refused_with_what_would_work(text: str, words: str) -> None:
    with pytest.raises(click.UsageError) as refused:
        condition(text, CONVERSATIONS)
    assert words in refused.value.message


def test_messages_are_refused_where_a_view_has_none() -> None:
    with pytest.raises(click.UsageError, match="events have none"):
        condition("messages~x", VIEWS["events"])


def test_a_condition_on_groups_names_an_aggregate() -> None:
    assert having("avg(userMessageCount)<=2.5") == of("avg_userMessageCount", "lte", value=2.5)
    for text in ("count", "count>many", "count~5", "count>true"):
        with pytest.raises(click.UsageError, match="no comparison with a number"):
            having(text)


def test_groups_are_counted_and_the_largest_comes_first() -> None:
    assert asked_by(CONVERSATIONS, Short(group_by=["type,properties.plan"])).body == {
        "select": [COUNT],
        "groupBy": [{"field": "type"}, {"field": "properties", "path": ["plan"]}],
        "orderBy": [{"field": "count", "direction": "desc"}],
    }


def test_a_number_that_is_asked_for_takes_the_place_of_the_count() -> None:
    body = asked_by(CONVERSATIONS, Short(group_by=["type"], numbers={"avg": ["properties.seats"]})).body
    assert body["select"] == [
        {"type": "aggregation", "aggregation": "avg", "field": "properties", "path": ["seats"]}
    ]
    assert body["orderBy"] == [{"field": "avg_properties.seats", "direction": "desc"}]


def test_units_of_time_come_as_they_go_on() -> None:
    assert asked_by(CONVERSATIONS, Short(by="week", count=True)).body == {
        "select": [{"type": "time", "timeUnit": "week"}, COUNT],
        "orderBy": [{"field": "firstMessageTime_week", "direction": "asc"}],
    }


def test_bounds_of_time_and_conditions_all_hold() -> None:
    body = asked_by(CONVERSATIONS, Short(since="30d", until="2026-01-01", where=["type=openai"])).body
    assert body["where"]["and"] == [
        of("firstMessageTime", "gte", value="30d"),
        of("firstMessageTime", "lt", value="2026-01-01"),
        of("type", "eq", value="openai"),
    ]


def test_orders_are_said_in_three_ways() -> None:
    given = Short(by="day", count=True, order=["-count", "day", "avg(userMessageCount):desc"])
    assert asked_by(CONVERSATIONS, given).body["orderBy"] == [
        {"field": "count", "direction": "desc"},
        {"field": "firstMessageTime_day", "direction": "asc"},
        {"field": "avg_userMessageCount", "direction": "desc"},
    ]
    with pytest.raises(click.UsageError, match="`down` is no direction"):
        asked_by(CONVERSATIONS, Short(order=["count:down"]))


def test_fields_of_rows_are_selected_one_by_one_or_with_commas() -> None:
    body = asked_by(CONVERSATIONS, Short(select=["id, type", "properties.plan"], rest={"limit": 5})).body
    assert [each["field"] for each in body["select"]] == ["id", "type", "properties"]
    assert body["limit"] == 5
    with pytest.raises(click.UsageError, match="--select chooses fields of rows"):
        asked_by(CONVERSATIONS, Short(select=["id"], count=True))


def test_nothing_asked_for_is_the_empty_body() -> None:
    assert Short().is_empty
    assert not Short(numbers={"avg": ["userMessageCount"]}).is_empty
    assert asked_by(CONVERSATIONS, Short()).body == {}


def test_filters_as_json_stand_beside_short_ones() -> None:
    asked = filter_of(['{"condition": {"field": "type", "operator": "isNull"}}', "!id"], CONVERSATIONS)
    assert asked.body == {"where": {"and": [of("type", "isNull"), of("id", "isNull")]}}
    assert filter_of([], CONVERSATIONS).body == {}


def test_a_name_of_an_option_is_told_with_the_option() -> None:
    with pytest.raises(click.UsageError, match="--group-by: `plan` is not a field of conversations"):
        name_of("plan", CONVERSATIONS, option="--group-by")


def test_every_part_of_a_body_knows_its_option() -> None:
    short = Short(
        group_by=["type"],
        by="day",
        numbers={"avg": ["userMessageCount"]},
        since="30d",
        where=["type=openai", '{"or": []}'],
        having=["avg(userMessageCount)>2"],
        order=["-avg_userMessageCount", "day"],
        rest={"limit": 5, "timeZone": "Europe/Berlin"},
    )
    origins = {pointer: origin.name for pointer, origin in asked_by(CONVERSATIONS, short).origins.items()}
    assert origins == {
        "/select/0": "--by",
        "/select/1": "--avg",
        "/groupBy/0": "--group-by",
        "/where/and/0": "--since",
        "/where/and/1": "--where",
        "/where/and/2": "--where",
        "/having": "--having",
        "/orderBy/0": "--order",
        "/orderBy/1": "--order",
        "/limit": "--limit",
        "/timeZone": "--time-zone",
    }


@pytest.mark.parametrize(
    ("short", "sentence"),
    [
        (Short(numbers=MEDIAN, order=["-median"]), "--order: `median` .* mean `-median_userMessageCount`"),
        (Short(numbers=MEDIAN, order=["median:desc"]), "mean `median_userMessageCount:desc`"),
        (Short(numbers=MEDIAN, having=["median>5"]), "--having: .* mean `median_userMessageCount>5`"),
        (Short(group_by=["type"], order=["typ"]), "mean `type`[?] It has: type, count"),
        (Short(group_by=["type"], order=["max_userMessageCont"]), "mean `max_userMessageCount`"),
        (Short(select=["id"], order=["firstMessageTim"]), "mean `firstMessageTime`"),
    ],
)
def test_a_key_that_no_row_has_is_told_with_the_nearest_of_the_question(short: Short, sentence: str) -> None:
    with pytest.raises(click.UsageError, match=sentence):
        asked_by(CONVERSATIONS, short)


def test_rows_may_be_ordered_by_what_they_do_not_show() -> None:
    for order in ("max_firstMessageTime", "p90(userMessageCount)", "count"):
        assert asked_by(CONVERSATIONS, Short(group_by=["type"], numbers=MEDIAN, order=[order])).body[
            "orderBy"
        ]
    assert asked_by(CONVERSATIONS, Short(select=["id"], order=["firstMessageTime"])).body["orderBy"]
