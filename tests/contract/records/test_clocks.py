"""What every engine of records keeps true when the clock goes backwards between writes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.stores import NOON, STORES, World, agent, user
from threadline.records.tables.changes import Kind

clocks = st.lists(st.integers(-86_400_000, 86_400_000), min_size=1, max_size=6)
"""How far each write's clock is from noon, in milliseconds."""

engines = pytest.mark.parametrize("engine", list(STORES))
few = settings(max_examples=examples(15))


@contextmanager
def opened(engine: str) -> Generator[World]:
    """Open a new store."""
    with tempfile.TemporaryDirectory() as folder:
        store = STORES[engine](Path(folder))
        yield World(store)
        store.close()


@engines
@few
@given(clocks)
def test_the_change_log_has_the_order_of_the_writes(engine: str, offsets: list[int]) -> None:
    with opened(engine) as world:
        api = world.caller()
        order = []
        for number, offset in enumerate(offsets):
            world.now = NOON + offset
            before = world.newest()
            world.log(api, user("a"), id=f"c{number}")
            order += [each.rid for each in world.changes(before, (Kind.CONVERSATION,))]
        assert order == [world.rid(api, f"c{number}") for number in range(len(offsets))]


@engines
@few
@given(clocks)
def test_ids_are_never_given_twice(engine: str, offsets: list[int]) -> None:
    with opened(engine) as world:
        api = world.caller()
        ids = []
        for offset in offsets:
            world.now = NOON + offset
            stored = world.log(api, user("a"), agent("b"))
            ids += [stored["id"], *(message["id"] for message in stored["messages"])]
        assert len(set(ids)) == len(ids)


@engines
@few
@given(clocks)
def test_a_replaced_conversation_keeps_when_it_began_and_tells_of_the_last_write(
    engine: str, offsets: list[int]
) -> None:
    with opened(engine) as world:
        api = world.caller()
        first = last = world.log(api, user("0"), id="c")
        for number, offset in enumerate(offsets, start=1):
            world.now = NOON + offset
            last = world.log(api, *(user(str(each)) for each in range(number + 1)), id="c")
        assert last["createdAt"] == first["createdAt"]
        row = world.store.reader.find_conversation(api.project_rid, "c")
        assert row is not None
        assert row.row.updated_at == NOON + offsets[-1]
        assert last["messages"][0] == first["messages"][0]


@engines
@few
@given(clocks)
def test_the_same_log_again_is_the_same_whenever_it_comes(engine: str, offsets: list[int]) -> None:
    with opened(engine) as world:
        api = world.caller()
        first = world.log(api, user("a"), agent("b"), id="c")
        for offset in offsets:
            world.now = NOON + offset
            again = world.log(api, user("a"), agent("b"), id="c")
            assert again | {"updatedAt": first["updatedAt"]} == first
        assert world.page(api)["total"] == 1


@engines
@few
@given(clocks)
def test_an_event_that_comes_again_is_that_of_before(engine: str, offsets: list[int]) -> None:
    with opened(engine) as world:
        api = world.caller()
        first = world.event(api, id="e", conversationId="c")
        for offset in offsets:
            world.now = NOON + offset
            assert world.event(api, id="e", conversationId="c") == first


@engines
@few
@given(clocks)
def test_votes_are_counted_once_whenever_they_come(engine: str, offsets: list[int]) -> None:
    with opened(engine) as world:
        api = world.caller()
        world.log(api, user("a", id="m"), id="c")
        for number, offset in enumerate(offsets):
            world.now = NOON + offset
            kind = "negative" if number % 2 else "positive"
            world.vote(api, "m", type=kind, userProperties={"id": "u"})
        assert sum(world.store.reader.count_votes(api.project_rid)) == 1
        listed = json.dumps(world.votes(api))
        assert listed.count('"messageId"') == 1
