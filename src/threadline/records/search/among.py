"""The conversations whose messages count in a search, as one flag for each row number: looked up in no time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadline.records.search.parts import span_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_FLAGGED = re.compile(b"\x01")


@dataclass(frozen=True, slots=True)
class Among:
    """Some conversations."""

    first: int
    """The row number that the first flag is about."""

    flags: bytes
    """A byte for each conversation: 1 where it counts, 0 where not."""

    @classmethod
    def of(cls, rids: Iterable[int]) -> Among:
        """Return the flags of some conversations."""
        chosen = sorted(rids)
        if not chosen:
            return cls(0, b"")
        flags = bytearray(chosen[-1] - chosen[0] + 1)
        for rid in chosen:
            flags[rid - chosen[0]] = 1
        return cls(chosen[0], bytes(flags))

    def __contains__(self, rid: int) -> bool:
        """Tell whether a conversation counts."""
        place = rid - self.first
        return 0 <= place < len(self.flags) and self.flags[place] == 1

    @property
    def end(self) -> int:
        """The row number after the last one with a flag."""
        return self.first + len(self.flags)

    def of_part(self, part: int) -> Among:
        """Return the flags of the conversations of one part of the index."""
        first, end = span_of(part)
        start = max(first, self.first)
        return Among(start, self.flags[start - self.first : max(end - self.first, 0)])

    def count(self) -> int:
        """Return how many there are."""
        return self.flags.count(1)

    def rids(self) -> list[int]:
        """Return their row numbers, ascending."""
        return [self.first + each.start() for each in _FLAGGED.finditer(self.flags)]
