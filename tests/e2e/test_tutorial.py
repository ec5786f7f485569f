"""The tutorial's questions get the answers that stand there, from a real server with the demo data."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.support.curl import read_curl, send_curl
from tests.support.server import create_key
from tests.support.shortened import agrees, refreshed, text_agrees, written
from tests.support.tutorial import (
    FIRST_STEPS,
    PAGE,
    Block,
    Reader,
    Step,
    UnknownBlockError,
    is_shown,
    reading,
    steps,
)

pytestmark = pytest.mark.timeout(900)

STEPS = steps(PAGE.read_text(encoding="utf-8"))
CONSOLES = [step.asked.text for step in STEPS if step.asked.kind == "console"]
REQUEST = "`POST /query/events`\n\n```json\n{}\n```\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """Somebody who took the first steps on the same server before, as the pages lead."""
    with reading() as reader:
        own = create_key(reader.server.data_dir, project="first-steps", kind="api")
        before = replace(reader, key=own)
        for step in steps(FIRST_STEPS.read_text(encoding="utf-8")):
            if step.is_run:
                before.follow(step)
        yield reader


def test_every_answer_is_the_one_that_stands_there(reader: Reader) -> None:
    followed = [(step, reader.follow(step)) for step in STEPS if step.is_run]
    wrong = [
        f"{step.asked.text}\nis answered with\n{real[:2_000]}"
        for step, real in followed
        if step.shown is not None and not is_shown(step.shown, real)
    ]
    assert not wrong, "Run `python -m tests.support.tutorial --write`.\n\n" + "\n".join(wrong)
    assert (reader.folder / "conversations.parquet").read_bytes().startswith(b"PAR1")


def test_the_server_greets_as_the_page_shows(reader: Reader) -> None:
    command, _, said = CONSOLES[0].partition("\n")
    assert command == "$ threadline serve --demo"
    assert text_agrees(f"…{said}…", "".join(reader.server.log))


def test_the_exports_of_the_terminal_are_what_the_commands_use() -> None:
    exported = set(re.findall(r"^\$ export (\w+)=", CONSOLES[1], re.MULTILINE))
    commands = "".join(step.asked.text for step in STEPS if step.asked.kind == "command")
    assert set(re.findall(r"\$(\w+)", commands)) == exported - {"PATH"}


def test_the_curl_lines_ask_the_same_without_curl(reader: Reader) -> None:
    lines = [step for step in STEPS if step.asked.kind == "command" and step.asked.text.startswith("curl ")]
    for step in STEPS:
        if step.asked.kind == "file":
            reader.follow(step)
    for step in lines:
        without = send_curl(read_curl(step.asked.text, reader.environment), reader.folder)
        assert without.splitlines() == reader.follow(step).splitlines()


@pytest.mark.parametrize(
    "page",
    [
        "Look:\n\n```yaml\na: 1\n```\n",
        "```\nno language\n```\n",
        "```json\n{}\n```\n",
        REQUEST,
        f"{REQUEST}\n```json\n[]\n```\n\n```json\n[]\n```\n",
    ],
    ids=["unknown language", "no language", "answer to nothing", "no answer", "two answers"],
)
def test_a_block_of_no_known_kind_fails(page: str) -> None:
    with pytest.raises(UnknownBlockError):
        steps(page)


@pytest.mark.parametrize(
    ("shown", "real"),
    [
        (1, 2),
        (1, True),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "…": "…"}, {"a": 1}),
        ([1], [1, 2]),
        ([1, "…"], [1]),
        ("ab…", "ab"),
        ("ab…", "xb"),
    ],
)
def test_a_different_answer_is_noticed(shown: object, real: object) -> None:
    assert not agrees(shown, real)
    assert agrees(refreshed(shown, real), real)


def test_what_is_left_out_of_an_answer_stays_left_out() -> None:
    real = {"id": "abc", "rows": [1, 2, 3], "total": 3}
    shown = {"id": "…", "rows": [0, "…"], "…": "…"}
    assert refreshed(shown, real) == {"id": "…", "rows": [1, "…"], "…": "…"}
    assert agrees(json.loads(written(refreshed(shown, real))), real)


def test_a_list_is_compared_with_the_rows_alone() -> None:
    step = Step(Block("json", "{}", "request", "/query/events"), Block("json", '[{"count": 1}]', "answer"))
    assert step.shown is not None
    assert is_shown(step.shown, '{"status": "ok", "data": {"result": [{"count": 1}], "total": 1}}')
    assert not is_shown(step.shown, '{"status": "ok", "data": {"result": [{"count": 2}], "total": 1}}')
