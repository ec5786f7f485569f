"""`threadline words`: what some conversations are about, from a folder."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.support.command import Run, chat, write_lines


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """A folder with four chats about a refund on plan `pro`, and eight about other things."""
    said = [("pro", "My refund is late")] * 4 + [("free", "My page is slow")] * 8
    lines = [
        chat(number, id=f"c{number}", properties={"plan": plan})
        | {"messages": [{"role": "user", "content": text}]}
        for number, (plan, text) in enumerate(said)
    ]
    file = write_lines(tmp_path / "chats.jsonl", lines)
    assert run("import", "jsonl", file, "--project", "main", "--data", "data").code == 0
    return tmp_path / "data"


PRO = ("--where", "properties.plan=pro")


def test_words_above_their_usual_share_are_listed_as_json_and_as_csv(run: Run, data: Path) -> None:
    answer = run("words", *PRO, "--data", data).json["data"]
    found = {each["word"]: (each["share"], each["usualShare"]) for each in answer["result"]}
    assert (found["refund"], "slow" in found) == ((1.0, 0.3333), False)
    table = list(csv.DictReader(run("words", *PRO, "--limit", "1", "--csv", "--data", data).out.splitlines()))
    assert [list(row) for row in table] == [["word", "share", "usualShare"]]


def test_a_fault_of_a_filter_is_told_by_its_option(run: Run, data: Path) -> None:
    refused = run("words", "--where", '{"condition": {}}', "--data", data)
    assert (refused.code, "--where at /condition/field" in refused.err) == (2, True)
    missing = run("words", "--data", data)
    assert (missing.code, "Missing option '--where'" in missing.err) == (2, True)
