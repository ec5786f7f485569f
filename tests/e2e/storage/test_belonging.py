"""Followers belong to the records that they are made from: with others they are made anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.product import Caller, counting, opened, user
from threadline.analytics import FILE_NAME as PROJECTION
from threadline.clock import now
from threadline.positions import START
from threadline.records.search import FILE_NAME as SEARCH
from threadline.records.store import FILE_NAME as RECORDS
from threadline.services.keeping.belonging import OrphanedError
from threadline.services.keeping.upkeep import Upkeep


def made(folder: Path, *names: str) -> Path:
    """Make a folder whose followers have everything."""
    with opened(folder) as product:
        api = product.caller()
        for name in names:
            api.log(user(f"question {name}"), id=name)
        keeper = Upkeep(product.state.records, product.state.engine, now, product.state.used_keys)
        keeper.follow()
        keeper.save()
    return folder


def seen(api: Caller) -> tuple[int, int, int]:
    """Return how many conversations a list, a query and a search say there are."""
    return (
        len(api.get("/conversations").body["conversations"]),
        api.rows("conversations", select=[counting()])[0]["count"],
        api.post("/v1/search", {"query": "question"}).body["data"]["total"],
    )


def test_followers_of_another_store_are_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = made(tmp_path / "ours", "a"), made(tmp_path / "theirs", "b", "c", "d")
    for name in (PROJECTION, SEARCH):
        shutil.copy(theirs / name, ours / name)
    with opened(ours) as product:
        assert seen(product.caller()) == (1, 1, 1)
    assert caplog.text.count("it was made from other records than these") == 2


def test_followers_go_on_with_the_records_that_they_are_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made(tmp_path, "a")
    with opened(tmp_path) as product:
        assert product.state.engine.projection.reached("conversations") > START
        assert product.state.engine.search.reached > START
    assert "rebuilt" not in caplog.text


def test_an_older_copy_of_the_records_is_told_and_followers_are_made_from_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made(tmp_path, "a")
    shutil.copy(tmp_path / RECORDS, tmp_path / "copy")
    made(tmp_path, "b", "c")
    shutil.copy(tmp_path / "copy", tmp_path / RECORDS)
    with opened(tmp_path) as product:
        assert "lacks the last 2 changes that were taken in from it before" in caplog.text
        assert seen(product.caller()) == (1, 1, 1)
    caplog.clear()
    with opened(tmp_path) as product:
        assert seen(product.caller()) == (1, 1, 1)
    assert caplog.text == ""


@pytest.mark.parametrize("is_empty", [True, False])
def test_without_records_beside_filled_followers_nothing_starts_and_nothing_is_changed(
    tmp_path: Path, is_empty: bool
) -> None:
    made(tmp_path, "a")
    (tmp_path / RECORDS).unlink()
    if is_empty:
        (tmp_path / RECORDS).touch()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(OrphanedError, match="threadline restore BACKUP") as caught, opened(tmp_path):
        pass
    assert f"{RECORDS} is {'empty' if is_empty else 'missing'}" in caught.value.detail
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    for name in (PROJECTION, SEARCH):
        (tmp_path / name).unlink()
    with opened(tmp_path) as product:
        assert seen(product.caller()) == (0, 0, 0)
