"""Labels are counted where an annotator wrote some; where none did, that is said, and questions come as they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.support.agents import Agent
from tests.support.product import Product, assistant, opened, user
from threadline.api.app import make_app
from threadline.client.errors import UnprocessableError
from threadline.mcp.answers import Answer
from threadline.mcp.asking import Api, in_process, with_key
from threadline.mcp.tools import READING

QUESTIONS = ("How do I export?", "How do I export to PDF?", "Can I pay by invoice?", "Is there an app?")
Ask = Callable[..., Answer]


@pytest.fixture
def ask(product: Product) -> Ask:
    """What asks a tool in process, about four questions of which the last has no answer."""
    api, run = product.caller(), asking(product)
    for number, question in enumerate(QUESTIONS):
        replies = [assistant("Yes.")] if number < len(QUESTIONS) - 1 else []
        api.log(user(question), *replies, id=f"c{number}")
    return run


def asking(product: Product) -> Ask:
    """Return what asks a tool in process, with a key of its own."""
    key, app = product.caller().key, make_app(product.state)

    def run(name: str, **arguments: Any) -> Answer:
        async def work() -> Answer:
            tool: Callable[[Api, dict[str, Any]], Awaitable[Answer]]
            tool = next(tool for tool in READING if tool.name == name).run
            async with in_process(app) as http:
                return await tool(with_key(http, key), arguments)

        return anyio.run(work)

    return run


def annotate(product: Product, field: str, values: dict[str, str]) -> None:
    """Write labels as an annotator would, by question."""
    product.state.engine.catching_up.catch_up("semantic_threads")
    for question, value in values.items():
        product.state.engine.projection.standing.connection.execute(
            f"UPDATE semantic_threads SET {field} = ? WHERE question = ?", [value, question]
        )


@pytest.mark.parametrize(
    ("tool", "label", "shown"), [("list_topics", "subject", 4), ("list_gaps", "gapSummary", 1)]
)
def test_that_nothing_is_annotated_is_said(ask: Ask, tool: str, label: str, shown: int) -> None:
    told = ask(tool)
    assert told.summary.startswith(
        f"None of 4 matching semantic threads has a `{label}`: no annotator has written any."
    )
    assert told.notes == ["Group them yourself, and say that the grouping is yours."]
    assert [row["question"] for row in told.data["threads"]] == [*reversed(QUESTIONS)][:shown]


def test_labels_are_counted_most_frequent_first_and_lead_to_conversations(ask: Ask, product: Product) -> None:
    annotate(product, "subject", {QUESTIONS[0]: "export", QUESTIONS[1]: "export", QUESTIONS[2]: "payment"})
    told = ask("list_topics")
    assert told.summary.startswith("3 of 4 semantic threads have a `subject`; 2 of 2 different ones shown")
    assert told.data["groups"] == [{"subject": "export", "count": 2}, {"subject": "payment", "count": 1}]
    behind = ask("drill_down", view="semantic-threads", query=told.data["query"], row=told.data["groups"][0])
    assert {row["id"] for row in behind.data["conversations"]} == {"c0", "c1"}


def test_gaps_are_listed_in_parts(ask: Ask, product: Product) -> None:
    annotate(product, "gap_summary", {QUESTIONS[0]: "Export", QUESTIONS[1]: "PDF", QUESTIONS[2]: "Invoices"})
    first = ask("list_gaps", limit=2)
    assert (first.shown, first.total, first.next) == (2, 3, {"offset": 2})
    rest = ask("list_gaps", limit=2, **(first.next or {}))
    gaps = {row["gapSummary"] for told in (first, rest) for row in told.data["groups"]}
    assert (gaps, rest.next) == ({"Export", "PDF", "Invoices"}, None)


def test_a_filter_and_a_time_narrow_both(ask: Ask) -> None:
    where = {"condition": {"field": "question", "operator": "contains", "value": "export"}}
    assert ask("list_topics", where=where, since="1d").total == 2
    assert (
        ask("list_topics", since="2999-01-01").summary == "There are no semantic threads that match. 0 of 0."
    )


def test_the_limits_of_the_api_hold_for_agents(tmp_path: Path) -> None:
    with opened(tmp_path, groups=2) as product:
        ask = asking(product)
        for number in range(3):
            product.caller().log(user("Hello"), id=f"c{number}")
        with pytest.raises(UnprocessableError, match="3 groups, and 2 are the most"):
            ask("query_conversations", groupBy=[{"field": "id"}])


def test_the_server_says_the_same_to_an_agent(http_agent: Agent) -> None:
    assert "no annotator has written any" in http_agent.ask("list_topics", by="category").about["summary"]
    gaps = http_agent.ask("list_gaps")
    assert gaps.data["threads"]
    assert all(row.get("hasNegativeFeedback") or "answer" not in row for row in gaps.data["threads"])
