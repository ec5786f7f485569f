"""A write-ahead log with a byte that is not what was written: what is behind it is lost, and that is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.product import opened, user
from threadline.records.files.copies import reading
from threadline.records.store import FILE_NAME as RECORDS
from threadline.records.store import losses, open_records
from threadline.records.write_log import unread

HEADER_BYTES = 32
FRAME_BYTES = 24 + 8_192
FRAME = HEADER_BYTES + 10 * FRAME_BYTES


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A folder as a kill leaves it: acknowledged writes are in the log alone."""
    live = tmp_path / "live"
    with opened(live) as product:
        api = product.caller()
        product.state.records.reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(20):
            api.log(user(f"question {number}"), id=f"c{number}")
        folder = tmp_path / "killed"
        folder.mkdir()
        for name in (RECORDS, f"{RECORDS}-wal"):
            shutil.copy(live / name, folder / name)
    return folder


def flip(log: Path, place: int) -> None:
    content = bytearray(log.read_bytes())
    content[place] ^= 1
    log.write_bytes(content)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(FRAME + 24 + 500, id="a page"),
        pytest.param(FRAME + 9, id="the mark of a page"),
        pytest.param(FRAME + 17, id="the checksum of a page"),
        pytest.param(FRAME + 2, id="the number of a page"),
    ],
)
def test_what_is_behind_a_changed_byte_is_said_to_be_lost_once_and_kept_for_the_doctor(
    killed: Path, place: int, caplog: pytest.LogCaptureFixture
) -> None:
    flip(killed / f"{RECORDS}-wal", place)
    with opened(killed):
        assert "commits with acknowledged writes are lost" in caplog.text
    caplog.clear()
    with opened(killed) as product:
        assert caplog.text == ""
        found = losses(product.state.records.reader)
    assert len(found) == 1
    assert found[0][1].startswith(f"{RECORDS}-wal cannot be read behind byte ")


@pytest.mark.parametrize(
    "places",
    [
        pytest.param([0], id="its magic"),
        pytest.param([10], id="its page size"),
        pytest.param([16], id="its mark"),
        pytest.param([25], id="its checksum"),
        pytest.param(list(range(HEADER_BYTES)), id="all of its header"),
        pytest.param([HEADER_BYTES + 9], id="the mark of the first page"),
        pytest.param([HEADER_BYTES + 17], id="the checksum of the first page"),
        pytest.param([HEADER_BYTES + 24 + 500], id="the first page"),
        pytest.param([17, HEADER_BYTES + 9], id="its mark, and that of the first page"),
        pytest.param(
            [17, *(HEADER_BYTES + each * FRAME_BYTES + 9 for each in range(3))], id="the first marks"
        ),
    ],
)
def test_a_log_that_is_damaged_at_its_beginning_is_lost_whole_and_the_server_says_so_and_goes_on(
    killed: Path, places: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    for place in places:
        flip(killed / f"{RECORDS}-wal", place)
    with opened(killed) as product:
        assert "commits with acknowledged writes are lost" in caplog.text
        api = product.caller()
        assert api.get("/conversations").body["total"] == 0
        assert api.log(user("after"), id="after")["id"] == "after"
        found = losses(product.state.records.reader)
    assert len(found) == 1
    assert found[0][1].startswith(f"{RECORDS}-wal cannot be read behind byte {HEADER_BYTES}")
    caplog.clear()
    with opened(killed) as product:
        assert caplog.text == ""
        assert [row["id"] for row in product.caller().rows("conversations")] == ["after"]


def test_a_log_that_was_read_to_its_end_says_nothing(killed: Path, caplog: pytest.LogCaptureFixture) -> None:
    with opened(killed) as product:
        api = product.caller()
        assert len(api.get("/conversations?limit=50").body["conversations"]) == 20
        for number in range(20):
            api.log(user("more"), id=f"d{number}")
            product.state.records.reader.execute("PRAGMA wal_checkpoint(RESTART)")
            assert unread(killed / RECORDS) is None
        assert losses(product.state.records.reader) == []
    assert caplog.text == ""


def test_a_log_whose_end_was_not_written_yet_says_nothing(killed: Path) -> None:
    log = killed / f"{RECORDS}-wal"
    log.write_bytes(log.read_bytes()[: -FRAME_BYTES // 2])
    with reading(killed / RECORDS):
        assert unread(killed / RECORDS) is None


def test_without_a_log_there_is_nothing_to_say(tmp_path: Path) -> None:
    open_records(tmp_path, now=0).close()
    assert unread(tmp_path / RECORDS) is None
