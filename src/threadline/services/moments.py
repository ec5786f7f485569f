"""Times in bodies: what is stored for them, and which do not fit."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import TYPE_CHECKING

from threadline.errors import Violation
from threadline.moments import to_milliseconds

if TYPE_CHECKING:
    from threadline.wire.base import UnsetType

_EARLIEST = to_milliseconds(datetime(1, 1, 1, tzinfo=UTC))
_LATEST = to_milliseconds(datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC))


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
