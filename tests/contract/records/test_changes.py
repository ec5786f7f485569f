"""What every engine of records tells its followers: everything that changed, in order, once, until all have it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import pytest

from tests.support.stores import ALL, World, agent, user
from threadline.positions import NEVER, START, Position
from threadline.records.protocol import Store, Writing
from threadline.records.tables.changes import Changed, Kind
from threadline.services.access import Caller


def note(world: World, *changed: tuple[Kind, int, int]) -> None:
    """Write lines of the change log in one job."""

    def write(writing: Writing) -> None:
        for kind, rid, position in changed:
            writing.note_change(kind, rid, position)

    world.store.writer.write(write)


def prune(world: World, *reached: Position) -> None:
    world.store.writer.write(lambda writing: writing.prune_changes(reached=reached))


def test_a_new_store_has_no_changes(world: World) -> None:
    assert world.newest() == START
    assert world.changes(START) == []


def test_every_write_moves_the_newest_change_on(world: World, api: Caller) -> None:
    reached = [world.newest()]
    world.log(api, user("a", id="m"), id="c")
    reached.append(world.newest())
    world.vote(api, "m", id="f")
    reached.append(world.newest())
    world.event(api, id="e", conversationId="c")
    reached.append(world.newest())
    world.delete(api, "c")
    reached.append(world.newest())
    assert reached == sorted(set(reached))


def test_a_row_that_changed_often_is_told_of_once(world: World) -> None:
    note(world, (Kind.EVENT, 7, 0), (Kind.EVENT, 3, 0), (Kind.EVENT, 7, 0))
    assert world.changes(START) == [Changed(3, 0), Changed(7, 0)]


def test_of_several_places_in_a_conversation_the_first_is_told(world: World) -> None:
    note(world, (Kind.CONVERSATION, 1, 9), (Kind.CONVERSATION, 1, 2), (Kind.CONVERSATION, 1, 5))
    assert world.changes(START) == [Changed(1, 2)]


def test_a_follower_is_told_of_its_kinds_alone(world: World) -> None:
    note(world, (Kind.EVENT, 1, 0), (Kind.FEEDBACK, 2, 0), (Kind.THREADS, 3, 0), (Kind.CONVERSATION, 4, 0))
    assert [each.rid for each in world.changes(START, (Kind.FEEDBACK, Kind.THREADS))] == [2, 3]


def test_a_follower_goes_on_where_it_was_and_no_further_than_it_asks(world: World) -> None:
    note(world, (Kind.EVENT, 1, 0))
    first = world.newest()
    note(world, (Kind.EVENT, 2, 0))
    second = world.newest()
    note(world, (Kind.EVENT, 3, 0))
    found = world.store.reader.changed_since(ALL, after=first, until=second)
    assert [each.rid for each in found] == [2]


def test_a_new_log_tells_of_the_first_message_that_changed(world: World, api: Caller) -> None:
    world.log(api, user("a"), agent("b"), user("c"), id="c")
    before = world.newest()
    world.log(api, user("a"), agent("b"), user("d"), id="c")
    assert world.changes(before) == [Changed(world.rid(api, "c"), 2)]


def test_a_log_that_goes_on_tells_of_what_was_added(world: World, api: Caller) -> None:
    world.log(api, user("a"), agent("b"), id="c")
    before = world.newest()
    world.log(api, user("a"), agent("b"), user("c"), id="c")
    assert world.changes(before)[0].position == 2


def test_a_log_that_says_the_same_tells_of_no_message(world: World, api: Caller) -> None:
    world.log(api, user("a"), agent("b"), id="c")
    before = world.newest()
    world.log(api, user("a"), agent("b"), id="c")
    assert world.changes(before)[0].position == 2


def test_a_deleted_conversation_is_told_of_from_its_beginning(world: World, api: Caller) -> None:
    world.log(api, user("a"), id="c")
    rid, before = world.rid(api, "c"), world.newest()
    world.delete(api, "c")
    assert world.changes(before, (Kind.CONVERSATION,)) == [Changed(rid, 0)]


def test_what_no_follower_needs_is_pruned_and_the_newest_stays(world: World) -> None:
    note(world, *((Kind.EVENT, rid, 0) for rid in range(1, 6)))
    newest = world.newest()
    prune(world, newest, newest)
    assert world.newest() == newest
    assert [each.rid for each in world.changes(START)] == [5]


def test_the_slowest_follower_says_what_is_pruned(world: World) -> None:
    note(world, (Kind.EVENT, 1, 0))
    slow = world.newest()
    note(world, (Kind.EVENT, 2, 0), (Kind.EVENT, 3, 0))
    prune(world, world.newest(), slow)
    assert [each.rid for each in world.changes(slow)] == [2, 3]
    prune(world, world.newest(), NEVER)
    assert [each.rid for each in world.changes(slow)] == [2, 3]


def test_a_number_is_never_used_twice_though_everything_is_pruned(opening: Callable[[], Store]) -> None:
    first = World(opening())
    note(first, (Kind.EVENT, 1, 0))
    prune(first, first.newest())
    newest = first.newest()
    first.store.close()
    second = World(opening())
    note(second, (Kind.EVENT, 2, 0))
    assert second.newest() > newest
    assert [each.rid for each in second.changes(newest)] == [2]
    second.store.close()


def test_a_follower_beside_many_writers_misses_nothing(world: World) -> None:
    seen: set[int] = set()
    reached = START

    def write(first: int) -> None:
        for rid in range(first, first + 25):
            note(world, (Kind.EVENT, rid, 0))

    writers = [threading.Thread(target=write, args=(first,)) for first in range(0, 200, 50)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers) or reached < world.newest():
        until = world.newest()
        found = world.store.reader.changed_since(ALL, after=reached, until=until)
        seen |= {each.rid for each in found}
        reached = until
    assert seen == {first + i for first in range(0, 200, 50) for i in range(25)}


def test_a_write_that_is_refused_tells_followers_nothing(world: World) -> None:
    before = world.newest()

    def write(writing: Writing) -> None:
        writing.note_change(Kind.EVENT, 1)
        sentence = "no"
        raise ValueError(sentence)

    with pytest.raises(ValueError, match="no"):
        world.store.writer.write(write)
    assert world.changes(before) == []


def test_rows_of_the_views_are_told_as_json(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m"), agent("a"), id="c", properties={"n": 1.0})
    world.vote(api, "m", id="f")
    world.event(api, id="e", conversationId="c")
    reader = world.store.reader
    rows = {
        table: [json.loads(row) for row in reader.view_rows(table, reader.all_rids(table, after=0, limit=9))]
        for table in ("conversations", "events", "feedback")
    }
    (conversation,), (event,), (vote,) = rows.values()
    assert (conversation["id"], conversation["rid"]) == ("c", world.rid(api, "c"))
    assert (event["id"], vote["id"]) == ("e", "f")
    assert conversation["project_id"] == event["project_id"] == vote["project_id"] == api.project_id


def test_rows_that_are_gone_are_not_told(world: World, api: Caller) -> None:
    world.log(api, user("q"), id="c")
    rid = world.rid(api, "c")
    world.delete(api, "c")
    assert world.store.reader.view_rows("conversations", [rid]) == []
    assert world.store.reader.thread_sources([rid]) == []


def test_all_rows_are_handed_out_in_steps(world: World, api: Caller) -> None:
    for number in range(5):
        world.log(api, user("q"), id=f"c{number}")
    steps, last = [], 0
    while rids := world.store.reader.all_rids("conversations", after=last, limit=2):
        steps.append(len(rids))
        last = rids[-1]
    assert steps == [2, 2, 1]


def test_threads_are_made_from_the_messages_and_votes_of_a_conversation(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m1"), agent("a", id="m2"), id="c")
    world.vote(api, "m2", id="f")
    (source,) = world.store.reader.thread_sources([world.rid(api, "c")])
    assert (source.id, source.project_id, json.loads(source.votes)) == (
        "c",
        api.project_id,
        [["m2", "positive"]],
    )
    documents = json.loads(b"[" + (source.documents or b"") + b"]")
    assert [each["id"] for each in documents] == ["m1", "m2"]
    assert [position for position, _ in world.store.reader.readable(source.rid)] == [0, 1]


def test_hidden_messages_make_no_threads(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m1"), agent("a", id="m2"), id="c")
    world.vote(api, "m2", id="f")
    world.log(api, user("q", id="m1"), id="c")
    (source,) = world.store.reader.thread_sources([world.rid(api, "c")])
    assert b"m2" not in (source.documents or b"")
    assert len(world.store.reader.readable(source.rid)) == 1


def test_a_vote_is_told_of_anew_when_its_conversation_comes_from_elsewhere(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m"), id="c")
    world.vote(api, "m", id="f")
    before = world.newest()
    world.log(api, user("q", id="m"), id="c", integrationId="int_else")
    assert len(world.changes(before, (Kind.FEEDBACK,))) == 1
