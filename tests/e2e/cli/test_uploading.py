"""`threadline import upload`: what it rejects, it tells as an import into a folder does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.support.command import Run, chat, write_lines
from tests.support.server import running_server

LINES = [{"messages": []}, "{", chat(1), "[1]", '"x"', {"messages": [{"role": "user"}]}, chat(2), '{"a": 1}}']
REJECTED = [1, 2, 4, 5, 6, 8]


def test_rejected_lines_are_told_alike_and_in_order(run: Run, tmp_path: Path) -> None:
    write_lines(tmp_path / "chats.jsonl", LINES)
    of_folder = run("import", "jsonl", "chats.jsonl", "--data", "data", "--project", "main", "--rejects", "f")
    with running_server(tmp_path / "served") as server:
        where = ("--url", server.url, "--key", server.api_key)
        of_server = run("import", "upload", "chats.jsonl", "--rejects", "s", *where)
    assert (of_folder.code, of_server.code) == (1, 1)
    assert told(of_server.err) == told(of_folder.err)
    assert rejects("s") == rejects("f")
    assert [each["line"] for each in rejects("s")] == REJECTED


def test_lines_behind_those_that_never_got_a_result_are_told_too(run: Run) -> None:
    write_lines(Path("chats.jsonl"), [chat(1), "{", chat(2)])
    where = ("--url", "http://127.0.0.1:1", "--key", "k")
    done = run("import", "upload", "chats.jsonl", *where)
    assert (done.code, [each["line"] for each in rejects("chats.jsonl.rejects.jsonl")]) == (1, [2])
    assert "does not answer" in done.err


def told(text: str) -> list[str]:
    """Return what is said about lines, without the speed and the name of the file."""
    return [line for line in text.splitlines() if re.match(r"  (line|and) ", line)]


def rejects(name: str) -> list[Any]:
    return [json.loads(line) for line in Path(name).read_text().splitlines()]
