"""What every engine of records does with votes and events, and with what they are about."""

from __future__ import annotations

import pytest

from tests.support.stores import World, agent, user
from threadline.errors import ForbiddenError, InvalidRequestError, NotFoundError
from threadline.records.tables.changes import Kind
from threadline.services import feedback
from threadline.services.access import Caller


def delete_vote(world: World, caller: Caller, id: str) -> None:
    world.store.writer.write(lambda writing: feedback.delete(writing, caller, id))


def test_a_vote_is_listed_with_its_conversation_and_message(world: World, api: Caller) -> None:
    world.log(api, user("q"), agent("a", id="m"), id="c")
    world.vote(api, "m", id="f", reasons=[{"label": "good", "details": "d"}])
    listed = world.votes(api)
    (vote,) = listed["positiveFeedback"]
    assert (vote["conversation"]["id"], vote["message"]["content"]) == ("c", "a")
    assert vote["reasons"] == [{"label": "good", "details": "d"}]
    assert (listed["positiveFeedbackCount"], listed["negativeFeedbackCount"]) == (1, 0)


def test_a_vote_before_its_message_waits_and_joins_it(world: World, api: Caller) -> None:
    world.vote(api, "m", id="f")
    assert world.votes(api)["positiveFeedbackCount"] == 0
    with pytest.raises(NotFoundError):
        feedback.get(world.store.reader, api, "f")
    world.log(api, user("q"), agent("a", id="m"), id="c")
    assert world.votes(api)["positiveFeedback"][0]["conversation"]["id"] == "c"
    assert world.store.reader.pending_votes(api.project_rid, ["m"]) == []


def test_a_vote_that_waits_joins_no_message_of_another_project(world: World, api: Caller) -> None:
    world.vote(api, "m", id="f")
    world.log(world.caller(project="other"), user("q", id="m"), id="c")
    assert len(world.store.reader.pending_votes(api.project_rid, ["m"])) == 1


def test_a_vote_on_an_unknown_message_is_refused_where_that_is_asked(world: World, api: Caller) -> None:
    with pytest.raises(InvalidRequestError):
        world.vote(api, "m", id="f", must_exist=True)
    assert world.store.reader.find_vote(api.project_rid, "f") is None


def test_the_same_vote_again_replaces_and_is_counted_once(world: World, api: Caller) -> None:
    world.log(api, user("q"), agent("a", id="m"), id="c")
    world.vote(api, "m", id="f", details="d")
    vote = world.vote(api, "m", id="f", type="negative")
    assert (vote["type"], vote["details"]) == ("negative", "d")
    assert world.store.reader.count_votes(api.project_rid) == (0, 1)


def test_a_user_has_one_vote_on_a_message(world: World, api: Caller) -> None:
    world.log(api, user("q"), agent("a", id="m"), id="c")
    first = world.vote(api, "m", userProperties={"id": "u"})
    second = world.vote(api, "m", type="negative", userProperties={"id": "u"})
    other = world.vote(api, "m", userProperties={"id": "v"})
    assert first["id"] == second["id"] != other["id"]
    assert world.store.reader.count_votes(api.project_rid) == (1, 1)


def test_votes_without_a_user_are_votes_of_their_own(world: World, api: Caller) -> None:
    world.log(api, user("q"), agent("a", id="m"), id="c")
    assert world.vote(api, "m")["id"] != world.vote(api, "m")["id"]
    assert world.store.reader.count_votes(api.project_rid) == (2, 0)


