"""What clocks of a time zone show, as a few numbers: how far they are ahead of UTC, and when that changes.

With them, a statement adds and compares where it would ask for the rules of the zone in each row.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """The clocks of a zone during a span of time. Times are UTC without a zone."""

    first: datetime
    end: datetime
    """The span is from `first` until before `end`."""

    ahead_seconds: int
    """How far the clocks are ahead of UTC at `first`; negative where they are behind."""

    changes: tuple[tuple[datetime, int], ...] = ()
    """In order, when clocks change inside of the span, and how many seconds they are ahead from then on."""

    def during(self, first: datetime, end: datetime) -> "Clock":
        """Return the clocks during the part of the span that lies in another one."""
        first, end = max(first, self.first), min(end, self.end)
        before = [ahead for moment, ahead in self.changes if moment <= first]
        ahead_seconds = before[-1] if before else self.ahead_seconds
        changes = tuple(change for change in self.changes if first < change[0] < end)
        return replace(self, first=first, end=end, ahead_seconds=ahead_seconds, changes=changes)

    @property
    def shifts(self) -> tuple[tuple[datetime, timedelta, timedelta], ...]:
        """Return when clocks change, and how far they are ahead before and after; in order."""
        ahead = [self.ahead_seconds, *(seconds for _, seconds in self.changes)]
        return tuple(
            (moment, timedelta(seconds=before), timedelta(seconds=after))
            for (moment, _), before, after in zip(self.changes, ahead, ahead[1:], strict=False)
        )
