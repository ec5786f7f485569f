"""The second stage: the names of an expression become fields, and its values get types.

Every fault is kept with its place and all are raised together.
"""

from dataclasses import replace

from threadline.catalog import View
from threadline.query.binding.filters import bind_filter
from threadline.query.binding.having import HavingBinder
from threadline.query.binding.values import OrderBinder, ValueBinder
from threadline.query.binding.zones import UTC, Zones
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import (
    AggregationSelection,
    DurationSelection,
    Expression,
    FieldSelection,
    Grouping,
    Selection,
)
from threadline.query.forms.plan import Aggregate, GroupPredicate, Output, Plan, Stored


def bind(expression: Expression, view: View, *, zones: Zones) -> Plan:
    """Return the plan that answers an expression from a view.

    Raises:
        MalformedError: it names a field that the view does not have; carries all faults, of both kinds.
        InvalidRequestError: it is well-formed and asks for what cannot be.
    """
    faults = expression.faults.copy()
    plan = bind_expression(expression, view, faults, zones=zones)
    faults.raise_any()
    return plan


def bind_expression(expression: Expression, view: View, faults: Faults, *, zones: Zones) -> Plan:
    """Return as much of the plan as could be bound, and keep the faults of the rest."""
    zone = _zone(expression, faults, zones)
    values = ValueBinder(view, faults, zone=zone, week_start=expression.week_start)
    is_grouped = bool(expression.group_by) or any(map(_is_aggregation, expression.select))
    parts = (*expression.select, *expression.group_by)
    outputs = _merged([output for each in parts if (output := _output(each, values))], faults)
    if outputs and not any(output.is_shown for output in outputs):
        faults.impossible("/groupBy", "Every key is hidden and nothing is selected, so rows would be empty.")
    if len([output for output in outputs if isinstance(output.value, Stored) and output.value.is_each]) > 1:
        faults.impossible("/groupBy", "`each` is for one list of a query. Leave the others out.")
    orders = OrderBinder(values, outputs, is_grouped=is_grouped)
    return Plan(
        view=view,
        outputs=outputs,
        is_grouped=is_grouped,
        where=None if expression.where is None else bind_filter(expression.where, view, faults, zones=zones),
        order=tuple(order for each in expression.order_by if (order := orders.order(each))),
        text=expression.text,
        limit=expression.limit,
        offset=expression.offset,
        having=_having(expression, HavingBinder(values, outputs), is_grouped=is_grouped),
        time_format=expression.time_format,
        is_explained=expression.is_explained,
    )


def _is_aggregation(part: Selection) -> bool:
    if isinstance(part, DurationSelection):
        return part.aggregation is not None
    return isinstance(part, AggregationSelection)


def _zone(expression: Expression, faults: Faults, zones: Zones) -> str | None:
    """Return the zone of the buckets; UTC is none."""
    zone = expression.time_zone
    if zone is not None and zone not in zones:
        faults.impossible("/timeZone", unknown(zone, "a time zone", zones))
    return None if zone == UTC else zone


def _having(expression: Expression, binder: HavingBinder, *, is_grouped: bool) -> GroupPredicate | None:
    if expression.having is None:
        return None
    if not is_grouped:
        message = "`having` needs groups. Select an aggregation or add `groupBy`."
        binder.values.faults.impossible("/having", message)
    return binder.bind(expression.having)


def _output(part: Selection | Grouping, values: ValueBinder) -> Output | None:
    value = values.value(part)
    if value is None:
        return None
    is_shown = part.is_shown if isinstance(part, Grouping) else True
    mode = part.mode if isinstance(part, FieldSelection) else None
    return Output(value=value, pointer=part.pointer, is_shown=is_shown, mode=mode)


def _merged(found: list[Output], faults: Faults) -> tuple[Output, ...]:
    """Return one output per key, group keys first.

    What is asked for twice is shown if either asks to show it. Two expressions under one key are a fault: a
    dot in a property name can make `["a", "b"]` and `["a.b"]` look the same.
    """
    by_key: dict[str, Output] = {}
    for output in found:
        key = output.value.key
        before = by_key.setdefault(key, output)
        if before.value != output.value:
            message = (
                f"`{key}` is the key of another value already, at `{before.pointer}`. Ask for one of them."
            )
            faults.impossible(output.pointer, message)
        elif output.is_shown and not before.is_shown:
            by_key[key] = replace(before, is_shown=True)
    outputs = by_key.values()
    keys = (output for output in outputs if not isinstance(output.value, Aggregate))
    return (*keys, *(output for output in outputs if isinstance(output.value, Aggregate)))
