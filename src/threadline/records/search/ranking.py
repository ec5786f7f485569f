"""How well a message matches: BM25 with the constants of FTS5, as a function that statements call.

The one built into FTS5 counts all messages with a word before it ranks the first, which takes
longer than ranking thousands. This one is told what words weigh.

Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import apsw

    from threadline.records.connection import Connection

FUNCTION = "weigh"
"""In a statement: `weigh(table, weight of the first phrase, …)`, over a match; higher is better."""

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
    connection.register_fts5_function(FUNCTION, _weigh)


def _weigh(hit: apsw.FTS5ExtensionApi, *weights: Any) -> float:
    average = hit.aux_data  # kept from one hit of a statement to the next
    if average is None:
        average = hit.aux_data = max(hit.column_total_size(0), 1) / max(hit.row_count, 1)
    relative_length = hit.column_size(0) / average
    if len(weights) == 1:
        return score(weights[0], hit.inst_count, relative_length)
    locations = hit.phrase_locations
    found = ((each, len(locations(phrase)[0])) for phrase, each in enumerate(weights))
    return sum(score(each, frequency, relative_length) for each, frequency in found)
