"""Give conversations days of the demo's eleven weeks, without touching their clock times.

The logs are years old and cover a few days each. A report over weeks wants weeks, so a log's
conversations are spread over them in order: the hour, the minute and all times inside a conversation
stay as logged.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

FIRST_DAY = datetime(2026, 8, 31, tzinfo=UTC)
DAYS = 77


def spread(starts: Sequence[datetime]) -> list[timedelta]:
    """Return how far to move each conversation of one log so that they fill the weeks in the same order.

    Args:
        starts: when the conversations begin, in order.
    """
    clocks = [start - _midnight(start) for start in starts]
    wraps = [False, *(later <= earlier for earlier, later in pairwise(clocks))]
    # A day is at most one past its plan for every wrap before it, so planning short keeps the last inside.
    room = max(1, DAYS - sum(wraps))
    day, moves = 0, []
    for place, (start, wrapped) in enumerate(zip(starts, wraps, strict=True)):
        day = max(place * room // len(starts), day + wrapped)
        moves.append(FIRST_DAY + timedelta(days=day) - _midnight(start))
    return moves


def stamp(moment: datetime) -> str:
    """Return a time as the API writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
