"""Tell a plan in words, so that a caller sees what the server understood.

For people: the wording may change from version to version.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any as Anything

from threadline.query.forms.plan import (
    Aggregate,
    All,
    Any,
    Bucket,
    Compare,
    ContainedBy,
    Contains,
    ElementContains,
    GroupedAs,
    HasKeys,
    ListHas,
    Matches,
    Measured,
    Missing,
    Not,
    OneOf,
    Orderable,
    Place,
    Plan,
    Predicate,
    Relevance,
    Same,
    TextHas,
)

_MOST_LETTERS = 200
"""How much of an operand is told."""

_SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def told(plan: Plan) -> Iterator[str]:
    """Yield the clauses of a plan, one a line."""
    yield f"from {plan.view.noun} of the project"
    if plan.text is not None:
        yield f"nearest to {_value(plan.text)}"
    if plan.where is not None:
        yield f"where {_predicate(plan.where)}"
    if plan.is_grouped:
        keys = ", ".join(_orderable(key) for key in plan.keys)
        yield f"group by {keys}" if keys else "all rows as one group"
    if plan.having is not None:
        yield f"having {_predicate(plan.having)}"
    yield f"show {', '.join(_orderable(output.value) for output in plan.outputs if output.is_shown)}"
    yield from _ends(plan)


def _ends(plan: Plan) -> Iterator[str]:
    if plan.order:
        orders = (f"{_orderable(order.value)} {order.direction}" for order in plan.order)
        yield f"order by {', '.join(orders)}, rows without a value last"
    if plan.page is not None and plan.page.after is not None:
        yield f"after {_value(list(plan.page.after))}"
    if plan.offset:
        yield f"offset {plan.offset}"
    if plan.limit is not None:
        yield f"limit {plan.limit}"


def _orderable(value: Orderable) -> str:
    if isinstance(value, Relevance):
        return "relevance"
    if isinstance(value, Bucket):
        begins = "" if value.week_start == "monday" else f" from {value.week_start}"
        return f"{value.unit}{begins} of {_place(value.place)} in {value.zone or 'UTC'}"
    if isinstance(value, Aggregate):
        return f"{value.aggregation}({'' if value.place is None else _place(value.place)})"
    return f"each of {_place(value.place)}" if value.is_each else _place(value.place)


def _place(place: Place) -> str:
    return "".join((place.field.name, *(f"[{json.dumps(step, ensure_ascii=False)}]" for step in place.path)))


def _predicate(predicate: Predicate) -> str:
    return _TOLD[type(predicate)](predicate)


def _joined(word: str, empty: str, parts: tuple[Predicate, ...]) -> str:
    return f"({f' {word} '.join(map(_predicate, parts))})" if parts else empty


def _one_of(predicate: OneOf) -> str:
    if len(predicate.operands) == 1:
        return f"{_place(predicate.place)} = {_value(predicate.operands[0])}"
    return f"{_place(predicate.place)} in {_value(list(predicate.operands))}"


def _claim(words: str, operand: str) -> Callable[[Anything], str]:
    return lambda claim: f"{_place(claim.place)} {words} {_value(getattr(claim, operand))}"


def _text_has(predicate: TextHas) -> str:
    words = "starts with" if predicate.where == "start" else "contains"
    return f"{_place(predicate.place)} {words} {_value(predicate.operand)}, whatever case and accents"


def _grouped_as(predicate: GroupedAs) -> str:
    return f"{_orderable(predicate.value)} is {_value(predicate.operand)}, as groups have it"


def _matches(predicate: Matches) -> str:
    found = "" if predicate.found is None else f", found in {len(predicate.found)} messages"
    return f"messages match {predicate.expression}{found}"


def _measured(predicate: Measured) -> str:
    name = _orderable(predicate.aggregate)
    if predicate.operator == "isNull":
        return f"{name} is missing"
    if predicate.operator == "in":
        return f"{name} in {_value(list(predicate.operands))}"
    return f"{name} {_SIGNS[predicate.operator]} {_value(predicate.operands[0])}"


def _value(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=_moment)
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…"


def _moment(value: object) -> str:
    return f"{value.isoformat()}Z" if isinstance(value, datetime) else str(value)


_TOLD: dict[type, Callable[[Anything], str]] = {
    All: lambda joint: _joined("and", "always", joint.parts),
    Any: lambda joint: _joined("or", "never", joint.parts),
    Not: lambda negation: f"not {_predicate(negation.part)}",
    Missing: lambda claim: f"{_place(claim.place)} is missing",
    OneOf: _one_of,
    Same: _claim("=", "operand"),
    Compare: lambda claim: f"{_place(claim.place)} {_SIGNS[claim.operator]} {_value(claim.operand)}",
    ListHas: lambda claim: _claim(f"has {claim.quantifier} of", "members")(claim),
    Contains: _claim("@>", "operand"),
    ContainedBy: _claim("<@", "operand"),
    ElementContains: _claim("has an element @>", "operand"),
    HasKeys: lambda claim: f"{_place(claim.place)} has {claim.quantifier} key of {_value(claim.names)}",
    TextHas: _text_has,
    GroupedAs: _grouped_as,
    Matches: _matches,
    Measured: _measured,
}