def test_a_vote_stays_with_its_conversation_when_another_gets_the_message(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m"), id="c1")
    world.vote(api, "m", id="f")
    world.log(api, user("q", id="m"), id="c2")
    world.vote(api, "m", id="f", details="later")
    assert world.votes(api)["positiveFeedback"][0]["conversation"]["id"] == "c1"


def test_votes_are_paged_apart_by_type_and_newest_first(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m"), id="c")
    for number in range(4):
        world.now += 1
        world.vote(api, "m", id=f"f{number}", type="negative" if number % 2 else "positive")
    listed = world.votes(api, limit=1, offset=1)
    assert [each["id"] for each in listed["positiveFeedback"]] == ["f0"]
    assert [each["id"] for each in listed["negativeFeedback"]] == ["f1"]


def test_a_deleted_vote_is_counted_no_more(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m"), id="c")
    world.vote(api, "m", id="f")
    delete_vote(world, api, "f")
    assert world.store.reader.count_votes(api.project_rid) == (0, 0)
    with pytest.raises(NotFoundError):
        delete_vote(world, api, "f")


def test_a_vote_that_waits_can_be_deleted(world: World, api: Caller) -> None:
    world.vote(api, "m", id="f")
    delete_vote(world, api, "f")
    world.log(api, user("q", id="m"), id="c")
    assert world.votes(api)["positiveFeedbackCount"] == 0


def test_votes_go_with_their_conversation(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m"), id="c")
    world.vote(api, "m", id="f")
    world.delete(api, "c")
    assert world.store.reader.find_vote(api.project_rid, "f") is None
    assert world.store.reader.count_votes(api.project_rid) == (0, 0)


def test_a_write_only_key_changes_no_vote_of_others(world: World, api: Caller) -> None:
    web = world.caller("web")
    world.log(api, user("q", id="m"), id="c")
    world.vote(api, "m", id="f")
    with pytest.raises(ForbiddenError):
        world.vote(web, "m", id="f", type="negative")
    assert world.store.reader.count_votes(api.project_rid) == (1, 0)


def test_a_vote_tells_followers_of_itself_and_of_its_threads(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m"), id="c")
    before = world.newest()
    world.vote(api, "m", id="f")
    assert [each.rid for each in world.changes(before, (Kind.THREADS,))] == [world.rid(api, "c")]
    assert len(world.changes(before, (Kind.FEEDBACK,))) == 1


def test_a_vote_that_waits_tells_of_no_threads(world: World, api: Caller) -> None:
    before = world.newest()
    world.vote(api, "m", id="f")
    assert world.changes(before, (Kind.THREADS,)) == []


def test_an_event_is_stored_once_under_its_id(world: World, api: Caller) -> None:
    first = world.event(api, id="e", conversationId="c", properties={"n": 1})
    second = world.event(api, id="e", conversationId="c", properties={"n": 2})
    assert first == second
    assert first["properties"] == {"n": 1}


def test_events_without_an_id_are_events_of_their_own(world: World, api: Caller) -> None:
    assert world.event(api, conversationId="c")["id"] != world.event(api, conversationId="c")["id"]


def test_an_event_of_what_must_exist_is_refused_when_it_does_not(world: World, api: Caller) -> None:
    with pytest.raises(InvalidRequestError):
        world.event(api, must_exist=True, id="e", conversationId="c")
    with pytest.raises(InvalidRequestError):
        world.event(api, must_exist=True, id="e", entityType="message", messageId="m")
    world.log(api, user("q", id="m"), id="c")
    world.event(api, must_exist=True, id="e1", conversationId="c")
    world.event(api, must_exist=True, id="e2", entityType="message", messageId="m")


def test_events_of_one_id_in_two_projects_are_two(world: World, api: Caller) -> None:
    other = world.caller(project="other")
    world.event(api, id="e", conversationId="c", properties={"n": 1})
    assert world.event(other, id="e", conversationId="c")["properties"] is None


def test_a_write_only_key_sees_no_event_of_others(world: World, api: Caller) -> None:
    world.event(api, id="e", conversationId="c")
    with pytest.raises(ForbiddenError):
        world.event(world.caller("web"), id="e", conversationId="c")


def test_an_event_tells_followers_of_itself_once(world: World, api: Caller) -> None:
    before = world.newest()
    world.event(api, id="e", conversationId="c")
    world.event(api, id="e", conversationId="c")
    assert len(world.changes(before)) == 1


def test_events_about_a_message_are_told_of_when_its_conversation_comes_and_goes(
    world: World, api: Caller
) -> None:
    world.event(api, id="e", entityType="message", messageId="m")
    before = world.newest()
    world.log(api, user("q", id="m"), id="c")
    assert len(world.changes(before, (Kind.EVENT,))) == 1
    before = world.newest()
    world.log(api, user("q", id="m"), agent("a"), id="c")
    assert world.changes(before, (Kind.EVENT,)) == []
    world.log(api, user("other"), id="c")
    assert len(world.changes(before, (Kind.EVENT,))) == 1


def test_events_about_a_deleted_conversation_stay_without_what_they_say(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m"), id="c")
    world.event(api, id="e1", conversationId="c", properties={"secret": 1})
    world.event(api, id="e2", entityType="message", messageId="m", properties={"secret": 2})
    world.delete(api, "c")
    for id in ("e1", "e2"):
        found = world.store.reader.find_event(api.project_rid, id)
        assert found is not None
        assert found.properties is None


def test_an_event_about_a_message_that_another_conversation_has_keeps_what_it_says(
    world: World, api: Caller
) -> None:
    for id in ("c1", "c2"):
        world.log(api, user("q", id="m"), id=id)
    world.event(api, id="e", entityType="message", messageId="m", properties={"n": 1})
    world.delete(api, "c1")
    found = world.store.reader.find_event(api.project_rid, "e")
    assert found is not None
    assert found.properties == '{"n":1}'
