"""How common words are, told from a sample: what they weigh in a ranking, and which of a text tell most about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadline.records.connection import number, row
from threadline.records.search import parts
from threadline.records.search.ranking import weight
from threadline.rids import POSITIONS, conversation_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.connection import Connection

SAMPLE = 10_000
"""Messages with a phrase that are counted, to tell how common it is."""

_MOST_WORDS = 16
"""Words of a free text that are looked for; ranking takes longer for each."""


def frequency(index: Connection, phrase: str) -> float:
    """Return how many messages have a phrase: counted when they are few, else told from the newest parts."""
    sizes = parts.sizes(index)
    found, looked_at = 0, 0.0
    for part, messages in sizes.items():
        count, share = _sampled(index, part, phrase, most=SAMPLE - found)
        found += count
        looked_at += messages * share
        if found >= SAMPLE:
            break
    return found * sum(sizes.values()) / looked_at if looked_at else 0.0


def weights(index: Connection, phrases: Sequence[str]) -> list[float]:
    """Return what phrases weigh in a ranking."""
    total = sum(parts.sizes(index).values())
    return [weight(frequency(index, phrase), total) for phrase in phrases]


def telling_words(index: Connection, words: Sequence[str], *, enough: int) -> dict[str, float]:
    """Return the words that tell most about a text, and their weights: rarest first, until there are hits enough."""
    total = sum(parts.sizes(index).values())
    by_frequency = sorted((found, word) for word in words if (found := frequency(index, word)))
    chosen: dict[str, float] = {}
    left = float(enough)
    for found, word in by_frequency[:_MOST_WORDS]:
        if chosen and found > left:
            break
        chosen[word] = weight(found, total)
        left -= found
    return chosen


def _sampled(index: Connection, part: int, phrase: str, *, most: int) -> tuple[int, float]:
    """Return how many messages of a part have a phrase, up to a number, and in which share of the part they are."""
    name = parts.table(part)
    sql = (
        f"SELECT count(*), max(rowid) / {POSITIONS}"
        f" FROM (SELECT rowid FROM {name} WHERE {name} MATCH ? LIMIT ?)"
    )
    count, last = row(index, sql, (phrase, most)) or (0, None)
    if not isinstance(count, int) or not isinstance(last, int) or count < most:
        return int(str(count)), 1.0
    first, _ = parts.span_of(part)
    newest = conversation_of(number(index, f"SELECT max(id) FROM {name}_docsize"))
    return count, (last - first + 1) / (newest - first + 1)
