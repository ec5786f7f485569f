"""Snippets: the part of a message where a search matches best, and where in it the words are. Pure.

Words are told apart and compared as the text index does it (`threadline.folding`); places are those of the message as
it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from threadline.folding import fold, is_cut, placed, word_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from threadline.search_text import Piece

SNIPPET_CHARACTERS = 200
_LEAD_CHARACTERS = 60
"""How much of a snippet may come before the first match."""

_READ_CHARACTERS = 100_000
"""How much of a message is looked at."""

_MOST_MATCHES = 200


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text, and the matches in it as ranges of characters: from, and up to but not including."""

    text: str
    highlights: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other."""

    words: Sequence[str]
    is_prefix: bool
    """Whether the last may go on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in a message."""

    phrases: Sequence[Phrase]
    beginning: re.Pattern[str]
    """Finds the first word of any of the phrases."""


def wanted_of(pieces: Iterable[Piece]) -> Wanted:
    """Return the words and phrases of a search that messages should have."""
    found = [(_words(fold(piece.words)), piece.is_prefix) for piece in pieces if not piece.is_negated]
    phrases = [Phrase(words, is_prefix) for words, is_prefix in found if words]
    beginnings = sorted({each.words[0] for each in phrases}, key=len, reverse=True)
    return Wanted(phrases, re.compile("|".join(map(re.escape, beginnings)) or "(?!)"))


def snippet(content: str, wanted: Wanted) -> Snippet:
    """Return the part of a text that has the most matches; its beginning when it has none."""
    text = " ".join(content[:_READ_CHARACTERS].split())
    whole = placed(text)
    matches = islice(_matches(whole.folded, wanted), _MOST_MATCHES)
    found = [(whole.start(first), whole.end(last)) for first, last in matches]
    start = _start(text, found)
    end = _ending(text, start)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    shown = [(first + shift, last + shift) for first, last in found if first >= start and last <= end]
    return Snippet(f"{before}{text[start:end]}{after}", shown)


def _words(folded: str) -> list[str]:
    words: list[str] = []
    place = 0
    while found := word_from(folded, place):
        words.append(found[0])
        place = found.end()
    return words


def _matches(folded: str, wanted: Wanted) -> Iterator[tuple[int, int]]:
    """Yield where the wanted words and phrases are; of those that begin at one place, the longest."""
    place = 0
    while found := wanted.beginning.search(folded, place):
        first = found.start()
        last = max(_end(folded, first, phrase) for phrase in wanted.phrases)
        if last > first:
            yield first, last
        place = max(last, first + 1)


def _end(folded: str, place: int, phrase: Phrase) -> int:
    """Return where a phrase ends that begins at a place; 0 when it does not."""
    first, *others = phrase.words
    if not folded.startswith(first, place) or is_cut(folded, place):
        return 0
    end = place + len(first)
    for word in others:
        after = word_from(folded, end)
        if is_cut(folded, end) or after is None or not folded.startswith(word, after.start()):
            return 0
        end = after.start() + len(word)
    last = word_from(folded, end - 1) if phrase.is_prefix else None
    if last and not last["run"]:
        return last.end()
    return 0 if is_cut(folded, end) else end


def _start(text: str, found: Sequence[tuple[int, int]]) -> int:
    """Return where the snippet begins: a little before the match with the most matches near after it."""
    if len(text) <= SNIPPET_CHARACTERS or not found:
        return 0
    room = SNIPPET_CHARACTERS - _LEAD_CHARACTERS
    best = max(found, key=lambda at: (sum(at[0] <= last <= at[0] + room for _, last in found), -at[0]))
    earliest = max(0, min(best[0] - _LEAD_CHARACTERS, len(text) - SNIPPET_CHARACTERS))
    space = text.find(" ", earliest, best[0]) if earliest else -1
    return space + 1 if space >= 0 else earliest


def _ending(text: str, start: int) -> int:
    """Return where the snippet ends: between two words, if that is near."""
    end = start + SNIPPET_CHARACTERS
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", start, end + 1)
    return space if space > start + SNIPPET_CHARACTERS // 2 else end
