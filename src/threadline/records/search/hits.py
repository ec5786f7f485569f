"""Which messages match a search, and which of them match best.

An expression of common words has millions of hits, and each that is ranked costs about a microsecond. So at most
`SearchLimits.ranked` hits are counted and ranked: of more, those that were stored last.

    parts of the index, newest first ──▶ one part: its hits are counted, and ranked at once where they are dear to find
           ▲                                │ all parts, or enough hits
           └───────── next part ◀───────────┴──▶ the others of those counted are ranked ──▶ a page, best first
"""

from __future__ import annotations

import heapq
import itertools
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from threadline.records.connection import known, number, rows
from threadline.records.search import parts
from threadline.records.search.limits import USUAL_LIMITS, SearchLimits
from threadline.records.search.ranking import FUNCTION
from threadline.rids import POSITIONS, conversation_of, message_rid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from threadline.records.connection import Connection, Value
    from threadline.records.search.among import Among

_statements = itertools.count()


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. Expressions are FTS5's."""

    match: str
    """What messages match."""

    phrases: tuple[str, ...] = ()
    """The words and phrases in it that messages should have, in its order."""

    words: tuple[str, ...] = ()
    """Words and beginnings that every hit has, and that the index has lists of; empty when that is not known."""

    is_merged: bool = False
    """Whether the index puts a list of messages together each time that it is asked, of many words' lists."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The hits of one part of the index: the `FROM` and `WHERE` of a statement, and what these bind."""

    table: str
    source: str
    values: Mapping[str, Value]
    newest_first: str
    """What to order by."""

    is_dear: bool
    """Whether finding the hits takes longer than ranking them."""

    def since(self, message: int) -> Slice:
        """Return those from a row number on."""
        source = f"{self.source} AND {self.table}.rowid >= :since"
        return replace(self, source=source, values={**self.values, "since": message})


@dataclass(frozen=True, slots=True)
class Counted:
    """The hits of the newest parts, until there are enough."""

    slices: Sequence[tuple[Slice, Sequence[int]]]
    """Newest part first, with the row numbers of the messages."""

    is_all: bool
    scores: Mapping[int, float]
    """How well messages match, of those that were ranked while they were found."""

    @property
    def total(self) -> int:
        """How many there are in the slices."""
        return sum(len(rids) for _, rids in self.slices)

    def messages(self) -> list[int]:
        """Return the row numbers of the messages, ascending."""
        return sorted(rid for _, rids in self.slices for rid in rids)


