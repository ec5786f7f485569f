"""A data folder of every release before this one is opened by this one, with everything in it."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.product import Caller, Product, agent, opened, user
from threadline.positions import Position
from threadline.records.connection import open_connection
from threadline.records.migrations.migrate import migrate, shipped
from threadline.records.store import FILE_NAME
from threadline.records.tables.memory import Progress

SECRET = "tl_api_of_an_earlier_release"
ROWS = Path(__file__).parents[2] / "data" / "records" / "rows.sql"

earlier = pytest.mark.parametrize("version", range(1, len(shipped()) + 1))
"""How many migrations a release had; the last is that of this one."""


def written_by(version: int, folder: Path) -> None:
    """Make the records that a release with so many migrations wrote."""
    connection = open_connection(folder / FILE_NAME)
    migrate(connection, shipped()[:version], now=1)
    connection.execute(ROWS.read_text(encoding="utf-8"), (hashlib.sha256(SECRET.encode()).digest(),))
    connection.close()


@contextmanager
def upgraded(version: int, folder: Path) -> Generator[tuple[Product, Caller]]:
    """Open a folder of a release, with the key that is in it."""
    written_by(version, folder)
    with opened(folder) as product:
        yield product, Caller(product.client, SECRET)


@earlier
def test_what_an_earlier_release_stored_is_read(tmp_path: Path, version: int) -> None:
    with upgraded(version, tmp_path) as (_, api):
        page = api.get("/conversations").body
        assert [each["id"] for each in page["conversations"]] == ["c2", "c1"]
        conversation = api.get("/conversations/c1").body
        assert conversation["properties"] == {"plan": "pro", "n": 1.0}
        assert [each["content"] for each in conversation["messages"]] == [
            "Where is my invoice?",
            "Grüße, it is attached.",
        ]
        votes = api.get("/feedback").body
        assert (votes["positiveFeedbackCount"], votes["positiveFeedback"][0]["details"]) == (1, "thanks")


@earlier
def test_what_an_earlier_release_stored_is_found_by_queries_and_searches(
    tmp_path: Path, version: int
) -> None:
    with upgraded(version, tmp_path) as (_, api):
        assert len(api.rows("conversations")) == 2
        assert len(api.rows("events")) == 2
        assert len(api.rows("feedback")) == 2
        assert len(api.rows("semantic-threads")) == 2
        assert api.post("/v1/search", {"query": "invoice"}).body["data"]["total"] == 1


@earlier
def test_what_an_earlier_release_stored_goes_on(tmp_path: Path, version: int) -> None:
    with upgraded(version, tmp_path) as (_, api):
        stored = api.log(
            user("Where is my invoice?"), agent("Grüße, it is attached."), user("Thanks!"), id="c1"
        )
        assert [each["id"] for each in stored["messages"]][:2] == ["m1", "m2"]
        assert stored["tags"] == ["billing"]
        api.log(user("late", id="m9"), id="c3")
        assert api.get("/feedback").body["negativeFeedbackCount"] == 1
        assert api.get("/conversations").body["total"] == 3


@earlier
def test_what_an_earlier_release_remembered_is_remembered(tmp_path: Path, version: int) -> None:
    with upgraded(version, tmp_path) as (product, api):
        reader = product.state.records.reader
        remembered = reader.recall(1, "once")
        assert remembered is not None
        assert remembered.fingerprint == b"\x01\x02"
        assert reader.progress(1, "conversations:old.jsonl") == Progress(40, 38, 2)
        assert reader.newest_change() >= Position(7)
        assert api.delete("/conversations/c1").status == 200
        event = reader.find_event(1, "e1")
        assert event is not None
        assert event.properties is None
        assert api.get("/conversations").body["total"] == 1
