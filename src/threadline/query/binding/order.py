"""Bind what rows are ordered by.

The name may be any key of the row, and any of the contract's names (`orderBy` enum), shown or not.
"""

from dataclasses import dataclass

from threadline.query.binding.values import ValueBinder, aggregate_named
from threadline.query.catalog import TIME_UNITS, aggregate_names, bucket_names, order_names
from threadline.query.faults import unknown
from threadline.query.forms.expression import Ordering
from threadline.query.forms.plan import Aggregate, Order, Output, Place, Stored, Value


@dataclass(frozen=True, slots=True)
class OrderBinder:
    """Binds the orderings of one query."""

    values: ValueBinder
    outputs: tuple[Output, ...]
    is_grouped: bool

    def order(self, ordering: Ordering) -> Order | None:
        """Return the bound ordering, or None after its fault is kept."""
        pointer = f"{ordering.pointer}/field"
        known = next((output.value for output in self.outputs if output.value.key == ordering.key), None)
        value = known or self._hidden(ordering.key, pointer)
        return None if value is None else Order(value, ordering.direction)

    def _hidden(self, name: str, pointer: str) -> Value | None:
        """Return a value that the row does not have but may be ordered by."""
        field = self.values.view.field(name)
        value = self._computed(name, pointer) if field is None else Stored(Place(field))
        if self.is_grouped and isinstance(value, Stored):
            message = (
                f"`{name}` has no single value in a group. Group by it, or order by an aggregation of it."
            )
            self.values.faults.impossible(pointer, message)
            return None
        if not self.is_grouped and isinstance(value, Aggregate):
            message = f"`{name}` needs groups. Select an aggregation or add `groupBy`."
            self.values.faults.impossible(pointer, message)
            return None
        return value

    def _computed(self, name: str, pointer: str) -> Value | None:
        """Return the aggregate or bucket of that name, or None after its fault is kept."""
        view = self.values.view
        if found := aggregate_named(name, view):
            aggregation, field = found
            return self.values.aggregate(
                aggregation, None if field is None else Place(field), pointer=pointer
            )
        for unit in TIME_UNITS:
            field = view.field(name.removesuffix(f"_{unit}"))
            if field is not None:
                return self.values.bucket(field, unit, pointer=pointer)
        keys = [output.value.key for output in self.outputs]
        known = [*keys, *order_names(view), *aggregate_names(view), *bucket_names(view)]
        self.values.faults.malformed(pointer, unknown(name, "a key of the row to order by", known))
        return None
