"""When clocks of a time zone change, asked of the database once: its rules, as numbers that statements can add."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, cast

from threadline.analytics.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.analytics.projection import Parameters
    from threadline.positions import Position

FIRST, END = datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2050-01-01")
"""What is known of a zone; other times are left to the database's own rules. UTC without a zone, as the tables have."""

_DAYS = (END - FIRST) // timedelta(days=1)
_LOOKS = ((86_400, _DAYS), (3_600, 25), (60, 61), (1, 61))
"""Seconds between two looks at the clocks, and how many: they change once a day at most, then it is looked closer."""

_LOOKED_AT = """
select moment, ahead, before from (
  select start, moment, ahead, lag(ahead) over (partition by start order by moment) as before from (
    select start, moment, (epoch_ms(timezone(?, timezone('UTC', moment))) - epoch_ms(moment)) // 1000 as ahead from (
      select start, start + to_seconds(number * ?) as moment
      from (select unnest(?::timestamp[]) as start), range(0, ?) as steps(number)
    )
  )
)
where before is distinct from ahead order by moment
"""

Change = tuple[datetime, int]
"""When clocks change, and how many seconds they are ahead of UTC from then on."""


class Answering(Protocol):
    """What runs statements over the projection."""

    def run(self, text: str, parameters: Parameters) -> list[tuple[object, ...]]:
        """Return all rows of a statement."""
        ...

    def reached(self, table: str) -> Position:
        """Return the place of the newest change that a table contains."""
        ...


@dataclass(slots=True)
class Clocks:
    """What is known of zones, and of the times in tables. Any thread may ask."""

    _changes: dict[str, list[Change]] = field(default_factory=dict[str, "list[Change]"])
    _spans: dict[str, tuple[Position, datetime, datetime]] = field(
        default_factory=dict[str, "tuple[Position, datetime, datetime]"]
    )

    def changes(self, projection: Answering, zone: str) -> list[Change]:
        """Return how far clocks of a zone are ahead at `FIRST`, and each change until `END`, in order."""
        known = self._changes.get(zone)
        if known is None:
            known = self._changes[zone] = _changes(projection, zone)
        return known

    def span(self, projection: Answering, table: str) -> tuple[datetime, datetime]:
        """Return the years in which the times of a table lie: their begin, and the end of the last."""
        reached = projection.reached(table)
        known = self._spans.get(table)
        if known is None or known[0] != reached:
            known = self._spans[table] = (reached, *_span(projection, table))
        return known[1:]


def _changes(projection: Answering, zone: str) -> list[Change]:
    first: list[Change] = []
    changes: list[Change] = []
    starts = [FIRST]
    for step, count in _LOOKS:
        rows = projection.run(_LOOKED_AT, [zone, step, starts, count])
        looks = [(cast("datetime", at), cast("int", ahead), before) for at, ahead, before in rows]
        first = first or [(at, ahead) for at, ahead, before in looks if before is None]
        changes = [(at, ahead) for at, ahead, before in looks if before is not None]
        starts = [at - timedelta(seconds=step) for at, _ in changes]
    return first + changes


def _span(projection: Answering, table: str) -> tuple[datetime, datetime]:
    times = [name for name, type_ in TABLES[table].columns if type_ == "TIMESTAMP_MS"]
    least, most = (f"{name}({{}})" for name in ("min", "max"))
    columns: Sequence[str] = [each.format(name) for name in times for each in (least, most)]
    rows = projection.run(f"select {', '.join(columns)} from {table}", [])
    found = [each for each in rows[0] if isinstance(each, datetime)]
    if not found:
        return FIRST, FIRST
    first, last = max(min(found), FIRST).year, min(max(found), END).year
    return _new_year(first), _new_year(last + 1)


def _new_year(year: int) -> datetime:
    return datetime.fromisoformat(f"{year:04}-01-01")
