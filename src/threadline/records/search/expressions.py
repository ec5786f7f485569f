"""Searches in the syntax of the text index: SQLite's FTS5 ("Full-text Query Syntax").

Every piece is a quoted string, so nothing in a text is ever taken for an operator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadline.records.search.hits import Sought
from threadline.records.search.parts import has_list

if TYPE_CHECKING:
    from threadline.search_text import Piece, Search


def expression_of(search: Search) -> str:
    """Return the expression that messages match if they have what a search looks for.

    >>> from threadline.search_text import read_search
    >>> expression_of(read_search('why "did it" -fail*'))
    '("why" "did it") NOT ("fail" *)'
    """
    wanted = f"({' '.join(map(_phrase, search.wanted))})"
    return f"{wanted} NOT ({' OR '.join(map(_phrase, search.unwanted))})" if search.unwanted else wanted


def sought_of(search: Search) -> Sought:
    """Return what a search looks for, with what ranks its hits."""
    return Sought(
        expression_of(search),
        tuple(map(_phrase, search.wanted)),
        tuple(word for piece in search.wanted for word in _words(piece)),
        is_merged=any(
            piece.is_open and not has_list(piece.tokens[-1]) for piece in (*search.wanted, *search.unwanted)
        ),
    )


def _phrase(piece: Piece) -> str:
    words = piece.words if piece.words.isascii() else " ".join(piece.tokens)
    return f'"{words}" *' if piece.is_open else f'"{words}"'


def _words(piece: Piece) -> list[str]:
    """Return the words of a piece one by one."""
    words = [f'"{token}"' for token in piece.tokens]
    return [*words[:-1], f"{words[-1]} *"] if piece.is_open else words
