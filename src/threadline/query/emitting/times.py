"""Write time buckets: the start of the unit that a time lies in, in UTC or by the clocks of a zone.

Times are UTC without a zone, before and after. A day begins when clocks show midnight for the first time, or at the
change if they skip it, so days around a change of clocks are shorter or longer, mostly by an hour. Clocks that go back
over midnight show the end of a day twice: both ends belong to it.
"""

from threadline.catalog import WeekStart
from threadline.query.emitting.clocks import first_shown, local
from threadline.query.forms.plan import Bucket
from threadline.query.forms.statement import Sql, bound, fill

_DAYS_BEFORE_MONDAY: dict[WeekStart, int] = {"monday": 0, "sunday": 1, "saturday": 2}


def bucket(value: Bucket) -> Sql:
    """Return the start of the bucket of each row."""
    time = Sql(value.place.field.column)
    if value.zone is None:
        return _truncated(value, time)
    shown = _local(time, value.zone)
    start = _truncated(value, shown)
    if value.unit == "hour":
        # Going back from the instant tells apart the two hours of one name at the end of summer time.
        return _since_year_one(fill("({}::timestamp - ({} - {}))", time, shown, start))
    return _first(start, value.zone)


def bucket_key(value: Bucket) -> Sql:
    """Return what the rows of one bucket share: what clocks show at its start, which is cheaper than when that is."""
    if (
        value.zone is None or value.clock is None or value.unit == "hour"
    ):  # two hours may begin at the same time
        return bucket(value)
    time = Sql(value.place.field.column)
    return _truncated(value, local(time, value.clock, _local(time, value.zone)))


def bucket_of_key(value: Bucket, key: Sql) -> Sql:
    """Return the start of a bucket, given its `bucket_key`."""
    if value.zone is None or value.clock is None or value.unit == "hour":
        return key
    return first_shown(key, value.clock, _first(key, value.zone))


def _truncated(value: Bucket, time: Sql) -> Sql:
    """Return the start of the unit that a time lies in, by the clock that shows the time."""
    days = _DAYS_BEFORE_MONDAY[value.week_start]
    if not days:
        return fill(f"date_trunc('{value.unit}', {{}})", time)
    shift = f"interval {days} day"
    return fill(f"(date_trunc('{value.unit}', {{}}::timestamp + {shift}) - {shift})", time)


def _local(time: Sql, zone: str) -> Sql:
    """Return what clocks of the zone show at a UTC time."""
    return fill("timezone({}, timezone('UTC', {}::timestamp))", bound(zone), time)


def _first(start: Sql, zone: str) -> Sql:
    """Return the UTC time at which clocks first show `start`; the database alone gives the last one.

    Clocks that go back show it twice: the first time as far ahead of UTC as they were a day before the last time.
    """
    last = fill("timezone('UTC', timezone({}, {}))", bound(zone), start)
    day_before = fill("({} - interval 24 hour)", last)
    earlier = fill("({} - ({} - {}))", start, _local(day_before, zone), day_before)
    first = fill(
        "case when {} = {} then least({}, {}) else {} end", _local(earlier, zone), start, earlier, last, last
    )
    return _since_year_one(first)


def _since_year_one(time: Sql) -> Sql:
    """Return a time, or the beginning of year 1 for one before, which no text of RFC 3339 and few programs can say.

    A bucket of the year 1 begins in the year 0 where clocks are not those of UTC. `greatest` passes over null.
    """
    never = "'infinity'::timestamp"
    floor = "'0001-01-01'::timestamp"
    return fill(f"nullif(greatest(coalesce({{}}, {never}), {floor}), {never})", time)
