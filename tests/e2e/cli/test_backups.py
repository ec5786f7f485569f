"""`threadline backup` and `threadline restore`: beside a server that writes, killed in the middle, and refused."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from pathlib import Path
from threading import Event

import httpx2
import pytest

from tests.support.command import Run, chat, write_lines
from tests.support.server import LONG, THREADLINE, Server, running_server

PAGE_BYTES = 8192
COUNT = ("query", "conversations", "--count")


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """A folder with 300 chats."""
    file = write_lines(tmp_path / "chats.jsonl", (chat(number, id=f"c{number}") for number in range(300)))
    assert run("import", "jsonl", file, "--data", "data", "--project", "main").code == 0
    return tmp_path / "data"


def count(run: Run, folder: Path | str) -> int:
    number: int = run(*COUNT, "--data", folder).json["data"]["result"][0]["count"]
    return number


LEAST = 4
"""Backups in a storm, and writes in it."""


def ids_in(file: Path) -> set[str]:
    connection = sqlite3.connect(file)
    found = {id_ for (id_,) in connection.execute("SELECT id FROM conversations")}
    connection.close()
    return found


def pieces(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def write(server: Server, stop: Event, acknowledged: list[str], name: str) -> None:
    headers = {"Authorization": f"Bearer {server.api_key}"}
    with httpx2.Client(base_url=server.url, headers=headers, verify=False, timeout=60) as client:
        number = 0
        while not stop.is_set():
            answer = client.post("/conversations", json=chat(number, id=f"{name}-{number}"))
            assert answer.status_code == 200
            acknowledged.append(f"{name}-{number}")
            number += 1


def test_a_backup_in_a_storm_of_writes_has_all_that_was_acknowledged_before_it(run: Run, data: Path) -> None:
    acknowledged: list[str] = []
    stop = Event()
    with running_server(data) as server, ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(write, server, stop, acknowledged, f"w{each}") for each in range(3)]
        try:
            for number in takewhile(
                lambda each: each < LEAST or len(acknowledged) < LEAST, itertools.count()
            ):
                before = set(acknowledged)
                done = run("backup", f"b{number}.sqlite", "--data", data, "--json")
                assert done.code == 0, done.err
                found = ids_in(Path(f"b{number}.sqlite"))
                assert before <= found
                assert len(found) == done.json["counts"]["conversations"]
        finally:
            stop.set()
        assert [writer.result() for writer in writers] == [None] * 3


@pytest.mark.parametrize("name", ["backup.sqlite", "backup.sqlite.zst"])
def test_a_backup_is_restored_with_all_that_follows_from_it(run: Run, data: Path, name: str) -> None:
    assert run("backup", name, "--data", data).code == 0
    assert run("conversations", "delete", "c7", "--data", data).code == 0
    assert count(run, data) == 299
    done = run("restore", name, "--data", data, "--force", "--json")
    assert (done.code, done.json["counts"]["conversations"]) == (0, 300)
    assert count(run, data) == 300
    assert run("search", "7", "--data", data).json["data"]["result"][0]["conversationId"] == "c7"
    assert len(ids_in(Path(done.json["aside"]))) == 299


def test_a_backup_makes_a_new_folder(run: Run, data: Path) -> None:
    run("backup", "b.sqlite", "--compress", "--data", data)
    done = run("restore", "b.sqlite.zst", "--data", "new/place")
    assert (done.code, "Serve it: threadline serve --data new/place" in done.err) == (0, True)
    assert count(run, "new/place") == 300


def test_a_folder_of_backups_keeps_the_newest(run: Run, data: Path) -> None:
    shelf = Path("shelf")
    shelf.mkdir()
    (shelf / "mine.sqlite").touch()
    for day in range(1, 4):
        (shelf / f"threadline-2026010{day}T000000Z.sqlite").touch()
        (shelf / f"threadline-2026010{day}T000000Z.sqlite.sha256").touch()
    done = run("backup", "shelf", "--keep", "2", "--compress", "--data", data, "--json")
    kept = pieces(shelf)
    assert len(done.json["deleted"]) == 2
    assert kept == {
        "mine.sqlite",
        "threadline-20260103T000000Z.sqlite",
        "threadline-20260103T000000Z.sqlite.sha256",
        Path(done.json["file"]).name,
    }


def test_what_is_in_the_way_is_not_replaced_unasked(run: Run, data: Path) -> None:
    Path("b.sqlite").write_text("mine")
    assert (run("backup", "b.sqlite", "--data", data).code, Path("b.sqlite").read_text()) == (1, "mine")
    assert run("backup", "b.sqlite", "--data", data, "--force").code == 0
    refused = run("restore", "b.sqlite", "--data", data)
    assert (refused.code, "has data. Name another folder, or replace them with --force" in refused.err) == (
        1,
        True,
    )
    assert run("restore", data / "records.sqlite", "--data", data, "--force").code == 1
    assert run("backup", "b.sqlite", "--keep", "3", "--data", data).code == 2


def test_a_plain_backup_has_its_checksum_beside_it_as_other_tools_read_it(run: Run, data: Path) -> None:
    done = run("backup", "odd\\name.sqlite", "--data", data, "--json")
    assert done.json["checksum"] == "odd\\name.sqlite.sha256"
    command = ["sha256sum", "--check", "--strict", done.json["checksum"]]
    assert subprocess.run(command, check=True, capture_output=True).stdout.endswith(b": OK\n")
    assert run("backup", "b.sqlite.zst", "--data", data, "--json").json["checksum"] is None


def mode(path: Path | str) -> int:
    return Path(path).stat().st_mode & 0o777


@pytest.mark.parametrize("name", ["kept/b.sqlite", "kept/b.sqlite.zst"])
def test_a_backup_is_for_its_user_alone_also_of_records_that_others_may_read(
    run: Run, data: Path, name: str
) -> None:
    (data / "records.sqlite").chmod(0o644)
    before = os.umask(0)
    try:
        assert run("backup", name, "--data", data).code == 0
        assert run("restore", name, "--data", "new").code == 0
    finally:
        os.umask(before)
    assert {path.name: mode(path) for path in Path("kept").iterdir()} == dict.fromkeys(
        pieces(Path("kept")), 0o600
    )
    assert (mode("kept"), mode("new"), mode("new/records.sqlite")) == (0o700, 0o700, 0o600)


def test_a_restore_leaves_in_whoever_was_let_in(run: Run, data: Path) -> None:
    assert run("backup", "b.sqlite", "--data", data).code == 0
    (data / "records.sqlite").chmod(0o640)
    assert run("restore", "b.sqlite", "--data", data, "--force").code == 0
    assert mode(data / "records.sqlite") == 0o640


@pytest.mark.parametrize(
    ("name", "told"), [("b.sqlite", "agrees"), ("b.sqlite.zst", "agrees"), ("old", "none")]
)
def test_a_restore_says_what_the_checksum_says(run: Run, data: Path, name: str, told: str) -> None:
    """One of an older version has none, and is restored all the same."""
    assert run("backup", name, "--data", data).code == 0
    if name == "old":
        Path("old.sha256").unlink()
    assert run("restore", name, "--data", "new", "--json").json["checksum"] == told
    said = run("restore", name, "--data", "other").err
    assert ("has no checksum (old.sha256): its structure was checked" in said) == (told == "none")
    assert ("The checksum of the backup agrees." in said) == (told == "agrees")
    assert count(run, "other") == 300


def test_a_plain_backup_whose_letters_were_changed_is_refused_until_its_checksum_is_deleted(
    run: Run, data: Path
) -> None:
    run("backup", "b.sqlite", "--data", data)
    connection = sqlite3.connect("b.sqlite")
    connection.execute("DELETE FROM messages")
    connection.commit()
    connection.close()
    refused = run("restore", "b.sqlite", "--data", "new")
    assert (refused.code, "does not have the checksum in b.sqlite.sha256" in refused.err) == (1, True)
    assert not Path("new/records.sqlite").exists()
    Path("b.sqlite.sha256").write_text("no checksum\n")
    assert "b.sqlite.sha256 has no checksum" in run("restore", "b.sqlite", "--data", "new").err
    Path("b.sqlite.sha256").unlink()
    assert run("restore", "b.sqlite", "--data", "new").code == 0


def test_a_checksum_that_somebody_made_of_a_packed_backup_counts_too(run: Run, data: Path) -> None:
    run("backup", "b.sqlite.zst", "--data", data)
    made = subprocess.run(["sha256sum", "b.sqlite.zst"], check=True, capture_output=True).stdout
    Path("b.sqlite.zst.sha256").write_bytes(made)
    assert run("restore", "b.sqlite.zst", "--data", "new").code == 0
    Path("b.sqlite.zst").write_bytes(Path("b.sqlite.zst").read_bytes() + b"\0")
    assert "does not have the checksum" in run("restore", "b.sqlite.zst", "--data", "other").err
    assert run("backup", "b.sqlite.zst", "--force", "--data", data).code == 0
    assert not Path("b.sqlite.zst.sha256").exists()


def test_a_restore_is_refused_while_somebody_has_the_folder(run: Run, data: Path) -> None:
    run("backup", "b.sqlite", "--data", data)
    with running_server(data) as server:
        file = (data / "records.sqlite").stat().st_ino
        done = run("restore", "b.sqlite", "--data", data, "--force")
        assert (done.code, f"A server (process {server.process.pid}) has" in done.err) == (1, True)
        assert (data / "records.sqlite").stat().st_ino == file
        assert not [name for name in pieces(data) if "before" in name or name.endswith(".part")]
        assert httpx2.get(f"{server.url}/healthz", timeout=LONG).status_code == 200
    connection = sqlite3.connect(data / "records.sqlite")
    connection.execute("SELECT count(*) FROM keys").fetchall()
    # In a process of its own: locks of files are between processes.
    command = [THREADLINE, "restore", "b.sqlite", "--data", str(data), "--force"]
    held = subprocess.run(command, capture_output=True, text=True, check=False)
    connection.close()
    assert (held.returncode, "Another process has" in held.stderr) == (1, True)
    assert count(run, data) == 300


@pytest.mark.parametrize("name", ["b.sqlite", "b.sqlite.zst"])
@pytest.mark.parametrize("damage", ["cut", "short", "flipped", "letter", "text", "empty", "other"])
def test_a_damaged_backup_is_refused_and_the_folder_stays(
    run: Run, data: Path, name: str, damage: str
) -> None:
    run("backup", name, "--data", data)
    file = Path(name)
    whole = file.read_bytes()
    if damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "short":
        file.write_bytes(whole[:-1])
    elif damage == "flipped":
        # Where a page begins: the structure is wrong, whatever a checksum says.
        middle = len(whole) // 2 // PAGE_BYTES * PAGE_BYTES
        flipped = bytes(255 - byte for byte in whole[middle : middle + 64])
        file.write_bytes(whole[:middle] + flipped + whole[middle + 64 :])
    elif damage == "letter":
        # Inside a text of a plain backup, or of any frame: the structure is as it was.
        place = whole.find(b"question 7") if name == "b.sqlite" else len(whole) // 2
        assert place > 0
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    elif damage == "other":
        file.unlink()
        connection = sqlite3.connect(file)
        connection.execute("CREATE TABLE t (x)")
        connection.close()
    else:
        file.write_bytes(b"not a backup" * 1_000 if damage == "text" else b"")
    before = pieces(data)
    done = run("restore", name, "--data", data, "--force")
    assert (done.code, done.err.count("\n"), done.err.startswith("Error: ")) == (1, 1, True), done.err
    assert pieces(data) == before
    assert count(run, data) == 300


def test_a_folder_whose_records_are_damaged_says_so_and_is_restored(run: Run, data: Path) -> None:
    run("backup", "b.sqlite", "--data", data)
    records = data / "records.sqlite"
    records.write_bytes(b"\0" * 9_000)
    for words in (COUNT, ("conversations", "list"), ("keys", "list"), ("serve", "--port", "0")):
        said = run(*words, "--data", data)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith(f"Error: {records} is damaged, or is no file of records")
        assert "threadline restore BACKUP --data " in said.err
    assert run("backup", "c.sqlite", "--data", data).code == 1
    assert not Path("c.sqlite").exists()
    done = run("restore", "b.sqlite", "--data", data, "--force", "--json")
    assert (done.code, count(run, data)) == (0, 300)
    assert Path(done.json["aside"]).read_bytes() == b"\0" * 9_000


@pytest.fixture
def large(data: Path) -> Path:
    """The same folder with so much in it that a copy takes a while."""
    connection = sqlite3.connect(data / "records.sqlite")
    connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
        " INSERT INTO messages SELECT 1048576 * 1000 + i, 'm' || i, json_quote(printf('%.*c', 3000, 'x')) FROM n"
    )
    connection.commit()
    connection.close()
    return data


def killed(*words: str, when: Path, pattern: str) -> None:
    """Kill a command at the moment that a file appears."""
    with subprocess.Popen([THREADLINE, *words], stderr=subprocess.DEVNULL) as process:
        while not list(when.glob(pattern)):
            assert process.poll() is None
        process.kill()


def test_a_backup_that_is_killed_leaves_the_one_before_and_is_cleaned_up(run: Run, large: Path) -> None:
    shelf = Path("shelf")
    shelf.mkdir()
    run("backup", "shelf/b.sqlite", "--data", large)
    before = {path.name: path.read_bytes() for path in shelf.iterdir()}
    killed(
        "backup", "shelf/b.sqlite", "--force", "--data", str(large), when=shelf, pattern=".b.sqlite.*.part"
    )
    assert {name: (shelf / name).read_bytes() for name in before} == before
    assert run("backup", "shelf/b.sqlite", "--force", "--data", large).code == 0
    assert pieces(shelf) == set(before) == {"b.sqlite", "b.sqlite.sha256"}
    assert run("doctor", "--data", large).code == 0


def test_a_restore_that_is_killed_leaves_the_data_from_before(run: Run, large: Path) -> None:
    run("backup", "b.sqlite.zst", "--data", large)
    assert run("conversations", "delete", "c7", "--data", large).code == 0
    killed(
        "restore",
        "b.sqlite.zst",
        "--force",
        "--data",
        str(large),
        when=large,
        pattern=".records.sqlite.*.part",
    )
    assert count(run, large) == 299
    assert "c7" not in ids_in(large / "records.sqlite")
    found = json.loads(run("doctor", "--data", large, "--json").out)["findings"]
    assert [each["verdict"] for each in found if each["check"] == "leftovers"] == ["warning"]
    assert run("restore", "b.sqlite.zst", "--force", "--data", large).code == 0
    assert (count(run, large), [name for name in pieces(large) if name.endswith(".part")]) == (300, [])


def test_no_room_is_refused_before_anything_is_written(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(data)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000))
    done = run("backup", "b.sqlite", "--data", data)
    assert (done.code, "has room for 1.0 kB, and " in done.err) == (1, True)
    assert not Path("b.sqlite").exists()
