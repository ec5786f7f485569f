"""Places in the change log, as values that followers keep and compare. How far one is from another, they alone tell.

Another engine of records may have other places: followers know no more of them than that they have an order.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """What a follower has taken in everything up to.

    >>> Position(3) > START > NEVER
    True
    """

    number: int
    """For a follower to keep in its file, and to make a position of again."""

    def changes_since(self, other: Position) -> int:
        """Return how many changes lie between at most; negative when the other is later."""
        return self.number - other.number


START = Position(0)
"""Before the first change."""

NEVER = Position(-1)
"""What a follower reached that was never filled."""
