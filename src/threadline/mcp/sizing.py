"""How much a model gets to read at once: rows up to a budget, and long values cut. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

ANSWER_CHARACTERS = 40_000
"""The most characters of stored data in one answer, give or take one row: about 10,000 tokens."""

CELL_CHARACTERS = 500
"""What of a text in a row is shown unless more is asked for."""

MOST_CELL_CHARACTERS = 20_000
MARK = "…"
"""The last character of a text that is cut."""


@dataclass(slots=True)
class Cutter:
    """Cuts texts, however deep in a document, and counts them."""

    characters: int
    """How much of a text stays."""

    cut_count: int = 0

    def cut(self, value: Any) -> Any:
        """Return a document with its long texts cut.

        >>> Cutter(3).cut({"a": ["abcd", "abc", 12345]})
        {'a': ['abc…', 'abc', 12345]}
        """
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.cut(each) for each in value]
        if isinstance(value, dict):
            return {self._text(name): self.cut(each) for name, each in value.items()}
        return value

    def _text(self, text: str) -> str:
        if len(text) <= self.characters:
            return text
        self.cut_count += 1
        return text[: self.characters] + MARK


def fitting(rows: Sequence[Any], characters: int = ANSWER_CHARACTERS) -> list[Any]:
    """Return the first rows that together have about that many characters as JSON; the first one in any case.

    >>> fitting(["aaaa", "bbbb", "cccc"], characters=13)
    ['aaaa', 'bbbb']
    """
    kept: list[Any] = []
    for row in rows:
        characters -= len(msgspec.json.encode(row))
        if characters < 0 and kept:
            break
        kept.append(row)
    return kept
