"""The demo: loaded once, with one key at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from threadline.cli.importing.takings import takings
from threadline.records.store import Records, open_records
from threadline.records.tables import conversations, projects
from threadline.services import keys
from threadline.services.importing import demo
from threadline.services.importing.demo import Loaded
from threadline.services.policy import RequestFacts
from threadline.settings import Settings

_numbers = itertools.count(1)


def facts() -> RequestFacts:
    return RequestFacts(1_000, lambda prefix: f"{prefix}_{next(_numbers)}")


def load(records: Records) -> Loaded:
    return demo.load(records.writer, takings(Settings().policy), facts)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    records = open_records(tmp_path, now=0)
    yield records
    records.close()


def test_an_empty_folder_needs_the_demo_until_it_is_loaded(records: Records) -> None:
    assert demo.is_needed(records.reader)
    load(records)
    assert not demo.is_needed(records.reader)


def test_loading_again_adds_nothing(records: Records) -> None:
    first, second = load(records), load(records)
    (project,) = projects.projects(records.reader)
    assert first == second
    assert conversations.count(records.reader, project.rid) == first.conversations > 0


def test_every_vote_finds_its_message(records: Records) -> None:
    load(records)
    pending = records.reader.execute(
        "SELECT count(*) FROM feedback WHERE conversation_rid IS NULL"
    ).fetchall()
    assert pending == [(0,)]


def test_only_the_newest_key_of_the_demo_opens_it(records: Records) -> None:
    old, new = (
        records.writer.write(lambda connection: demo.fresh_key(connection, facts())).secret for _ in range(2)
    )
    assert keys.recognise(records.reader, old) is None
    caller = keys.recognise(records.reader, new)
    assert caller is not None
    assert caller.is_trusted


def test_other_keys_of_the_demo_stay(records: Records) -> None:
    wish = keys.KeyWish(project=demo.PROJECT, type="web", name="site")
    own = records.writer.write(lambda connection: keys.create(connection, wish, facts())).secret
    records.writer.write(lambda connection: demo.fresh_key(connection, facts()))
    assert keys.recognise(records.reader, own) is not None
