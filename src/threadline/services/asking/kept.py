"""What searches found lately: a search for a common word takes long, and is often asked again with other filters."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from threadline.positions import Position
from threadline.query import Flags

_MOST_LETTERS = 64 << 20


@dataclass(slots=True)
class Kept:
    """What searches found, as long as the index stays as it is. Any thread may ask."""

    _flags: dict[tuple[str, Position], Flags] = field(default_factory=dict[tuple[str, Position], Flags])
    """By the search, and the number of the newest change that the index had then at least."""

    _lock: Lock = field(default_factory=Lock)

    def get(self, expression: str, reached: Position) -> Flags | None:
        """Return what a search found when the index had reached a change."""
        with self._lock:
            return self._flags.get((expression, reached))

    def keep(self, expression: str, reached: Position, flags: Flags) -> None:
        """Keep what a search found; what the index had before it reached the change goes."""
        with self._lock:
            kept = {key: each for key, each in self._flags.items() if key[1] == reached}
            kept[expression, reached] = flags
            while len(kept) > 1 and sum(len(each.digits) for each in kept.values()) > _MOST_LETTERS:
                del kept[next(iter(kept))]
            self._flags = kept
