"""The walk through all conversations."""

from threadline.client.paging import Pages
from threadline.wire.conversations import Conversation, Conversations


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
    pages = Pages(2)
    assert pages.call().parameters == (("limit", "2"), ("offset", "0"))
    pages.take(page("c", "b"))
    assert pages.call().parameters == (("limit", "2"), ("offset", "2"))


def test_a_page_that_is_not_full_is_the_last_one() -> None:
    pages = Pages(2)
    pages.take(page("c", "b"))
    assert not pages.is_done
    pages.take(page("a"))
    assert pages.is_done


def test_an_empty_page_is_the_last_one_whatever_size_it_names() -> None:
    pages = Pages(2)
    pages.take(page(page_size=0))
    assert pages.is_done


def test_a_server_with_smaller_pages_than_asked_for_is_read_to_the_end() -> None:
    pages = Pages(100)
    pages.take(page("c", "b", page_size=2))
    assert not pages.is_done
    assert pages.call().parameters == (("limit", "100"), ("offset", "2"))


def test_what_new_conversations_push_onto_the_next_page_comes_once() -> None:
    pages = Pages(2)
    seen = [each.id for each in pages.take(page("c", "b"))]
    seen += [each.id for each in pages.take(page("b", "a"))]
    assert seen == ["c", "b", "a"]
