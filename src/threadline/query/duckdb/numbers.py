"""Count, add and measure. Nothing in an answer is infinite."""

from threadline.catalog import Aggregation
from threadline.query.sql import Sql, fill

_STEADY_DIGITS = 12
_AGGREGATES: dict[Aggregation, str] = {
    "count": "count({})",
    "countDistinct": "count(distinct {})",
    "sum": "sum({})",
    "avg": "avg({})",
    "min": "min({})",
    "max": "max({})",
    "median": "quantile_cont({}, 0.5)",
    "p90": "quantile_cont({}, 0.9)",
    "p95": "quantile_cont({}, 0.95)",
}


def aggregate(aggregation: Aggregation, value: Sql) -> Sql:
    """Return an aggregate of the values of a group; null for none, but that counts are 0."""
    return fill(_AGGREGATES[aggregation], value)


def about_distinct(values: Sql) -> Sql:
    """Return about how many different rows of values there are, given the values with commas between."""
    return fill("approx_count_distinct(hash({}))", values)


def finite(number: Sql) -> Sql:
    """Return a double, or null when it is infinite."""
    return fill("case when isfinite({}) then {} end", number, number)


def whole(number: Sql) -> Sql:
    """Return a whole number of any type as one of 64 bits."""
    return fill("{}::bigint", number)


def flag(claim: Sql) -> Sql:
    """Return 1 where a claim holds, and 0 elsewhere."""
    return fill("({})::integer", claim)


def steady(number: Sql) -> Sql:
    """Return a sum or mean with the digits that are the same whenever it is computed.

    Doubles are added in the order in which threads finish, so that the last digits of a sum differ from run to run, and
    with them the place of a group among its equals and behind a cursor.
    """
    places = fill(f"{_STEADY_DIGITS} - ceil(log10(abs(nullif({{}}, 0))))::integer", number)
    return fill("coalesce(round({}, {}), {})", number, places, number)
