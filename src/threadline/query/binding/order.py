"""Bind what rows are ordered by.

The name may be any key of the row, and any of the contract's names (`orderBy` enum), shown or not. Some of those have
no value anywhere, such as the sum of a text: clients may send them, and they order nothing.
"""

from dataclasses import dataclass

from threadline.catalog import TIME_UNITS, Aggregation, Field
from threadline.query.binding.values import ValueBinder, aggregate_named, is_fitting
from threadline.query.faults import unknown
from threadline.query.forms.expression import Ordering
from threadline.query.forms.plan import Aggregate, Order, Output, Place, Stored, Value
from threadline.query.naming import aggregate_names, bucket_names, duration_names, order_names


@dataclass(frozen=True, slots=True)
class OrderBinder:
    """Binds the orderings of one query."""

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
