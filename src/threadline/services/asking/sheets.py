"""Tables as CSV (RFC 4180), its cells as they are or such that a spreadsheet shows what they say.

No value is an empty cell, an empty text is `""`; a reader that tells them apart, as databases do, gets both back. A
spreadsheet computes a text that begins like a formula, and reads a file without a byte order mark as if it were of
another alphabet. What it would compute gets an apostrophe in front, the mark of a text. Source: CSV Injection, OWASP.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | float | None

_PIECE_CHARACTERS = 1 << 18
"""A piece ends with the row that reaches it, however wide rows are."""

_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  # the wide forms are meant
_BLANKS = " \u00a0\u3000"
"""What an importer may strip from the front of a cell."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a table is written."""

    bom: bool = False
    """Whether the file begins with a byte order mark."""

    formulas: Literal["keep", "escape"] = "keep"
    """`escape` puts an apostrophe before a text or a header that a spreadsheet would compute."""

    newline: Literal["\r\n", "\n"] = "\r\n"
    """What ends a row: that of the RFC, or that of a shell, whose loops would take the first half for a character."""

    def text(self, value: str) -> str:
        """Return a text as it goes into a cell."""
        return harmless(value) if self.formulas == "escape" else value


PLAIN = Style()
EXCEL = Style(bom=True, formulas="escape")
SHELL = Style(newline="\n")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet computes.

    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless("a=b")
    ("'=1+1", "' @SUM(A1)", 'a=b')
    """
    return f"'{text}" if text.lstrip(_BLANKS).startswith(_FORMULA) or text.startswith(_FORMULA) else text


def written(headers: Sequence[str], rows: Iterable[Sequence[Cell]], style: Style = PLAIN) -> Iterator[str]:
    """Yield a table in pieces, at least one. Texts of the rows have been through `Style.text`; headers have not."""
    text = io.StringIO()
    text.write(_BYTE_ORDER_MARK if style.bom else "")
    writer = csv.writer(text, lineterminator=style.newline)
    writer.writerow([style.text(header) for header in headers])
    for row in rows:
        if "" in row:
            text.write(",".join(map(_quoted, row)) + style.newline)
        else:
            writer.writerow(row)
        if text.tell() >= _PIECE_CHARACTERS:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _quoted(cell: Cell) -> str:
    """Return a cell as `csv` writes it, but for the empty text, which it does not tell from no value."""
    if cell is None:
        return ""
    text = str(cell)
    if text and not any(mark in text for mark in ',"\r\n'):
        return text
    escaped = text.replace('"', '""')
    return f'"{escaped}"'
