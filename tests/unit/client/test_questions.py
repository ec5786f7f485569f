"""Questions: they read like the question and become its JSON; what cannot be asked is said before it is sent."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from threadline import Question, QuestionError, q
from threadline.client.operations import calls, views
from threadline.client.questions.filters import Filter

Json = dict[str, Any]
ANY: Any = q
"""Without types, for what a type checker finds before."""

ONE_TEXT: Any = "ab"

plan = q.path("properties", "plan")


def where(filter_: Filter[Any]) -> Json:
    """Return the filter as it goes over the wire."""
    question: Question[Any] = q.conversations
    found: Json = question.where(filter_).to_dict()["where"]
    return found


def condition(field: str, operator: str, *value: object) -> Json:
    return {"condition": {"field": field, "operator": operator} | ({"value": value[0]} if value else {})}


def test_a_question_reads_like_the_question() -> None:
    asked = (
        q.conversations.where(q.field("type") == "support_ticket")
        .group_by(q.path("userProperties", "supportAgentName"))
        .count()
    )
    assert asked.to_dict() == {
        "select": [{"type": "aggregation", "aggregation": "count"}],
        "groupBy": [{"field": "userProperties", "path": ["supportAgentName"], "includeInSelect": True}],
        "where": condition("type", "eq", "support_ticket"),
    }


def test_every_member_of_a_body_can_be_asked_for() -> None:
    asked = (
        q.semantic_threads.nearest_to("export")
        .select(q.month("lastUpdated"), "category")
        .group_by(q.field("isClear").hidden(), q.week())
        .where(q.field("subject").contains("csv"))
        .order_by(q.count().desc(), "category", q.month("lastUpdated").asc())
        .having((q.count() >= 2) & (q.avg("questionLength") < 500))
        .count()
        .time_zone("Europe/Berlin")
        .notes("gaps")
        .limit(10)
        .cursor()
        .explain()
    )
    assert asked.to_dict() == {
        "query": "export",
        "select": [
            {"type": "time", "timeUnit": "month", "field": "lastUpdated"},
            {"type": "field", "field": "category"},
            {"type": "time", "timeUnit": "week"},
            {"type": "aggregation", "aggregation": "count"},
        ],
        "groupBy": [{"field": "isClear", "includeInSelect": False}],
        "where": condition("subject", "contains", "csv"),
        "orderBy": [
            {"field": "count", "direction": "desc"},
            {"field": "category", "direction": "asc"},
            {"field": "lastUpdated_month", "direction": "asc"},
        ],
        "having": {"and": [condition("count", "gte", 2), condition("avg_questionLength", "lt", 500)]},
        "timeZone": "Europe/Berlin",
        "notes": "gaps",
        "limit": 10,
        "cursor": None,
        "explain": True,
    }
    assert q.events.offset(5).to_dict() == {"offset": 5}
    assert q.events.to_dict() == {}


def test_every_number_about_a_group_can_be_asked_for() -> None:
    length = q.path("properties", "score")
    asked = (q.feedback.count("details").count_distinct(length).sum(length).avg(length).min("createdAt")).max(
        "createdAt"
    )
    numbers = asked.median(length).p90(length).p95(length).to_dict()["select"]
    assert [each["aggregation"] for each in numbers] == [
        *("count", "countDistinct", "sum", "avg", "min", "max", "median", "p90", "p95")
    ]
    assert [q.count("id").key, q.count_distinct("id").key, q.sum(length).key] == [
        "count_id",
        "countDistinct_id",
        "sum_properties.score",
    ]
    keys = [each.key for each in (q.min("createdAt"), q.max("createdAt"), q.median(plan))]
    assert keys == ["min_createdAt", "max_createdAt", "median_properties.plan"]
    assert [q.p90("questionLength").key, q.p95("questionLength").key] == [
        "p90_questionLength",
        "p95_questionLength",
    ]
    assert q.events.select("type", q.count()).to_dict()["select"][1]["aggregation"] == "count"


@pytest.mark.parametrize(
    ("filter_", "wire"),
    [
        (q.field("type") == "openai", condition("type", "eq", "openai")),
        (q.field("type") != None, condition("type", "neq", None)),  # noqa: E711  # a claim about rows
        (q.field("userMessageCount") > 3, condition("userMessageCount", "gt", 3)),
        (q.field("userMessageCount") >= 3, condition("userMessageCount", "gte", 3)),
        (q.field("firstMessageTime") < "30d", condition("firstMessageTime", "lt", "30d")),
        (q.field("userMessageCount") <= 3, condition("userMessageCount", "lte", 3)),
        (q.field("type").is_in(["openai", None]), condition("type", "in", ["openai", None])),
        (q.field("type").not_in(("openai",)), condition("type", "notIn", ["openai"])),
        (q.field("type").is_null(), condition("type", "isNull")),
        (q.field("type").is_not_null(), condition("type", "isNotNull")),
        (q.field("type").is_("7"), condition("type", "is", "7")),
        (q.field("type").contains("TICKET"), condition("type", "contains", "TICKET")),
        (q.field("type").starts_with("sup"), condition("type", "startsWith", "sup")),
        (q.matches('refund -"not yet"'), condition("messages", "matches", 'refund -"not yet"')),
        (q.field("properties").array_contains(7), condition("properties", "arrayContains", 7)),
        (q.field("properties").json_contains({"a": 1}), condition("properties", "jsonContains", {"a": 1})),
        (plan == "pro", condition("properties", "eq", {"path": ["plan"], "value": "pro"})),
        (plan.is_null(), condition("properties", "isNull", {"path": ["plan"]})),
        (
            q.path("properties", "a", "0").json_contained_by([1]),
            condition("properties", "jsonContainedBy", {"path": ["a", "0"], "value": [1]}),
        ),
        (q.field("properties").json_has_key("a"), condition("properties", "jsonHasKey", "a")),
        (q.field("properties").json_has_any_key(["a"]), condition("properties", "jsonHasAnyKey", ["a"])),
        (q.field("properties").json_has_all_keys(["a"]), condition("properties", "jsonHasAllKeys", ["a"])),
        (
            q.path("properties", "links").json_array_contains_object({"url": "x"}),
            condition("properties", "jsonArrayContainsObject", {"path": ["links"], "value": {"url": "x"}}),
        ),
        (
            q.week("firstMessageTime").is_("2026-11-02", time_zone="Europe/Berlin"),
            condition(
                "firstMessageTime",
                "is",
                {"timeUnit": "week", "timeZone": "Europe/Berlin", "value": "2026-11-02"},
            ),
        ),
        (
            q.field("firstMessageTime") > datetime(2026, 1, 5, 10, tzinfo=UTC),
            condition("firstMessageTime", "gt", "2026-01-05T10:00:00Z"),
        ),
    ],
)
def test_every_operator_has_a_word(filter_: Filter[Any], wire: Json) -> None:
    assert where(filter_) == wire


def test_chains_of_one_joint_stay_flat() -> None:
    a, b, c = plan == "a", plan == "b", plan == "c"
    assert [len(where(a & b & c)["and"]), len(where(a | b | c)["or"])] == [3, 3]
    assert where((a & b) | c) == {"or": [where(a & b), where(c)]}
    assert q.conversations.where(a, b).where(c).to_dict()["where"] == where(a & b & c)


def test_a_filter_is_turned_round_where_the_language_has_words_for_it() -> None:
    a, b = q.field("type") == "openai", plan.is_in(["pro"])
    assert where(~a) == where(q.field("type") != "openai")
    assert where(~(a & ~b)) == where((q.field("type") != "openai") | b)
    assert where(~plan.is_null()) == where(plan.is_not_null())
    few = q.field("userMessageCount") > 3
    assert where(~few) == where((q.field("userMessageCount") <= 3) | q.field("userMessageCount").is_null())
    assert (~(q.count() == 2)).wire == (q.count() != 2).wire
    assert (~((q.count() == 2) | q.sum("userMessageCount").is_null())).wire == (
        (q.count() != 2) & q.sum("userMessageCount").is_not_null()
    ).wire


@pytest.mark.parametrize(
    ("turn", "word"),
    [
        (lambda: ~(plan > 3), "gt"),
        (lambda: ~q.field("type").contains("x"), "contains"),
        (lambda: ~q.matches("x"), "matches"),
        (lambda: ~(q.count() > 3), "gt"),
    ],
)
def test_what_the_language_cannot_turn_round_is_said(turn: Callable[[], object], word: str) -> None:
    with pytest.raises(QuestionError, match=f"no words for the opposite of `{word}`"):
        turn()


@pytest.mark.parametrize("combined", [lambda: bool(plan == "pro"), lambda: 1 < q.count() < 3])
def test_a_filter_is_not_taken_for_true_or_false(combined: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="Join filters with `&`"):
        combined()


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: ANY.field("typ"), r"`typ` is not a field of any view\. Did you mean `type`\?"),
        (lambda: ANY.field("user_message_count"), "Did you mean `userMessageCount`"),
        (lambda: ANY.path("Properties_", "plan"), "Did you mean `properties`"),
        (lambda: ANY.sum("zzz"), "There are: id, userMessageCount"),
        (lambda: ANY.day("creatdAt"), "Did you mean `createdAt`"),
        (lambda: ANY.conversations.select("question"), "not a field of conversations"),
        (lambda: ANY.conversations.group_by(q.day("lastUpdated")), "not a field of conversations"),
        (lambda: ANY.events.group_by("reasons"), "`reasons` is not a field of events"),
        (lambda: ANY.events.where((q.field("type") == "x") & (q.field("subject") == "y")), "`subject`"),
        (lambda: ANY.events.where(q.matches("refund")), "not events"),
        (lambda: ANY.feedback.sum("userMessageCount"), "not a field of feedback"),
        (lambda: ANY.semantic_threads.order_by("topic"), "not a field of semantic threads"),
        (lambda: ANY.conversations.order_by("count"), r"key of `q\.count\(\)`: write that"),
        (lambda: ANY.conversations.select("avg_userMessageCount"), r"`q\.avg\('userMessageCount'\)`"),
        (lambda: ANY.conversations.order_by("countDistinct_type"), r"`q\.count_distinct\('type'\)`"),
        (
            lambda: ANY.events.order_by("sum_properties.score"),
            r"`q\.sum\(q\.path\('properties', 'score'\)\)`",
        ),
        (lambda: ANY.events.order_by("createdAt_day"), r"`q\.day\('createdAt'\)`"),
        (lambda: ANY.events.order_by("properties.plan"), r"`q\.path\('properties', 'plan'\)`"),
        (lambda: ANY.events.order_by("sum_subject"), "not a field of events. There are"),
        (lambda: q.path("properties"), r"at least one step; `q\.field\('properties'\)`"),
        (lambda: q.day().key, r"q\.day\('createdAt'\)"),
        (lambda: views.query_events(ANY.feedback), "put to feedback, and sent to events"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest_one(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        ask()


@pytest.mark.parametrize(
    ("ask", "usage"),
    [
        (lambda: ANY.field("type").is_in("openai"), r"is_in\(\['openai'\]\)"),
        (lambda: ANY.field("type").not_in("openai"), r"not_in\(\['openai'\]\)"),
        (lambda: ANY.field("type").is_in(b"openai"), r"is_in\(\[b'openai'\]\)"),
        (lambda: ANY.count().is_in("12"), r"is_in\(\['12'\]\)"),
        (lambda: ANY.count().not_in("12"), r"not_in\(\['12'\]\)"),
        (lambda: plan.json_has_any_key(ONE_TEXT), r"json_has_any_key\(\['ab'\]\)"),
        (lambda: plan.json_has_all_keys(ONE_TEXT), r"json_has_all_keys\(\['ab'\]\)"),
    ],
)
def test_one_text_is_not_a_list_of_its_letters(ask: Callable[[], object], usage: str) -> None:
    with pytest.raises(TypeError, match=f"A list belongs here, not one text: `{usage}`"):
        ask()


def test_lists_may_be_of_any_kind() -> None:
    kind = q.field("type")
    assert (
        where(kind.is_in({"openai"}))
        == where(kind.is_in({"openai": 1}.keys()))
        == where(kind.is_in(("openai",)))
    )
    assert where(q.field("userMessageCount").is_in(range(2)))["condition"]["value"] == [0, 1]


def test_a_key_without_a_direction_sorts_upwards() -> None:
    asked = q.conversations.order_by(q.count(), plan, q.day("firstMessageTime"))
    assert (
        asked.to_dict()
        == q.conversations.order_by(q.count().asc(), plan.asc(), q.day("firstMessageTime").asc()).to_dict()
    )


def test_a_filter_with_a_time_without_a_zone_cannot_be_asked() -> None:
    naive = datetime(2026, 1, 5)  # noqa: DTZ001  # what is to be refused
    for ask in (q.field("createdAt").__gt__, q.field("createdAt").__eq__, plan.array_contains):
        with pytest.raises(QuestionError, match="no time zone"):
            ask(naive)


def test_a_question_is_a_value_that_calls_share() -> None:
    tickets = q.conversations.where(q.field("type") == "support_ticket")
    by_day = tickets.group_by(q.day()).count()
    assert "groupBy" not in tickets.to_dict()
    assert views.query_conversations(by_day).body == views.export_conversations(by_day).body
    assert views.query_conversations(by_day).body == views.query_conversations(by_day.to_dict()).body


def test_keywords_take_filters_of_questions() -> None:
    call = calls.property_keys(field="properties", where=plan == "pro")
    assert call.body == calls.property_keys(field="properties", where=where(plan == "pro")).body
    having = views.query_events(having=q.count() > 1).body
    assert having == b'{"having":{"condition":{"field":"count","operator":"gt","value":1}}}'


def test_an_export_may_keep_objects_whole() -> None:
    select = q.feedback.select(q.field("reasons").as_json()).to_dict()["select"]
    assert select == [{"type": "field", "field": "reasons", "mode": "json"}]
