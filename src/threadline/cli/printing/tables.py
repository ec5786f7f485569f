"""Tables for people: as wide as the terminal and no wider. What a table leaves out is said below it.

Ids, times, numbers and short values are shown whole or not at all; texts and JSON give way to them.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING

import click
from rich.cells import chop_cells
from rich.console import Console
from rich.text import Text

from threadline.cli.printing.columns import Column, column, name_lines, padded
from threadline.cli.printing.lines import say_wrapped
from threadline.errors import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_GAP = 2
_PIPE_WIDTH = 100_000
"""Without a terminal nothing is cut."""

_USUAL_ROOM = 80
"""What a terminal has that says it has nothing, as with `COLUMNS=0`."""

_LEAST_ROOM = 20
"""What is narrower gets lines of this width, which it breaks itself."""

_VALUE_CHARACTERS = 40
_HINT = "--json shows everything."


def room() -> int:
    """Return the width of the terminal in characters."""
    return max(Console().width or _USUAL_ROOM, _LEAST_ROOM) if sys.stdout.isatty() else _PIPE_WIDTH


def print_table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under a header, in the room that there is; an empty text is nothing."""
    width = room()
    cells = [[value if value != "" else None for value in row] for row in rows]
    columns = [column(name, [row[at] for row in cells], room=width) for at, name in enumerate(names)]
    _show(columns, width, _HINT)


def print_rows(rows: Sequence[Mapping[str, object]], *, room: int, hint: str = _HINT) -> None:
    """Print the rows of an answer in `room` characters.

    When there is no room for all columns, those without a value go first, then those with the same value in all
    rows, then JSON, then the ids of other things, then the last ones. The hint says how to see what was left out.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    _show([column(name, [row.get(name) for row in rows], room=room) for name in names], room, hint)


def _show(columns: Sequence[Column], room: int, hint: str) -> None:
    empty = [] if _fits(columns, room) else [each for each in columns if each.is_empty]
    rest = [each for each in columns if each not in empty] or columns[:1]
    same = [] if _fits(rest, room) else [each for each in rest if each.is_same]
    rest = [each for each in rest if each not in same] or rest[:1]
    # Names that break inside their words are hard to read, and better than a number that is not there.
    is_tight = _taken(each.least_width for each in rest) <= room
    shown = rest if is_tight else _chosen(rest, room)
    _print(shown, room)
    _say("Empty in all rows", [each.name for each in empty if each not in shown], room)
    _say("The same in all rows", [_value(each) for each in same if each not in shown], room)
    _say("No room for", [each.name for each in rest if each not in shown], room)
    if len(shown) < len(columns):
        say_wrapped(hint, room)


def _fits(columns: Sequence[Column], room: int) -> bool:
    return _taken(each.neat_width for each in columns) <= room


def _taken(widths: Iterable[int]) -> int:
    return sum(each + _GAP for each in widths) - _GAP


def _chosen(columns: Sequence[Column], room: int) -> list[Column]:
    """Return the columns that there is room for, at least one: the row's own id first, and JSON last."""
    chosen: list[Column] = []
    left = room
    for each in sorted(columns, key=partial(_rank, has_own_id=any(each.is_own_id for each in columns))):
        width = each.neat_width if each.neat_width <= left else each.least_width
        if not chosen or width <= left:
            chosen.append(each)
            left -= width + _GAP
    return [each for each in columns if each in chosen]


def _rank(each: Column, *, has_own_id: bool) -> int:
    if each.kind == "json":
        return 3
    if each.is_id and has_own_id:
        return 0 if each.is_own_id else 2
    return 1


def _widths(columns: Sequence[Column], room: int) -> list[int]:
    """Return how wide each column is: names first get what they need to break between words, then all get more."""
    least = [min(each.least_width, room) for each in columns]
    neat = _grown(least, [each.neat_width for each in columns], room)
    return _grown(neat, [each.full_width for each in columns], room)


def _grown(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Return widths between `least` and `most` that fill the room evenly."""

    def up_to(cap: int) -> list[int]:
        return [max(low, min(high, cap)) for low, high in zip(least, most, strict=True)]

    return up_to(bisect_right(range(room + 1), room, key=lambda cap: _taken(up_to(cap))) - 1)


def _print(columns: Sequence[Column], room: int) -> None:
    if not columns:
        return
    widths = _widths(columns, room)
    names = [name_lines(each.name, width) for each, width in zip(columns, widths, strict=True)]
    height = max(map(len, names))
    titles = [[""] * (height - len(lines)) + lines for lines in names]
    cells = [each.cells for each in columns] if len(columns) > 1 else [_broken(columns[0], widths[0])]
    # Rich knows whether the terminal has bold letters.
    header = Text("\n".join(_lines(columns, titles, widths)), "bold")
    Console(width=room, highlight=False).print(header, soft_wrap=True)
    click.echo("\n".join(["─" * _taken(widths), *_lines(columns, cells, widths)]))


def _broken(alone: Column, width: int) -> Sequence[str]:
    """Return the cells of the one column: what must not be cut and has no room on a line goes on below it."""
    if alone.may_be_cut:
        return alone.cells
    return [part for cell in alone.cells for part in chop_cells(cell, width) or [""]]


def _lines(columns: Sequence[Column], cells: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    full = [
        [padded(cell, width, kind=each.kind) for cell in of_column]
        for each, of_column, width in zip(columns, cells, widths, strict=True)
    ]
    return ((" " * _GAP).join(row).rstrip() for row in zip(*full, strict=True))


def _value(each: Column) -> str:
    cell = each.cells[0]
    return f"{each.name} {shorten(cell, _VALUE_CHARACTERS) if each.may_be_cut else cell}"


def _say(claim: str, names: Sequence[str], room: int) -> None:
    if names:
        say_wrapped(f"{claim}: {', '.join(names)}.", room)
