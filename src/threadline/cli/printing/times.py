"""Times in tables for people: a day as its date, a month as its name, by the clocks of the zone that was asked for.

Programs get what the API answers, which is UTC; nothing here changes that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z")
_MINUTE = "%Y-%m-%d %H:%M"
_FORMS = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Times:
    """How the times of an answer are shown."""

    units: Mapping[str, str] = field(default_factory=dict)
    """Units of time that rows are grouped by, by their keys in the row."""

    zone: tzinfo = UTC
    words: str = ""
    """What is said of the zone below the table."""

    @classmethod
    def of(cls, body: Mapping[str, Any], main_time: str) -> Times:
        """Return how the answer to a query body is shown.

        Args:
            body: a body that was answered, and so is a valid one.
            main_time: the time of the view, which units are of when they name none.
        """
        units = {
            f"{each.get('field') or main_time}_{each['timeUnit']}": each["timeUnit"]
            for each in body.get("select") or ()
            if each.get("type") == "time"
        }
        name = body.get("timeZone")
        if not name:
            return cls(units)
        try:
            return cls(units, ZoneInfo(name), f"; times are of {name}")
        except ZoneInfoNotFoundError:
            # The server brings its own data on zones, a machine need not have any. Dates would be wrong then.
            return cls({}, UTC, f"; times are UTC, as this machine does not know the clocks of {name}")

    def shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row whose times are as people read them."""
        return {key: self._shown(value, self.units.get(key, "minute")) for key, value in row.items()}

    def _shown(self, value: Any, unit: str) -> Any:
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            return value
        try:
            moment = datetime.fromisoformat(value).astimezone(self.zone)
        except (ValueError, OverflowError):
            return value
        if unit == "quarter":
            return f"{moment.year:04}-Q{(moment.month - 1) // _QUARTER_MONTHS + 1}"
        return moment.strftime(_FORMS.get(unit, _MINUTE)) + (_offset(moment) if unit == "hour" else "")


def _offset(moment: datetime) -> str:
    """Return the offset of a time that clocks show twice, at the end of summer time; else nothing."""
    other = moment.replace(fold=1 - moment.fold)
    return moment.strftime(" %z") if other.utcoffset() != moment.utcoffset() else ""
