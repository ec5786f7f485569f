"""What the rows of a plan are sorted by: for each expression its kind of value and its direction.

No SQL here: `emitting.page` writes it, and `cursor` checks by it what comes back from a caller.
"""

from dataclasses import dataclass
from typing import Literal

from threadline.catalog import Direction, FieldType
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
    return tuple(key for order in plan.order for key in keys_of(order, is_grouped=plan.is_grouped))


def keys_of(order: Order, *, is_grouped: bool) -> list[Key]:
    """Return the expressions of one order: JSON at a path sorts by several, everything else by itself."""
    return [Key(kind, order.direction) for kind in _kinds(order.value, is_grouped=is_grouped)]


def _kinds(value: Orderable, *, is_grouped: bool) -> tuple[SortKind, ...]:
    if isinstance(value, Relevance):
        return ("rank",)
    if isinstance(value, Aggregate):
        return (_aggregate_kind(value),)
    if isinstance(value, Bucket):
        return ("time",)
    if not is_mixed(value):
        return ("text",) if value.place.field.is_json or value.is_each else (_KINDS[value.place.field.type],)
    # Nothing but the kind of value tells the group of `true` from that of the text "true"; rows have ids for that.
    return ("double", "text", "boolean") if is_grouped else ("double", "text")


def is_mixed(value: Stored) -> bool:
    """Say whether values are JSON of any kind: numbers come first in order of size, then everything by its text.

    A whole JSON column holds objects or lists alone, and sorts by their JSON text as it is stored.
    """
    return value.place.field.is_json and bool(value.place.path) and not value.place.is_text_key


def _aggregate_kind(value: Aggregate) -> SortKind:
    if value.place is None or value.aggregation in {"count", "countDistinct"}:
        return "integer"
    is_whole = value.place.field.type in {"integer", "timestamp"} and value.aggregation in _WHOLE
    return "integer" if is_whole else "double"
