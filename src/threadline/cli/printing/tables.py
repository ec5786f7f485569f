"""Tables for people: as wide as the terminal and no wider. What a table leaves out is said below it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from threadline.cli.printing.output import one_line, say
from threadline.errors import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LEAST_WIDTH = 16
"""A column is not squeezed under this, in characters, or under its name; a time to the minute has room."""

_GAP = 2
_PIPE_WIDTH = 100_000
"""Without a terminal nothing is cut."""

_VALUE_CHARACTERS = 40
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):[\d.]+Z")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, as text."""

    name: str
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no row has a value."""
        return not any(self.cells)

    @property
    def is_same(self) -> bool:
        """Whether all of several rows have the same value."""
        return len(self.cells) > 1 and len(set(self.cells)) == 1

    @property
    def is_number(self) -> bool:
        """Whether its values belong to the right."""
        return not self.is_empty and all(map(_is_number, self.cells))

    def width(self, cap: int) -> int:
        """Return the characters that it takes when it shall not take more than `cap`, its name aside."""
        return min(max(cell_len(each) for each in (self.name, *self.cells)), max(cap, len(self.name)))


def room() -> int:
    """Return the width of the terminal in characters."""
    return Console().width if sys.stdout.isatty() else _PIPE_WIDTH


def print_table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under a header; a value that has no room ends with `…`."""
    cells = zip(*rows, strict=True)
    _print([Column(name, tuple(values)) for name, values in zip(names, cells, strict=True)], room())


def print_rows(
    rows: Sequence[Mapping[str, object]], *, room: int, hint: str = "--json shows everything."
) -> None:
    """Print the rows of an answer in `room` characters.

    When there is no room for all columns, those without a value go first, then those with the same value in all
    rows, then the last ones. The hint says how to see what was left out.
    """
    columns = [_column(name, rows) for name in dict.fromkeys(name for row in rows for name in row)]
    empty = [] if _fits(columns, room) else [each for each in columns if each.is_empty]
    columns = [each for each in columns if each not in empty]
    same = [] if _fits(columns, room) else [each for each in columns if each.is_same]
    columns = [each for each in columns if each not in same] or columns[:1]
    shown = columns
    while len(shown) > 1 and not _fits(shown, room):
        shown = shown[:-1]
    _print(shown, room)
    _say("Empty in all rows", [each.name for each in empty])
    _say(
        "The same in all rows", [f"{each.name} {shorten(each.cells[0], _VALUE_CHARACTERS)}" for each in same]
    )
    _say("No room for", [each.name for each in columns[len(shown) :]])
    if empty or same or shown != columns:
        say(hint)


def _print(columns: Sequence[Column], room: int) -> None:
    cap = next((cap for cap in range(room, LEAST_WIDTH, -1) if _taken(columns, cap) <= room), LEAST_WIDTH)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, _GAP - 1, 0, 0), pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(
            Text(column.name),
            no_wrap=True,
            overflow="ellipsis",
            justify="right" if column.is_number else "left",
            width=column.width(cap),
        )
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(Text, row))
    Console(width=room, highlight=False).print(table)


def _fits(columns: Sequence[Column], room: int) -> bool:
    return _taken(columns, LEAST_WIDTH) <= room


def _taken(columns: Sequence[Column], cap: int) -> int:
    return sum(each.width(cap) + _GAP for each in columns) - _GAP


def _column(name: str, rows: Sequence[Mapping[str, object]]) -> Column:
    """Return a column for people: a time ends with its minute, a number has a few digits."""
    values = (_rounded(row.get(name)) for row in rows)
    return Column(one_line(name), tuple(_TIME.sub(r"\1 \2", one_line(value)) for value in values))


def _rounded(value: object) -> object:
    """Return a value with as many digits as a person reads.

    >>> _rounded(10.924242), _rounded(0.012345), _rounded(7), _rounded(None)
    (10.92, 0.0123, 7, None)
    """
    if not isinstance(value, float):
        return value
    return round(value, 2) if abs(value) >= 1 else float(f"{value:.3g}")


def _is_number(text: str) -> bool:
    try:
        float(text or 0)
    except ValueError:
        return False
    return True


def _say(claim: str, names: Sequence[str]) -> None:
    if names:
        say(f"{claim}: {', '.join(names)}.")
