"""Tickets as help desks export them: their own times, and their own names for customers."""

from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.support.product import Caller, Json, opened
from threadline.records.store import FILE_NAME

OLD = {"createdAt": "2024-02-15T10:00:00Z", "updatedAt": "2024-02-16T10:00:00Z"}


def said(role: str, content: str = "text") -> Json:
    return {"role": role, "content": content}


def test_an_old_ticket_whose_messages_have_no_times_is_of_its_own_month(api: Caller) -> None:
    stored = api.log(said("user"), said("agent"), id="c", **OLD)
    assert [each["createdAt"] for each in stored["messages"]] == [
        "2024-02-15T10:00:00.000Z",
        "2024-02-15T10:00:00.001Z",
    ]
    assert api.rows("conversations")[0]["firstMessageTime"] == "2024-02-15T10:00:00.000Z"
    assert api.rows("semantic-threads")[0]["firstMessageTime"] == "2024-02-15T10:00:00.000Z"


def test_a_message_that_an_old_ticket_gets_later_is_not_later_than_its_update(api: Caller) -> None:
    api.log(said("user"), id="c", **OLD)
    stored = api.log(said("user"), said("agent"), id="c", **OLD)
    assert [each["createdAt"][:10] for each in stored["messages"]] == ["2024-02-15", "2024-02-16"]


def test_a_message_that_a_conversation_without_an_end_gets_later_is_of_now(api: Caller) -> None:
    api.log(said("user"), id="c", createdAt=OLD["createdAt"])
    stored = api.log(said("user"), said("agent"), id="c", createdAt=OLD["createdAt"])
    assert stored["messages"][1]["createdAt"] > "2026"


@pytest.mark.parametrize("role", ["user", "customer", "end-user", "Requester"])
def test_a_customer_is_counted_by_whatever_name(api: Caller, role: str) -> None:
    api.log(said(role), said("agent"), said(role), id="c")
    assert api.rows("conversations")[0]["userMessageCount"] == 2


def counts(folder: Path, **settings: Any) -> tuple[int, list[str]]:
    """Return what a start of a server makes of the ticket that is stored."""
    with opened(folder, **settings) as product:
        api = product.caller()
        questions = sorted(each["question"] for each in api.rows("semantic-threads"))
        return api.rows("conversations")[0]["userMessageCount"], questions


def test_roles_of_customers_that_are_named_later_count_in_what_is_stored(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        product.caller().log(said("agent", "Hello!"), said("Member", "Why?"), said("agent", "So."), id="c")
    assert counts(tmp_path) == (0, ["Hello!", "So."])
    assert counts(tmp_path, customer_roles="guest, member") == (1, ["Why?"])
    assert counts(tmp_path) == (0, ["Hello!", "So."])


def test_a_folder_of_an_older_version_is_counted_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        product.caller().log(said("customer", "Why?"), said("agent", "So."), id="c")
    records = apsw.Connection(str(tmp_path / FILE_NAME))
    records.execute("UPDATE conversations SET user_messages_count = 0; DELETE FROM customer_roles")
    records.close()
    assert counts(tmp_path) == (1, ["Why?"])
