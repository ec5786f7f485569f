"""What cannot be opened for a reason beyond its file is left as it is; and files are for their user alone."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import counting, opened, user
from threadline.analytics import FILE_NAME as PROJECTION
from threadline.analytics.opening import open_projection
from threadline.analytics.projection import Budget
from threadline.errors import UnavailableError, UnopenedError
from threadline.positions import NEVER
from threadline.records.search import FILE_NAME as SEARCH
from threadline.records.search.index import open_search
from threadline.records.store import FILE_NAME as RECORDS
from threadline.records.store import open_records

BUDGET = Budget(256 << 20, 1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with opened(folder) as product:
        api = product.caller()
        api.log(user("question"), id="c")
        assert len(api.rows("conversations")) == 1
        assert len(api.rows("semantic-threads", query="question")) == 1
    return folder


def test_the_files_beside_a_file_stay_so_that_a_full_disk_has_room_for_the_next_start(data: Path) -> None:
    for name in (RECORDS, SEARCH):
        assert (data / f"{name}-wal").stat().st_size == 0
        assert (data / f"{name}-shm").stat().st_size > 0


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize("budget", [Budget(256 << 20, -3), Budget(0, 1)])
def test_a_budget_that_cannot_be_leaves_the_projection_as_it_is(data: Path, budget: Budget) -> None:
    before = (data / PROJECTION).read_bytes()
    with pytest.raises(UnopenedError) as caught:
        open_projection(data, budget)
    assert caught.value.detail.startswith(f"{data / PROJECTION} cannot be opened, and is left as it is: ")
    assert "\n" not in caught.value.detail
    assert (data / PROJECTION).read_bytes() == before
    open_projection(data, BUDGET).close()


def test_a_projection_with_a_file_of_another_kind_in_its_place_is_made_anew(data: Path) -> None:
    shutil.copy(data / SEARCH, data / PROJECTION)
    projection = open_projection(data, BUDGET)
    assert projection.reached("conversations") == NEVER
    projection.close()


def test_a_text_index_that_cannot_be_opened_is_left_as_it_is(data: Path) -> None:
    before = (data / SEARCH).read_bytes()
    (data / f"{SEARCH}-wal").unlink()
    (data / f"{SEARCH}-wal").mkdir()
    with pytest.raises(UnopenedError) as caught:
        open_search(data)
    assert caught.value.detail.startswith(f"{data / SEARCH} cannot be opened, and is left as it is: ")
    assert (data / SEARCH).read_bytes() == before


def test_records_that_cannot_be_opened_are_refused_in_a_sentence(data: Path) -> None:
    (data / f"{RECORDS}-wal").unlink()
    (data / f"{RECORDS}-wal").mkdir()
    with pytest.raises(UnopenedError, match="cannot be opened, and is left as it is"):
        open_records(data, now=0)


@pytest.mark.usefixtures("open_umask")
def test_what_is_made_is_for_its_user_alone_whatever_the_umask(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    with opened(folder) as product:
        api = product.caller()
        api.log(user("question"), id="c")
        assert api.rows("conversations", select=[counting()]) == [{"count": 1}]
        parquet = {"Accept": "application/vnd.apache.parquet"}
        assert api.post("/query/conversations/export", {}, headers=parquet).status == 200
        modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}
    assert modes == {
        name: 0o700 if name in {"data", "exports", "spill"} else 0o600
        for name in {"data", "exports", "spill", PROJECTION}
        | {f"{file}{end}" for file in (RECORDS, SEARCH) for end in ("", "-wal", "-shm")}
    }


def test_a_folder_that_is_wider_stays_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    with opened(tmp_path):
        assert tmp_path.stat().st_mode & 0o777 == 0o750


def test_a_disk_that_is_full_is_told_in_a_line(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    records = open_records(data, now=0)
    records.writer.write(lambda each: each.execute("PRAGMA max_page_count=1"))
    with pytest.raises(UnavailableError, match=r"cannot be written just now \(database or disk is full\)"):
        records.writer.write(
            lambda each: each.execute("CREATE TABLE big AS SELECT zeroblob(1000000) AS content")
        )
    records.close()
    told = [(record.getMessage(), bool(record.exc_info)) for record in caplog.records]
    assert told == [("The records could not be written: database or disk is full", False)]


def test_a_projection_is_not_saved_without_room_and_answers_all_the_same(
    data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    usage = shutil.disk_usage(data)
    with opened(data) as product:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000))
        projection = product.state.engine.projection
        assert [projection.checkpoint(), projection.checkpoint()] == [{}, {}]
        assert len(product.caller().rows("conversations")) == 1
        monkeypatch.undo()
        assert projection.checkpoint()
    assert [record.getMessage() for record in caplog.records] == [
        "The disk is nearly full: the projection is not saved until there is room."
    ]
