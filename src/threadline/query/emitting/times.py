"""Write time buckets: the start of the unit that a time lies in, in UTC or by the clocks of a zone.

Times are UTC without a zone, before and after. A day begins when clocks show midnight for the first time, or at the
change if they skip it, so days around a change of clocks have 23 or 25 hours.
"""

from threadline.query.forms.plan import Bucket
from threadline.query.forms.statement import Sql, bound, fill


def bucket(value: Bucket) -> Sql:
    """Return the start of the bucket of each row."""
    time = Sql(value.place.field.column)
    if value.zone is None:
        return fill(f"date_trunc('{value.unit}', {{}})", time)
    local = _local(time, value.zone)
    start = fill(f"date_trunc('{value.unit}', {{}})", local)
    if value.unit == "hour":
        # Going back from the instant tells apart the two hours of one name at the end of summer time.
        return fill("({}::timestamp - ({} - {}))", time, local, start)
    return _first(start, value.zone)


def _local(time: Sql, zone: str) -> Sql:
    """Return what clocks of the zone show at a UTC time."""
    return fill("timezone({}, timezone('UTC', {}::timestamp))", bound(zone), time)


def _first(start: Sql, zone: str) -> Sql:
    """Return the UTC time at which clocks first show `start`; the database alone gives the last one."""
    last = fill("timezone('UTC', timezone({}, {}))", bound(zone), start)
    hour_before = fill("({} - interval 1 hour)", last)
    return fill("({} - to_hours(({} = {})::integer))", last, _local(hour_before, zone), start)
