"""When clocks change, out of the files of zones that Python reads: every change from 1970 until 2037."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(2038, 1, 1, tzinfo=UTC)
_HEADER = 44
_SECOND = timedelta(seconds=1)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Change:
    """The moment at which clocks change, and how far they are ahead of UTC before and after."""

    moment: datetime
    before: timedelta
    after: timedelta


@dataclass(frozen=True, slots=True)
class ZoneFile:
    """A zone, as its file has it (RFC 8536)."""

    zone: ZoneInfo
    content: bytes

    @classmethod
    def of(cls, name: str) -> "ZoneFile":
        """Read the file of a zone."""
        file = files("tzdata").joinpath("zoneinfo", *name.split("/"))
        with file.open("rb") as opened:
            return cls(ZoneInfo.from_file(opened, key=name), file.read_bytes())

    def changes(self) -> list[Change]:
        """Return the changes, in order."""
        moments = sorted(moment for moment in {*self._listed(), *self._by_rule()} if _EPOCH <= moment < _END)
        found = (Change(each, self._ahead(each - _SECOND), self._ahead(each)) for each in moments)
        return [each for each in found if each.before != each.after]

    def shown(self, moment: datetime) -> datetime:
        """Return what clocks show, without a zone."""
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def first_shown(self, clock: datetime, changes: list[Change]) -> datetime:
        """Return when clocks first show a time, or skip it."""
        moment = clock.replace(tzinfo=self.zone, fold=0).astimezone(UTC)
        if self.shown(moment) == clock:
            return moment
        naive = ((each.moment.replace(tzinfo=None), each) for each in changes)
        return next(each.moment for at, each in naive if at + each.before <= clock < at + each.after)

    def _ahead(self, moment: datetime) -> timedelta:
        return self.shown(moment) - moment.replace(tzinfo=None)

    def _listed(self) -> Iterator[datetime]:
        """Yield the moments that the second part of the file lists."""
        start = self._size_of_part(0, bytes_of_a_time=4)
        times = struct.unpack_from(">6l", self.content, start + 20)[3]
        seconds = struct.unpack_from(f">{times}q", self.content, start + _HEADER)
        yield from (_EPOCH + timedelta(seconds=each) for each in seconds if each >= 0)

    def _size_of_part(self, start: int, *, bytes_of_a_time: int) -> int:
        of_utc, of_standard, leaps, times, types, letters = struct.unpack_from(
            ">6l", self.content, start + 20
        )
        listed = times * (bytes_of_a_time + 1) + types * 6 + letters + leaps * (bytes_of_a_time + 4)
        return int(_HEADER + listed + of_standard + of_utc)

    def _by_rule(self) -> Iterator[datetime]:
        """Yield the moments that follow from the rule at the end of the file."""
        if b"," not in self.content.rsplit(b"\n", 2)[1]:
            return
        start = max(self._listed(), default=_EPOCH) + _SECOND
        weeks = [start + number * _WEEK for number in range((_END - start) // _WEEK + 2)]
        ahead = [self._ahead(each) for each in weeks]
        for week, before, after in zip(weeks, ahead, ahead[1:], strict=False):
            if before != after:
                yield self._between(week, week + _WEEK)

    def _between(self, low: datetime, high: datetime) -> datetime:
        ahead = self._ahead(low)
        while high - low > _SECOND:
            middle = low + (high - low) // (2 * _SECOND) * _SECOND
            low, high = (middle, high) if self._ahead(middle) == ahead else (low, middle)
        return high
