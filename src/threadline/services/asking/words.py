"""Words that some conversations have more often than the project's others. An extension of the contract.

Of each side a sample is read, evenly spread over what was stored. Words are ranked by how unlikely their share is if
both sides had it alike.

Source: Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence" (1993): the signed log-likelihood.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadline.analytics.membership import Membership
from threadline.catalog import VIEWS
from threadline.errors import InvalidRequestError, Violation
from threadline.records.search.among import Among
from threadline.records.search.vocabulary import vocabulary
from threadline.services.asking.search import filter_of
from threadline.services.documents import encode
from threadline.wire.words import FrequentWord, WordsAnswer, WordsData, WordsFields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine

_FEWEST = 2
"""Conversations that have a word; what is in one alone tells nothing."""

_TABLE = VIEWS["conversations"].table


class WordsBody(WordsFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question for words as it comes in."""

    where: object = None


@dataclass(frozen=True, slots=True)
class _Side:
    """How many of some conversations have each word."""

    words: Mapping[str, int]
    conversations: int

    def share(self, word: str) -> float:
        return self.words.get(word, 0) / self.conversations


def frequent_words(engine: Engine, caller: Caller, body: WordsBody) -> bytes:
    """Return the words that the conversations of a filter have more often than all, as JSON.

    Raises:
        MalformedError: the filter has the wrong shape or unknown names.
        InvalidRequestError: there is no filter, or it cannot be carried out.
        UnavailableError: the filter has a search, and the text index is far behind.
    """
    if body.where is None:
        sentence = (
            "Words are compared with those of all conversations. Choose some with a filter, as queries have it:"
            ' {"condition": {"field": "hasNegativeFeedback", "operator": "eq", "value": true}}.'
        )
        raise InvalidRequestError(Violation("/where", sentence))
    chosen = _rids(engine, caller, *filter_of(engine, caller, body.where))
    read = _sample(chosen, engine.search.limits.sampled)
    result = _told(engine, caller, read, limit=body.limit) if read else []
    data = WordsData(
        result=result, conversations=len(chosen), conversations_read=len(read), count=len(result)
    )
    return encode(WordsAnswer(status="ok", data=data))


def _told(engine: Engine, caller: Caller, read: Sequence[int], *, limit: int) -> list[FrequentWord]:
    records = engine.reader()
    usual_rids = _sample(_rids(engine, caller, "true", ()), engine.search.limits.sampled)
    some = _Side(vocabulary(records, read), len(read))
    usual = _Side(vocabulary(records, usual_rids), len(usual_rids))
    fewest = min(_FEWEST, len(read))
    more = (
        word for word, count in some.words.items() if count >= fewest and some.share(word) > usual.share(word)
    )
    best = heapq.nsmallest(limit, more, key=lambda word: (-_surprise(word, some, usual), word))
    return [
        FrequentWord(word=word, share=round(some.share(word), 4), usual_share=round(usual.share(word), 4))
        for word in best
    ]


def _surprise(word: str, some: _Side, usual: _Side) -> float:
    here, there = some.words.get(word, 0), usual.words.get(word, 0)
    alike = (here + there) / (some.conversations + usual.conversations)
    return _likelihood(here, some.conversations, alike) + _likelihood(there, usual.conversations, alike)


def _likelihood(count: int, total: int, share: float) -> float:
    """Return twice the logarithm of how much likelier a count is by its own share than by another."""
    found = ((count, share), (total - count, 1 - share))
    return 2 * sum(part * math.log(part / (total * expected)) for part, expected in found if part)


def _rids(engine: Engine, caller: Caller, where: str, parameters: Sequence[object]) -> list[int]:
    engine.catching_up.catch_up(_TABLE)
    newest = engine.reader().newest_conversation()
    members = Membership(engine, caller.project_id, where, parameters)
    return Among(0, members.flags(newest)).rids()


def _sample(rids: Sequence[int], most: int) -> Sequence[int]:
    """Return some of many row numbers, evenly spread."""
    step = max(len(rids) / most, 1.0)
    return [rids[int(place * step)] for place in range(min(len(rids), most))]
