"""When messages were written that do not say so.

Those of a conversation that is new and says when it began follow it, a millisecond apart, so that they keep their
order; those of any other are of now. None is later than the next message that has a time, nor than the end that the
conversation names: a ticket of two years ago stays one, whenever it is imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Span:
    """When a conversation took place, in milliseconds since 1970 UTC."""

    now: int
    began_at: int | None = None
    """`None`: nobody says so, or its beginning is stored already."""

    ended_at: int | None = None


def times_of(told: Sequence[int | None], span: Span) -> list[int]:
    """Return the time of each message: its own where it is told, else one that fits between the others.

    >>> times_of([None, None, 50, None], Span(now=90, began_at=10, ended_at=50))
    [10, 11, 50, 50]
    >>> times_of([None, None], Span(now=90))
    [90, 90]
    """
    end = _NEVER if span.ended_at is None else span.ended_at
    latest = list(accumulate(reversed(told), lambda after, own: after if own is None else own, initial=end))
    ceilings = [min(end, each) for each in reversed(latest[:-1])]
    base, step = (span.now, 0) if span.began_at is None else (span.began_at, 1)
    times: list[int] = []
    for own, ceiling in zip(told, ceilings, strict=True):
        follows = max(base, times[-1] + step) if times else base
        times.append(min(follows, ceiling) if own is None else own)
    return times
