"""The file of rejected lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from threadline.cli.importing.rejects import RejectsFile
from threadline.errors import Violation
from threadline.services.importing.lines import Line, Reject


def reject(number: int, *faults: Violation) -> Reject:
    return Reject(Line(number, f"line {number}\r\n".encode()), faults or (Violation("/a", "No."),))


def written(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> RejectsFile:
    return RejectsFile(tmp_path / "chats.jsonl.rejects.jsonl")


def test_a_rejected_line_is_written_with_its_place_and_its_text(file: RejectsFile) -> None:
    file.add([reject(3)])
    assert written(file.path) == [{"line": 3, "pointer": "/a", "message": "No.", "text": "line 3"}]


def test_all_faults_of_a_line_are_written(file: RejectsFile) -> None:
    file.add([reject(3, Violation("/a", "No."), Violation("/b", "Nor this."))])
    assert written(file.path)[0]["more"] == [{"pointer": "/b", "message": "Nor this."}]


def test_bytes_that_are_no_text_are_written_as_far_as_they_are(file: RejectsFile) -> None:
    file.add([Reject(Line(1, b"\xff{}\n"), (Violation("", "No."),))])
    assert written(file.path)[0]["text"] == "\ufffd{}"


def test_a_new_import_begins_without_the_lines_of_an_older_one(file: RejectsFile) -> None:
    file.add([reject(3)])
    file.begin(0)
    assert not file.path.exists()


def test_going_on_drops_lines_whose_batch_was_never_stored(file: RejectsFile) -> None:
    file.add([reject(3), reject(8)])
    with file.path.open("ab") as half:
        half.write(b'{"line": 9, "poi')
    file.begin(5)
    assert [each["line"] for each in written(file.path)] == [3]


def test_no_file_is_made_without_a_rejected_line(file: RejectsFile) -> None:
    file.begin(0)
    file.begin(10)
    assert not file.path.exists()
