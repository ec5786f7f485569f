"""The spool: what is written is read back, whoever wrote it and however that ended."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.log_taker import LogTaker
from tests.support.waiting import until
from threadline.client.logger.entry import Entry, entry_in, line_of
from threadline.client.logger.spool import Spool

BOUND = 1_000_000


def entries(*ids: str, size: int = 0) -> list[Entry]:
    return [Entry("event", id_, b'{"text":"%b"}' % (b"x" * size)) for id_ in ids]


def ids(spool: Spool) -> list[str]:
    return [entry.id for entry in spool.first()]


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def killed(spool: Spool) -> None:
    """Let go of a spool as the end of its process would."""
    spool.abandon()


def test_a_line_holds_an_entry_whatever_is_in_it() -> None:
    entry = Entry("continuation", 'a"\\\n\x00é', b'{"a":"\\n","b":[1,null]}')
    line = line_of(entry)
    assert line.count(b"\n") == 1
    assert entry_in(line) == entry


def test_what_is_written_is_read_in_order_and_gone_when_it_is_settled(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOUND)
    assert spool.add(entries("a", "b")) == 0
    assert (ids(spool), len(spool), spool.in_memory) == (["a", "b"], 2, (0, 0))
    spool.add(entries("c"))
    spool.drop_first()
    assert (ids(spool), len(spool)) == (["c"], 1)
    spool.drop_first()
    assert (ids(spool), len(spool)) == ([], 0)
    assert [path.stat().st_size for path in files(tmp_path)] == [0]
    spool.close()
    assert files(tmp_path) == []


def test_a_batch_is_bounded_in_entries_and_in_bytes(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 10 * BOUND)
    spool.add(entries(*map(str, range(300))))
    assert len(ids(spool)) == 256
    spool.drop_first()
    assert len(ids(spool)) == 44
    spool.drop_first()
    spool.add(entries("a", "b", "c", size=600_000))
    assert ids(spool) == ["a", "b"]
    spool.close()


def test_the_next_process_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    first = Spool(tmp_path, BOUND)
    first.add(entries("a", "b"))
    first.first()
    first.drop_first()
    first.add(entries("c", "d"))
    killed(first)
    second = Spool(tmp_path, BOUND)
    second.add(entries("e"))
    assert (ids(second), len(second)) == (["c", "d", "e"], 3)
    second.drop_first()
    second.close()
    assert files(tmp_path) == []


def test_what_was_settled_in_part_stays_settled(tmp_path: Path) -> None:
    first = Spool(tmp_path, 10 * BOUND)
    first.add(entries("a", "b", "c", size=600_000))
    assert ids(first) == ["a", "b"]
    first.drop_first()
    killed(first)
    second = Spool(tmp_path, BOUND)
    assert (ids(second), len(second)) == (["c"], 1)
    second.close()


def test_a_line_that_a_kill_has_cut_is_left_out_and_nothing_else(tmp_path: Path) -> None:
    first = Spool(tmp_path, BOUND)
    first.add(entries("a", "b"))
    killed(first)
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes() + line_of(entries("c")[0])[:-9])
    second = Spool(tmp_path, BOUND)
    second.add(entries("d"))
    assert ids(second) == ["a", "b", "d"]
    second.close()


def test_a_line_that_nobody_can_read_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "1.threadline.ndjson").write_bytes(b"{]\n" + line_of(entries("a")[0]))
    spool = Spool(tmp_path, BOUND)
    assert (ids(spool), len(spool)) == (["a"], 2)
    spool.drop_first()
    assert len(spool) == 0
    spool.close()
    assert files(tmp_path) == []


def test_a_file_of_nothing_but_nonsense_is_got_over_with(tmp_path: Path) -> None:
    (tmp_path / "1.threadline.ndjson").write_bytes(b"nonsense\n" * 3)
    taker = LogTaker()
    with taker.logger(spool=tmp_path) as logger:
        logger.log_event(id="e1", type="t", entity_type="search", search_query="q")
        assert logger.flush()
    assert (taker.ids(), files(tmp_path)) == (["e1"], [])


def test_two_processes_never_share_a_file(tmp_path: Path) -> None:
    first, second = Spool(tmp_path, BOUND), Spool(tmp_path, BOUND)
    first.add(entries("a"))
    second.add(entries("b"))
    third = Spool(tmp_path, BOUND)
    assert (ids(first), ids(second), ids(third)) == (["a"], ["b"], [])
    assert len(files(tmp_path)) == 2
    killed(first)
    fourth = Spool(tmp_path, BOUND)
    assert ids(fourth) == ["a"]
    for spool in (second, third, fourth):
        spool.close()


def test_the_bound_leaves_out_the_newest(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 2_000)
    assert spool.add(entries(*"abcd", size=800)) == 2
    assert spool.add(entries("e", size=800)) == 1
    assert ids(spool) == ["a", "b"]
    spool.drop_first()
    assert spool.add(entries("f")) == 0
    assert sum(path.stat().st_size for path in files(tmp_path)) < 2_000
    spool.close()


def test_a_long_file_ends_and_goes_while_others_wait(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 8_000)
    for id_ in "abcdef":
        spool.add(entries(id_, size=1_000))
    assert (len(files(tmp_path)), ids(spool)) == (6, [*"abcdef"])
    spool.add(entries("g"))
    spool.drop_first()
    assert (len(files(tmp_path)), ids(spool)) == (1, ["g"])
    spool.close()


def test_what_the_disk_refuses_stays_in_memory_in_order(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    spool = Spool(tmp_path, BOUND)
    spool.add(entries("a"))
    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        spool.add(entries("b"))
        spool.add(entries("c"))
    spool.add(entries("d"))
    assert spool.in_memory[0] == len(spool) - 1 == 3
    assert ids(spool) == ["a"]
    spool.drop_first()
    assert ids(spool) == ["b", "c", "d"]
    spool.drop_first()
    spool.add(entries("e"))
    assert (spool.in_memory, ids(spool)) == ((0, 0), ["e"])
    assert len([message for message in caplog.messages if "cannot be written" in message]) == 1
    spool.close()


def test_a_write_that_was_cut_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(tmp_path, BOUND)
    spool.add(entries("a"))
    write = os.write
    with monkeypatch.context() as disk:
        disk.setattr(os, "write", lambda handle, content: write(handle, content[:5]))
        spool.add(entries("b"))
    spool.drop_first()
    killed(spool)
    again = Spool(tmp_path, BOUND)
    assert ids(again) == ["a"]
    again.close()


def test_files_are_for_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "spool"
    spool = Spool(folder, BOUND)
    spool.add(entries("a"))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert files(folder)[0].stat().st_mode & 0o777 == 0o600
    spool.close()


def log(logger: Any, *names: str) -> None:
    for name in names:
        logger.log_event(id=name, type="t", entity_type="search", search_query="q")


def test_what_a_server_that_is_down_does_not_take_waits_for_the_next_start(tmp_path: Path) -> None:
    taker = LogTaker()
    taker.is_down = True
    logger = taker.logger(spool=tmp_path, most_entries=5)
    log(logger, "e0")
    until(lambda: files(tmp_path) and files(tmp_path)[0].stat().st_size)
    assert not logger.flush(0.1)
    assert not logger.close()
    assert logger.counts.waiting == 1
    taker.is_down = False
    with taker.logger(spool=tmp_path) as later:
        log(later, "e1")
        assert later.flush()
        assert later.counts.sent == 2
    assert (taker.ids(), files(tmp_path)) == (["e0", "e1"], [])


def test_the_spool_takes_what_memory_has_no_room_for(tmp_path: Path) -> None:
    taker = LogTaker()
    taker.is_down = True
    with taker.logger(spool=tmp_path, most_entries=5) as logger:
        for number in range(20):
            log(logger, f"e{number}")
            until(lambda: not len(logger._inbox))
        until(lambda: logger.counts.waiting == 20)
        assert logger.counts.dropped == 0
        taker.is_down = False
        until(lambda: logger.flush(0.1))
    assert taker.ids() == [f"e{number}" for number in range(20)]


def test_a_folder_that_cannot_be_made_leaves_memory(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    taker = LogTaker()
    with taker.logger(spool=tmp_path / "file" / "spool") as logger:
        log(logger, "e0")
        assert logger.flush()
    assert taker.ids() == ["e0"]
    assert any("The spool cannot be opened" in message for message in caplog.messages)
