"""`threadline log`, `conversations`, `feedback`, `search`, `properties`, `reports`: the API from a shell."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Run, chat
from tests.support.server import running_server
from tests.support.terminal import seen

SEARCH = {"type": "searched", "entityType": "search", "searchQuery": "Refund", "userProperties": {"id": "u1"}}
CHAT = chat(1, id="c1", externalId="x1", properties={"plan": "pro"}, userProperties={"id": "u1"})


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """A folder with one chat, one vote and one search, all logged by the command line."""
    folder = tmp_path / "data"
    stored = run(
        "log", "conversation", "-", "--data", folder, "--project", "main", stdin=json.dumps(CHAT).encode()
    )
    assert stored.code == 0, stored.err
    vote = {"id": "f1", "type": "negative", "messageId": stored.json["messages"][1]["id"], "details": "no"}
    (tmp_path / "vote.json").write_text(json.dumps(vote))
    assert run("log", "feedback", "vote.json", "--data", folder).code == 0
    assert run("log", "event", json.dumps(SEARCH), "--data", folder).code == 0
    return folder


ASKED: dict[tuple[str, ...], Any] = {
    ("conversations", "list"): lambda found: found["conversations"][0]["id"] == "c1",
    ("conversations", "get", "c1"): lambda found: found["externalId"] == "x1",
    ("conversations", "get", "--external-id", "x1"): lambda found: found["id"] == "c1",
    ("feedback", "list"): lambda found: found["negativeFeedback"][0]["details"] == "no",
    ("feedback", "get", "f1"): lambda found: found["conversation"]["id"] == "c1",
    ("search", "question"): lambda found: found["data"]["result"][0]["conversationId"] == "c1",
    ("search", "answer", "--where", "properties.plan!=pro"): lambda found: found["data"]["count"] == 0,
    ("properties", "keys"): lambda found: found["results"] == ["plan"],
    ("properties", "keys", "--user", "--view", "conversations"): lambda found: found["results"] == ["id"],
    ("properties", "values", "plan", "--where", "type=openai"): lambda found: found["results"] == ["pro"],
    ("reports", "top-searches"): lambda found: found["data"]["result"][0]["search_query"] == "Refund",
    ("reports", "weekly-users", "--since", "2w"): lambda found: (
        found["data"]["result"][0]["unique_users"] == "1"
    ),
    ("reports", "top-searches", "--since", "2999-01-01"): lambda found: found["data"]["total"] == 0,
    ("query", "feedback", "--group-by", "type", "--row", "1"): lambda found: found["data"]["rowCount"] == 1,
    ("query", "conversations", "--count", "--where", "messages~question"): (
        lambda found: found["data"]["result"] == [{"count": 1}]
    ),
}


def test_everything_is_answered_by_a_folder_and_by_its_server_alike(run: Run, data: Path) -> None:
    of_folder = {words: run(*words, "--data", data) for words in ASKED}
    with running_server(data) as server:
        of_server = {words: run(*words, "--url", server.url, "--key", server.api_key) for words in ASKED}
    for words, is_right in ASKED.items():
        assert of_folder[words].code == of_server[words].code == 0, (
            of_folder[words].err + of_server[words].err
        )
        assert is_right(of_folder[words].json), of_folder[words].out
        assert of_server[words].json == of_folder[words].json


def test_one_thing_is_logged_and_deleted_beside_a_running_server(run: Run, data: Path) -> None:
    with running_server(data) as server:
        at = ("--url", server.url, "--key", server.api_key)
        assert run("log", "conversation", json.dumps(chat(2, id="c2")), *at).json["id"] == "c2"
        assert run("conversations", "get", "c2", "--data", data).json["id"] == "c2"
        assert run("log", "conversation", json.dumps(chat(3, id="c3")), "--data", data).code == 0
        assert run("conversations", "get", "c3", *at).json["id"] == "c3"
        assert run("conversations", "delete", "c2", "--data", data).code == 0
        assert run("feedback", "delete", "f1", *at, "--json").json["success"] is True
        gone = run("conversations", "get", "c2", *at), run("feedback", "get", "f1", "--data", data)
    assert [(each.code, each.out) for each in gone] == [(1, ""), (1, "")]
    assert gone[0].err == "Error: There is no conversation `c2` in this project.\n"


def test_rows_are_printed_as_csv_with_a_column_for_each_property(run: Run, data: Path) -> None:
    for words in (
        ("query", "conversations", "--limit", "1"),
        ("conversations", "list"),
        ("feedback", "list"),
        ("search", "question"),
        ("properties", "values", "plan"),
        ("reports", "top-searches"),
        ("reports", "weekly-users"),
    ):
        rows = list(csv.DictReader(run(*words, "--data", data, "--csv").out.splitlines()))
        assert len(rows) == 1, words
    found = run("query", "conversations", "--limit", "1", "--data", data, "--csv").out.splitlines()
    (row,) = csv.DictReader(found)
    assert (row["properties.plan"], row["userProperties.id"]) == ("pro", "u1")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("log", "conversation", "{"), (2, "the body is not JSON: Expecting property name")),
        (("log", "conversation", "{}"), (1, "`messages`")),
        (("log", "conversation", "none.json"), (2, "none.json cannot be read: No such file")),
        (("log", "event", '{"type": 7}'), (1, "`entityType` is missing")),
        (("conversations", "get"), (2, "by ID or by --external-id")),
        (("conversations", "get", ""), (2, "The id is empty")),
        (("conversations", "delete", "nope"), (1, "There is no conversation `nope`")),
        (("search", "-x"), (2, "No such option")),
        (("search", "--", "-refund"), (2, "WORDS: The search has only words to leave out")),
        (("search", "x", "--where", "typ=y"), (2, "Did you mean `type`?")),
        (("search", "x", "--json", "--csv"), (2, "not both")),
        (("properties", "keys", "--view", "event"), (2, "Did you mean `events`?")),
        (("reports", "top-searches", "--since", "soon"), (2, "`soon` is no time")),
        (("query", "conversations", "{}", "--count"), (2, "not both")),
        (("query", "conversations", "--count", "--row", "2"), (1, "the answer has 1 row")),
        (("query", "conversations", "--count", "--row", "x"), (2, "neither the number of a row")),
        (("query", "conversations", "--count", "--json", "--csv"), (2, "not both")),
        (("query", "conversation"), (2, "Did you mean `conversations`?")),
        (("queryy",), (2, "There is no command `queryy`. Did you mean `query`?")),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    run: Run, data: Path, words: tuple[str, ...], refusal: tuple[int, str]
) -> None:
    at = ("--data", data) if words[0] != "queryy" else ()
    split = words.index("--") if "--" in words else len(words)
    done = run(*words[:split], *at, *words[split:])
    assert (done.code, done.out, refusal[1] in done.err) == (refusal[0], "", True), done.err
    assert "Traceback" not in done.err


def test_the_body_that_options_stand_for_is_printed_and_asks_the_same(run: Run, data: Path) -> None:
    words = (
        "query",
        "conversations",
        "--group-by",
        "type",
        "--where",
        "properties.plan=pro",
        "--since",
        "30d",
    )
    body = run(*words, "--show-body")
    asked = run("query", "conversations", "-", "--data", data, stdin=body.out.encode())
    assert asked.json["data"]["result"] == [{"type": "openai", "count": 1}]
    assert asked.json == run(*words, "--data", data).json


def test_a_terminal_shows_tables_of_its_width_and_marks_what_was_found(data: Path) -> None:
    code, shown = seen("search", "question", "--data", data)
    assert (code, "\x1b[1;33mquestion\x1b[0m 1" in shown, "1 messages" in shown) == (0, True, True)
    code, plain = seen("conversations", "list", "--data", data, columns=60, NO_COLOR="1")
    assert code == 0
    assert "\x1b[3" not in plain
    lines = re.sub(r"\x1b\[\d+m", "", plain).splitlines()
    assert max(map(len, lines[:3])) <= 60
    assert "No room for: " in plain


def test_a_terminal_shows_a_conversation_as_it_was_said(run: Run, data: Path) -> None:
    hostile = chat(2, id="c2", messages=[{"role": "user", "content": "one\x1b[31m\ntwo"}])
    assert run("log", "conversation", json.dumps(hostile), "--data", data).code == 0
    code, shown = seen("conversations", "get", "c2", "--data", data)
    lines = [line.rstrip() for line in shown.splitlines()]
    assert (code, lines[-3:-1], "\x1b[31m" in shown) == (0, ["  one [31m", "  two"], False)
    code, shown = seen("feedback", "get", "f1", "--data", data)
    assert (code, "negative" in shown, "  answer" in shown) == (0, True, True)


def test_a_terminal_asks_before_it_deletes(data: Path) -> None:
    code, shown = seen("conversations", "delete", "c1", "--yes", "--data", data)
    assert (code, shown) == (0, "The conversation c1 is deleted.\n")
