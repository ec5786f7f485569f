"""Times and ids, made from what the edge of the program tells: the clock and chance are never read here.

Inside, a time is a whole number of milliseconds since 1970 UTC; outside it is RFC 3339 in UTC with milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from threadline.errors import Violation

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.wire.base import UnsetType

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_EARLIEST = (datetime(1, 1, 1, tzinfo=UTC) - _EPOCH) // _MILLISECOND
_LATEST = (datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC) - _EPOCH) // _MILLISECOND


@dataclass(frozen=True, slots=True)
class Given:
    """What a request gets from the edge: the time it came in, and a maker of ids."""

    now: int
    new_id: Callable[[str], str]
    """Takes a prefix such as `conv`."""


def to_milliseconds(moment: datetime) -> int:
    """Return an aware time as milliseconds; finer digits are cut."""
    return (moment - _EPOCH) // _MILLISECOND


@lru_cache(maxsize=256)
def to_text(milliseconds: int) -> str:
    """Return a time as RFC 3339 text. The time of a request is asked for once per message of it.

    >>> to_text(1767225600005)
    '2026-01-01T00:00:00.005Z'
    """
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return f"{moment.isoformat(timespec='milliseconds')[:23]}Z"


def text_of(moment: datetime) -> str:
    """Return an aware time as RFC 3339 text; finer digits are cut.

    >>> text_of(datetime.fromisoformat("2026-01-01T01:00:00.0059+01:00"))
    '2026-01-01T00:00:00.005Z'
    """
    return f"{moment.astimezone(UTC).isoformat(timespec='milliseconds')[:23]}Z"


def from_text(text: str) -> int:
    """Return a time that `to_text` wrote as milliseconds again."""
    return to_milliseconds(datetime.fromisoformat(text))


def given_or(moment: datetime | None | UnsetType, otherwise: int) -> int:
    """Return a time from a body; `otherwise` when it is absent or null."""
    return to_milliseconds(moment) if isinstance(moment, datetime) else otherwise


def faults_of_time(moment: datetime | None | UnsetType, pointer: str) -> list[Violation]:
    """Return the fault of a time that leaves the years 1 to 9999 when it is told in UTC."""
    if not isinstance(moment, datetime) or MINYEAR < moment.year < MAXYEAR:
        return []
    if not _EARLIEST <= to_milliseconds(moment) <= _LATEST:
        return [Violation(pointer, "The time must lie in the years 1 to 9999 in UTC.")]
    return []
