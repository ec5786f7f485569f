"""What may be done with a field, found by asking the compiler: what it does not refuse fits.

So the reference page cannot promise more, or less, than a request gets.
"""

from __future__ import annotations

from typing import get_args

from threadline.catalog import (
    AGGREGATIONS,
    MESSAGES,
    OPERATORS,
    TIME_UNITS,
    VIEWS,
    Aggregation,
    Field,
    FieldType,
    Operator,
    View,
)
from threadline.errors import ServiceError
from threadline.query import bind, parse

_SCALARS: tuple[object, ...] = ("2026-01-05", "text", 5, True)
OPERANDS: tuple[object, ...] = (*_SCALARS, *([each] for each in _SCALARS), {"name": "text"})
"""Values of every kind; an operator that fits a field takes one of them."""

PATH = ["name"]


def operators(view: View, field: Field) -> tuple[Operator, ...]:
    """Return the operators that fit a field as a whole."""
    operands = (*OPERANDS, *field.values[:1], list(field.values))
    return tuple(each for each in OPERATORS if any(_takes(view, field.name, each, one) for one in operands))


def operators_at_path(view: View, field: Field) -> tuple[Operator, ...]:
    """Return the operators that fit a value at a path of a field; none if it takes no path."""
    if not takes_path(view, field):
        return ()
    operands = [{"path": PATH, "value": each} for each in OPERANDS]
    return tuple(each for each in OPERATORS if any(_takes(view, field.name, each, one) for one in operands))


def aggregations(view: View, field: Field, *, path: tuple[str, ...] = ()) -> tuple[Aggregation, ...]:
    """Return the aggregations that fit a field, or a path of it."""
    place = {"field": field.name, **({"path": list(path)} if path else {})}
    return tuple(
        each
        for each in AGGREGATIONS
        if _binds(view, {"select": [{"type": "aggregation", "aggregation": each, **place}]})
    )


def takes_path(view: View, field: Field) -> bool:
    """Say whether a path may lead into a field."""
    return _binds(view, {"select": [{"type": "field", "field": field.name, "path": PATH}]})


def is_bucket(view: View, field: Field) -> bool:
    """Say whether a field can be cut into units of time."""
    return all(
        _binds(view, {"select": [{"type": "time", "field": field.name, "timeUnit": unit}]})
        for unit in TIME_UNITS
    )


def searches_messages(view: View) -> bool:
    """Say whether the messages of a view's rows can be searched."""
    return _takes(view, MESSAGES, "matches", "text")


def example_fields() -> dict[FieldType, tuple[View, Field]]:
    """Return the first field of each type that the views have; fields of one type are treated alike."""
    found: dict[FieldType, tuple[View, Field]] = {}
    for view in VIEWS.values():
        for field in view.fields:
            found.setdefault(field.type, (view, field))
    return {each: found[each] for each in get_args(FieldType) if each in found}


def _takes(view: View, field: str, operator: Operator, operand: object) -> bool:
    where = {"condition": {"field": field, "operator": operator, "value": operand}}
    return _binds(view, {"where": where})


def _binds(view: View, body: object) -> bool:
    try:
        bind(parse(body, view), view, zones=())
    except ServiceError:
        return False
    return True
