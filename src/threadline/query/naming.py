"""The names that a row's values may have beside those of fields: of aggregates, units of time and durations."""

from collections.abc import Iterator

from threadline.catalog import AGGREGATIONS, TIME_UNITS, Aggregation, TimeUnit, View

ORDER_AGGREGATIONS: tuple[Aggregation, ...] = ("sum", "count", "avg", "min", "max")
"""The aggregations whose `<aggregation>_<field>` names the contract lists for `orderBy`."""

ORDER_UNITS: tuple[TimeUnit, ...] = ("hour", "day", "week", "month")
"""The units whose `<field>_<unit>` names the contract lists for `orderBy`."""


def duration_names(view: View) -> Iterator[str]:
    """Yield the name of every duration of a view, and of its aggregates.

    >>> from threadline.catalog import VIEWS
    >>> list(duration_names(VIEWS["feedback"]))[:2]
    ['durationSeconds_createdAt_updatedAt', 'durationSeconds_updatedAt_createdAt']
    """
    names = [field.name for field in view.durations]
    yield from names
    yield from (f"{aggregation}_{name}" for aggregation in AGGREGATIONS for name in names)


def order_names(view: View) -> Iterator[str]:
    """Yield the names that may stand in `orderBy.field` of a view: of each field as many as the contract lists.

    >>> from threadline.catalog import VIEWS
    >>> len(list(order_names(VIEWS["events"])))
    130
    """
    for name in view.names:
        yield name
    for name in view.names:
        yield from (f"{name}_{unit}" for unit in ORDER_UNITS)
        yield from (f"{aggregation}_{name}" for aggregation in ORDER_AGGREGATIONS)


def aggregate_names(view: View) -> Iterator[str]:
    """Yield the name of every aggregate of a view's fields.

    >>> from threadline.catalog import VIEWS
    >>> list(aggregate_names(VIEWS["conversations"]))[:3]
    ['count', 'sum_id', 'sum_userMessageCount']
    """
    yield "count"
    for aggregation in AGGREGATIONS:
        yield from (f"{aggregation}_{name}" for name in view.names)


def bucket_names(view: View) -> Iterator[str]:
    """Yield the name of every time bucket of a view's fields.

    >>> from threadline.catalog import VIEWS
    >>> list(bucket_names(VIEWS["events"]))[-2:]
    ['createdAt_quarter', 'createdAt_year']
    """
    yield from (f"{field.name}_{unit}" for field in view.times for unit in TIME_UNITS)
