"""Tables at terminals of usual widths, over the sample data, as a person sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Run
from tests.support.terminal import seen

NUMBERS = (
    *("query", "conversations", "--group-by", "type,properties.channel"),
    *("--count", "--avg", "userMessageCount", "--median", "properties.firstResponseMinutes"),
)
BEHIND = ("query", "conversations", "--group-by", "type", "--row", "1", "--limit", "3")
IDS: dict[tuple[str, ...], Callable[[Any], list[Any]]] = {
    ("keys", "list"): lambda keys: keys,
    ("conversations", "list", "--limit", "5"): lambda page: page["conversations"],
    ("feedback", "list", "--limit", "3"): lambda page: page["positiveFeedback"] + page["negativeFeedback"],
    ("query", "feedback", "--limit", "5"): lambda answer: answer["data"]["result"],
    BEHIND: lambda answer: answer["data"]["result"],
}
"""Commands that show ids, and where their JSON has what the ids are of."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample data and two keys."""
    folder = tmp_path_factory.mktemp("tables") / "data"
    assert seen("demo", "--data", folder)[0] == 0
    for name in ("docs site", "a robot that writes answers"):
        assert seen("keys", "create", "--data", folder, "--project", "demo", "--name", name)[0] == 0
    return folder


def lines_of(data: Path, *words: str, columns: int, **environment: str) -> list[str]:
    """Return what a command shows, if no line is too long or ends with blanks."""
    code, text = seen(*words, "--data", data, columns=columns, **environment)
    assert code == 0, text
    lines = re.sub(r"\x1b\[[\d;]*m", "", text).splitlines()
    assert [line for line in lines if line != line.rstrip()] == []
    assert [line for line in lines if len(line) > columns] == []
    return lines


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize("words", IDS, ids=" ".join)
def test_the_ids_that_the_next_command_needs_are_whole(
    run: Run, data: Path, words: tuple[str, ...], columns: int
) -> None:
    found = [each["id"] for each in IDS[words](run(*words, "--json", "--data", data).json)]
    shown = [line.split()[0] for line in lines_of(data, *words, columns=columns) if line]
    assert found
    assert [each for each in found if each not in shown] == []


@pytest.mark.parametrize("columns", [60, 80])
def test_all_numbers_that_were_asked_for_are_shown(data: Path, columns: int) -> None:
    lines = lines_of(data, *NUMBERS, columns=columns)
    row = next(line for line in lines if "openai" in line)
    assert re.fullmatch(r"openai +#rust +\d+ +[\d.]+ +[\d.]+", row)
    assert "No room" not in "".join(lines)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (NUMBERS, "--json shows everything."),
        (BEHIND, "--json shows everything."),
        (("query", "feedback"), "--select chooses columns; --json shows everything."),
        (("query", "feedback", "{}"), "`select` in the body chooses columns; --json shows everything."),
    ],
)
def test_what_is_said_about_columns_without_room_fits_the_question(
    data: Path, words: tuple[str, ...], hint: str
) -> None:
    said = " ".join(lines_of(data, *words, columns=40))
    assert re.search(rf"\. {re.escape(hint)} \d", said), said


@pytest.mark.parametrize(
    "words", [("search", "error"), ("conversations", "get", "demo-irc-rust-1-1196"), ("properties", "keys")]
)
def test_no_line_ends_with_blanks_or_goes_over_the_edge(data: Path, words: tuple[str, ...]) -> None:
    assert len(lines_of(data, *words, columns=50)) > 5


def test_the_environment_says_how_wide_a_table_is(data: Path) -> None:
    lines = lines_of(data, "conversations", "list", columns=200, COLUMNS="60")
    assert max(map(len, lines)) <= 60
    assert "No room for: " in "\n".join(lines)
