"""What is decided between reading the records and writing them: no database, no clock."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest

from threadline.errors import ForbiddenError, InvalidRequestError
from threadline.records.tables.conversations import ConversationRow, MessageRow
from threadline.records.tables.events import EventRow
from threadline.records.tables.feedback import FeedbackRow, Found, Vote
from threadline.rids import HIDDEN
from threadline.services import events, feedback
from threadline.services.access import Caller
from threadline.services.intake import storing
from threadline.services.intake.storing import Stored, Wanted
from threadline.services.policy import RequestFacts
from threadline.wire.events import LogEvent
from threadline.wire.feedback import SubmitFeedback

NOW = 1_767_268_800_000


def caller(type_: str = "api", integration_id: str = "int_own") -> Caller:
    return Caller(1, "key", type_, 1, "proj", "org", integration_id, may_read_own=False, may_delete=False)


def moment() -> RequestFacts:
    numbers = itertools.count(1)
    return RequestFacts(NOW, lambda prefix: f"{prefix}_{next(numbers)}")


def row(**fields: Any) -> ConversationRow:
    usual: dict[str, Any] = dict.fromkeys(ConversationRow.__struct_fields__) | {
        "id": "c",
        "type": "support_ticket",
    }
    return ConversationRow(**(usual | fields))


def messages(*ids: str) -> list[MessageRow]:
    return [MessageRow(position, id, f'{{"id":"{id}"}}') for position, id in enumerate(ids)]


def wanted(*ids: str, **fields: Any) -> Wanted:
    return Wanted(1, row(**fields), messages(*ids))


def stored(*ids: str, votes: tuple[Vote, ...] = (), **fields: Any) -> Stored:
    return Stored(7, row(**fields), messages(*ids), votes)


def test_of_a_new_conversation_every_message_is_written() -> None:
    decision = storing.decide(wanted("a", "b"), None)
    assert (list(decision.written), decision.dropped, decision.position) == (messages("a", "b"), (), 0)
    assert decision.message_ids == {"a", "b"}


def test_of_a_history_that_goes_on_what_was_added_is_written() -> None:
    decision = storing.decide(wanted("a", "b", "c"), stored("a", "b"))
    assert [each.id for each in decision.written] == ["c"]
    assert (len(decision.dropped), decision.position, decision.message_ids) == (0, 2, frozenset("c"))


def test_a_history_that_is_stored_writes_nothing() -> None:
    decision = storing.decide(wanted("a", "b"), stored("a", "b"))
    assert (list(decision.written), list(decision.dropped), decision.position) == ([], [], 2)
    assert not decision.message_ids


def test_of_a_shorter_history_the_rest_is_dropped() -> None:
    decision = storing.decide(wanted("a"), stored("a", "b", "c"))
    assert (len(decision.written), list(decision.dropped), decision.position) == (0, [1, 2], 1)
    assert decision.message_ids == {"b", "c"}


def test_a_message_that_a_vote_points_at_moves_out_of_sight() -> None:
    decision = storing.decide(wanted("a"), stored("a", "b", "c", votes=(Vote(3, "c", "positive"),)))
    assert list(decision.written) == [MessageRow(HIDDEN, "c", '{"id":"c"}')]
    assert list(decision.dropped) == [1, 2]


def test_the_first_of_several_changes_is_where_followers_begin() -> None:
    decision = storing.decide(wanted("a", "x", "c", "y"), stored("a", "b", "c", "d"))
    assert decision.position == 1
    assert [each.position for each in decision.written] == [1, 3]


def test_a_hidden_message_that_comes_back_leaves_its_hiding_place() -> None:
    hidden = Stored(7, row(), [*messages("a"), MessageRow(HIDDEN, "b", '{"id":"b"}')])
    decision = storing.decide(wanted("a", "b"), hidden)
    assert list(decision.written) == [MessageRow(1, "b", '{"id":"b"}')]
    assert list(decision.dropped) == [HIDDEN]


def test_votes_are_told_of_anew_when_the_conversation_comes_from_elsewhere() -> None:
    votes = (Vote(3, "a", "positive"), Vote(5, "a", "negative"))
    moved = storing.decide(wanted("a", integration_id="int_2"), stored("a", votes=votes))
    assert list(moved.votes) == [3, 5]
    assert not storing.decide(wanted("a"), stored("a", votes=votes)).votes


def event(**fields: Any) -> LogEvent:
    given = {"type": "opened", "entityType": "conversation", "conversationId": "c"} | fields
    body: LogEvent = msgspec.convert(given, LogEvent)
    return body


def event_row(**fields: Any) -> EventRow:
    usual: dict[str, Any] = dict.fromkeys(EventRow.__struct_fields__) | {"id": "e", "created_at": 5}
    return EventRow(**(usual | fields))


def test_a_new_event_gets_an_id_a_time_and_the_place_of_its_key() -> None:
    decided = events.decide(caller("web"), event(), moment(), events.Known())
    assert (decided.id, decided.created_at, decided.integration_id) == ("evt_1", NOW, "int_own")
    assert (decided.entity_type, decided.conversation_id) == ("conversation", "c")


def test_a_trusted_key_is_told_the_stored_event() -> None:
    known = events.Known(event_row())
    assert events.decide(caller(), event(id="e"), moment(), known) is known.stored


def test_a_write_only_key_is_told_what_it_said_at_the_stored_time() -> None:
    known = events.Known(event_row(integration_id="int_own", properties='{"secret":1}'))
    decided = events.decide(caller("web"), event(id="e"), moment(), known)
    assert (decided.created_at, decided.properties) == (5, None)


def test_an_event_of_others_is_refused() -> None:
    known = events.Known(event_row(integration_id="int_else"))
    with pytest.raises(ForbiddenError):
        events.decide(caller("web"), event(id="e"), moment(), known)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, "/conversationId"),
        ({"entityType": "message", "messageId": "m"}, "/messageId"),
    ],
)
def test_an_event_without_its_subject_is_refused_with_the_place(fields: dict[str, str], place: str) -> None:
    with pytest.raises(InvalidRequestError) as raised:
        events.decide(caller(), event(**fields), moment(), events.Known(has_subject=False))
    assert [each.pointer for each in raised.value.violations] == [place]


def vote(**fields: Any) -> SubmitFeedback:
    return msgspec.convert({"type": "positive", "messageId": "m"} | fields, SubmitFeedback)


def found(**fields: Any) -> Found:
    usual: dict[str, Any] = dict.fromkeys(FeedbackRow.__struct_fields__) | {
        "id": "f",
        "type": "positive",
        "message_id": "m",
        "created_at": 5,
        "updated_at": 5,
    }
    return Found(9, FeedbackRow(**(usual | fields)))


def test_a_new_vote_joins_the_conversation_of_its_message() -> None:
    decided = feedback.decide(caller(), vote(), moment(), feedback.Known(conversation_rid=7))
    assert (decided.id, decided.conversation_rid, decided.created_at) == ("fb_1", 7, NOW)


def test_a_vote_on_an_unknown_message_waits_or_is_refused_as_the_operator_says() -> None:
    known = feedback.Known()
    assert feedback.decide(caller(), vote(), moment(), known).conversation_rid is None
    with pytest.raises(InvalidRequestError):
        feedback.decide(caller(), vote(), moment(), known, must_exist=True)


def test_a_vote_stays_where_it_was_given() -> None:
    known = feedback.Known(found(conversation_rid=3), conversation_rid=7)
    assert feedback.decide(caller(), vote(id="f"), moment(), known).conversation_rid == 3
    moved = feedback.Known(found(conversation_rid=3, message_id="other"), conversation_rid=7)
    assert feedback.decide(caller(), vote(id="f"), moment(), moved).conversation_rid == 7


def test_what_an_update_leaves_out_keeps_its_value_and_null_clears() -> None:
    known = feedback.Known(found(details="d", properties='{"n":1}'), conversation_rid=7)
    kept = feedback.decide(caller(), vote(id="f", type="negative"), moment(), known)
    assert (kept.type, kept.details, kept.properties, kept.created_at) == ("negative", "d", '{"n":1}', 5)
    cleared = feedback.decide(caller(), vote(id="f", details=None, properties=None), moment(), known)
    assert (cleared.details, cleared.properties) == (None, None)


def test_a_write_only_key_changes_a_vote_of_its_place_whose_user_it_names() -> None:
    known = feedback.Known(found(integration_id="int_own", user_id="u"), conversation_rid=7)
    own = vote(id="f", userProperties={"id": "u"})
    assert feedback.decide(caller("web"), own, moment(), known).id == "f"
    for body, who in (
        (vote(id="f"), caller("web")),
        (vote(id="f", messageId="other", userProperties={"id": "u"}), caller("web")),
        (own, caller("web", "int_else")),
    ):
        with pytest.raises(ForbiddenError):
            feedback.decide(who, body, moment(), known)


@pytest.mark.parametrize(
    ("wanted_now", "stored_before", "takes_back"),
    [
        (wanted("a"), None, False),
        (wanted("a", "b"), stored("a"), False),
        (wanted("a", tags='["x"]'), stored("a"), False),
        (wanted("a"), stored("a", tags='["x"]'), True),
    ],
)
def test_what_is_said_no_more_is_to_be_erased(
    wanted_now: Wanted, stored_before: Stored | None, takes_back: bool
) -> None:
    assert storing.decide(wanted_now, stored_before).takes_back is takes_back
