"""Bind what a row shows, values at places, time buckets and aggregates; and what rows are ordered by."""

from dataclasses import dataclass
from typing import assert_never, get_args

from threadline.catalog import (
    AGGREGATIONS,
    TIME_UNITS,
    WORDS,
    Aggregation,
    Field,
    FieldType,
    TimeUnit,
    View,
    WeekStart,
    duration,
)
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import (
    AggregationSelection,
    DurationSelection,
    FieldSelection,
    Grouping,
    Ordering,
    Path,
    Selection,
    TimeSelection,
)
from threadline.query.forms.plan import Aggregate, Bucket, Order, Output, Place, Stored, Value
from threadline.query.naming import aggregate_names, bucket_names, duration_names, order_names

_NUMBERS: tuple[FieldType, ...] = ("integer", "number")
_FITTING: dict[Aggregation, tuple[FieldType, ...]] = {
    "sum": _NUMBERS,
    "avg": _NUMBERS,
    "min": (*_NUMBERS, "timestamp"),
    "max": (*_NUMBERS, "timestamp"),
    "count": get_args(FieldType),
    "countDistinct": get_args(FieldType),
    "median": _NUMBERS,
    "p90": _NUMBERS,
    "p95": _NUMBERS,
}


class ValueBinder:
    """Binds values of one view and keeps their faults."""

    def __init__(
        self, view: View, faults: Faults, *, zone: str | None = None, week_start: WeekStart = "monday"
    ) -> None:
        """Bind names to the fields of `view`; days begin in `zone`, or in UTC, and weeks on `week_start`."""
        self.view = view
        self.faults = faults
        self.zone = zone
        self.week_start: WeekStart = week_start

    def value(self, part: Selection | Grouping) -> Value | None:
        """Return the value that a part of the body asks for, or None after its faults are kept."""
        value: Value | None
        match part:
            case TimeSelection():
                value = self._bucket(part)
            case AggregationSelection():
                value = self._aggregate(part)
            case DurationSelection():
                value = self._duration(part)
            case FieldSelection() | Grouping():
                value = self._stored(part)
            case _:
                assert_never(part)
        return value

    def _stored(self, part: FieldSelection | Grouping) -> Stored | None:
        place = self._place(part.field, part.path, pointer=part.pointer)
        if isinstance(part, FieldSelection) and part.mode == "json" and part.path:
            message = "`mode` `json` writes the whole column, so it cannot be combined with `path`."
            self.faults.impossible(f"{part.pointer}/mode", message)
        if place is None or not isinstance(part, Grouping) or not part.is_each:
            return None if place is None else Stored(place)
        return self._each(part, place)

    def aggregate(self, aggregation: Aggregation, place: Place | None, *, pointer: str) -> Aggregate | None:
        """Return an aggregate, or None after keeping why there is no such thing."""
        if place is None and aggregation != "count":
            self.faults.impossible(pointer, f"`{aggregation}` needs a field. Only `count` works without one.")
            return None
        if place is None or place.path or is_fitting(aggregation, place.field):
            return Aggregate(aggregation, place)
        self.faults.impossible(pointer, _misfit(aggregation, place.field))
        return None

    def bucket(self, field: Field, unit: TimeUnit, *, pointer: str) -> Bucket | None:
        """Return a time bucket, or None after keeping that the field is not a time."""
        return self.bucket_of(field, unit) if self._is_time(field, pointer) else None

    def bucket_of(self, field: Field, unit: TimeUnit) -> Bucket:
        """Return a bucket of a time; where weeks begin matters to weeks alone."""
        return Bucket(Place(field), unit, self.zone, self.week_start if unit == "week" else "monday")

    def field(self, name: str, *, pointer: str) -> Field | None:
        """Return the field of that name, or None after keeping that there is none."""
        field = self.view.field(name)
        if field is None:
            self.faults.malformed(
                pointer, unknown(name, f"a field of {self.view.noun}", self.view.names_near(name))
            )
        return field

    def _is_time(self, field: Field, pointer: str) -> bool:
        """Say whether a field is a time, and keep the fault if it is none."""
        if field.type != "timestamp":
            times = ", ".join(f"`{each.name}`" for each in self.view.times)
            message = f"`{field.name}` is {WORDS[field.type]}, not a time. Use one of {times}."
            self.faults.impossible(pointer, message)
        return field.type == "timestamp"

    def _duration(self, part: DurationSelection) -> Stored | Aggregate | None:
        """Return the seconds between two times, or None after keeping why there is no such thing."""
        pointers = f"{part.pointer}/from", f"{part.pointer}/to"
        start, end = self.field(part.start, pointer=pointers[0]), self.field(part.end, pointer=pointers[1])
        if start is None or end is None:
            return None
        if not all([self._is_time(start, pointers[0]), self._is_time(end, pointers[1])]):
            return None
        if start == end:
            others = [f"`{each.name}`" for each in self.view.times if each != start]
            hint = f" Use one of {', '.join(others)}." if others else f" {self.view.noun} have one time."
            self.faults.impossible(pointers[1], f"From `{start.name}` to itself is no time at all.{hint}")
            return None
        place = Place(duration(start, end))
        return Stored(place) if part.aggregation is None else Aggregate(part.aggregation, place)

    def _place(self, name: str, path: Path, *, pointer: str) -> Place | None:
        field = self.field(name, pointer=f"{pointer}/field")
        if field is None:
            return None
        if path and not field.is_json:
            message = f"`{name}` is {WORDS[field.type]} and has no path. Leave `path` out."
            self.faults.impossible(f"{pointer}/path", message)
            return None
        return Place(field, path)

    def _each(self, part: Grouping, place: Place) -> Stored | None:
        """Return each text of a list, or None after keeping why there is no such thing."""
        if place.field.type != "string_list":
            lists = [field.name for field in self.view.fields if field.type == "string_list"]
            hint = f" Use it with {' or '.join(f'`{name}`' for name in lists)}." if lists else ""
            message = (
                f"`each` is for lists of texts; `{place.field.name}` is {WORDS[place.field.type]}.{hint}"
            )
            self.faults.impossible(f"{part.pointer}/each", message)
            return None
        return Stored(place, is_each=True)

    def _bucket(self, part: TimeSelection) -> Bucket | None:
        if part.field is None:
            return self.bucket_of(self.view.main_time, part.unit)
        field = self.field(part.field, pointer=f"{part.pointer}/field")
        return None if field is None else self.bucket(field, part.unit, pointer=f"{part.pointer}/field")

    def _aggregate(self, part: AggregationSelection) -> Aggregate | None:
        if part.field is None:
            if part.path:
                self.faults.impossible(f"{part.pointer}/path", "`path` needs a `field` to lead into.")
            return self.aggregate(part.aggregation, None, pointer=part.pointer)
        place = self._place(part.field, part.path, pointer=part.pointer)
        return None if place is None else self.aggregate(part.aggregation, place, pointer=part.pointer)


