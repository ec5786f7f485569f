"""`threadline doctor`: what it finds in a folder that is well, that is served, and that is not well."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest

from tests.support.command import Done, Run, chat, write_lines
from tests.support.server import running_server
from tests.support.terminal import seen
from threadline.cli.keeping import surroundings
from threadline.cli.places.running import leave_note


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """A folder whose followers have everything."""
    file = write_lines(tmp_path / "chats.jsonl", (chat(number, id=f"c{number}") for number in range(50)))
    folder = tmp_path / "data"
    assert run("import", "jsonl", file, "--data", folder, "--project", "main").code == 0
    assert run("query", "conversations", "--count", "--where", "messages~answer", "--data", folder).code == 0
    return folder


def by_check(done: Done) -> dict[str, dict[str, Any]]:
    found: list[dict[str, Any]] = done.json["findings"]
    return {each["check"]: each for each in found}


def put_in_the_way(path: Path) -> None:
    """Put a folder in the place of a file, which nobody can open then."""
    path.unlink(missing_ok=True)
    path.mkdir()


def verdicts(done: Done) -> dict[str, str]:
    return {name: each["verdict"] for name, each in by_check(done).items()}


def change(file: Path, sql: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_a_folder_that_is_well_is_said_to_be_and_nothing_is_changed(run: Run, data: Path) -> None:
    before = {
        path.name: path.read_bytes() for path in data.iterdir() if not path.name.endswith(("-shm", "-wal"))
    }
    for words in ((), ("--full",)):
        done = run("doctor", "--data", data, "--json", *words)
        assert (done.code, done.json["healthy"], set(verdicts(done).values())) == (0, True, {"ok"}), done.out
    assert {name: (data / name).read_bytes() for name in before} == before
    said = run("doctor", "--data", data)
    assert "✓ text index  It has all 50 conversations." in said.out
    assert said.err == "Everything that was looked at is well.\n"


def test_it_looks_at_what_it_can_while_a_server_runs(run: Run, data: Path) -> None:
    with running_server(data) as server:
        done = run("doctor", "--data", data, "--json")
        found = by_check(done)["projection"]
        assert (done.code, found["verdict"]) == (0, "skipped")
        assert found["sentence"].startswith(
            f"The server at {server.url} (process {server.process.pid}) has it open"
        )
        jobs = by_check(done)["jobs"]
        assert jobs["verdict"] == "ok"
        assert "`projection`" in jobs["sentence"]
    assert set(verdicts(done).values()) == {"ok", "skipped"}


class Failing(BaseHTTPRequestHandler):
    """A server of which one job fails."""

    def do_GET(self) -> None:
        jobs = {"projection": 0, "erasing": 1}
        lines = [f'threadline_job_failing{{job="{name}"}} {value}' for name, value in jobs.items()]
        self.send_response(200)
        self.end_headers()
        self.wfile.write("\n".join(["# TYPE threadline_job_failing gauge", *lines, ""]).encode())

    def log_message(self, format: str, *args: object) -> None:  # the name is the library's
        """Say nothing."""


def test_jobs_of_the_server_that_fail_are_named(run: Run, data: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Failing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        leave_note(data, f"http://127.0.0.1:{server.server_address[1]}")
        done = run("doctor", "--data", data, "--json")
        server.shutdown()
    jobs = by_check(done)["jobs"]
    assert jobs["verdict"] == "warning"
    assert "this fails just now: `erasing`." in jobs["sentence"]


def test_followers_that_are_behind_or_missing_are_well(run: Run, data: Path) -> None:
    file = write_lines(data.parent / "more.jsonl", [chat(1)])
    assert run("import", "jsonl", file, "--data", data, "--project", "main").code == 0
    behind = run("doctor", "--data", data, "--json")
    assert (behind.code, "1 changes are taken in" in by_check(behind)["projection"]["sentence"]) == (0, True)
    (data / "analytics.duckdb").unlink()
    (data / "search.sqlite").unlink()
    assert run("doctor", "--data", data).code == 0


DAMAGES = {
    "projection": lambda folder: change_projection(folder, "DELETE FROM conversations WHERE id = 'c7'"),
    "text index": lambda folder: change(folder / "search.sqlite", "DELETE FROM spans WHERE rid = 7"),
    "references": lambda folder: change(
        folder / "records.sqlite", "UPDATE conversations SET project_rid = 9"
    ),
    "totals": lambda folder: change(folder / "records.sqlite", "UPDATE projects SET conversations_count = 7"),
    "records": lambda folder: flip(folder / "records.sqlite"),
}


def change_projection(folder: Path, sql: str) -> None:
    with duckdb.connect(str(folder / "analytics.duckdb")) as connection:
        connection.execute(sql)


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[5 * 8192 : 5 * 8192 + 64] = b"\xff" * 64
    file.write_bytes(content)


@pytest.mark.parametrize("check", DAMAGES)
def test_what_is_wrong_is_bad_and_comes_with_what_to_do(run: Run, data: Path, check: str) -> None:
    DAMAGES[check](data)
    done = run("doctor", "--data", data, "--json")
    assert (done.code, done.json["healthy"], verdicts(done)[check]) == (1, False, "bad"), done.out
    assert by_check(done)[check]["advice"]


def test_what_a_follower_lost_comes_back_as_it_says(run: Run, data: Path) -> None:
    DAMAGES["projection"](data)
    assert "delete analytics.duckdb*" in run("doctor", "--data", data).out
    (data / "analytics.duckdb").unlink()
    answer = run("query", "conversations", "--count", "--data", data)
    assert answer.json["data"]["result"] == [{"count": 50}]
    assert run("doctor", "--data", data).code == 0


def test_loose_messages_are_found_when_everything_is_looked_at(run: Run, data: Path) -> None:
    change(data / "records.sqlite", "INSERT INTO messages VALUES (1048576 * 999, 'm', '{}')")
    assert verdicts(run("doctor", "--data", data, "--json"))["references"] == "ok"
    assert verdicts(run("doctor", "--data", data, "--json", "--full"))["references"] == "bad"


def test_threads_are_cut_anew_and_compared_when_everything_is_looked_at(run: Run, data: Path) -> None:
    assert run("query", "semantic-threads", "--count", "--data", data).json["data"]["result"] == [
        {"count": 50}
    ]
    assert run("doctor", "--data", data, "--full").code == 0
    change_projection(data, "DELETE FROM semantic_threads WHERE rid = 7")
    assert run("doctor", "--data", data).code == 0
    done = run("doctor", "--data", data, "--full", "--json")
    assert "semantic_threads: 49 rows, the records say 50" in by_check(done)["projection"]["sentence"]


def test_times_to_come_and_settings_nobody_knows_are_warnings(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = time.time() + 3_600
    os.utime(data / "records.sqlite", (ahead, ahead))
    monkeypatch.setenv("THREADLINE_QUERY_SECOND", "3")
    monkeypatch.setenv("THREADLINE_QUERY_SECONDS", "3")
    monkeypatch.setenv("THREADLINE_MEMORY_MEGABYTES", "99999999")
    done = run("doctor", "--data", data, "--json")
    found = {(each["check"], each["verdict"]): each["sentence"] for each in done.json["findings"]}
    assert done.code == 0
    assert "records.sqlite was written 3,600 s from now" in found["clock", "warning"].replace(
        "3,599", "3,600"
    )
    assert "Did you mean `THREADLINE_QUERY_SECONDS`?" in found["settings", "warning"]
    assert "THREADLINE_QUERY_SECONDS=3.0" in found["settings", "ok"]
    assert ("memory", "warning") in found


def test_a_setting_that_does_not_fit_is_bad(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREADLINE_THREADS", "many")
    done = run("doctor", "--data", data, "--json")
    sentence = by_check(done)["settings"]["sentence"]
    assert (done.code, sentence) == (
        1,
        "THREADLINE_THREADS: `many` in the environment does not fit: give a whole number from 0 to 1,024.",
    )


def test_beside_a_variable_that_nobody_knows_nothing_is_said_to_be_well(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THREADLINE_PROT", "9")
    found = run("doctor", "--data", data, "--json").json["findings"]
    assert [each["verdict"] for each in found if each["check"] == "settings"] == ["warning"]


def test_a_folder_that_others_may_look_into_is_a_warning_with_the_command_that_closes_it(
    run: Run, data: Path
) -> None:
    data.chmod(0o755)
    found = by_check(run("doctor", "--data", data, "--json"))["folder"]
    assert found["verdict"] == "warning"
    assert f"list {data}, and read no file of it (its mode is 755)." in found["sentence"]
    (data / "records.sqlite").chmod(0o644)
    done = run("doctor", "--data", data, "--json")
    found = by_check(done)["folder"]
    assert (done.code, found["verdict"]) == (0, "warning")
    assert f"read records.sqlite in {data} (its mode is 755)." in found["sentence"]
    subprocess.run(["sh", "-c", found["advice"]], check=True)
    assert verdicts(run("doctor", "--data", data, "--json"))["folder"] == "ok"


def test_rows_in_the_log_count_for_the_size_of_the_records(run: Run, data: Path) -> None:
    with closing(sqlite3.connect(data / "records.sqlite", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE big AS SELECT zeroblob(3000000) AS content")
        said = by_check(run("doctor", "--data", data, "--json"))["records"]["sentence"]
    assert re.match(r"3\.\d MB with the write-ahead log: ", said)


def test_a_projection_that_cannot_be_opened_is_not_said_to_be_made_anew(run: Run, data: Path) -> None:
    (data / "analytics.duckdb").unlink()
    (data / "analytics.duckdb").mkdir()
    found = by_check(run("doctor", "--data", data, "--json"))["projection"]
    assert (found["verdict"], "It cannot be opened: " in found["sentence"]) == ("bad", True)


def test_a_disk_that_is_full_and_a_folder_for_everybody_are_bad(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(data)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000))
    data.chmod(0o777)
    done = run("doctor", "--data", data, "--json")
    assert (done.code, verdicts(done)["disk"], verdicts(done)["folder"]) == (1, "bad", "bad")


def test_a_terminal_shows_one_mark_a_line_and_wraps_under_the_text(data: Path) -> None:
    code, shown = seen("doctor", "--data", data)
    lines = shown.splitlines()
    assert (code, lines[0].startswith("\x1b[32m✓\x1b[0m")) == (0, True)
    assert lines[1].startswith(" " * 14)


def test_a_folder_of_a_newer_version_gets_one_advice(run: Run, data: Path) -> None:
    newer = "INSERT INTO migrations VALUES (999, '999_later', '', 0)"
    change(data / "records.sqlite", newer)
    done = run("doctor", "--data", data, "--json")
    found = [each for each in done.json["findings"] if each["advice"] or each["verdict"] != "ok"]
    assert [(each["check"], each["verdict"], each["advice"]) for each in found] == [
        ("records", "bad", "Upgrade Threadline first.")
    ]
    assert (done.code, found[0]["sentence"].endswith("(it has migration 999_later).")) == (1, True)
    started = run("keys", "list", "--data", data)
    assert (started.code, "newer Threadline (it has migration 999_later)" in started.err) == (1, True)


def test_versions_that_were_not_tried_are_all_named_with_one_advice(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.1")
    known = {"3.98": {"duckdb": ("0.1", "0.2"), "click": ("0.3", "0.3"), "msgspec": ("0", "99")}}
    monkeypatch.setattr(surroundings, "tried", lambda: known)
    done = run("doctor", "--data", data, "--json")
    found = by_check(done)["versions"]
    assert (done.code, done.json["healthy"], found["verdict"]) == (0, True, "warning")
    named = found["sentence"].partition(" Not tried with this release: ")[2]
    assert named == (
        f"Python 3.99 (3.98 was), click {version('click')} (0.3 was), duckdb {version('duckdb')} (0.1 to 0.2 were)."
    )
    assert found["advice"] == (
        "Should something fail, try it with what was tried: Python 3.98, and pip install click==0.3 duckdb==0.2"
    )


def test_a_folder_without_data_is_refused(run: Run) -> None:
    done = run("doctor", "--data", "nowhere")
    assert (done.code, done.out, "There is no data in nowhere" in done.err) == (1, "", True)


def test_records_that_cannot_be_opened_are_not_called_damaged(run: Run, data: Path) -> None:
    put_in_the_way(data / "records.sqlite-wal")
    found = by_check(run("doctor", "--data", data, "--json"))["records"]
    assert (found["verdict"], "cannot be read" in found["sentence"]) == ("bad", True)
    assert "restore" not in found["advice"]
    backup = run("backup", "b.sqlite", "--data", data)
    assert (backup.code, "is damaged" in backup.err, "cannot be read" in backup.err) == (1, False, True)


def test_a_folder_where_nobody_can_write_is_read_as_it_is(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a disk that is mounted for reading refuses, a folder in its place refuses too, to root as well."""
    put_in_the_way(data / "records.sqlite-wal")
    put_in_the_way(data / "search.sqlite-wal")
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    found = verdicts(run("doctor", "--data", data, "--json"))
    assert (found["folder"], found["records"], found["text index"]) == ("bad", "ok", "ok")
    (data / "records.sqlite-wal").rmdir()
    (data / "records.sqlite-wal").write_bytes(b"rows" * 1_000)
    put_in_the_way(data / "records.sqlite-shm")
    finding = by_check(run("doctor", "--data", data, "--json"))["records"]
    assert (finding["verdict"], "write-ahead log" in finding["advice"]) == ("bad", True)


@pytest.mark.parametrize(
    ("document", "is_seen_at_once"), [("{", True), ('{"id": "m", "role": "user", "createdAt": "x"}', False)]
)
def test_a_damaged_document_is_named(run: Run, data: Path, document: str, is_seen_at_once: bool) -> None:
    change(data / "records.sqlite", f"UPDATE messages SET document = '{document}' WHERE rid = 7 * 1048576")
    done = run("doctor", "--data", data, "--full", "--json")
    found = by_check(done)["documents"]
    assert (done.code, found["verdict"]) == (1, "bad")
    assert "1 stored documents are damaged" in found["sentence"]
    assert " of conversation c" in found["sentence"]
    quick = run("doctor", "--data", data, "--json")
    assert (verdicts(quick)["documents"] == "bad") is is_seen_at_once
