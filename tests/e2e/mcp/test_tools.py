"""Every tool answers over every way in, sized for a model."""

from __future__ import annotations

import json

import pytest
from mcp import Client

from tests.support.agents import OBEY, Agent, Shop
from threadline.mcp.answers import CLOSING, OPENING
from threadline.mcp.sizing import ANSWER_CHARACTERS
from threadline.mcp.teaching.examples import COUNT, EXAMPLES
from threadline.mcp.tools import READING

BY_PLAN = {"select": [{"type": "field", "field": "properties", "path": ["plan"]}, COUNT]}
ROW = {"properties.plan": "free", "count": 24}


def test_every_way_in_offers_the_same_tools_and_none_that_writes(agent: Agent) -> None:
    async def listed(client: Client) -> dict[str, bool]:
        tools = (await client.list_tools()).tools
        return {
            tool.name: tool.annotations is not None and tool.annotations.read_only_hint is True
            for tool in tools
        }

    assert agent.do(listed) == {tool.name: True for tool in READING}


def test_every_way_in_searches_counts_and_reads(agent: Agent) -> None:
    async def work(client: Client) -> list[object]:
        found = await client.call_tool("search_messages", {"query": "invoices 42"})
        hit = found.structured_content["data"]["messages"][0]
        whole = await client.call_tool("read_conversation", {"id": hit["conversationId"]})
        counted = await client.call_tool("query_conversations", BY_PLAN)
        read = whole.structured_content["data"]
        return [hit["conversationId"], read["messages"][0]["content"], counted.structured_content["data"]]

    rows = [{"properties.plan": "free", "count": 24}, {"properties.plan": "pro", "count": 46}, {"count": 3}]
    chat, content, counted = agent.do(work)
    assert (chat, content) == ("chat-042", "How do I export invoices to PDF? 42")
    assert [{k: v for k, v in row.items() if v is not None} for row in counted["rows"]] == rows  # type: ignore[index]


def test_a_search_goes_on_where_it_ended(http_agent: Agent) -> None:
    first = http_agent.ask("search_messages", query="invoices", limit=50)
    assert first.about["summary"] == "50 of 70 messages shown."
    second = http_agent.ask("search_messages", query="invoices", limit=50, **first.about["next"])
    assert (second.about["shown"], "next" in second.about) == (20, False)
    ids = {hit["messageId"] for told in (first, second) for hit in told.data["messages"]}
    assert len(ids) == Shop.CHATS


def test_a_search_keeps_to_its_filter(http_agent: Agent) -> None:
    where = {
        "condition": {"field": "properties", "operator": "eq", "value": {"path": ["plan"], "value": "free"}}
    }
    assert http_agent.ask("search_messages", query="invoices", where=where).about["total"] == 24


def test_words_of_some_conversations_come_with_both_shares(http_agent: Agent) -> None:
    where = {"condition": {"field": "type", "operator": "eq", "value": "openai"}}
    told = http_agent.ask("frequent_words", where=where, limit=2)
    assert told.about["summary"] == "2 words of 70 conversations shown, the most telling first."
    for each in told.data["words"]:
        assert each["share"] > each["usualShare"] > 0, each


def test_words_without_a_filter_are_refused(http_agent: Agent) -> None:
    assert "where" in http_agent.call("frequent_words").refusal


def test_a_long_conversation_is_read_in_parts(http_agent: Agent) -> None:
    read, start = [], {"start": 1}
    while start:
        told = http_agent.ask("read_conversation", id=Shop.LONG, limit=12, **start)
        read += [message["number"] for message in told.data["messages"]]
        start = told.about.get("next")
    assert read == list(range(1, Shop.LONG_MESSAGES + 1))


def test_a_cut_message_says_how_long_it_is_and_how_to_get_the_rest(http_agent: Agent) -> None:
    told = http_agent.ask("read_conversation", externalId="desk/7")
    cut = told.data["messages"][2]
    assert cut["characters"] == {"from": 0, "to": 2_000, "of": len(Shop.LONG_TEXT)}
    (note,) = told.about["notes"]
    following = json.loads(note[note.index("{") : note.rindex("}") + 1])
    rest = http_agent.ask("read_conversation", id=Shop.LONG, **following).data["messages"][0]
    assert cut["content"] + rest["content"] == Shop.LONG_TEXT


def test_a_number_behind_the_last_message_is_told(http_agent: Agent) -> None:
    told = http_agent.ask("read_conversation", id=Shop.LONG, start=99)
    assert told.about["summary"] == "The conversation has 30 messages; none has number 99."


def test_a_query_shows_some_rows_of_many_and_goes_on(http_agent: Agent) -> None:
    body = {"select": [{"type": "field", "field": "id"}], "orderBy": [{"field": "id", "direction": "asc"}]}
    first = http_agent.ask("query_conversations", **body)
    assert first.about["summary"] == "50 of 73 rows shown."
    rest = http_agent.ask("query_conversations", **body, **first.about["next"])
    ids = [row["id"] for told in (first, rest) for row in told.data["rows"]]
    assert len(ids) == 73
    assert ids == sorted(set(ids))


