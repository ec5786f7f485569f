"""The text of a search as people write it, taken apart: what messages should have, and what they should not.

A text has words, `"phrases in quotes"`, `-not` and `prefix*`. All of it must be in one message, and none of what
follows a minus. A minus leaves out a phrase, or a word that begins with two letters or a letter and a digit; but a text
with flags in it (`--force`, `-n`) is a command line, and a minus before its words is part of it.

Not for the syntax of any index: who keeps the index writes that.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threadline.folding import is_spaceless, sought

MOST_PIECES = 64
"""The most words and phrases of one search."""

FEWEST_LETTERS = 2
"""Letters and digits before a `*`: with fewer, most messages would be hits."""

_PIECE = re.compile(r'(?:(?<!\S)(?P<minus>-))?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))(?P<star>\*?)')
_NEGATABLE = re.compile(r"[^\W\d_][^\W_]")
_FLAG = re.compile(r"(?<!\S)-(?:-[^\W_]|[^\W\d_](?!\S))")
_AS_TYPED = str.maketrans({"\0": " ", **dict.fromkeys("“”„‟\N{FULLWIDTH QUOTATION MARK}", '"')})
"""Keyboards write quotes in pairs."""


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
    def tokens(self) -> Sequence[str]:
        """The words that the index looks up, in this order."""
        return sought(self.words)[0]

    @property
    def is_open(self) -> bool:
        """Whether the last of the tokens is the beginning of what is looked up."""
        return self.is_prefix or sought(self.words)[1]

    @property
    def is_too_short(self) -> bool:
        """Whether it is the beginning of too many words."""
        letters = "".join(self.tokens)
        return (
            self.is_prefix
            and len(letters) < FEWEST_LETTERS
            and letters.isalnum()
            and not is_spaceless(letters)
        )


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: messages with all of some pieces, and none of others."""

    wanted: tuple[Piece, ...]
    """At least one, in the order of the text."""

    unwanted: tuple[Piece, ...] = ()


def pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a text that have a letter, a digit or an emoji in them.

    >>> list(pieces('why "did it" -fail* !'))[1:]
    [Piece(words='did it', is_negated=False, is_prefix=False), Piece(words='fail', is_negated=True, is_prefix=True)]
    """
    typed = text.translate(_AS_TYPED)
    has_flags = bool(_FLAG.search(typed))
    for found in _PIECE.finditer(typed):
        is_phrase = found["phrase"] is not None
        words = found["phrase"] if is_phrase else found["word"].rstrip("*")
        is_prefix = bool(found["star"]) or (not is_phrase and found["word"].endswith("*"))
        can_negate = is_phrase or bool(not has_flags and _NEGATABLE.match(words))
        piece = Piece(words, is_negated=bool(found["minus"]) and can_negate, is_prefix=is_prefix)
        if piece.tokens:
            yield piece


def read_search(text: str) -> Search:
    """Return what a text looks for.

    >>> read_search('why -fail*').unwanted
    (Piece(words='fail', is_negated=True, is_prefix=True),)

    Raises:
        NothingToFindError: it has no word, only words to leave out, too many words, or too short a prefix.
    """
    found = list(pieces(text))
    wanted = tuple(each for each in found if not each.is_negated)
    unwanted = tuple(each for each in found if each.is_negated)
    if not wanted:
        what = "only words to leave out" if unwanted else "no words"
        message = f"The search has {what}. Give a word that messages should have."
        raise NothingToFindError(message)
    if len(found) > MOST_PIECES:
        message = f"The search has {len(found)} words and phrases. At most {MOST_PIECES} are allowed."
        raise NothingToFindError(message)
    _require_letters(found)
    return Search(wanted, unwanted)


def _require_letters(found: Sequence[Piece]) -> None:
    short = next((each for each in found if each.is_too_short), None)
    if short is not None:
        message = (
            f"`{short.words}*` begins too many words. Give at least {FEWEST_LETTERS} letters before `*`."
        )
        raise NothingToFindError(message)
