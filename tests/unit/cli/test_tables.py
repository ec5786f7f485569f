"""Tables: what fits, what goes first, and what is said about it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from threadline.cli.printing.tables import print_rows, print_table

ROWS = [
    {
        "id": f"c{number}",
        "none": None,
        "project": "proj_1",
        "text": f"{number} words " * 9,
        "count": number,
        "last": f"{number}" * 15,
    }
    for number in (7, 12)
]
VOTES = [
    {
        "id": f"fb_{number:024}",
        "messageId": f"msg_{number:024}",
        "createdAt": f"2026-01-0{number} 03:04",
        "details": f"{number} words that go on and on",
        "properties": {"plan": "pro", "seats": [number] * 30},
    }
    for number in (1, 2)
]
GROUPS = [
    {"type": "openai", "count": 7, "avg_userMessageCount": 10.5, "median_properties.firstResponseMinutes": 3},
    {"type": "support", "count": 12, "avg_userMessageCount": 1, "median_properties.firstResponseMinutes": 22},
]


def shown(
    capsys: pytest.CaptureFixture[str], rows: list[dict[str, Any]], *, room: int
) -> tuple[list[str], str]:
    """Return the lines of a table, and the words below it as one line."""
    capsys.readouterr()
    print_rows(rows, room=room)
    said = capsys.readouterr()
    return said.out.splitlines(), " ".join(said.err.split())


def name_lines(lines: list[str]) -> list[str]:
    return lines[: next(at for at, line in enumerate(lines) if line.startswith("─"))]


def test_everything_is_shown_when_there_is_room(capsys: pytest.CaptureFixture[str]) -> None:
    lines, said = shown(capsys, ROWS, room=200)
    assert lines[0].split() == ["id", "none", "project", "text", "count", "last"]
    assert said == ""


def test_columns_without_values_go_first_then_those_that_never_differ(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines, said = shown(capsys, ROWS, room=60)
    assert lines[0].split() == ["id", "text", "count", "last"]
    assert said == "Empty in all rows: none. The same in all rows: project proj_1. --json shows everything."


def test_the_last_columns_go_when_there_is_still_no_room(capsys: pytest.CaptureFixture[str]) -> None:
    lines, said = shown(capsys, ROWS, room=30)
    assert lines[0].split() == ["id", "text", "count"]
    assert "No room for: last." in said


@pytest.mark.parametrize("room", [30, 40, 60, 80, 100, 120, 200])
def test_an_id_and_a_time_are_shown_whole_or_named_below(
    capsys: pytest.CaptureFixture[str], room: int
) -> None:
    lines, said = shown(capsys, VOTES, room=room)
    for name in ("id", "messageId", "createdAt"):
        is_whole = all(any(str(vote[name]) in line for line in lines) for vote in VOTES)
        assert is_whole != bool(re.search(rf"No room for: [^.]*\b{name}\b", said)), (name, lines, said)


def test_json_gives_way_to_texts_and_ids_of_other_things_to_the_rows_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines, said = shown(capsys, VOTES, room=64)
    assert lines[0].split() == ["id", "createdAt", "details"]
    assert "No room for: messageId, properties." in said


def test_a_short_value_with_blanks_is_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"state": "waiting for customer", "text": "long words " * 20}, {"state": "new", "text": "more"}]
    lines, _ = shown(capsys, rows, room=40)
    assert lines[2].startswith("waiting for customer  long words")


def test_names_break_between_their_words_before_a_number_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    lines, said = shown(capsys, GROUPS, room=37)
    assert [line.split() for line in name_lines(lines)] == [
        ["median_"],
        ["properties."],
        ["avg_user", "first"],
        ["Message", "Response"],
        ["type", "count", "Count", "Minutes"],
    ]
    assert lines[-1].split() == ["support", "12", "1", "22"]
    assert said == ""


def test_names_break_inside_their_words_before_a_number_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    lines, said = shown(capsys, GROUPS, room=27)
    assert lines[-2].split() == ["openai", "7", "10.5", "3"]
    assert max(map(len, lines)) <= 27
    assert said == ""


def test_what_must_not_be_cut_and_is_wider_than_the_terminal_goes_on_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    identifier = "".join(f"{number:02}" for number in range(40))
    lines, said = shown(capsys, [{"id": identifier, "count": 1}], room=30)
    assert ("".join(lines[2:]), max(map(len, lines))) == (identifier, 30)
    assert "No room for: count." in said


def test_an_empty_text_is_told_from_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    lines, _ = shown(capsys, [{"a": "", "b": None, "c": "  ", "d": False, "e": 0}], room=80)
    assert lines[2] == '""     "  "  false  0'


def test_numbers_stand_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("name", "count", "after"), [("a", 7, "x"), ("b", -12.5, "")])
    assert capsys.readouterr().out.splitlines()[2:] == ["a         7  x", "b     -12.5"]


def test_without_a_terminal_nothing_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("ID", "NAME"), [("key_1", "words " * 100), ("key_2", "")])
    said = capsys.readouterr()
    assert said.out.splitlines()[2:] == [f"key_1  {'words ' * 100}".rstrip(), "key_2"]
    assert said.err == ""


def test_a_table_without_rows_has_its_names(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("ID", "NAME"), [])
    assert capsys.readouterr().out.splitlines() == ["ID  NAME", "────────"]


@pytest.mark.parametrize("rows", [[], [{}]])
def test_rows_without_columns_are_no_table(
    capsys: pytest.CaptureFixture[str], rows: list[dict[str, Any]]
) -> None:
    assert shown(capsys, rows, room=80) == ([], "")


def test_nothing_that_somebody_wrote_reaches_the_terminal_as_a_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines, _ = shown(capsys, [{"a\x1bb": "\x1b[31m[bold]red[/bold]\nnew\u202e line"}], room=60)
    assert lines[0] == "a b"
    assert lines[2] == " [31m[bold]red[/bold] new  line"


def test_wide_characters_take_two_cells_and_combining_marks_none(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"text": "日本語" * 20, "count": 1},
        {"text": "e\u0301" * 60, "count": 22},
        {"text": "🎉 words" * 20, "count": 333},
    ]
    lines, _ = shown(capsys, rows, room=31)
    assert [cell_len(line) for line in lines[2:]] == [31, 31, 31]
    assert lines[2].startswith("日本語日本語日本語日本… ")
    assert lines[3].startswith("e\u0301" * 23 + "…")


def test_sentences_of_a_script_without_blanks_are_cut_like_texts(capsys: pytest.CaptureFixture[str]) -> None:
    lines, said = shown(capsys, [{"text": "日本語" * 12, "count": number} for number in (1, 2)], room=40)
    assert (lines[2][-1], "…" in lines[2], said) == ("1", True, "")


def test_text_from_right_to_left_does_not_turn_the_columns_after_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines, _ = shown(capsys, [{"text": "שלום", "count": 7}], room=40)
    assert lines[2] == "שלום\u200e      7"


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=60),
    st.lists(st.text(max_size=9), max_size=9),
    st.dictionaries(st.text(max_size=9), st.text(max_size=20), max_size=5),
)
NAMES = st.one_of(
    st.sampled_from(["id", "messageId", "median_properties.firstResponseMinutes"]), st.text(max_size=30)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.dictionaries(NAMES, VALUES, min_size=1, max_size=7), min_size=1, max_size=4),
    room=st.integers(20, 120),
)
def test_no_line_is_wider_than_the_terminal_or_ends_with_blanks(
    capsys: pytest.CaptureFixture[str], rows: list[dict[str, Any]], room: int
) -> None:
    lines, _ = shown(capsys, rows, room=room)
    assert max(map(cell_len, lines)) <= room
    assert [line for line in lines if line != line.rstrip()] == []
    assert all(character.isprintable() or character == "\u200e" for line in lines for character in line)
