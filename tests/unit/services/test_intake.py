"""From the messages of a body to the messages that are kept."""

import itertools
from collections.abc import Sequence

import msgspec

from threadline.moments import to_text
from threadline.records.tables.conversations import MessageRow
from threadline.rids import HIDDEN
from threadline.services.intake.matching import Frame, Intake, changes, left_out, take_in
from threadline.services.intake.times import Span
from threadline.services.policy import USUAL_ROLES, RequestFacts
from threadline.wire.conversations import LogOpenAIConversation, LogSupportTicketConversation

FIRST, LATER = 1_767_225_600_000, 1_767_229_200_000


def taken(
    messages: Sequence[object],
    stored: list[MessageRow] | None = None,
    *,
    now: int = FIRST,
    span: Span | None = None,
) -> Intake:
    numbers = itertools.count()
    body = msgspec.convert({"type": "support_ticket", "messages": messages}, LogSupportTicketConversation)
    facts = RequestFacts(now, lambda prefix: f"{prefix}_{now}_{next(numbers)}")
    return take_in(
        body.messages,
        stored or [],
        Frame("c", "support_ticket", facts, span or Span(now), USUAL_ROLES.customers),
    )


def member(row: MessageRow, name: str) -> object:
    return msgspec.json.decode(row.document)[name]


def test_a_first_log_gives_every_message_an_id_and_the_time() -> None:
    intake = taken([{"role": "user", "content": "a"}, {"role": "agent", "content": "b", "id": "own"}])
    assert [row.id for row in intake.rows] == [f"msg_{FIRST}_0", "own"]
    assert (intake.user_messages_count, intake.first_message_at) == (1, to_text(FIRST))


def test_the_first_time_is_the_earliest_of_all_messages() -> None:
    late = {"role": "user", "content": "a", "createdAt": "2026-01-02T00:00:00Z"}
    early = {"role": "user", "content": "b", "createdAt": "2026-01-01T00:00:00+01:00"}
    assert taken([late, early]).first_message_at == "2025-12-31T23:00:00.000Z"


def test_an_unchanged_message_is_byte_for_byte_the_stored_one() -> None:
    messages = [{"role": "user", "content": "a"}, {"role": "agent", "content": "b", "properties": {"x": 1}}]
    before = taken(messages)
    after = taken(messages, before.rows, now=LATER)
    assert after.rows == before.rows
    assert changes(after.rows, before.rows) == []


def test_a_message_that_goes_on_keeps_its_id_and_first_time_and_gets_a_new_update() -> None:
    before = taken([{"role": "user", "content": "How"}])
    (row,) = taken([{"role": "user", "content": "How do I?"}], before.rows, now=LATER).rows
    assert row.id == before.rows[0].id
    assert (member(row, "createdAt"), member(row, "updatedAt")) == (to_text(FIRST), to_text(LATER))


def test_a_place_whose_id_is_named_elsewhere_is_not_taken_twice() -> None:
    before = taken([{"role": "user", "content": "a", "id": "1"}])
    rows = taken(
        [{"role": "user", "content": "a"}, {"role": "user", "content": "a", "id": "1"}], before.rows
    ).rows
    assert rows[1].id == "1"
    assert rows[0].id != "1"


def test_a_hidden_message_that_comes_back_is_the_same_message() -> None:
    before = taken([{"role": "user", "content": "a", "id": "1"}])
    hidden = [MessageRow(HIDDEN, "1", before.rows[0].document)]
    (row,) = taken([{"role": "user", "content": "a", "id": "1"}], hidden, now=LATER).rows
    assert member(row, "createdAt") == to_text(FIRST)
    assert (row.position, left_out([row], hidden)) == (0, [])


def test_messages_that_changed_place_are_written_again() -> None:
    before = taken([{"role": "user", "content": "a", "id": "1"}, {"role": "user", "content": "b", "id": "2"}])
    after = taken([{"role": "user", "content": "b", "id": "2"}], before.rows, now=LATER)
    assert [(row.position, row.id) for row in changes(after.rows, before.rows)] == [(0, "2")]
    assert [row.id for row in left_out(after.rows, before.rows)] == ["1"]


def test_a_chat_without_content_beside_tool_calls_keeps_an_empty_text() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": ""}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    body = msgspec.convert({"type": "openai", "messages": [message]}, LogOpenAIConversation)
    facts = RequestFacts(FIRST, lambda prefix: prefix)
    intake = take_in(body.messages, [], Frame("c", "openai", facts, Span(FIRST), USUAL_ROLES.customers))
    assert member(intake.rows[0], "content") == ""


def test_messages_without_times_follow_the_beginning_of_their_conversation() -> None:
    messages = [{"role": "customer", "content": "a"}, {"role": "agent", "content": "b"}]
    rows = taken(messages, now=LATER, span=Span(LATER, began_at=FIRST)).rows
    assert [member(row, "createdAt") for row in rows] == [to_text(FIRST), to_text(FIRST + 1)]
    assert [member(row, "updatedAt") for row in rows] == [to_text(FIRST), to_text(FIRST + 1)]


def test_a_message_without_a_time_lies_between_its_neighbours() -> None:
    early = {"role": "user", "content": "b", "createdAt": "2025-01-01T00:00:00Z"}
    rows = taken([{"role": "user", "content": "a"}, early, {"role": "user", "content": "c"}]).rows
    assert [member(row, "createdAt") for row in rows] == [
        "2025-01-01T00:00:00.000Z",
        "2025-01-01T00:00:00.000Z",
        to_text(FIRST),
    ]


def test_no_message_without_a_time_is_later_than_its_conversation() -> None:
    messages = [{"role": "user", "content": str(number)} for number in range(3)]
    rows = taken(messages, now=LATER, span=Span(LATER, began_at=FIRST, ended_at=FIRST + 1)).rows
    assert [member(row, "createdAt") for row in rows] == [to_text(FIRST + each) for each in (0, 1, 1)]
    rows = taken(messages, now=LATER, span=Span(LATER, ended_at=FIRST)).rows
    assert {member(row, "createdAt") for row in rows} == {to_text(FIRST)}


def test_the_customers_messages_are_counted_by_the_roles_of_customers() -> None:
    roles = ("customer", "End-User", "agent", "requester", "note")
    assert taken([{"role": role, "content": "a"} for role in roles]).user_messages_count == 3
