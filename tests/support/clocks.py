"""When units of time begin by the clocks of a zone, in plain Python: a part of the oracle."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

UNITS = ("hour", "day", "week", "month", "quarter", "year")


def start_of(time: datetime, unit: str, zone: str) -> datetime:
    """Return the UTC time at which the unit begins by the clocks of a zone; an hour begins a part of one before."""
    clock = time.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    start = _by_clock(clock, unit)
    if unit == "hour":
        return time - (clock - start)
    return start.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def _by_clock(time: datetime, unit: str) -> datetime:
    hour = time.replace(minute=0, second=0, microsecond=0)
    if unit == "hour":
        return hour
    day = hour.replace(hour=0)
    if unit == "week":
        return day - timedelta(days=day.weekday())
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}
    return day if unit == "day" else day.replace(month=month[unit], day=1)
