"""`threadline demo`, `serve` and `keys`: what a newcomer meets first."""

from __future__ import annotations

import json
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.support.command import Run
from tests.support.server import LONG, THREADLINE, running_server
from tests.support.terminal import seen
from tests.support.waiting import until

COUNT = '{"select": [{"type": "aggregation", "aggregation": "count"}]}'


def count(run: Run, view: str) -> int:
    rows = run("query", view, COUNT, "--data", "data", "--project", "demo").json["data"]["result"]
    number: int = rows[0]["count"]
    return number


def test_the_demo_is_loaded_once_however_often(run: Run) -> None:
    loaded = [run("demo", "--data", "data", "--json").json["loaded"] for _ in range(2)]
    assert loaded[0] == loaded[1]
    assert all(loaded[0].values())
    assert {view: count(run, view) for view in loaded[0]} == loaded[0]


def test_every_command_that_the_demo_proposes_works(run: Run) -> None:
    said = run("demo", "--data", "data").err
    proposed = re.findall(r"threadline query (?:[^']*)'[^']*'", said)
    assert len(proposed) == 2
    for command in proposed:
        done = run(*shlex.split(command)[1:])
        assert (done.code, done.json["data"]["count"] > 0) == (0, True), done.err


def test_serving_the_demo_prints_a_key_and_a_question_that_work(tmp_path: Path) -> None:
    with running_server(tmp_path, "--demo") as server:
        wait_for(server.log, "Stop with Ctrl-C")
        said = "".join(server.log)
        key = re.search(r"Key +(\S+)", said)
        body = re.search(r"-d '([^']+)'", said)
        assert key
        assert body
        answer = httpx2.post(
            f"{server.url}/query/conversations",
            content=body[1],
            headers={
                "Authorization": f"Bearer {key[1]}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            timeout=LONG,
        )
        assert f"{server.url}/docs" in said
    waits = {row["properties.channel"]: row for row in answer.json()["data"]["result"]}
    assert {"#rust", "#mediawiki"} < set(waits)
    assert waits["#rust"]["avg_properties.firstResponseMinutes"] > 0


def test_a_running_server_leaves_its_address_and_takes_it_away(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        note = json.loads((tmp_path / "server.json").read_text())
        assert note == {"pid": server.process.pid, "url": server.url}
    assert not (tmp_path / "server.json").exists()


def test_a_second_server_on_a_folder_is_refused_with_the_place_of_the_first(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        code, said = ended("serve", "--data", str(tmp_path), "--port", "0")
        assert (code, f"open at {server.url} (process {server.process.pid})" in said) == (1, True)


def test_a_port_that_is_in_use_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = ended("serve", "--data", str(tmp_path), "--port", str(port))
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith(f"Error: Port {port} of 127.0.0.1 is in use.")
    assert "--port 0 for a free one" in said


@pytest.mark.parametrize("words", [("serve", "--port", "0"), ("demo",), ("keys", "create", "--project", "p")])
def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    code, said = ended(*words, "--data", str(tmp_path / "file" / "data"))
    assert (code, said.count("\n"), "cannot be made: Not a directory" in said) == (1, 1, True)


def test_faults_of_the_environment_are_all_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREADLINE_PORT", "many")
    monkeypatch.setenv("THREADLINE_ROLES", "loose")
    done = run("serve", "--data", "data")
    assert (done.code, "Error: there are 2 faults.\n" in done.err) == (2, True)
    assert "THREADLINE_PORT" in done.err
    assert "THREADLINE_ROLES" in done.err


def test_a_projection_outlives_settings_that_do_not_fit(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("demo", "--data", "data").code == 0
    assert count(run, "conversations")
    before = Path("data/analytics.duckdb").read_bytes()
    monkeypatch.setenv("THREADLINE_THREADS", "-3")
    for words in (("serve",), ("query", "conversations", "--count"), ("keys", "create", "--project", "p")):
        done = run(*words, "--data", "data")
        assert "THREADLINE_THREADS: `-3` in the environment does not fit: give a whole" in done.err
        assert (done.code in (1, 2), "Traceback" in done.err) == (True, False)
    assert Path("data/analytics.duckdb").read_bytes() == before


def test_variables_that_nobody_knows_are_warned_of_at_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THREADLINE_PROT", "9")
    monkeypatch.setenv("THREADLINE_URL", "http://127.0.0.1:1")
    with running_server(tmp_path) as server:
        warning, ready = server.log[:2]
    assert (
        warning
        == "Warning: THREADLINE_PROT is no setting and does nothing. Did you mean `THREADLINE_PORT`?\n"
    )
    assert ready.startswith("Threadline serves")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_that_is_asked_for_again_and_again_is_a_stop(tmp_path: Path, number: signal.Signals) -> None:
    with running_server(tmp_path) as server:
        while server.process.poll() is None:
            server.process.send_signal(number)
        assert server.process.returncode == 0
    assert "Traceback" not in "".join(server.log)
    assert not (tmp_path / "server.json").exists()


def test_keys_are_listed_under_a_header_at_a_terminal(run: Run) -> None:
    created = run("keys", "create", "--data", "data", "--project", "support", "--name", "help desk")
    _, listed = seen("keys", "list", "--data", "data", columns=140)
    header, _, row = re.sub(r"\x1b\[\d*m", "", listed).splitlines()[:3]
    assert header.split() == ["ID", "LAST", "USED", "PROJECT", "TYPE", "NAME", "BEGINS", "CREATED"]
    assert row.index("help desk") == header.index("NAME")
    assert created.out.strip() not in listed


def test_keys_are_listed_as_json_in_a_pipe(run: Run) -> None:
    run("keys", "create", "--data", "data", "--project", "support", "--name", "help desk")
    piped = run("keys", "list", "--data", "data")
    assert [key["name"] for key in piped.json] == ["help desk"]
    assert run("keys", "list", "--data", "data", "--json").json == piped.json


def test_a_revoked_key_is_said_to_be(run: Run) -> None:
    run("keys", "create", "--data", "data", "--project", "support")
    (key,) = run("keys", "list", "--data", "data", "--json").json
    assert run("keys", "revoke", key["id"], "--data", "data", "--json").json["revokedAt"]
    assert "revoked" in seen("keys", "list", "--data", "data", columns=80)[1]
    unknown = run("keys", "revoke", "key_none", "--data", "data")
    assert (unknown.code, "There is no key `key_none` in data." in unknown.err) == (1, True)


def test_a_key_is_rotated_into_one_of_the_same_rights(run: Run) -> None:
    words = ("--data", "data", "--json")
    old = run(
        "keys", "create", *words, "--project", "support", "--type", "web", "--name", "site", "--may-delete"
    )
    new = run("keys", "rotate", old.json["id"], *words).json
    assert new["key"] != old.json["key"]
    same = ("type", "name", "projectId", "integrationId", "mayReadOwn", "mayDelete")
    assert {name: new[name] for name in same} == {name: old.json[name] for name in same}
    first, second = run("keys", "list", *words).json
    assert (bool(first["revokedAt"]), second["revokedAt"]) == (True, None)
    again = run("keys", "rotate", old.json["id"], *words)
    assert (again.code, "is revoked. Make a new one" in again.err) == (2, True)
    kept = run("keys", "rotate", new["id"], "--keep", "--data", "data")
    assert kept.out.startswith("tl_web_")
    assert f"threadline keys revoke {new['id']}" in kept.err
    assert [bool(key["revokedAt"]) for key in run("keys", "list", *words).json] == [True, False, False]


def test_a_folder_that_is_new_is_said_to_be(run: Run, tmp_path: Path) -> None:
    made = run("keys", "create", "--project", "support")
    assert f"The folder {tmp_path / 'threadline-data'} had no data: it is new." in made.err
    assert "it is new" not in run("keys", "create", "--project", "support").err


@pytest.mark.parametrize("form", ["text", "json"])
def test_lines_of_the_log_carry_time_and_level(form: str) -> None:
    program = (
        "import logging;"
        "from threadline.cli.environment import log_to_stderr; from threadline.settings import Settings;"
        f"log_to_stderr(Settings(log_format={form!r}));"
        "logging.getLogger('threadline').info('not shown');"
        "\ntry: 1 / 0\nexcept ZeroDivisionError: logging.getLogger('threadline').exception('it %s', 'broke')"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr
    if form == "text":
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ERROR threadline: it broke\nTraceback", said)
        return
    (line,) = said.splitlines()
    logged = json.loads(line)
    assert (logged["level"], logged["logger"], logged["message"]) == ("error", "threadline", "it broke")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", logged["time"])
    assert "ZeroDivisionError" in logged["exception"]


def ended(*words: str) -> tuple[int, str]:
    """Return the code of a command and what it said."""
    done = subprocess.run([THREADLINE, *words], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    return done.returncode, done.stderr


def wait_for(log: list[str], text: str) -> None:
    """Return when a server has said something."""
    until(lambda: any(text in line for line in log))
