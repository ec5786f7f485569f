"""Mistakes in options: told by what was typed, with exit code 2, whether a folder or a server is asked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.command import Run, chat, write_lines
from tests.support.server import THREADLINE, running_server

Misuse = tuple[tuple[str, ...], str]

ODD = '{"condition": {"field": "typ", "operator": "isNull"}}'

ASKED: list[Misuse] = [
    (
        ("query", "conversations", "--since", "30x"),
        "--since: `firstMessageTime` is a time, which `30x` is not.",
    ),
    (("query", "conversations", "--since", ""), "--since: "),
    (("query", "conversations", "--where", "typ=x"), "--where: `typ` is not a field of conversations."),
    (
        ("query", "conversations", "--where", "userMessageCount=x"),
        "--where: `userMessageCount` is a whole number",
    ),
    (("query", "conversations", "--time-zone", "Berlin"), "--time-zone: `Berlin` is not a time zone."),
    (("query", "conversations", "--limit", "100000"), "--limit: `limit` is 1000 at most"),
    (("query", "conversations", "--avg", "type"), "--avg: There is no `avg` of `type`"),
    (
        ("query", "conversations", "--order", "cnt", "--count"),
        "--order: `cnt` is no key of the answer. Did you mean",
    ),
    (("query", "conversations", "--group-by", "type", "--row", '{"x": 1}'), "--row at /x: `x` is not a key"),
    (
        ("query", "conversations", "--since", "x", "--count", "--row", "1"),
        "--since: `firstMessageTime` is a time",
    ),
    (
        ("query", "conversations", "--since", "x", "--row", '{"id": "c"}'),
        "--since: `firstMessageTime` is a time",
    ),
    (("export", "conversations", "--where", "firstMessageTime>30x"), "--where: `firstMessageTime` is a time"),
    (("export", "feedback", "--where", ODD), "--where at /condition/field: `typ` is not a field"),
    (("export", "feedback", "--json", "--where", ODD), "--where at /condition/field: `typ` is not a field"),
    (("search", "", " "), "WORDS are empty: there is nothing to search for."),
    (("search", "--where", "firstMessageTime>30x", "refund"), "--where: `firstMessageTime` is a time"),
    (("search", "--", "-refund"), "WORDS: The search has only words to leave out."),
    (("properties", "keys", "--where", "createdAt>30x"), "--where: `createdAt` is a time"),
    (("properties", "values", "plan", "--where", "createdAt>30x"), "--where: `createdAt` is a time"),
]


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    file = write_lines(tmp_path / "chats.jsonl", [chat(1, id="c1"), chat(2, id="c2")])
    assert run("import", "jsonl", file, "--data", tmp_path / "data", "--project", "main").code == 0
    return tmp_path / "data"


def misuse(run: Run, words: tuple[str, ...], *where: str | Path) -> tuple[int, str]:
    """Return the exit code of a command and the first line of what it says is wrong."""
    split = words.index("--") if "--" in words else len(words)
    done = run(*words[:split], *where, *words[split:])
    return done.code, done.err.partition("Error: ")[2].partition("\n")[0]


def test_a_mistake_is_told_by_its_option_by_a_folder_and_by_its_server(run: Run, data: Path) -> None:
    of_folder = [misuse(run, words, "--data", data) for words, _ in ASKED]
    with running_server(data) as server:
        at = ("--url", server.url, "--key", server.api_key)
        of_server = [misuse(run, words, *at) for words, _ in ASKED]
    for (words, sentence), (code, told) in zip(ASKED, of_folder, strict=True):
        assert (code, told.startswith(sentence)) == (2, True), (words, code, told)
    assert of_server == of_folder


def test_several_mistakes_are_told_at_once(run: Run, data: Path) -> None:
    done = run("query", "conversations", "--since", "x", "--until", "y", "--data", data)
    assert (done.code, "Error: there are 2 faults.\n  --since: `first" in done.err) == (2, True)
    assert "\n  --until: `firstMessageTime`" in done.err


def test_a_fault_of_a_body_is_told_by_its_place_and_is_a_refusal(run: Run, data: Path) -> None:
    done = run("query", "conversations", '{"limit": 0}', "--data", data)
    assert (done.code, done.err) == (1, "Error: /limit: `limit` is a whole number, at least 1.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("keys", "create", "--project", "main", "--value", "short"), "--value: A key of your own needs"),
        (("keys", "create", "--project", ""), "Invalid value for '--project': A project needs a name."),
        (("import", "jsonl", "chats.jsonl", "--project", " "), "Invalid value for '--project': A project"),
        (("log", "event", "{}", "--project", ""), "Invalid value for '--project': A project needs a name."),
    ],
)
def test_what_names_a_key_or_a_project_is_told_by_its_option(
    run: Run, data: Path, words: tuple[str, ...], sentence: str
) -> None:
    code, told = misuse(run, words, "--data", data)
    assert (code, told.startswith(sentence)) == (2, True), told


@pytest.mark.parametrize("words", [("serve",), ("keys", "create", "--project", "x"), ("query", "events")])
def test_a_setting_of_the_environment_is_told_by_its_variable(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("THREADLINE_PORT", "abc")
    code, told = misuse(run, words, "--data", data)
    assert (code, told.startswith("THREADLINE_PORT: `abc`")) == (2, True), told


def test_a_question_without_a_body_does_not_wait_for_one(data: Path) -> None:
    with subprocess.Popen(
        [THREADLINE, "query", "conversations", "--data", data], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        # Its stdin stays open, as that of a job of cron or of a service may.
        answer = process.stdout.read()
        assert (process.wait(60), b'"count": 2' in answer) == (0, True)


def test_a_question_of_options_does_not_look_at_stdin(run: Run, data: Path) -> None:
    done = run("query", "conversations", "--data", data, stdin=b'{"limit": 1}')
    assert (done.code, done.json["data"]["count"]) == (0, 2)


@pytest.mark.parametrize(
    "words",
    [
        ("query", "conversations"),
        ("export", "conversations"),
        ("search", "x"),
        ("conversations", "list"),
        ("log", "event", "{}"),
    ],
)
def test_a_project_is_refused_beside_a_server(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    by_option = run(*words, "--project", "main", "--url", "http://127.0.0.1:1", "--key", "k")
    monkeypatch.setenv("THREADLINE_URL", "http://127.0.0.1:1")
    by_variable = run(*words, "--project", "main", "--key", "k")
    for done in (by_option, by_variable):
        assert (done.code, done.out) == (2, "")
        assert "leave --project out, or name a folder with --data" in done.err


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--key", "äöü", "Character 1 of --key"), ("--url", "http://", "The base URL (--url) must have a host")],
)
def test_a_key_or_an_address_that_can_be_none_is_misuse(
    run: Run, option: str, value: str, words: str
) -> None:
    where = {"--url": "http://127.0.0.1:1", "--key": "k"} | {option: value}
    done = run("query", "conversations", "--count", *(word for pair in where.items() for word in pair))
    assert (done.code, words in done.err) == (2, True), done.err


def test_a_project_of_a_named_folder_is_asked_whatever_the_environment_says(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THREADLINE_URL", "http://127.0.0.1:1")
    done = run("query", "conversations", "--count", "--project", "main", "--data", data)
    assert done.json["data"]["result"] == [{"count": 2}]


def test_an_export_is_refused_by_the_name_of_its_file(run: Run, data: Path) -> None:
    done = run("export", "conversations", "--data", data, "--output", "nowhere/x.csv")
    assert (done.code, done.err) == (
        1,
        "Error: The file nowhere/x.csv cannot be written: No such file or directory.\n",
    )


def test_an_export_replaces_a_file_when_that_is_said(run: Run, data: Path) -> None:
    words = ("export", "conversations", "--data", data, "--output", "x.csv")
    Path("x.csv").write_text("mine")
    done = run(*words)
    assert (done.code, "replace it with --force" in done.err, Path("x.csv").read_text()) == (1, True, "mine")
    assert run(*words, "--force").code == 0
    assert Path("x.csv").read_text().startswith("id,")


def test_an_export_into_what_is_no_file_writes_there(run: Run, data: Path) -> None:
    done = run("export", "conversations", "--data", data, "--output", "/dev/null")
    assert done.code == 0, done.err
    assert Path("/dev/null").is_char_device()
