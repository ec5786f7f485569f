"""What is deleted is gone: out of every file of the folder, and out of backups made afterwards."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import Caller, Json, Product, agent, opened, user
from threadline.records.tables import erasing
from threadline.services.keeping import backups
from threadline.services.keeping.erasing import QUIET_MILLISECONDS, REWRITING_QUIET_MILLISECONDS, Erasing
from threadline.services.keeping.upkeep import Upkeep

CANARIES = (
    "textcanary",
    "replycanary",
    "propertycanary",
    "usercanary",
    "tagcanary",
    "externalcanary",
    "votecanary",
    "eventcanary",
    "messagecanary",
)
FIRST = 1_900_000_000_000


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with opened(tmp_path / "data") as product:
        yield product


def logged(api: Caller, id_: str, *, said: tuple[str, ...]) -> None:
    """Log a conversation with a vote and an event, each with texts of its own."""
    text, reply, property_, person, tag, external, vote, event, message = said
    body = {
        "id": id_,
        "type": "support_ticket",
        "messages": [
            user(f"{text} " * 40, id=f"{id_}-1", properties={"a": message}),
            agent(f"{reply}. " * 2_000, id=f"{id_}-2"),
        ],
        "properties": {"plan": property_, f"key{property_}": 1},
        "userProperties": {"id": person},
        "tags": [tag],
        "externalId": external,
        "externalUrl": f"https://example.com/{external}",
    }
    assert api.post("/conversations", body, headers={"Idempotency-Key": id_}).status == 200
    given: Json = {"messageId": f"{id_}-1", "userProperties": {"id": person}}
    given |= {"type": "negative", "details": vote}
    assert api.post("/feedback", given, headers={"Idempotency-Key": f"{id_}-vote"}).status == 200
    about: list[Json] = [
        {"entityType": "conversation", "conversationId": id_},
        {"entityType": "message", "messageId": f"{id_}-2"},
    ]
    for index, each in enumerate(about):
        extra = {"id": f"{id_}-{index}", "type": "opened", "properties": {"a": event}}
        assert api.post("/events", each | extra | {"userProperties": {"id": person}}).status == 200


def crowd(api: Caller) -> None:
    """Log what stays, before and behind what goes."""
    for number in range(25):
        logged(api, f"c-{number:03}", said=tuple(f"{each}stays{number}" for each in CANARIES))


def kept_up(product: Product) -> Upkeep:
    upkeep = Upkeep(product.state.records, product.state.engine, lambda: FIRST, {})
    upkeep.run_once()
    upkeep.save()
    return upkeep


def found(folder: Path) -> set[tuple[str, str]]:
    """Return which canaries are in which files, whatever stands before and behind them."""
    return {
        (path.name, word)
        for path in folder.rglob("*")
        if path.is_file()
        for word in CANARIES
        if f"{word}goes".encode() in path.read_bytes()
    }


GOING = tuple(f"{each}goes" for each in CANARIES)


@pytest.mark.parametrize("manner", ["one", "a third of all"])
def test_no_file_of_the_folder_has_a_byte_of_what_was_deleted(tmp_path: Path, manner: str) -> None:
    folder = tmp_path / "data"
    going = ["gone"] if manner == "one" else [f"gone-{number}" for number in range(12)]
    with opened(folder) as product:
        api = product.caller()
        crowd(api)
        for id_ in going:
            logged(api, id_, said=GOING)
        kept_up(product)
        assert found(folder)
        for id_ in going:
            assert api.delete(f"/conversations/{id_}").status == 200
        backups.back_up(folder, tmp_path / "backup" / "b.sqlite", existing="refuse", on_step=lambda *_: None)
    assert found(folder) == set()
    assert found(tmp_path / "backup") == set()
    with opened(folder) as product:
        assert erasing.due(product.state.records.reader) == {}
        api = Caller(product.client, api.key)
        assert api.get("/conversations").body["total"] == 25
        assert api.get("/conversations/c-001").body["externalId"] == "externalcanarystays1"
        assert len(api.post("/v1/search", {"query": "textcanarystays7"}).body["data"]["result"]) == 1


def test_beside_a_server_the_records_and_the_index_are_clean_soon(product: Product, api: Caller) -> None:
    folder = product.state.records.path.parent
    crowd(api)
    logged(api, "gone", said=GOING)
    kept_up(product)
    api.delete("/conversations/gone")
    times = iter(range(FIRST, FIRST + 1_000 * QUIET_MILLISECONDS, QUIET_MILLISECONDS))
    work = Erasing(product.state.records, product.state.engine, lambda: next(times))
    for _ in range(5):
        work.step()
    assert set(erasing.due(product.state.records.reader)) == {erasing.Place.PROJECTION, erasing.Place.PAGES}
    assert not [each for each in found(folder) if each[0].startswith("search")]


def erased(product: Product) -> None:
    """Do what the server does beside requests, until a while after the last deletion."""
    times = iter(range(FIRST, FIRST + 1_000 * QUIET_MILLISECONDS, QUIET_MILLISECONDS))
    upkeep = Upkeep(product.state.records, product.state.engine, lambda: next(times), {})
    for _ in range(2 * REWRITING_QUIET_MILLISECONDS // QUIET_MILLISECONDS):
        upkeep.run_once()
    assert erasing.due(product.state.records.reader) == {}


def test_beside_a_server_no_file_has_a_byte_of_what_was_deleted(product: Product, api: Caller) -> None:
    folder = product.state.records.path.parent
    crowd(api)
    logged(api, "gone", said=GOING)
    kept_up(product)
    assert len(api.rows("semantic-threads", limit=100)) == 26
    api.delete("/conversations/gone")
    erased(product)
    assert found(folder) == set()
    assert len(api.rows("semantic-threads", limit=100)) == 25
    assert len(api.post("/v1/search", {"query": "textcanarystays7"}).body["data"]["result"]) == 1
    logged(api, "later", said=CANARIES)
    assert len(api.rows("conversations", limit=100)) == 26


def test_beside_a_server_no_file_has_a_byte_of_what_was_replaced(product: Product, api: Caller) -> None:
    folder = product.state.records.path.parent
    crowd(api)
    about: Json = {"id": "chat", "type": "openai"}
    said = [
        user("textcanarygoes " * 40, id="m-1"),
        user("stays", id="m-2", properties={"a": "messagecanarygoes"}),
    ]
    gone = {"properties": {"plan": "propertycanarygoes"}, "tags": ["tagcanarygoes"]}
    assert api.post("/conversations", about | gone | {"messages": said}).status == 200
    vote: Json = {"id": "vote", "type": "negative", "messageId": "m-1"}
    assert api.post("/feedback", vote | {"details": "votecanarygoes"}).status == 200
    kept_up(product)
    assert found(folder)
    now = [user("another", id="m-1"), user("stays", id="m-2", properties={"a": "b"})]
    other = {"properties": {"plan": "pro"}, "tags": ["b"]}
    assert api.post("/conversations", about | other | {"messages": now}).status == 200
    assert api.post("/feedback", vote | {"details": "better"}).status == 200
    erased(product)
    assert found(folder) == set()
    assert api.get("/conversations/chat").body["messages"][0]["content"] == "another"


def test_a_chat_that_goes_on_leaves_nothing_to_erase(product: Product, api: Caller) -> None:
    api.log(user("a", id="m-1"), agent("Let", id="m-2"), id="chat", properties={"a": 1})
    api.log(user("a", id="m-1"), agent("Let me see.", id="m-2"), user("b", id="m-3"), id="chat", tags=["t"])
    assert erasing.due(product.state.records.reader) == {}


def test_who_reads_while_the_projection_is_written_anew_reads_to_the_end(
    product: Product, api: Caller
) -> None:
    crowd(api)
    logged(api, "gone", said=GOING)
    kept_up(product)
    projection = product.state.engine.projection
    snapshot = projection.snapshot()
    reading = snapshot.stream("SELECT id FROM conversations ORDER BY id", ())
    first = next(reading)
    api.delete("/conversations/gone")
    erased(product)
    assert len(first) + sum(map(len, reading)) == 26
    snapshot.close()
    api.log(user("new"), id="new")
    assert len(api.rows("conversations", limit=100)) == 26


def test_room_is_given_back_in_steps_while_others_write(product: Product, api: Caller) -> None:
    path = product.state.records.path
    for number in range(200):
        api.log(user("word " * 20_000), id=f"c-{number}")
    product.state.records.writer.run_alone(
        lambda writing: erasing.begin_log_anew(writing, patience_milliseconds=0)
    )
    before = path.stat().st_size
    for number in range(180):
        api.delete(f"/conversations/c-{number}")
    times = iter(range(FIRST, FIRST + 1_000 * QUIET_MILLISECONDS, QUIET_MILLISECONDS))
    work = Erasing(product.state.records, product.state.engine, lambda: next(times))
    for number in range(20):
        work.step()
        api.log(user("a"), id=f"new-{number}")
    assert path.stat().st_size < before / 4
    assert api.get("/conversations").body["total"] == 40


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/conversations", {"id": "gone", "type": "openai", "messages": [user("secret")]}),
        ("/conversations", {"type": "openai", "messages": [user("secret")]}),
        ("/feedback", {"type": "negative", "messageId": "m", "details": "secret"}),
    ],
)
def test_the_key_of_a_deleted_write_is_answered_as_its_address_is(api: Caller, path: str, body: Json) -> None:
    api.log(user("a", id="m"))
    headers = {"Idempotency-Key": "k-1"}
    id_ = api.post(path, body, headers=headers).body["id"]
    assert api.delete(f"{path}/{id_}").status == 200
    again = api.post(path, body, headers=headers)
    assert (again.status, again.body["code"], "secret" in str(again.body)) == (404, "not_found", False)
    assert api.get(f"{path}/{id_}").status == 404
    assert api.post(path, body, headers={"Idempotency-Key": "k-2"}).status == 200


def test_the_same_id_in_another_project_keeps_its_answer(product: Product, api: Caller) -> None:
    other, headers = product.caller(project="other"), {"Idempotency-Key": "k-1"}
    body = {"id": "same", "type": "openai", "messages": [user("kept")]}
    for caller in (api, other):
        assert caller.post("/conversations", body, headers=headers).status == 200
    assert api.delete("/conversations/same").status == 200
    assert other.post("/conversations", body, headers=headers).status == 200


def test_events_about_what_is_deleted_stay_without_their_properties(api: Caller) -> None:
    logged(api, "gone", said=GOING)
    logged(api, "stays", said=CANARIES)
    api.delete("/conversations/gone")
    rows = api.rows("events", orderBy=[{"field": "id", "direction": "asc"}])
    assert [(row["id"], row["properties"] is None, row["userProperties"] is None) for row in rows] == [
        ("gone-0", True, True),
        ("gone-1", True, True),
        ("stays-0", False, False),
        ("stays-1", False, False),
    ]


def test_every_file_is_for_its_user_alone(product: Product, api: Caller) -> None:
    folder = product.state.records.path.parent
    crowd(api)
    kept_up(product)
    api.delete("/conversations/c-001")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert set(modes.values()) == {0o600}, modes


def test_the_guide_names_every_place_that_keeps_text() -> None:
    guide = (Path(__file__).parents[3] / "docs/guides/secure.md").read_text(encoding="utf-8")
    assert [place.value for place in erasing.Place if place.value not in guide] == []
