"""How well a message matches: BM25 with the constants of FTS5, as a function that statements call.

The one built into FTS5 counts all messages with a word before it ranks the first, which takes
longer than ranking thousands. This one is told what words weigh.

Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import apsw

    Scoring = Callable[[apsw.FTS5ExtensionApi], float]

    from threadline.records.connection import Connection

FUNCTION = "weigh"
"""In a statement: `weigh(table, statement, weight of the first phrase, …)`, over a match; higher is better.

`statement` is a number that no other statement of the connection has had.
"""

_SATURATION = 1.2
_LENGTH_SHARE = 0.75


def weight(messages: float, total: int) -> float:
    """Return what a phrase weighs that so many of all messages have: the rarer, the more, and never nothing."""
    return math.log1p(max(total - messages + 0.5, 0.5) / (messages + 0.5))


def score(weight: float, frequency: int, relative_length: float) -> float:
    """Return what a phrase adds to a message's score.

    Args:
        weight: of the phrase.
        frequency: how often the message has it.
        relative_length: how many words the message has for every word of an average one.
    """
    damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * relative_length)
    return weight * frequency * (_SATURATION + 1) / (frequency + damping)


def register(connection: Connection) -> None:
    """Make the function known to a connection."""
    connection.register_fts5_function(FUNCTION, _Weighing())


class _Weighing:
    """The function of one connection, whose statements call it one after the other.

    FTS5 forgets what a function keeps with each `MATCH`, and a statement may have thousands. What is the same for
    all hits of a statement is kept here.
    """

    def __init__(self) -> None:
        self._statement: object = None
        self._score: Scoring = lambda _: 0.0

    def __call__(self, hit: apsw.FTS5ExtensionApi, *arguments: Any) -> float:
        if arguments[0] != self._statement:
            self._statement, self._score = arguments[0], _scoring(hit, arguments[1:])
        return self._score(hit)


def _scoring(hit: apsw.FTS5ExtensionApi, weights: Sequence[float]) -> Scoring:
    """Return what scores the hits of a part; one of them tells how long its messages are on average."""
    share = max(hit.row_count, 1) / max(hit.column_total_size(0), 1)
    if len(weights) == 1:
        return lambda hit: score(weights[0], hit.inst_count, hit.column_size(0) * share)

    def of_several(hit: apsw.FTS5ExtensionApi) -> float:
        places, length = hit.phrase_column_offsets, hit.column_size(0) * share
        return sum(score(each, len(places(phrase, 0)), length) for phrase, each in enumerate(weights))

    return of_several
