"""Which messages match a search, and which of them match best.

An expression of a common word has millions of hits, and each that is ranked costs about a microsecond. So at most
`MOST_RANKED` hits are ranked: of more, those that were stored last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadline.records.connection import number, rows
from threadline.records.conversations import POSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threadline.records.connection import Connection, Value

MOST_RANKED = 50_000
"""Hits that are counted and ranked at most."""

_END = 1 << 62


@dataclass(frozen=True, slots=True)
class Among:
    """The conversations whose messages count, as one flag for each row number: looked up in no time."""

    first: int
    """The row number that the first flag is about."""

    flags: bytes
    """`1` where the conversation counts, `0` where not."""

    @classmethod
    def of(cls, rids: Iterable[int]) -> Among:
        """Return the flags of some conversations."""
        chosen = sorted(rids)
        if not chosen:
            return cls(0, b"")
        flags = bytearray(b"0" * (chosen[-1] - chosen[0] + 1))
        for rid in chosen:
            flags[rid - chosen[0]] = 0x31
        return cls(chosen[0], bytes(flags))


@dataclass(frozen=True, slots=True)
class Hits:
    """The messages that match an FTS5 expression, in all conversations or among some."""

    index: Connection
    match: str
    among: Among | None = None

    def count(self, most: int = MOST_RANKED) -> int:
        """Return how many there are; `most` + 1 when there are more than `most`."""
        sql = f"SELECT count(*) FROM (SELECT 1 {self.source} LIMIT :most)"
        return number(self.index, sql, self.values(most=most + 1))

    def rids(self) -> list[int]:
        """Return the row numbers of the conversations with hits."""
        sql = f"SELECT DISTINCT rowid / {POSITIONS} {self.source}"
        return [int(str(each[0])) for each in rows(self.index, sql, self.values())]

    def messages(self) -> list[int]:
        """Return the row numbers of the messages themselves, in no order."""
        return [int(str(each[0])) for each in rows(self.index, f"SELECT rowid {self.source}", self.values())]

    def best(self, *, limit: int, offset: int) -> list[tuple[int, float]]:
        """Return message row numbers and scores (bm25, higher is better), best first, then the last stored."""
        newest_last = f"SELECT rowid {self.source} ORDER BY rowid DESC LIMIT 1 OFFSET :offset"
        floor = number(self.index, newest_last, self.values(offset=MOST_RANKED - 1))
        # Not `rank`: ordering by it would rank hits before the flags are looked at.
        sql = (
            f"SELECT rowid, -bm25(words) AS score {self.source}"
            " ORDER BY score DESC, rowid DESC LIMIT :limit OFFSET :offset"
        )
        found = rows(self.index, sql, self.values(floor=floor, limit=limit, offset=offset))
        return [(int(str(rid)), float(str(score))) for rid, score in found]

    @property
    def source(self) -> str:
        """The `FROM` and `WHERE` of a statement about hits; its values are those of `values`."""
        flags = f" AND substr(:flags, rowid / {POSITIONS} - :first + 1, 1) = x'31'" if self.among else ""
        return f"FROM words WHERE words MATCH :match AND rowid >= :floor AND rowid < :end{flags}"

    def values(self, *, floor: int = 0, end: int = _END, **more: int) -> dict[str, Value]:
        """Return what a statement with `source` binds.

        Args:
            floor: the first message row number that counts.
            end: the one after the last.
            more: what the rest of the statement binds.
        """
        values: dict[str, Value] = {"match": self.match, "floor": floor, "end": end, **more}
        if self.among:
            first, count = self.among.first, len(self.among.flags)
            values |= {"flags": self.among.flags, "first": first}
            values["floor"] = max(floor, first * POSITIONS)
            values["end"] = min(end, (first + count) * POSITIONS)
        return values
