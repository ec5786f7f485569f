"""Snippets: the part of a message where a search matches best, and where in it the words are. Pure.

Words are told apart and compared as the text index does it (SQLite's `unicode61` with `remove_diacritics 2`): runs of
letters and digits, without case, and Latin letters without their marks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from threadline.query.parsing.words import Piece

SNIPPET_CHARACTERS = 200
_LEAD_CHARACTERS = 60
"""How much of a snippet may come before the first match."""

_READ_CHARACTERS = 100_000
"""How much of a message is looked at."""

_MOST_MATCHES = 200
_MARKS = "[\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331]"
"""The marks that the index takes for parts of words; it leaves them out."""

_LETTER = rf"(?:[^\W_]|{_MARKS})"
_WORD = re.compile(f"{_LETTER}+")


class _Folding(dict[int, str]):
    """Maps each character to what it is compared as; always one to one, so that places stay."""

    def __missing__(self, code: int) -> str:
        without_case = chr(code).casefold()
        letter = without_case if len(without_case) == 1 else chr(code).lower()[0]
        parts = unicodedata.normalize("NFD", letter)
        is_plain = parts[0].isascii() and all(map(unicodedata.combining, parts[1:]))
        folded = parts[0] if is_plain else letter
        self[code] = folded
        return folded


_folding = _Folding()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text, and the matches in it as ranges of characters: from, and up to but not including."""

    text: str
    highlights: list[tuple[int, int]]


def fold(text: str) -> str:
    """Return a text as it is compared; as long as it was.

    >>> fold("Übergrößen")
    'ubergroßen'
    """
    return text.translate(_folding)


def pattern_of(pieces: Iterable[Piece]) -> re.Pattern[str]:
    """Return what finds the wanted words and phrases of a search in a folded text."""
    wanted = (_pattern(piece) for piece in pieces if not piece.is_negated)
    return re.compile(f"(?<!{_LETTER})(?:{'|'.join(filter(None, wanted)) or '(?!)'})")


def snippet(content: str, pattern: re.Pattern[str]) -> Snippet:
    """Return the part of a text that has the most matches; its beginning when it has none."""
    text = " ".join(content[:_READ_CHARACTERS].split())
    found = [
        match.span() for match, _ in zip(pattern.finditer(fold(text)), range(_MOST_MATCHES), strict=False)
    ]
    start = _start(text, found)
    end = _end(text, start)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    shown = [(first + shift, last + shift) for first, last in found if first >= start and last <= end]
    return Snippet(f"{before}{text[start:end]}{after}", shown)


def _pattern(piece: Piece) -> str:
    words = _WORD.findall(fold(piece.words))
    written = ("".join(f"{letter}{_MARKS}*" for letter in re.sub(_MARKS, "", word)) for word in words)
    ending = f"{_LETTER}*" if piece.is_prefix else f"(?!{_LETTER})"
    phrase = r"[\W_]+".join(filter(None, written))
    return phrase and phrase + ending


def _start(text: str, found: Sequence[tuple[int, int]]) -> int:
    """Return where the snippet begins: a little before the match with the most matches near after it."""
    if len(text) <= SNIPPET_CHARACTERS or not found:
        return 0
    room = SNIPPET_CHARACTERS - _LEAD_CHARACTERS
    best = max(found, key=lambda at: (sum(at[0] <= last <= at[0] + room for _, last in found), -at[0]))
    earliest = max(0, min(best[0] - _LEAD_CHARACTERS, len(text) - SNIPPET_CHARACTERS))
    space = text.find(" ", earliest, best[0]) if earliest else -1
    return space + 1 if space >= 0 else earliest


def _end(text: str, start: int) -> int:
    """Return where the snippet ends: between two words, if that is near."""
    end = start + SNIPPET_CHARACTERS
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", start, end + 1)
    return space if space > start + SNIPPET_CHARACTERS // 2 else end
