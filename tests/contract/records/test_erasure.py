"""What is deleted is nowhere to be read any more, whichever engine keeps the records."""

from __future__ import annotations

import msgspec

from tests.support.stores import NOON, World, agent, user
from threadline.records.tables.changes import Kind
from threadline.records.tables.memory import Remembered
from threadline.services.access import Caller

CANARY = "canary-5b1f"


def everything(world: World, caller: Caller) -> bytes:
    """Return all that can be read of a project."""
    reader = world.store.reader
    rids = {
        table: reader.all_rids(table, after=0, limit=100) for table in ("conversations", "events", "feedback")
    }
    rows = [row.encode() for table, found in rids.items() for row in reader.view_rows(table, found)]
    documents = [
        message.document.encode() for rid in rids["conversations"] for message in reader.messages_of(rid)
    ]
    remembered = reader.recall(caller.key_rid, "k")
    return b"".join([*rows, *documents, remembered.answer if remembered else b""])


def test_a_deleted_conversation_leaves_no_text(world: World, api: Caller) -> None:
    stored = world.log(api, user(CANARY, id="m"), id="c", properties={"x": CANARY})
    world.vote(api, "m", id="f", details=CANARY)
    world.event(api, id="e", conversationId="c", properties={"x": CANARY})
    request = Remembered(b"", msgspec.json.encode(stored), "/conversations/c")
    world.store.writer.write(lambda writing: writing.remember(api.key_rid, "k", request, now=NOON))
    assert CANARY.encode() in everything(world, api)
    world.delete(api, "c")
    assert CANARY.encode() not in everything(world, api)


def test_a_hidden_message_goes_with_its_conversation(world: World, api: Caller) -> None:
    world.log(api, user("q"), agent(CANARY, id="m"), id="c")
    world.vote(api, "m", id="f")
    world.log(api, user("q"), id="c")
    world.delete(api, "c")
    assert CANARY.encode() not in everything(world, api)


def test_what_another_conversation_says_stays(world: World, api: Caller) -> None:
    for id in ("c1", "c2"):
        world.log(api, user(CANARY), id=id)
    world.delete(api, "c1")
    assert CANARY.encode() in everything(world, api)


def test_a_row_number_of_what_was_deleted_is_told_to_followers(world: World, api: Caller) -> None:
    world.log(api, user("q", id="m"), id="c")
    world.vote(api, "m", id="f")
    before = world.newest()
    world.delete(api, "c")
    kinds = {kind for kind in Kind if world.changes(before, (kind,))}
    assert kinds >= {Kind.CONVERSATION, Kind.FEEDBACK}
