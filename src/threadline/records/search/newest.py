"""The newest messages that match a search, by their own time: exact, and without reading all hits.

The index knows of each conversation when its newest message was written, or a later time. Conversations with hits are
visited from the latest such time backwards, and their messages' times read, until no other conversation can have a
newer hit. Where hits are few, the conversations follow from the hits; where they are many, hits are looked for in one
stretch of conversations after the other.
"""

from __future__ import annotations

import heapq
import json
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from threadline.moments import from_text
from threadline.records.connection import known, rows
from threadline.records.search import parts
from threadline.rids import conversation_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from threadline.records.connection import Connection
    from threadline.records.search.hits import Counted, Hits

    Place = tuple[int, int]
    """When the newest message of a conversation was written, at the latest, and the conversation's row number."""

    Visit = tuple[int, list[int]]
    """When the newest message of a conversation was written, at the latest, and the row numbers of its hits."""

_TIMES = "SELECT rid, document ->> '$.createdAt' FROM messages WHERE rid IN (SELECT value FROM json_each(?))"
_NEVER_YET = (1 << 62, 1 << 62)


def newest(hits: Hits, counted: Counted, records: Connection, *, limit: int) -> list[int]:
    """Return message row numbers, newest first.

    Args:
        hits: what matches.
        counted: what is known of how many there are.
        records: where the messages are.
        limit: how many at most.
    """
    found: list[tuple[int, int]] = []
    for newest_at, messages in _visits(hits, counted):
        if len(found) == limit and found[0][0] > newest_at:  # of the same time, the last stored comes first
            break
        for rid, created_at in rows(records, _TIMES, (json.dumps(messages),)):
            heapq.heappush(found, (from_text(str(created_at)), int(str(rid))))
            if len(found) > limit:
                heapq.heappop(found)
    return [rid for _, rid in sorted(found, reverse=True)]


def _visits(hits: Hits, counted: Counted) -> Iterator[Visit]:
    """Yield the conversations with hits, latest first."""
    limits = hits.limits
    if counted.is_all and counted.total <= limits.few:
        yield from _of_few(hits, counted, before=_NEVER_YET)
        return
    last, walked = _NEVER_YET, 0
    while stretch := _stretch(hits.index, last, min(max(walked, limits.stretch), limits.longest_stretch)):
        yield from _of_stretch(hits, stretch)
        last, walked = stretch[-1], walked + len(stretch)
        if counted.is_all and walked >= limits.walked:
            yield from _of_few(hits, counted, before=last)
            return


def _of_few(hits: Hits, counted: Counted, *, before: Place) -> Iterator[Visit]:
    """Yield the conversations of all hits that come after a place."""
    found = groupby(counted.messages(), conversation_of)
    of_conversations = {rid: list(each) for rid, each in found}
    sql = "SELECT newest_at, rid FROM spans WHERE rid IN (SELECT value FROM json_each(?))"
    places: list[Place] = known(hits.index, sql, (json.dumps(list(of_conversations)),))
    for newest_at, rid in sorted((each for each in places if each < before), reverse=True):
        yield newest_at, of_conversations[rid]


def _of_stretch(hits: Hits, stretch: Sequence[Place]) -> Iterator[Visit]:
    among = hits.among
    of_conversations: dict[int, list[int]] = {rid: [] for _, rid in stretch if among is None or rid in among}
    gap = parts.EACH if hits.sought.is_merged else hits.limits.gap
    for first, end in _ranges(sorted(of_conversations), gap):
        for message in hits.between(first, end):
            of_conversations.get(conversation_of(message), []).append(message)
    yield from ((at, messages) for at, rid in stretch if (messages := of_conversations.get(rid)))


def _stretch(index: Connection, last: Place, length: int) -> list[Place]:
    """Return the conversations that come after one, latest first."""
    sql = (
        "SELECT newest_at, rid FROM spans WHERE (newest_at, rid) < (?, ?)"
        " ORDER BY newest_at DESC, rid DESC LIMIT ?"
    )
    return known(index, sql, (*last, length))


def _ranges(rids: Sequence[int], gap: int) -> Iterator[tuple[int, int]]:
    """Yield ranges that have all of some ascending row numbers: the first, and the one after the last."""
    if not rids:
        return
    first = rids[0]
    for before, after in pairwise(rids):
        if after - before > gap:
            yield first, before + 1
            first = after
    yield first, rids[-1] + 1
