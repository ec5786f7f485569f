"""What the rows of a plan are sorted by: for each expression its kind of value and its direction.

No SQL here: `emitting.page` writes it, and `cursor` checks by it what comes back from a caller.
"""

from dataclasses import dataclass
from typing import Literal

from threadline.query.catalog import FieldType
from threadline.query.forms.expression import Direction
from threadline.query.forms.plan import Aggregate, Bucket, Order, Orderable, Plan, Relevance, Stored

SortKind = Literal["text", "integer", "double", "boolean", "time", "texts", "rank"]

_KINDS: dict[FieldType, SortKind] = {
    "string": "text",
    "integer": "integer",
    "number": "double",
    "boolean": "boolean",
    "timestamp": "time",
    "string_list": "texts",
}
_WHOLE = {"sum", "min", "max"}


@dataclass(frozen=True, slots=True)
class Key:
    """One expression that rows are sorted by."""

    kind: SortKind
    direction: Direction


def sort_keys(plan: Plan) -> tuple[Key, ...]:
    """Return what the rows of a plan are sorted by, in order."""
    return tuple(key for order in plan.order for key in keys_of(order))


def keys_of(order: Order) -> list[Key]:
    """Return the expressions of one order: JSON sorts by number and then by text, everything else by itself."""
    return [Key(kind, order.direction) for kind in _kinds(order.value)]


def _kinds(value: Orderable) -> tuple[SortKind, ...]:
    if isinstance(value, Relevance):
        return ("rank",)
    if isinstance(value, Aggregate):
        return (_aggregate_kind(value),)
    if isinstance(value, Bucket):
        return ("time",)
    return _stored_kinds(value)


def _stored_kinds(value: Stored) -> tuple[SortKind, ...]:
    place = value.place
    if place.is_text_key:
        return ("text",)
    return ("double", "text") if place.field.is_json else (_KINDS[place.field.type],)


def _aggregate_kind(value: Aggregate) -> SortKind:
    if value.place is None or value.aggregation in {"count", "countDistinct"}:
        return "integer"
    is_whole = value.place.field.type in {"integer", "timestamp"} and value.aggregation in _WHOLE
    return "integer" if is_whole else "double"
