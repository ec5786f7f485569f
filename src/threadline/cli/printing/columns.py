"""Columns of a table as text: what may be cut, how narrow each can be, and how its name breaks. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len, chop_cells, set_cell_size

from threadline.cli.printing.output import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["number", "word", "text", "json"]
"""Numbers stand to the right. Words (ids, times, names of things) are never cut; texts and JSON are."""

LEAST_TEXT_WIDTH = 14
"""A text is not cut shorter than this, in cells of the terminal."""

LEAST_JSON_WIDTH = 24
"""JSON is not cut shorter: the first key and its value should be seen."""

_SHORT_WIDTH = 24
"""A column whose values are no wider is never cut, whatever they are."""

_LEAST_NAME_WIDTH = 4
"""A name is not broken narrower than this."""

_LONGEST_WORD = 40
"""What has no blank and is longer is a text, such as an address, if its name does not say that it is an id."""

_CHARACTERS_PER_CELL = 4
"""A text is read this far for each cell of the terminal: marks that combine with a letter take no cell."""

_ID = re.compile(r"(?:^|[._ -])id$|(?-i:(?<=[a-z0-9])I[dD]$)", re.IGNORECASE)
_BREAK = re.compile(r"(?<=[_.\-/ ])|(?<=[a-z0-9])(?=[A-Z])")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LEFT_TO_RIGHT_MARK = "\u200e"


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a table, as text."""

    name: str
    cells: tuple[str, ...]
    kind: Kind
    is_empty: bool
    """Whether no row has a value."""

    is_same: bool
    """Whether all of several rows have the same value."""

    full_width: int
    """Cells that it takes when nothing is cut or broken."""

    neat_width: int
    """The least that it takes when its name breaks between its words only."""

    least_width: int
    """The least that it takes when its name breaks anywhere."""

    @property
    def is_id(self) -> bool:
        """Whether its values are ids of something."""
        return _ID.search(self.name) is not None

    @property
    def is_own_id(self) -> bool:
        """Whether it names the row itself, which is what the next command asks for."""
        return self.name.lower() == "id"

    @property
    def may_be_cut(self) -> bool:
        """Whether the beginnings of its values say something."""
        return self.kind in {"text", "json"}


def column(name: str, values: Sequence[object], *, room: int) -> Column:
    """Return a column for a table of at most `room` cells.

    A number has a few digits. What is not there is blank; a text of nothing but blanks is in quotes.
    """
    kind = _kind(name, values)
    limit = room * _CHARACTERS_PER_CELL if kind in {"text", "json"} else None
    cells = tuple(_cell(value, limit) for value in values)
    title = _visible(one_line(name))
    # Marks that combine with nothing take no cell; a column has one at least.
    longest = max([1, *map(cell_len, cells)])
    least = LEAST_JSON_WIDTH if kind == "json" else LEAST_TEXT_WIDTH
    body = longest if limit is None or longest <= _SHORT_WIDTH else least
    word = max(map(cell_len, _BREAK.split(title)))
    return Column(
        title,
        cells,
        kind,
        is_empty=all(value is None for value in values),
        is_same=len(values) > 1 and all(_is_equal(value, values[0]) for value in values),
        full_width=max(longest, cell_len(title)),
        neat_width=max(body, word),
        least_width=max(body, min(_LEAST_NAME_WIDTH, word)),
    )


def name_lines(name: str, width: int) -> list[str]:
    """Return a name as lines, broken between its words, and inside of one that is too wide.

    >>> name_lines("avg_userMessageCount", 12), name_lines("messages", 4)
    (['avg_user', 'MessageCount'], ['mess', 'ages'])
    """
    lines = [""]
    for word in _BREAK.split(name):
        for part in chop_cells(word, width):
            if cell_len(lines[-1] + part) <= width:
                lines[-1] += part
            else:
                lines.append(part)
    return [line.rstrip() for line in lines]


def padded(text: str, width: int, *, kind: Kind) -> str:
    """Return a text in exactly that many cells; what is wider ends with `…`.

    Text that runs from right to left is closed by an invisible mark, or terminals that turn it around turn the
    columns after it as well.

    >>> padded("abcdef", 4, kind="text"), padded("7", 4, kind="number")
    ('abc…', '   7')
    """
    size = cell_len(text)
    if size > width:
        text = f"{set_cell_size(text, width - 1).rstrip()}…"
        size = cell_len(text)
    mark = _LEFT_TO_RIGHT_MARK if not text.isascii() and _RIGHT_TO_LEFT.search(text) else ""
    blanks = " " * (width - size)
    return f"{blanks}{text}" if kind == "number" else f"{text}{mark}{blanks}"


def _kind(name: str, values: Sequence[object]) -> Kind:
    there = [value for value in values if value is not None]
    if any(isinstance(value, dict | list) for value in there):
        return "json"
    if there and all(isinstance(value, int | float) and not isinstance(value, bool) for value in there):
        return "number"
    return "word" if _ID.search(name) or all(map(_is_word, there)) else "text"


def _is_word(value: object) -> bool:
    if not isinstance(value, str):
        return True
    # Scripts that put no blanks between words, such as Chinese, have whole sentences without one.
    longest = _LONGEST_WORD if value.isascii() else _SHORT_WIDTH // 2
    return len(value) <= longest and not re.search(r"\s", value)


def _is_equal(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _cell(value: object, limit: int | None) -> str:
    """Return a value as it is shown.

    >>> [_cell(each, 9) for each in (None, "", 10.924242, "some words")]
    ['', '""', '10.92', 'some word']
    """
    if isinstance(value, str):
        return _visible(one_line(value[:limit]))
    return one_line(_rounded(value))[:limit]


def _visible(text: str) -> str:
    return text if text.strip() else f'"{text}"'


def _rounded(value: object) -> object:
    """Return a value with as many digits as a person reads.

    >>> _rounded(10.924242), _rounded(0.012345), _rounded(7), _rounded(None)
    (10.92, 0.0123, 7, None)
    """
    if not isinstance(value, float):
        return value
    return round(value, 2) if abs(value) >= 1 else float(f"{value:.3g}")
