"""`threadline query` and `threadline export`: a folder or a server, the same answers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Run, chat, write_lines
from tests.support.server import running_server

TYPES = '{"select": [{"type": "aggregation", "aggregation": "count"}], "groupBy": [{"field": "type"}]}'
NEGATIVE = '{"condition": {"field": "type", "operator": "eq", "value": "negative"}}'


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """A folder with a project of some chats and votes."""
    chats = [chat(number, id=f"c{number}", properties={"plan": "pro"}) for number in range(2_500)]
    votes = [{"type": kind, "messageId": "m", "id": kind} for kind in ("positive", "negative")]
    folder = tmp_path / "data"
    for name, rows in (("conversations", chats), ("feedback", votes)):
        file = write_lines(tmp_path / f"{name}.jsonl", rows)
        assert run("import", "jsonl", file, "--data", folder, "--project", "main", "--kind", name).code == 0
    return folder


def rows(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_query_into_a_pipe_is_the_answer_of_the_api(run: Run, data: Path) -> None:
    done = run("query", "conversations", TYPES, "--data", data)
    assert done.json == {
        "status": "ok",
        "data": {"result": [{"type": "openai", "count": 2_500}], "total": 1, "pageSize": 10_000, "count": 1},
    }
    assert done.err == ""


def test_a_body_comes_from_stdin(run: Run, data: Path) -> None:
    done = run("query", "conversations", "-", "--data", data, stdin=b'{"limit": 2}')
    assert done.json["data"]["count"] == 2


def test_an_export_has_all_rows_once_in_both_formats(run: Run, data: Path) -> None:
    table = list(csv.DictReader(run("export", "conversations", "--data", data).out.splitlines()))
    lines = rows(run("export", "conversations", "--data", data, "--format", "ndjson").out)
    assert [each["id"] for each in table] == [each["id"] for each in lines]
    assert len({each["id"] for each in lines}) == len(lines) == 2_500
    assert (table[0]["properties.plan"], lines[0]["properties"]) == ("pro", {"plan": "pro"})


def test_for_spreadsheets_rows_begin_with_a_byte_order_mark_and_formulas_are_texts(
    run: Run, data: Path
) -> None:
    logged = json.dumps({"id": "=1", "type": "openai", "messages": [{"role": "user", "content": "formula"}]})
    assert run("log", "conversation", logged, "--data", data).code == 0
    for words in (("export", "conversations"), ("query", "conversations"), ("search", "formula")):
        done = run(*words, "--data", data, "--excel")
        assert (done.code, done.out[:1]) == (0, "\ufeff"), words
        assert "'=1" in done.out
    assert run("conversations", "delete", "=1", "--data", data).code == 0
    assert run("export", "conversations", "--data", data, "--excel", "--json").code == 2


def test_an_export_keeps_to_its_filter(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "filter.json").write_text(NEGATIVE)
    for where in (NEGATIVE, "@filter.json"):
        done = run("export", "feedback", "--data", data, "--where", where, "--json")
        assert [row["id"] for row in rows(done.out)] == ["negative"]


def test_an_export_into_a_file_says_where_and_leaves_nothing_half(
    run: Run, data: Path, tmp_path: Path
) -> None:
    done = run("export", "feedback", "--data", data, "--output", "votes.csv")
    assert (done.code, done.out, done.err.startswith("Wrote votes.csv (")) == (0, "", True)
    refused = run("export", "feedback", "--data", data, "--output", "bad.csv", "--where", '{"condition": {}}')
    assert (refused.code, "--where at /condition/" in refused.err) == (2, True)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("bad.csv")]


def test_all_faults_of_a_body_are_said_with_their_places(run: Run, data: Path) -> None:
    body = '{"select": [{"type": "field", "field": "typ"}], "limit": 0}'
    done = run("query", "conversations", body, "--data", data)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[0] == "Error: there are 2 faults."
    assert "  /select/0/field: `typ` is not a field of conversations. Did you mean `type`?" in done.err


def test_a_server_answers_what_its_folder_would(run: Run, data: Path) -> None:
    asked = ("query", "conversations", TYPES), ("export", "conversations"), ("export", "feedback", "--json")
    of_folder = [run(*words, "--data", data).out for words in asked]
    with running_server(data) as server:
        of_server = [run(*words, "--url", server.url, "--key", server.api_key).out for words in asked]
    assert of_server == of_folder


def test_the_environment_names_server_and_key(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_server(data) as server:
        monkeypatch.setenv("THREADLINE_URL", server.url)
        monkeypatch.setenv("THREADLINE_API_KEY", server.api_key)
        assert run("query", "conversations", TYPES).json["data"]["total"] == 1


def test_a_folder_that_a_server_has_open_is_refused_with_the_command_that_works(run: Run, data: Path) -> None:
    with running_server(data) as server:
        done = run("export", "feedback", "--data", data, "--where", NEGATIVE, "--json")
        expected = f"threadline export feedback --where '{NEGATIVE}' --json --url {server.url} --key KEY"
        assert (done.code, done.out) == (1, "")
        assert sorted(done.err.splitlines()[2].split()) == sorted(expected.split())


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--data", "nowhere"), (1, "There is no data in nowhere.")),
        (("--data", "data", "--project", "mainn"), (1, "Did you mean `main`?")),
        (("--data", "data", "--url", "http://127.0.0.1:1"), (2, "not both")),
        (("--url", "http://127.0.0.1:1"), (2, "wants a key: add --key")),
        (("--url", "http://127.0.0.1:1", "--key", "k"), (1, "does not answer")),
        (("--url", "127.0.0.1:1", "--key", "k"), (2, "must start with http://")),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    run: Run, data: Path, words: tuple[str, ...], refusal: tuple[int, str]
) -> None:
    assert data.exists()
    done = run("query", "conversations", "{}", *words)
    assert (done.code, done.out, refusal[1] in done.err) == (refusal[0], "", True), done.err
    assert not Path("nowhere").exists()


def test_the_project_must_be_named_when_there_are_several(run: Run, data: Path, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "one.jsonl", [chat(1)])
    run("import", "jsonl", file, "--data", data, "--project", "other")
    done = run("query", "conversations", "{}", "--data", data)
    assert (done.code, "Add --project and one of: main, other" in done.err) == (2, True)
    named = run("query", "conversations", TYPES, "--data", data, "--project", "other")
    assert named.json["data"]["result"] == [{"type": "openai", "count": 1}]


def test_an_export_carries_tags_ids_and_messages_when_they_are_named(run: Run, data: Path) -> None:
    body = chat(9, id="c9", tags=["a"], externalId="E9")
    assert run("log", "conversation", "--data", data, stdin=json.dumps(body).encode()).code == 0
    words = ("export", "conversations", "--data", data, "--where", "id=c9")
    (row,) = map(
        json.loads, run(*words, "--json", "--with", "messages,tags", "--with", "externalId").out.splitlines()
    )
    assert (row["id"], row["tags"], row["externalId"]) == ("c9", ["a"], "E9")
    assert [each["content"] for each in row["messages"]] == ["question 9", "answer"]
    assert run(*words, "--with", "externalId").out.splitlines()[0].endswith(",externalId")
    assert "tags" not in run(*words, "--json").out
    for wrong, said in (("messages", "goes with --format ndjson"), ("tgs", "Did you mean `tags`?")):
        done = run(*words, "--with", wrong)
        assert (done.code, done.out, said in done.err) == (2, "", True)


def test_lines_of_csv_end_as_shells_read_them(run: Run, data: Path) -> None:
    body = chat(8, id="c8", properties={"note": "one\r\ntwo"})
    assert run("log", "conversation", "--data", data, stdin=json.dumps(body).encode()).code == 0
    for words in (("export", "conversations"), ("query", "conversations", "--csv")):
        out = run(*words, "--where", "id=c8", "--data", data).out
        assert out.replace("one\r\ntwo", "").count("\r") == 0, words
        assert '"one\r\ntwo"' in out, words
