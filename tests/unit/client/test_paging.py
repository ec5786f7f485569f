"""Walks: through the lists, and through the rows of a query."""

import json
from typing import Any

import pytest
from msgspec import structs

from threadline import AnswerError, q
from threadline.client.operations import views
from threadline.client.operations.paging import REMEMBERED_PAGES, ConversationPages, FeedbackPages, Walk
from threadline.client.tables.rows import Rows
from threadline.wire.conversations import Conversation, Conversations
from threadline.wire.feedback import FeedbackItem, FeedbackList
from threadline.wire.messages import ConversationMessage
from threadline.wire.queries import QueryAnswer, QueryData


def page(*ids: str, page_size: int = 2, total: int = 9) -> Conversations:
    return Conversations(
        conversations=[conversation(id_) for id_ in ids], total=total, page_size=page_size, count=len(ids)
    )


def conversation(id_: str) -> Conversation:
    return Conversation(
        id=id_,
        external_id=None,
        external_url=None,
        type="openai",
        support_ticket_conversation_id=None,
        created_at="2026-01-05T10:00:00.000Z",
        updated_at="2026-01-05T10:00:00.000Z",
        project_id=None,
        integration_id=None,
        visibility=None,
        messages=[],
    )


def test_the_next_page_begins_behind_the_last_one() -> None:
    pages = ConversationPages(page_rows=2)
    assert pages.call().parameters == (("limit", "2"), ("offset", "0"))
    pages.take(page("c", "b"))
    assert pages.call().parameters == (("limit", "2"), ("offset", "2"))


def test_a_page_that_is_not_full_is_the_last_one() -> None:
    pages = ConversationPages(page_rows=2)
    pages.take(page("c", "b"))
    assert not pages.is_done
    pages.take(page("a"))
    assert pages.is_done


def test_an_empty_page_is_the_last_one_whatever_size_it_names() -> None:
    pages = ConversationPages(page_rows=2)
    pages.take(page(page_size=0))
    assert pages.is_done


def test_a_server_with_smaller_pages_than_asked_for_is_read_to_the_end() -> None:
    pages = ConversationPages(page_rows=100)
    pages.take(page("c", "b", page_size=2))
    assert not pages.is_done
    assert pages.call().parameters == (("limit", "100"), ("offset", "2"))


def test_what_new_conversations_push_onto_the_next_page_comes_once() -> None:
    pages = ConversationPages(page_rows=2)
    seen = [each.id for each in pages.take(page("c", "b"))]
    seen += [each.id for each in pages.take(page("b", "a"))]
    assert seen == ["c", "b", "a"]


def test_memory_holds_the_ids_of_the_last_pages_alone() -> None:
    pages = ConversationPages(page_rows=2)
    for number in range(REMEMBERED_PAGES * 5):
        pages.take(page(f"{number}a", f"{number}b"))
    assert len(pages._seen._ids) == 2 * REMEMBERED_PAGES


def votes(positive: list[str], negative: list[str]) -> FeedbackList:
    return FeedbackList(
        positive_feedback_count=len(positive),
        negative_feedback_count=len(negative),
        positive_feedback=[vote(id_) for id_ in positive],
        negative_feedback=[vote(id_) for id_ in negative],
    )


def vote(id_: str) -> FeedbackItem:
    time = "2026-01-05T10:00:00.000Z"
    message = ConversationMessage(
        id="m1",
        type="openai",
        external_id=None,
        external_url=None,
        conversation_id="c1",
        created_at=time,
        updated_at=time,
        role="user",
        content="How?",
    )
    return FeedbackItem(
        id=id_,
        type="positive",
        message_id="m1",
        created_at=time,
        updated_at=time,
        reasons=None,
        details=None,
        properties=None,
        user_properties=None,
        sources=None,
        conversation=conversation("c1"),
        message=message,
    )


def test_feedback_is_walked_through_until_both_lists_are_empty() -> None:
    pages = FeedbackPages(page_rows=2)
    seen = [each.id for each in pages.take(votes(["p2", "p1"], ["n1"]))]
    assert pages.call().parameters == (("limit", "2"), ("offset", "2"))
    seen += [each.id for each in pages.take(votes(["p1", "p0"], []))]
    assert not pages.is_done
    pages.take(votes([], []))
    assert (pages.is_done, seen) == (True, ["p2", "p1", "n1", "p0"])


def rows(count: int, *, total: int, cursor: str = "") -> Rows:
    found = [dict[str, object](id=str(number)) for number in range(count)]
    data = QueryData(result=found, total=total, page_size=2, count=count)
    return Rows(QueryAnswer(status="ok", data=structs.replace(data, next_cursor=cursor) if cursor else data))


def body(walk: Walk[dict[str, Any]]) -> dict[str, Any]:
    content = walk.call().body
    assert content is not None
    sent: dict[str, Any] = json.loads(content)
    return sent


def test_rows_are_asked_for_page_by_page_with_the_same_question() -> None:
    walk = views.event_rows(q.events.select("id").limit(2))
    select = [{"type": "field", "field": "id"}]
    assert body(walk) == {"select": select, "limit": 2, "cursor": None}
    assert len(walk.take(rows(2, total=3, cursor="next"))) == 2
    assert body(walk) == {"select": select, "limit": 2, "cursor": "next"}
    walk.take(rows(1, total=3))
    assert walk.is_done


def test_a_page_of_rows_is_large_unless_the_question_says_otherwise() -> None:
    assert body(views.feedback_rows()) == {"limit": 1000, "cursor": None}


def test_a_server_without_pages_is_found_out_before_rows_are_missed() -> None:
    with pytest.raises(AnswerError, match=r"sent 2 of 3 rows.*export"):
        views.conversation_rows().take(rows(2, total=3))
    assert views.semantic_thread_rows().take(rows(2, total=2)) == rows(2, total=2)
