"""Worked examples of the query language: a question, and the body that asks it. A test asks every one of them."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

COUNT: dict[str, Any] = {"type": "aggregation", "aggregation": "count"}


def condition(field: str, operator: str, value: object = UNSET) -> dict[str, Any]:
    """Return a filter of one condition."""
    return {
        "condition": {"field": field, "operator": operator} | ({} if value is UNSET else {"value": value})
    }


EXAMPLES: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "conversations": (
        (
            "How many conversations a week in the last 90 days?",
            {
                "select": [{"type": "time", "timeUnit": "week"}, COUNT],
                "where": condition("firstMessageTime", "gte", "90d"),
            },
        ),
        (
            "Which plans ask most? (`plan` is a key of `properties`)",
            {
                "select": [{"type": "field", "field": "properties", "path": ["plan"]}, COUNT],
                "orderBy": [{"field": "count", "direction": "desc"}],
            },
        ),
        (
            "The newest conversations in which one message has `refund` and not `test`",
            {
                "select": [{"type": "field", "field": "id"}, {"type": "field", "field": "firstMessageTime"}],
                "where": condition("messages", "matches", "refund -test"),
                "limit": 20,
            },
        ),
    ),
    "events": (
        (
            "Which events happen most?",
            {
                "select": [COUNT],
                "groupBy": [{"field": "type"}],
                "orderBy": [{"field": "count", "direction": "desc"}],
            },
        ),
        (
            "Searches a day in the last two weeks",
            {
                "select": [{"type": "time", "timeUnit": "day"}, COUNT],
                "where": {
                    "and": [condition("eventType", "eq", "search"), condition("createdAt", "gte", "2w")]
                },
            },
        ),
    ),
    "feedback": (
        (
            "Votes up and down, by month",
            {"select": [{"type": "time", "timeUnit": "month"}, COUNT], "groupBy": [{"field": "type"}]},
        ),
        (
            "What people wrote with negative votes, newest first",
            {
                "select": [
                    {"type": "field", "field": name}
                    for name in ("createdAt", "details", "reasons", "conversationId", "messageId")
                ],
                "where": condition("type", "eq", "negative"),
            },
        ),
    ),
    "semantic-threads": (
        (
            "Questions whose answer was voted down",
            {
                "select": [
                    {"type": "field", "field": name} for name in ("question", "answer", "conversationIds")
                ],
                "where": condition("hasNegativeFeedback", "eq", value=True),
            },
        ),
        (
            "Questions that nobody answered, newest first",
            {
                "select": [{"type": "field", "field": name} for name in ("question", "conversationIds")],
                "where": condition("answer", "isNull"),
            },
        ),
        (
            "How many threads of each category, of those that have one?",
            {
                "select": [COUNT],
                "groupBy": [{"field": "category"}],
                "where": condition("category", "isNotNull"),
                "orderBy": [{"field": "count", "direction": "desc"}],
            },
        ),
    ),
}
"""By view."""
