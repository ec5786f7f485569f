"""Write times, and time buckets: the start of the unit that a time lies in, in UTC or by the clocks of a zone.

Times are UTC without a zone, before and after. A day begins when clocks show midnight for the first time, or at the
change if they skip it, so days around a change of clocks are shorter or longer, mostly by an hour. Clocks that go back
over midnight show the end of a day twice: both ends belong to it.

Where the changes of a zone's clocks are known, a row costs some comparisons, newest change first: most rows are young.
What lies outside of the known span is left to the database's rules of the zone, which cost ten times as much.
"""

from datetime import datetime, timedelta

from threadline.catalog import WeekStart
from threadline.query.forms.plan import Bucket
from threadline.query.forms.statement import Clock
from threadline.query.sql import Sql, bound, fill

_MARGIN = timedelta(days=2)
"""More than any clocks are ahead or behind."""

_DAYS_BEFORE_MONDAY: dict[WeekStart, int] = {"monday": 0, "sunday": 1, "saturday": 2}


def written(time: Sql) -> Sql:
    """Return a time as a text of RFC 3339.

    Without the cast the database would format a time in nanoseconds, which end in the year 2262.
    """
    return fill("strftime({}::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ')", time)


def milliseconds(time: Sql) -> Sql:
    """Return a time in milliseconds since 1970; releases of the database differ on `epoch_ms` of their coarser type."""
    return fill("epoch_ms({}::timestamp)", time)


def microseconds(time: Sql) -> Sql:
    """Return a time in microseconds since 1970, in which a cursor carries it."""
    return fill("epoch_us({})", time)


def from_microseconds(number: Sql) -> Sql:
    """Return the time that a cursor carries."""
    return fill("make_timestamp({})", number)


def from_milliseconds(number: Sql) -> Sql:
    """Return the time that is so many milliseconds after 1970."""
    return fill("make_timestamp_ms({})", number)


def seconds_between(start: Sql, end: Sql) -> Sql:
    """Return the seconds from one time to another."""
    return fill("(({} - {}) / 1e3)", milliseconds(end), milliseconds(start))


def bucket(value: Bucket, time: Sql) -> Sql:
    """Return the start of the bucket that a time lies in."""
    if value.zone is None:
        return _truncated(value, time)
    shown = _local(time, value.zone)
    start = _truncated(value, shown)
    if value.unit == "hour":
        # Going back from the instant tells apart the two hours of one name at the end of summer time.
        return _since_year_one(fill("({}::timestamp - ({} - {}))", time, shown, start))
    return _first(start, value.zone)


def bucket_key(value: Bucket, time: Sql) -> Sql:
    """Return what the rows of one bucket share: what clocks show at its start, which is cheaper than when that is."""
    if (
        value.zone is None or value.clock is None or value.unit == "hour"
    ):  # two hours may begin at the same time
        return bucket(value, time)
    return _truncated(value, _shown(time, value.clock, _local(time, value.zone)))


def bucket_of_key(value: Bucket, key: Sql) -> Sql:
    """Return the start of a bucket, given its `bucket_key`."""
    if value.zone is None or value.clock is None or value.unit == "hour":
        return key
    return _first_shown(key, value.clock, _first(key, value.zone))


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


def _shown(time: Sql, clock: Clock, otherwise: Sql) -> Sql:
    """Return what clocks show at a UTC time; `otherwise` outside of the span that is known."""
    cases = [(f">= {_exact(moment)}", after) for moment, _, after in reversed(clock.shifts)]
    first_ahead = timedelta(seconds=clock.ahead_seconds)
    shown = _cases(time, [(claim, _seconds(ahead)) for claim, ahead in cases], _seconds(first_ahead))
    known = f"{{}} >= {_exact(clock.first)} and {{}} < {_exact(clock.end)}"
    return fill(
        f"case when {known} then {{}}::timestamp + to_seconds({{}}) else {{}} end",
        time,
        time,
        time,
        shown,
        otherwise,
    )


def _first_shown(start: Sql, clock: Clock, otherwise: Sql) -> Sql:
    """Return the UTC time at which clocks first show `start`, or skip it; `otherwise` outside of what is known."""
    cases: list[tuple[str, str]] = []
    for moment, before, after in reversed(clock.shifts):
        cases.append((f">= {_told(moment + max(before, after))}", _back(after)))
        if after > before:  # what lies between is skipped
            cases.append((f">= {_told(moment + before)}", _told(moment)))
    last = _back(timedelta(seconds=clock.ahead_seconds))
    known = f"{{}} >= {_told(clock.first + _MARGIN)} and {{}} < {_told(clock.end - _MARGIN)}"
    return fill(
        f"case when {known} then {{}} else {{}} end", start, start, _cases(start, cases, last), otherwise
    )


def _cases(value: Sql, cases: list[tuple[str, str]], last: str) -> Sql:
    """Return the result of the first claim that a value fulfils; `$` in a result stands for the value."""
    if not cases:
        return Sql(last.replace("$", value.text), value.parameters * last.count("$"))
    text, parameters = "case", value.parameters * last.count("$")
    for claim, result in cases:
        text += f" when {value.text} {claim} then {result.replace('$', value.text)}"
        parameters += value.parameters * (1 + result.count("$"))
    text += f" else {last.replace('$', value.text)} end"
    return Sql(text, parameters)


def _back(ahead: timedelta) -> str:
    return f"$ - to_seconds({_seconds(ahead)})"


def _seconds(ahead: timedelta) -> str:
    return str(int(ahead.total_seconds()))


def _told(moment: datetime) -> str:
    return f"timestamp '{moment.isoformat(sep=' ')}'"


def _exact(moment: datetime) -> str:
    """Return a time as the tables have times, so that none is converted to be compared."""
    return f"timestamp_ms '{moment.isoformat(sep=' ')}'"