def test_pages_by_cursor_have_every_row_once(http_agent: Agent) -> None:
    ids: list[str] = []
    following: dict[str, object] | None = {"cursor": ""}
    while following:
        told = http_agent.ask("query_conversations", limit=30, **following)
        ids += [row["id"] for row in told.data["rows"]]
        following = told.about.get("next")
    assert len(ids) == len(set(ids)) == 73


def test_long_texts_of_rows_are_cut_with_a_mark(http_agent: Agent) -> None:
    body = {
        "select": [{"type": "field", "field": "question"}],
        "where": {"condition": {"field": "question", "operator": "startsWith", "value": "00000"}},
    }
    cut = http_agent.ask("query_semantic_threads", **body, cellCharacters=40)
    assert cut.data["rows"] == [{"question": Shop.LONG_TEXT[:40] + "…"}]
    assert cut.about["notes"][0].startswith("1 text is cut to 40 characters")
    whole = http_agent.ask("query_semantic_threads", **body, cellCharacters=9_000)
    assert whole.data["rows"] == [{"question": Shop.LONG_TEXT}]


def test_an_answer_too_long_for_a_model_shows_fewer_messages_and_goes_on(http_agent: Agent) -> None:
    read, following = [], {"start": 1}
    while following:
        told = http_agent.ask("read_conversation", id=Shop.WIDE, limit=100, characters=30_000, **following)
        assert len(told.texts[1]) < ANSWER_CHARACTERS + 30_000
        read.append([message["number"] for message in told.data["messages"]])
        following = told.about.get("next")
    assert read == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]


def test_rows_that_do_not_fit_are_told_and_come_next(http_agent: Agent) -> None:
    body: dict[str, object] = {
        "where": {"condition": {"field": "questionLength", "operator": "gt", "value": 15_000}}
    }
    body |= {"select": [{"type": "field", "field": "question"}], "cellCharacters": 20_000}
    told = http_agent.ask("query_semantic_threads", **body)
    assert told.about["summary"] == "2 of 5 rows shown."
    assert told.about["next"] == {"offset": 2}
    paged = http_agent.ask("query_semantic_threads", **body, cursor="")
    assert "next" not in paged.about
    assert paged.about["notes"] == [
        "More than fits: ask again with `limit` 2 and go on by `cursor`, or show fewer fields."
    ]


@pytest.mark.parametrize("view", EXAMPLES)
def test_every_worked_example_is_answered(http_agent: Agent, view: str) -> None:
    for _, body in EXAMPLES[view]:
        assert http_agent.ask(f"query_{view.replace('-', '_')}", **body).about["summary"]


def test_a_number_leads_to_its_conversations(http_agent: Agent) -> None:
    told = http_agent.ask("drill_down", view="conversations", query=BY_PLAN, row=ROW, limit=10)
    assert told.about["summary"] == (
        "24 rows of conversations are behind this row. 10 of 24 conversations shown."
    )
    further = http_agent.ask(
        "drill_down", view="conversations", query=BY_PLAN, row=ROW, limit=100, **told.about["next"]
    )
    both = [row["id"] for each in (told, further) for row in each.data["conversations"]]
    assert both == sorted(set(both), reverse=True)
    assert len(both) == 24


def test_properties_are_listed_with_their_values(http_agent: Agent) -> None:
    keys = http_agent.ask("list_property_keys", views=["conversations"])
    assert keys.data == {"keys": ["plan", "note"]}
    values = http_agent.ask("list_property_values", key="plan", views=["conversations"], limit=1)
    assert (values.data, values.about["summary"]) == (
        {"values": ["pro"]},
        "1 values shown; how many there are is not known. Most frequent first.",
    )
    assert http_agent.ask("list_property_values", key="plan", search="FR").data == {"values": ["free"]}


def test_the_search_reports_are_told(http_agent: Agent) -> None:
    searches = http_agent.ask("top_searches", limit=1)
    assert searches.data == {"searches": [{"search": "invoice", "count": 2}]}
    assert searches.about["summary"] == "1 of 2 search texts shown. Most frequent first."
    assert http_agent.ask("top_searches", after="2999-01-01").about["total"] == 0
    assert len(http_agent.ask("weekly_search_users").data["weeks"]) == 1


def test_the_guide_is_told_without_stored_data(http_agent: Agent) -> None:
    told = http_agent.ask("guide")
    assert told.texts == [told.about["summary"]]
    assert "Operators:" in told.texts[0]
    assert "- `gapSummary` (text)" in http_agent.ask("guide", view="semantic-threads").texts[0]


@pytest.mark.parametrize("tool", ["read_conversation", "search_messages", "query_conversations"])
def test_what_people_wrote_stands_between_marks_that_it_cannot_write(http_agent: Agent, tool: str) -> None:
    arguments: dict[str, dict[str, object]] = {
        "read_conversation": {"id": Shop.HOSTILE},
        "search_messages": {"query": "previous instructions"},
        "query_conversations": {
            "where": {"condition": {"field": "id", "operator": "eq", "value": Shop.HOSTILE}}
        },
    }
    ours, stored = http_agent.ask(tool, **arguments[tool]).texts
    assert "gnore" not in ours
    assert "gnore all previous" in stored
    assert stored.startswith(OPENING)
    assert stored.index(CLOSING) == len(stored) - len(CLOSING)
    assert OBEY.splitlines()[1] in json.dumps(json.loads(stored[len(OPENING) : -len(CLOSING)]))
