"""`threadline import jsonl`: files into a folder, stopped and gone on, beside a running server."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import httpx2
import pytest
import zstandard

from tests.support.command import Run, chat, write_lines
from tests.support.server import LONG, THREADLINE, running_server

COUNT = '{"select": [{"type": "aggregation", "aggregation": "count"}]}'
COMMAND = ("import", "jsonl", "chats.jsonl", "--data", "data", "--project", "support")


def count(run: Run, view: str = "conversations") -> int:
    rows = run("query", view, COUNT, "--data", "data").json["data"]["result"]
    number: int = rows[0]["count"]
    return number


def lines_of(file: Path) -> int:
    try:
        return file.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    return tmp_path / "chats.jsonl"


def test_a_file_is_stored_and_told_in_one_line(run: Run, chats: Path) -> None:
    write_lines(chats, map(chat, range(3)))
    done = run(*COMMAND)
    assert (done.code, done.out) == (0, "")
    assert "\nchats.jsonl: 3 conversations stored, 0 lines rejected, " in done.err
    assert count(run) == 3


def test_rejected_lines_are_told_written_down_and_stop_nothing(run: Run, chats: Path) -> None:
    write_lines(chats, [chat(1), "{", chat(2), {"type": "openai", "messages": [{"role": "user"}]}])
    done = run(*COMMAND)
    rejects = [json.loads(line) for line in Path("chats.jsonl.rejects.jsonl").read_text().splitlines()]
    assert (done.code, count(run)) == (1, 2)
    assert [(each["line"], each["pointer"]) for each in rejects] == [(2, ""), (4, "/messages/0")]
    assert rejects[0]["text"] == "{"
    assert "  line 4: /messages/0: `content` is missing." in done.err
    assert "Rejected lines, with reasons: chats.jsonl.rejects.jsonl" in done.err


def test_rejected_lines_go_where_they_are_sent(run: Run, chats: Path) -> None:
    write_lines(chats, ["{"])
    done = run(*COMMAND, "--rejects", "bad.jsonl", "--json")
    assert (done.code, done.json[0]["rejected"], done.json[0]["rejects"]) == (1, 1, "bad.jsonl")
    assert Path("bad.jsonl").exists()


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_packed_file_is_unpacked(run: Run, chats: Path, pack: Any) -> None:
    chats.write_bytes(pack(write_lines(chats, map(chat, range(5))).read_bytes()))
    assert run(*COMMAND).code == 0
    assert count(run) == 5


def test_stdin_is_read_and_begins_anew_each_time(run: Run, chats: Path) -> None:
    text = write_lines(chats, map(chat, range(5))).read_bytes()
    words = ("import", "jsonl", "-", "--data", "data", "--project", "support")
    assert [run(*words, stdin=text).code for _ in range(2)] == [0, 0]
    assert count(run) == 10


def test_a_file_that_was_stored_is_not_stored_again(run: Run, chats: Path) -> None:
    write_lines(chats, map(chat, range(3)))
    run(*COMMAND)
    assert "nothing new" in run(*COMMAND).err
    assert count(run) == 3


def test_an_import_that_finds_nothing_new_has_not_failed(run: Run, chats: Path) -> None:
    write_lines(chats, [chat(1), "{", chat(2)])
    assert [run(*COMMAND).code for _ in range(3)] == [1, 0, 0]
    write_lines(chats, [chat(1), "{", chat(2), chat(3)])
    assert run(*COMMAND).code == 1


def test_a_file_that_has_grown_goes_on_where_it_ended(run: Run, chats: Path) -> None:
    write_lines(chats, map(chat, range(3)))
    run(*COMMAND)
    write_lines(chats, map(chat, range(5)))
    assert run(*COMMAND, "--json").json[0]["stored"] == 2
    assert count(run) == 5


def test_restart_reads_the_file_from_its_beginning_and_ids_are_updated(run: Run, chats: Path) -> None:
    write_lines(chats, [chat(number, id=f"c{number}") for number in range(3)])
    run(*COMMAND)
    assert run(*COMMAND, "--restart", "--json").json[0]["stored"] == 3
    assert count(run) == 3


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("events", {"type": "searched", "entityType": "search", "searchQuery": "refund"}),
        ("feedback", {"type": "negative", "messageId": "m1"}),
    ],
)
def test_events_and_feedback_are_stored_too(run: Run, chats: Path, kind: str, body: object) -> None:
    write_lines(chats, [body, chat(1)])
    done = run(*COMMAND, "--kind", kind)
    assert (done.code, count(run, kind)) == (1, 1)


def test_a_file_is_told_apart_by_kind_and_project(run: Run, chats: Path) -> None:
    write_lines(chats, map(chat, range(3)))
    run(*COMMAND)
    other = run("import", "jsonl", "chats.jsonl", "--data", "data", "--project", "other", "--json")
    assert other.json[0]["stored"] == 3


def test_what_comes_before_a_broken_end_is_stored_and_told(run: Run, chats: Path) -> None:
    whole = gzip.compress(write_lines(chats, map(chat, range(2_000))).read_bytes())
    chats.write_bytes(whole[:-30])
    done = run(*COMMAND)
    _, stored, refused = done.err.splitlines()
    assert (done.code, stored.startswith("chats.jsonl: 1,600 conversations stored")) == (1, True)
    assert refused.startswith("Error: chats.jsonl cannot be unpacked after line ")


def test_a_misuse_is_told_with_code_2_and_touches_nothing(run: Run, chats: Path) -> None:
    text = write_lines(chats, [chat(1)]).read_text()
    for words in (("--rejects", "chats.jsonl"), ("chats.jsonl", "--rejects", "x"), ("--kind", "chats")):
        assert run(*COMMAND, *words).code == 2
    assert (chats.read_text(), Path("data").exists()) == (text, False)


def test_an_import_works_while_a_server_runs_on_the_folder(run: Run, chats: Path, tmp_path: Path) -> None:
    write_lines(chats, map(chat, range(1_000)))
    with running_server(tmp_path / "data") as server:
        assert run("import", "jsonl", "chats.jsonl", "--data", "data", "--project", "main").code == 0
        answer = httpx2.post(
            f"{server.url}/query/conversations",
            content=COUNT,
            headers={"Authorization": f"Bearer {server.api_key}"},
            timeout=LONG,
        )
    assert answer.json()["data"]["result"] == [{"count": 1_000}]


def test_an_import_that_is_killed_goes_on_and_stores_each_line_once(run: Run, chats: Path) -> None:
    bad = {500, 2_100}
    write_lines(chats, ("{" if number in bad else chat(number) for number in range(1, 4_001)))
    rejects = Path("chats.jsonl.rejects.jsonl")
    for seen in range(1, len(bad) + 1):
        with subprocess.Popen([THREADLINE, *COMMAND], stderr=subprocess.DEVNULL) as process:
            # The file grows inside the transaction of its batch: the worst moment to die.
            while lines_of(rejects) < seen:
                assert process.poll() is None
            process.kill()
    done = run(*COMMAND, "--json")
    written = [json.loads(line)["line"] for line in rejects.read_text().splitlines()]
    assert (done.code, done.json[0]["storedInAll"], done.json[0]["lines"]) == (1, 3_998, 4_000)
    assert (done.json[0]["stored"] < 3_998, written, count(run)) == (True, sorted(bad), 3_998)


def test_a_file_goes_to_a_server_with_its_rejected_lines_told(run: Run, chats: Path, tmp_path: Path) -> None:
    lines = [
        chat(1),
        "[1]",
        chat(2),
        {"type": "openai", "id": "bad", "messages": [{"role": "user"}]},
        "",
        chat(3),
    ]
    write_lines(chats, lines)
    with running_server(tmp_path / "served") as server:
        where = ("--url", server.url, "--key", server.api_key)
        done = run("import", "upload", "chats.jsonl", *where, "--json")
        assert done.code == 1, done.err
        assert (done.json[0]["stored"], done.json[0]["rejected"]) == (3, 2)
        rejects = [json.loads(line) for line in Path("chats.jsonl.rejects.jsonl").read_text().splitlines()]
        assert [(each["line"], each["pointer"]) for each in rejects] == [(2, ""), (4, "/messages/0")]
        found = run("query", "conversations", COUNT, *where).json["data"]["result"]
        assert found == [{"count": 3}]


def test_an_upload_wants_a_server(run: Run, chats: Path) -> None:
    write_lines(chats, [chat(1)])
    done = run("import", "upload", "chats.jsonl")
    assert (done.code, "--url" in done.err) == (2, True)


def test_tool_roles_are_accepted_when_the_command_says_so(run: Run, tmp_path: Path) -> None:
    tool = {"role": "tool", "content": "1"}
    body = chat(1)
    lines = write_lines(tmp_path / "tools.jsonl", [body | {"messages": [*body["messages"], tool]}])
    refused = run("import", "jsonl", lines, "--project", "p")
    assert (refused.code, "--roles lenient" in refused.err) == (1, True)
    assert run("import", "jsonl", lines, "--project", "p", "--roles", "lenient").code == 0


def test_what_has_no_place_is_told_and_counted(run: Run, tmp_path: Path) -> None:
    bodies = [chat(number, id=f"c{number}", status="open") for number in range(2)]
    done = run("import", "jsonl", write_lines(tmp_path / "odd.jsonl", bodies), "--project", "p", "--json")
    assert (done.code, done.json[0]["ignored"]) == (0, {"/status": 2})
    assert "no place for `/status`: not kept of 2 lines" in done.err
