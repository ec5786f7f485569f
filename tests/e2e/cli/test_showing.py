"""What people see of rows: votes by time, and times by the clocks that were asked for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.support.command import Run, chat, write_lines
from tests.support.terminal import seen

LATE = "2026-10-21T22:30:00.000Z"
BY_DAY = ("query", "conversations", "--by", "day", "--time-zone", "Europe/Berlin")


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """A folder with a chat that is of the next day in Berlin, and votes of both kinds in turn."""
    messages = [{"role": "user", "content": "a question", "createdAt": LATE}]
    votes = [
        {
            "id": f"f{day}",
            "type": ("positive", "negative")[day % 2],
            "messageId": "m",
            "createdAt": f"2026-10-0{day}T00:00:00Z",
        }
        for day in range(1, 5)
    ]
    for kind, rows in (("conversations", [chat(1, messages=messages)]), ("feedback", votes)):
        file = write_lines(tmp_path / f"{kind}.jsonl", rows)
        done = run("import", "jsonl", file, "--data", tmp_path / "data", "--project", "main", "--kind", kind)
        assert done.code == 0, done.err
    return tmp_path / "data"


def test_a_table_has_the_days_of_the_zone_and_says_whose_they_are(data: Path) -> None:
    code, shown = seen(*BY_DAY, "--data", data)
    assert (code, "2026-10-22 " in shown, "22:00" in shown) == (0, True, False)
    assert "1 row; times are of Europe/Berlin" in shown


def test_programs_get_the_start_of_the_day_in_utc(run: Run, data: Path) -> None:
    start = "2026-10-21T22:00:00.000Z"
    assert run(*BY_DAY, "--data", data).json["data"]["result"][0]["firstMessageTime_day"] == start
    assert start in run(*BY_DAY, "--data", data, "--csv").out


def test_a_table_of_a_body_is_shown_like_that_of_options(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "body.json").write_text(run(*BY_DAY, "--show-body").out)
    assert seen("query", "conversations", "body.json", "--data", data) == seen(*BY_DAY, "--data", data)


def test_votes_of_both_kinds_are_listed_newest_first(run: Run, data: Path) -> None:
    chat_ = {"id": "c", "messages": [{"id": "m", "role": "user", "content": "x"}]}
    assert run("log", "conversation", json.dumps(chat_), "--data", data).code == 0
    rows = list(csv.DictReader(run("feedback", "list", "--data", data, "--csv").out.splitlines()))
    assert [row["id"] for row in rows] == ["f4", "f3", "f2", "f1"]
    assert "positive and how many negative ones at most" in " ".join(
        run("feedback", "list", "--help").out.split()
    )
