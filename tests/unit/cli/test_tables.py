"""Tables: what fits, what goes first, and what is said about it."""

from __future__ import annotations

import pytest

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


def printed(capsys: pytest.CaptureFixture[str], *, room: int) -> tuple[list[str], str]:
    print_rows(ROWS, room=room)
    said = capsys.readouterr()
    return said.out.splitlines(), said.err


def test_everything_is_shown_when_there_is_room(capsys: pytest.CaptureFixture[str]) -> None:
    lines, said = printed(capsys, room=200)
    assert lines[0].split() == ["id", "none", "project", "text", "count", "last"]
    assert said == ""


def test_columns_without_values_go_first_then_those_that_never_differ(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines, said = printed(capsys, room=48)
    assert lines[0].split() == ["id", "text", "count", "last"]
    assert "Empty in all rows: none." in said
    assert "The same in all rows: project proj_1." in said


def test_the_last_columns_go_when_there_is_still_no_room(capsys: pytest.CaptureFixture[str]) -> None:
    lines, said = printed(capsys, room=30)
    assert lines[0].split() == ["id", "text", "count"]
    assert "No room for: last." in said


def test_no_line_is_longer_than_the_terminal_is_wide(capsys: pytest.CaptureFixture[str]) -> None:
    for room in (20, 40, 60, 90):
        lines, _ = printed(capsys, room=room)
        assert max(map(len, lines)) <= room


def test_numbers_stand_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("name", "count"), [("a", "7"), ("b", "12")])
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()[2:]] == [
        "a         7",
        "b        12",
    ]


def test_a_time_ends_with_its_minute(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"at": "2026-01-02T03:04:05.678Z"}], room=40)
    assert capsys.readouterr().out.splitlines()[2].rstrip() == "2026-01-02 03:04"


def test_nothing_that_somebody_wrote_reaches_the_terminal_as_a_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_rows([{"text": "\x1b[31m[bold]red[/bold]\nnew line"}], room=60)
    assert capsys.readouterr().out.splitlines()[2].rstrip() == " [31m[bold]red[/bold] new line"
