"""The eight worked examples of the contract: the rows come out exactly as documented, null keys left out."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.support.compiling import compile_export, compile_query
from tests.support.warehouse import Warehouse, utc
from tests.support.zones import ZONES
from threadline.catalog import VIEWS
from threadline.query import CompiledQuery, Limits, Scope, bind, parse

JANUARY = utc(2026, 1, 1)


def field(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "field", "field": name, **more}


def aggregation(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "aggregation", "aggregation": name, **more}


def condition(name: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"condition": {"field": name, "operator": operator, "value": value}}


def conversations() -> Iterator[dict[str, Any]]:
    for index in range(412):
        yield {
            "type": "openai",
            "userMessageCount": 0,
            "firstMessageTime": utc(2025, 6, 1),
            "id": f"o{index}",
        }
    for index in range(37):
        yield {
            "type": "support_ticket",
            "userMessageCount": 9,
            "firstMessageTime": utc(2026, 2, 1),
            "id": f"t{index}",
        }


def copilot_conversations() -> Iterator[dict[str, Any]]:
    for index in range(24):
        user: dict[str, Any] = {
            "userId": index % 12 if index < 12 else str(index % 12),
            "supportAgentName": "Ada",
        }
        yield {
            "id": f"a{index}",
            "type": "support_copilot",
            "firstMessageTime": JANUARY,
            "userProperties": user,
        }
    for index in range(3):
        user = {"userId": f"u{index}"} | ({"supportAgentName": None} if index else {})
        yield {
            "id": f"n{index}",
            "type": "support_copilot",
            "firstMessageTime": JANUARY,
            "userProperties": user,
        }
    yield {"id": "x", "type": "openai", "firstMessageTime": JANUARY, "userProperties": {"userId": 99}}


def days() -> Iterator[dict[str, Any]]:
    times = [(1, 9, 0), (1, 10, 23), (2, 44, 5)]
    for index, (day, count, hour) in enumerate(times):
        yield {"id": f"d{index}", "userMessageCount": count, "firstMessageTime": utc(2026, 1, day, hour)}
    yield {
        "id": "early",
        "userMessageCount": 5,
        "firstMessageTime": utc(2026, 1, 1) - timedelta(milliseconds=1),
    }
    yield {"id": "late", "userMessageCount": 5, "firstMessageTime": utc(2026, 2, 1)}


def planned() -> Iterator[dict[str, Any]]:
    time = utc(2026, 1, 19, 8, 1) + timedelta(seconds=2)
    yield {"id": "conv_9k2", "firstMessageTime": time, "properties": {"plan": "enterprise"}}
    yield {"id": "conv_9k3", "firstMessageTime": time, "properties": {"plan": "free"}}
    yield {"id": "conv_9k4", "firstMessageTime": time, "properties": None}


def gaps() -> Iterator[dict[str, Any]]:
    for index in range(20):
        integration = "int_docs" if index < 18 else None
        gap = {"isOnTopic": "yes", "isClear": "yes", "isDocumented": "no"}
        yield {"id": f"g{index}", "integrationId": integration, **gap}
    yield {
        "id": "off",
        "integrationId": "int_docs",
        "isOnTopic": "no",
        "isClear": "yes",
        "isDocumented": "no",
    }


def threads() -> Iterator[dict[str, Any]]:
    known = {
        "question": "Why is my webhook signature invalid?",
        "gapSummary": "No page explains clock skew.",
        "conversationIds": ["conv_9k2"],
    }
    yield {
        "id": "st_1",
        **known,
        "hasNegativeFeedback": True,
        "rid": 0,
        "first_message_rid": 10,
        "last_message_rid": 12,
    }
    yield {
        "id": "st_2",
        "hasNegativeFeedback": True,
        "rid": 0,
        "first_message_rid": 13,
        "last_message_rid": 14,
    }
    yield {
        "id": "st_3",
        "hasNegativeFeedback": False,
        "rid": 0,
        "first_message_rid": 15,
        "last_message_rid": 16,
    }


def feedback() -> Iterator[dict[str, Any]]:
    reason = [{"label": "slow", "details": ""}, {"label": "inaccurate_code_snippet", "details": "no"}]
    for index in range(4):
        time = utc(2026, 1, 5 + index)
        yield {"id": f"f{index}", "type": "negative", "createdAt": time, "reasons": reason, "details": "bad"}
    time = utc(2026, 1, 5)
    yield {"id": "silent", "type": "negative", "createdAt": time, "reasons": reason, "details": None}
    yield {"id": "other", "type": "negative", "createdAt": time, "reasons": reason[:1], "details": "bad"}


def events() -> Iterator[dict[str, Any]]:
    for index in range(91):
        yield {"id": f"m{index}", "type": "assistant_message_copied", "userProperties": {"id": index % 40}}
    for index in range(7):
        yield {
            "id": f"s{index}",
            "type": "chat_share_button_clicked",
            "userProperties": {"id": str(index % 6)},
        }
    yield {"id": "z", "type": "modal_opened", "userProperties": None}


E1 = {"select": [aggregation("count")], "groupBy": [{"field": "type"}], "notes": "conversations by type"}
E2 = {
    "select": [
        {"type": "time", "timeUnit": "day", "field": "firstMessageTime"},
        aggregation("sum", field="userMessageCount"),
    ],
    "where": {
        "and": [
            condition("firstMessageTime", "gte", "2026-01-01T00:00:00.000Z"),
            condition("firstMessageTime", "lt", "2026-02-01T00:00:00.000Z"),
        ]
    },
    "orderBy": [{"field": "firstMessageTime_day", "direction": "asc"}],
}
E3 = {
    "select": [
        {"type": "time", "timeUnit": "month", "field": "firstMessageTime"},
        aggregation("countDistinct", field="userProperties", path=["userId"]),
    ],
    "groupBy": [{"field": "userProperties", "path": ["supportAgentName"]}],
    "where": condition("type", "eq", "support_copilot"),
}
E4 = {
    "select": [field("id"), field("firstMessageTime"), field("properties", path=["plan"])],
    "where": condition("properties", "eq", {"path": ["plan"], "value": "enterprise"}),
    "orderBy": [{"field": "firstMessageTime", "direction": "desc"}],
}
E5 = {
    "select": [aggregation("count")],
    "groupBy": [{"field": "integrationId"}],
    "where": {
        "and": [
            condition("isOnTopic", "eq", "yes"),
            condition("isClear", "eq", "yes"),
            condition("isDocumented", "eq", "no"),
        ]
    },
}
E6 = {
    "query": "webhook signature fails",
    "select": [
        field(name) for name in ("id", "question", "gapSummary", "conversationIds", "hasNegativeFeedback")
    ],
    "where": {
        "or": [
            condition("hasNegativeFeedback", "eq", value=True),
            condition("thirdPartyEntities", "arrayContains", "Stripe"),
        ]
    },
}
E7 = {
    "select": [{"type": "time", "timeUnit": "week", "field": "createdAt"}, aggregation("count", field="id")],
    "where": {
        "and": [
            condition("type", "eq", "negative"),
            condition("reasons", "jsonArrayContainsObject", {"label": "inaccurate_code_snippet"}),
            {"condition": {"field": "details", "operator": "isNotNull"}},
        ]
    },
    "orderBy": [{"field": "createdAt_week", "direction": "asc"}],
}
E8 = {
    "select": [
        field("type"),
        aggregation("count", field="id"),
        aggregation("countDistinct", field="userProperties", path=["id"]),
    ],
    "groupBy": [{"field": "integrationId", "includeInSelect": False}],
    "where": condition("type", "in", ["assistant_message_copied", "chat_share_button_clicked"]),
    "orderBy": [{"field": "count_id", "direction": "desc"}],
}
EXAMPLES = [
    (
        "conversations",
        conversations,
        E1,
        [{"type": "openai", "count": 412}, {"type": "support_ticket", "count": 37}],
    ),
    (
        "conversations",
        days,
        E2,
        [
            {"firstMessageTime_day": "2026-01-01T00:00:00.000Z", "sum_userMessageCount": 19},
            {"firstMessageTime_day": "2026-01-02T00:00:00.000Z", "sum_userMessageCount": 44},
        ],
    ),
    (
        "conversations",
        copilot_conversations,
        E3,
        [
            {
                "firstMessageTime_month": "2026-01-01T00:00:00.000Z",
                "userProperties.supportAgentName": name,
                "countDistinct_userProperties.userId": count,
            }
            for name, count in (("Ada", 12), (None, 3))
        ],
    ),
    (
        "conversations",
        planned,
        E4,
        [{"id": "conv_9k2", "firstMessageTime": "2026-01-19T08:01:02.000Z", "properties.plan": "enterprise"}],
    ),
    ("semantic-threads", gaps, E5, [{"integrationId": "int_docs", "count": 18}, {"count": 2}]),
    (
        "semantic-threads",
        threads,
        E6,
        [
            {
                "id": "st_1",
                "question": "Why is my webhook signature invalid?",
                "gapSummary": "No page explains clock skew.",
                "conversationIds": ["conv_9k2"],
                "hasNegativeFeedback": True,
            }
        ],
    ),
    ("feedback", feedback, E7, [{"createdAt_week": "2026-01-05T00:00:00.000Z", "count_id": 4}]),
    (
        "events",
        events,
        E8,
        [
            {"type": "assistant_message_copied", "count_id": 91, "countDistinct_userProperties.id": 40},
            {"type": "chat_share_button_clicked", "count_id": 7, "countDistinct_userProperties.id": 6},
        ],
    ),
]


def wire_rows(warehouse: Warehouse, compiled: CompiledQuery) -> list[dict[str, Any]]:
    omitted = {column.key for column in compiled.rows.columns if column.omit_null}
    rows = warehouse.run(compiled.rows)
    return [
        {key: value for key, value in row.items() if value is not None or key not in omitted} for row in rows
    ]


@pytest.mark.parametrize(("view", "rows", "body", "wanted"), EXAMPLES, ids=[f"E{n}" for n in range(1, 9)])
def test_a_worked_example_gives_the_documented_rows(
    view: str, rows: Any, body: dict[str, Any], wanted: list[dict[str, Any]]
) -> None:
    warehouse = Warehouse()
    warehouse.add(view, rows())
    scope = Scope(project_id="p1", ranking=[(11, 0), (12, 1), (15, 2), (99, 3)])
    compiled = compile_query(body, VIEWS[view], scope=scope, limits=Limits())
    assert wire_rows(warehouse, compiled) == wanted
    assert warehouse.run(compiled.total) == [{"total": len(wanted)}]
    is_grouped = bind(parse(body, VIEWS[view]), VIEWS[view], zones=ZONES).is_grouped
    assert compiled.page_size == (10_000 if is_grouped else 1_000)


def test_the_export_of_the_fifth_example_has_the_documented_header() -> None:
    export = compile_export(E5, VIEWS["semantic-threads"], scope=Scope(project_id="p1"))
    assert [column.key for column in export.rows.columns] == ["integrationId", "count"]
