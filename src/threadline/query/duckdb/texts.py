"""Write `contains` and `startsWith` as SQL: what is looked for becomes a pattern of all that is folded to it.

Stored texts stay as they are, and DuckDB has no function that folds as `threadline.folding` does. A pattern of the
ways to write each letter is read once, and costs no more than to lower every text. Texts beyond a length are compared
by case alone: such patterns no longer fit what the engine of regular expressions may use, and take minutes.

Source: RE2's syntax, https://github.com/google/re2/wiki/Syntax.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Literal

from threadline.folding import fold
from threadline.query.sql import Sql, bound, fill

MOST_FOLDED = 100
"""Letters of a text that is looked for by a pattern."""

_LONGEST_PATTERN = 100_000
"""Characters; from half as many more on, an engine without room for its states is a hundred times as slow."""

_SCANNED = ((0x41, 0x3400), (0xA640, 0xAC00), (0xF900, 0x10000), (0x1D400, 0x1D800))
_MOST_OF_A_SIGN = 4
"""Letters that one sign stands for, such as `ffi`."""

_MOST_IN_A_GROUP = 6
"""Letters in a row that one sign or several may stand for, such as `ffi`; in longer rows, not all ways are tried."""

_UNSEEN = (
    r"[\x{ad}\x{300}-\x{36f}\x{591}-\x{5bd}\x{5bf}-\x{5c7}\x{610}-\x{61a}\x{640}\x{64b}-\x{65f}\x{670}"
    r"\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{fe00}-\x{fe0f}\x{feff}]*"
)
"""What may stand behind every letter: accents, and what is not seen."""

_LOWERED = {
    "anywhere": "contains(lower({}), lower({}))",
    "start": "starts_with(lower({}), lower({}))",
}

_CHOSEN = "CASE WHEN strlen({}) = length({}) THEN {} ELSE regexp_matches({}, {}) END"
"""A text whose bytes are as many as its letters is of ASCII, where to lower is to fold, and costs a quarter."""


def has(text: Sql, operand: str, where: Literal["anywhere", "start"]) -> Sql:
    """Return whether a text has another in it, or at its start, both folded."""
    folded = fold(operand)
    pattern = pattern_of(folded, where) if len(folded) <= MOST_FOLDED else None
    if pattern is None or len(pattern) > _LONGEST_PATTERN:
        return fill(_LOWERED[where], text, bound(operand))
    plain = fill(_LOWERED[where], text, bound(folded))
    return fill(_CHOSEN, text, text, plain, text, bound(pattern))


def has_exactly(text: Sql, part: str) -> Sql:
    """Return whether a text has another in it, letter by letter."""
    return fill("contains({}, {})", text, bound(part))


def pattern_of(folded: str, where: Literal["anywhere", "start"]) -> str:
    """Return a regular expression of all texts that are folded to one.

    Args:
        folded: what is looked for, as it is compared.
        where: `start` for texts that begin so.
    """
    parts = [folded[first:end] for first, end in pairwise(_cuts(folded))]
    ways = [[*_ways(part)] for part in parts]
    if ways and len(parts[-1]) == 1:  # one sign may stand for this letter and more
        ways[-1].append(_class(_longer().first.get(folded[-1], ())))
    if ways and len(parts[0]) == 1 and where == "anywhere":
        ways[0].append(_class(_longer().last.get(folded[0], ())))
    start = rf"\A{_UNSEEN}" if where == "start" else ""
    return start + "".join(f"(?:{'|'.join(filter(None, each))})" for each in ways)


def _cuts(folded: str) -> Iterator[int]:
    """Yield the places where no sign stands for the letters on both sides, and some more in long groups."""
    within = {
        place
        for first in range(len(folded))
        for end in range(first + 2, min(first + _MOST_OF_A_SIGN, len(folded)) + 1)
        if folded[first:end] in _written()
        for place in range(first + 1, end)
    }
    last = 0
    for place in range(len(folded) + 1):
        if place not in within or place - last == _MOST_IN_A_GROUP:
            yield place
            last = place


def _ways(folded: str) -> Iterator[str]:
    """Yield the ways to write some letters: each by itself, or several by one sign."""
    if not folded:
        yield ""
    for length in range(1, min(len(folded), _MOST_OF_A_SIGN) + 1):
        if sign := _sign(folded[:length]):
            yield from (f"{sign}{_UNSEEN}{rest}" for rest in _ways(folded[length:]))


@lru_cache(4_096)
def _sign(folded: str) -> str:
    """Return what finds one sign that is folded so; empty when there is none."""
    single = [ord(folded), *map(ord, folded.upper() if folded.isascii() else "")] if len(folded) == 1 else []
    found = _class([*single, *_written().get(folded, ())])
    parts = unicodedata.normalize("NFD", folded) if single else ""
    return f"(?:{found}|{''.join(map(_sign, parts))})" if len(parts) > 1 else found


def _class(codes: Iterable[int]) -> str:
    """Return what finds one of some characters; empty for none."""
    found = "".join(rf"\x{{{code:x}}}" for code in sorted(set(codes)))
    return found and f"[{found}]"


@cache
def _written() -> dict[str, list[int]]:
    """Return the signs that are folded to something else, by what they are folded to."""
    found: dict[str, list[int]] = {}
    for code in chain.from_iterable(range(first, end) for first, end in _SCANNED):
        folded = fold(chr(code))
        if folded and folded != chr(code):
            found.setdefault(folded, []).append(code)
    return found


@dataclass(frozen=True, slots=True)
class _Longer:
    """The signs that stand for several letters, by the first and by the last of them."""

    first: dict[str, list[int]]
    last: dict[str, list[int]]


@cache
def _longer() -> _Longer:
    found = _Longer({}, {})
    for folded, codes in _written().items():
        if len(folded) > 1:
            found.first.setdefault(folded[0], []).extend(codes)
            found.last.setdefault(folded[-1], []).extend(codes)
    return found
