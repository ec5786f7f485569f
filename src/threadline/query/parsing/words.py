"""Read the text of a search as people write it, and write it for the text index.

A text has words, `"phrases in quotes"`, `-not` and `prefix*`. All of it must be in one message, and none of what
follows a minus. What goes to the index is SQLite's FTS5 syntax ("Full-text Query Syntax"): every piece is a quoted
string, so nothing in a text is ever taken for an operator.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_PIECES = 64
"""The most words and phrases of one search."""

FEWEST_LETTERS = 2
"""Letters and digits before a `*`: with fewer, most messages would be hits."""

_PIECE = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))(?P<star>\*?)')
_RUN = re.compile(r"[^\W_]+")
_FIRST_IDEOGRAPH = "\u2e80"
"""From here on are scripts without spaces, of which one sign says as much as several letters."""


class NothingToFindError(ValueError):
    """A text that finds nothing in particular; the message says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a phrase: words that follow each other."""

    words: str
    is_negated: bool = False
    is_prefix: bool = False
    """Whether the last word may go on."""

    @property
    def expression(self) -> str:
        """The piece in the index's syntax."""
        return f'"{self.words}" *' if self.is_prefix else f'"{self.words}"'

    @property
    def is_too_short(self) -> bool:
        """Whether it is the beginning of too many words."""
        last = _RUN.findall(self.words)[-1]
        return self.is_prefix and len(last) < FEWEST_LETTERS and last < _FIRST_IDEOGRAPH


def pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a text that have a letter or a digit in them.

    >>> list(pieces('why "did it" -fail* !'))[1:]
    [Piece(words='did it', is_negated=False, is_prefix=False), Piece(words='fail', is_negated=True, is_prefix=True)]
    """
    for found in _PIECE.finditer(text.replace("\0", " ")):
        is_phrase = found["phrase"] is not None
        words = found["phrase"] if is_phrase else found["word"].rstrip("*")
        is_prefix = bool(found["star"]) or (not is_phrase and found["word"].endswith("*"))
        if any(map(str.isalnum, words)):
            yield Piece(words, bool(found["minus"]), is_prefix)


def search_expression(text: str) -> str:
    """Return the FTS5 expression of a text.

    >>> search_expression('why "did it" -fail*')
    '("why" "did it") NOT ("fail" *)'

    Raises:
        NothingToFindError: it has no word, only words to leave out, too many words, or too short a prefix.
    """
    found = list(pieces(text))
    wanted = [each.expression for each in found if not each.is_negated]
    unwanted = [each.expression for each in found if each.is_negated]
    if not wanted:
        what = "only words to leave out" if unwanted else "no words"
        message = f"The search has {what}. Give a word that messages should have."
        raise NothingToFindError(message)
    if len(found) > MOST_PIECES:
        message = f"The search has {len(found)} words and phrases. At most {MOST_PIECES} are allowed."
        raise NothingToFindError(message)
    _require_letters(found)
    expression = f"({' '.join(wanted)})"
    return f"{expression} NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _require_letters(found: Sequence[Piece]) -> None:
    short = next((each for each in found if each.is_too_short), None)
    if short is not None:
        message = (
            f"`{short.words}*` begins too many words. Give at least {FEWEST_LETTERS} letters before `*`."
        )
        raise NothingToFindError(message)
