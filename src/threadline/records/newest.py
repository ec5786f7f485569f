"""The newest messages that match a search, by their own time: exact, and without reading all hits.

The index knows of each conversation when its newest message was written, or a later time. Conversations with hits are
visited from the latest such time backwards, and their messages' times read, until no other conversation can have a
newer hit. Where hits are few, the conversations follow from the hits; where they are many, hits are looked for in one
stretch of conversations after the other.
"""

from __future__ import annotations

import heapq
import json
from itertools import pairwise
from typing import TYPE_CHECKING

from threadline.records.connection import rows
from threadline.records.conversations import POSITIONS
from threadline.records.hits import MOST_RANKED
from threadline.records.search import milliseconds_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from threadline.records.connection import Connection
    from threadline.records.hits import Hits

    Visit = tuple[int, list[int]]
    """When the newest message of a conversation was written, at the latest, and the row numbers of its hits."""

_STRETCH = 256
_LONGEST_STRETCH = 8_192
_GAP = 32
"""Row numbers between two conversations that are read through, because to look anew costs more."""

_TIMES = "SELECT rid, document ->> '$.createdAt' FROM messages WHERE rid IN (SELECT value FROM json_each(?))"


def newest(hits: Hits, records: Connection, *, limit: int, count: int) -> list[int]:
    """Return message row numbers, newest first.

    Args:
        hits: what matches.
        records: where the messages are.
        limit: how many at most.
        count: how many hits there are, as `Hits.count` says.
    """
    visits = _of_few(hits) if count <= MOST_RANKED else _of_many(hits)
    found: list[tuple[int, int]] = []
    for newest_at, messages in visits:
        if len(found) == limit and found[0][0] >= newest_at:
            break
        for rid, created_at in rows(records, _TIMES, (json.dumps(messages),)):
            heapq.heappush(found, (milliseconds_of(str(created_at)), int(str(rid))))
            if len(found) > limit:
                heapq.heappop(found)
    return [rid for _, rid in sorted(found, reverse=True)]


def _of_few(hits: Hits) -> Iterator[Visit]:
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT rowid AS message {hits.source})"
        f" SELECT newest_at, group_concat(message) FROM hits JOIN spans ON spans.rid = message / {POSITIONS}"
        " GROUP BY spans.rid ORDER BY newest_at DESC, spans.rid DESC"
    )
    for newest_at, messages in hits.index.execute(sql, hits.values()):
        yield int(str(newest_at)), [int(rid) for rid in str(messages).split(",")]


def _of_many(hits: Hits) -> Iterator[Visit]:
    length, last = _STRETCH, (1 << 62, 1 << 62)
    while stretch := _stretch(hits.index, last, length):
        of_conversations: dict[int, list[int]] = {rid: [] for _, rid in stretch}
        for first, end in _ranges(sorted(of_conversations)):
            for message in _messages(hits, first, end):
                of_conversations.get(message // POSITIONS, []).append(message)
        yield from ((at, messages) for at, rid in stretch if (messages := of_conversations[rid]))
        length, last = min(2 * length, _LONGEST_STRETCH), stretch[-1]


def _stretch(index: Connection, last: tuple[int, int], length: int) -> list[tuple[int, int]]:
    """Return times and row numbers of the conversations that come after one, latest first."""
    sql = (
        "SELECT newest_at, rid FROM spans WHERE (newest_at, rid) < (?, ?)"
        " ORDER BY newest_at DESC, rid DESC LIMIT ?"
    )
    return [(int(str(at)), int(str(rid))) for at, rid in rows(index, sql, (*last, length))]


def _ranges(rids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield ranges that have all of some ascending row numbers: the first, and the one after the last."""
    first = rids[0]
    for before, after in pairwise(rids):
        if after - before > _GAP:
            yield first, before + 1
            first = after
    yield first, rids[-1] + 1


def _messages(hits: Hits, first: int, end: int) -> list[int]:
    values = hits.values(floor=first * POSITIONS, end=end * POSITIONS)
    return [int(str(each[0])) for each in rows(hits.index, f"SELECT rowid {hits.source}", values)]