def is_fitting(aggregation: Aggregation, field: Field) -> bool:
    """Say whether there is such an aggregate of a field's own values."""
    return field.type in _FITTING[aggregation]


def aggregate_named(name: str, view: View) -> tuple[Aggregation, Field | None] | None:
    """Return the aggregation and the field of a name such as `sum_userMessageCount`, or None if it names neither."""
    for aggregation in AGGREGATIONS:
        field = view.field(name.removeprefix(f"{aggregation}_"))
        if name == aggregation or field is not None:
            return aggregation, field
    return None


def _misfit(aggregation: Aggregation, field: Field) -> str:
    """Return why an aggregation does not fit a field, and what would."""
    works = "Give a `path` to numbers" if field.is_json else "Use `count` or `countDistinct`"
    return f"There is no `{aggregation}` of `{field.name}`, which is {WORDS[field.type]}. {works}."


@dataclass(frozen=True, slots=True)
class OrderBinder:
    """Binds the orderings of one query.

    A name may be any key of the row, and any of the contract's names (`orderBy` enum), shown or not. Some of those have
    no value anywhere, such as the sum of a text: clients may send them, and they order nothing.
    """

    values: ValueBinder
    outputs: tuple[Output, ...]
    is_grouped: bool

    def order(self, ordering: Ordering) -> Order | None:
        """Return the bound ordering; None if it orders nothing, or after its fault is kept."""
        pointer = f"{ordering.pointer}/field"
        known = next((output.value for output in self.outputs if output.value.key == ordering.key), None)
        value = known or self._hidden(ordering.key, pointer)
        return None if value is None else Order(value, ordering.direction)

    def _hidden(self, name: str, pointer: str) -> Value | None:
        """Return a value that the row does not have but may be ordered by, or None if it orders nothing."""
        view = self.values.view
        if field := view.field(name):
            return Stored(Place(field))
        if found := aggregate_named(name, view):
            return self._aggregate(*found)
        for unit in TIME_UNITS:
            if field := view.field(name.removesuffix(f"_{unit}")):
                return self.values.bucket_of(field, unit) if field.type == "timestamp" else None
        keys = [output.value.key for output in self.outputs]
        known = [
            *keys,
            *order_names(view),
            *aggregate_names(view),
            *bucket_names(view),
            *duration_names(view),
        ]
        self.values.faults.malformed(pointer, unknown(name, "a key of the row to order by", known))
        return None

    def _aggregate(self, aggregation: Aggregation, field: Field | None) -> Aggregate | None:
        """Return an aggregate, or None where there is none: the sum of a text, or how many rows a row is."""
        if field is None:
            return Aggregate(aggregation) if self.is_grouped and aggregation == "count" else None
        return Aggregate(aggregation, Place(field)) if is_fitting(aggregation, field) else None