@dataclass(frozen=True, slots=True)
class Hits:
    """The messages that match, in all conversations or among some."""

    index: Connection
    sought: Sought
    among: Among | None = None
    limits: SearchLimits = USUAL_LIMITS

    def counted(self, most: int | None = None, *, weights: Sequence[float] = ()) -> Counted:
        """Return the hits of the newest parts, until there are `most` (`SearchLimits.ranked`).

        Args:
            most: how many are enough.
            weights: of the phrases; given, hits that are dear to find are ranked at once.
        """
        left = self.limits.ranked if most is None else most
        found: list[tuple[Slice, Sequence[int]]] = []
        scores: dict[int, float] = {}
        for each in self.slices():
            hits = self._newest(each, left + 1, weights if each.is_dear else ())
            rids = [hit[0] for hit in hits[:left]]
            if rids:
                found.append((each.since(rids[-1]) if len(hits) > left else each, rids))
            if weights and each.is_dear:
                scores.update((rid, score) for rid, score in hits[:left])
            if len(hits) > left:
                return Counted(found, is_all=False, scores=scores)
            left -= len(hits)
        return Counted(found, is_all=True, scores=scores)

    def best(
        self, counted: Counted, weights: Sequence[float], *, limit: int, offset: int
    ) -> list[tuple[int, float]]:
        """Return message row numbers and scores (BM25, higher is better), best first, then the last stored.

        Args:
            counted: the hits that are ranked.
            weights: of the phrases.
            limit: how many at most.
            offset: how many better ones to pass over.
        """
        found = [(score, rid) for rid, score in counted.scores.items()]
        for slice_, rids in counted.slices:
            if rids[0] not in counted.scores:
                found += self._best(slice_, weights, limit=offset + limit)
        best = heapq.nlargest(offset + limit, found)
        return [(rid, score) for score, rid in best[offset:]]

    def messages(self) -> list[str]:
        """Return the row numbers of all messages that match, as a JSON list of each part that has some."""
        return list(self._lists(1))

    def conversations(self) -> list[str]:
        """Return those of all conversations with hits in the same way; one stands there as often as it has hits."""
        return list(self._lists(POSITIONS))

    def _lists(self, each_of: int) -> Iterator[str]:
        """Yield texts, which SQLite writes: an object for each of a million hits would cost a second."""
        for each in self.slices():
            sql = f"SELECT '[' || group_concat({each.table}.rowid / {each_of}) || ']' {each.source}"
            for (text,) in rows(self.index, sql, each.values):
                if text is not None:
                    yield str(text)

    def between(self, first: int, end: int) -> list[int]:
        """Return the row numbers of hits in a range of conversations, whichever count, in no order."""
        found: list[int] = []
        for part in range(parts.part_of(first), parts.part_of(end - 1) + 1):
            starts, ends = parts.span_of(part)
            found += self._rids(self._plain(part, max(first, starts), min(end, ends)))
        return found

    def slices(self) -> Iterator[Slice]:
        """Yield the parts of the index that may have hits, newest first."""
        for part, messages in parts.sizes(self.index).items():
            if self.among is None:
                yield self._plain(part, *parts.span_of(part))
            elif (among := self.among.of_part(part)).count():
                yield self._among(part, among, messages)

    def _among(self, part: int, among: Among, messages: int) -> Slice:
        count = among.count()
        plain = self._plain(part, among.first, among.end)
        if count == len(among.flags):
            return plain
        if self._is_common(part, count * self.limits.words_a_visit, messages):
            return self._visiting(part, among.rids())
        flags = f"substr(:flags, rowid / {POSITIONS} - {among.first - 1}, 1) = x'01'"
        return replace(
            plain,
            source=f"{plain.source} AND {flags}",
            values={**plain.values, "flags": among.flags},
            is_dear=True,
        )

    def _plain(self, part: int, first: int, end: int) -> Slice:
        name = parts.table(part)
        source = f"FROM {name} WHERE {name} MATCH :match AND rowid >= :first AND rowid < :end"
        values = {
            "match": self.sought.match,
            "first": message_rid(first, 0),
            "end": message_rid(end, 0),
        }
        return Slice(name, source, values, newest_first="rowid DESC", is_dear=self.sought.is_merged)

    def _visiting(self, part: int, rids: Sequence[int]) -> Slice:
        """Return what looks up one conversation after the other."""
        name = parts.table(part)
        source = (
            f"FROM json_each(:conversations) AS conversation CROSS JOIN {name} WHERE {name} MATCH :match"
            f" AND {name}.rowid >= conversation.value * {POSITIONS}"
            f" AND {name}.rowid < (conversation.value + 1) * {POSITIONS}"
        )
        values = {"match": self.sought.match, "conversations": json.dumps(rids)}
        # Without the plus, FTS5 would read each range from its end, which takes ten times as long.
        return Slice(name, source, values, newest_first=f"+{name}.rowid DESC", is_dear=True)

    def _is_common(self, part: int, count: int, messages: int) -> bool:
        """Tell whether more than so many of a part's messages have each word."""
        sought = self.sought
        return (
            bool(sought.words)
            and not sought.is_merged
            and count < messages
            and all(self._frequency(part, word, most=count) > count for word in sought.words)
        )

    def _frequency(self, part: int, word: str, *, most: int) -> float:
        """Return about how many messages of a part have a word, by how close to each other the first ones are."""
        table, sample = parts.table(part), min(most, self.limits.sample)
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT 1 OFFSET ?"
        last = conversation_of(number(self.index, sql, (word, sample)))
        first, end = parts.span_of(part)
        return (sample + 1) * (end - first) / (last - first + 1) if last else 0

    def _newest(self, slice_: Slice, most: int, weights: Sequence[float]) -> list[tuple[int, ...]]:
        """Return row numbers, and scores if there are weights; those stored last, the last first."""
        called, values = _call(slice_, weights)
        sql = (
            f"SELECT {slice_.table}.rowid{called and f', {called}'} {slice_.source}"
            f" ORDER BY {slice_.newest_first} LIMIT :most"
        )
        return known(self.index, sql, {**slice_.values, **values, "most": most})

    def _rids(self, slice_: Slice) -> list[int]:
        sql = f"SELECT {slice_.table}.rowid {slice_.source}"
        return [rid for (rid,) in known(self.index, sql, slice_.values)]

    def _best(self, slice_: Slice, weights: Sequence[float], *, limit: int) -> list[tuple[float, int]]:
        called, values = _call(slice_, weights)
        sql = (
            f"SELECT {called} AS score, {slice_.table}.rowid AS rid {slice_.source}"
            " ORDER BY score DESC, rid DESC LIMIT :limit"
        )
        values = {**slice_.values, **values, "limit": limit}
        return known(self.index, sql, values)


def _call(slice_: Slice, weights: Sequence[float]) -> tuple[str, dict[str, Value]]:
    """Return the call that ranks a hit, and what it binds; nothing without weights."""
    if not weights:
        return "", {}
    values: dict[str, Value] = {"statement": next(_statements)}
    values |= {f"weight_{place}": each for place, each in enumerate(weights)}
    return f"{FUNCTION}({', '.join([slice_.table, *(f':{name}' for name in values)])})", values
