"""The note that a server leaves in its folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from threadline.cli.places import running


def test_the_note_is_there_while_the_server_runs(tmp_path: Path) -> None:
    with running.note_removed(tmp_path):
        running.leave_note(tmp_path, "http://127.0.0.1:1")
        found = running.find(tmp_path)
        assert found is not None
        assert found.url == "http://127.0.0.1:1"
    assert list(tmp_path.iterdir()) == []


def test_a_note_of_a_process_that_is_gone_does_not_count(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    (tmp_path / running.FILE_NAME).write_text(f'{{"pid": {process.pid}, "url": "http://127.0.0.1:1"}}')
    assert running.find(tmp_path) is None


def test_a_note_that_cannot_be_read_does_not_count(tmp_path: Path) -> None:
    (tmp_path / running.FILE_NAME).write_text("{")
    assert running.find(tmp_path) is None


def test_the_note_of_another_server_stays(tmp_path: Path) -> None:
    (tmp_path / running.FILE_NAME).write_text('{"pid": 1, "url": "http://127.0.0.1:1"}')
    with running.note_removed(tmp_path):
        assert running.find(tmp_path) is not None
    assert (tmp_path / running.FILE_NAME).exists()


def test_a_note_that_cannot_be_written_is_said_and_leaves_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / running.FILE_NAME).mkdir()
    running.leave_note(tmp_path, "http://127.0.0.1:1")
    assert [path.name for path in tmp_path.iterdir()] == [running.FILE_NAME]
    assert "other commands do not find this server" in caplog.text


def test_what_earlier_starts_have_left_is_cleaned(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    left = tmp_path / f"{running.FILE_NAME}.{process.pid}"
    left.touch()
    kept = tmp_path / f"{running.FILE_NAME}.before"
    kept.touch()
    running.leave_note(tmp_path, "http://127.0.0.1:1")
    assert {path.name for path in tmp_path.iterdir()} == {running.FILE_NAME, kept.name}
