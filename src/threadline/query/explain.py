"""Tell a plan in words, so that a caller sees what the server understood.

For people: the wording may change from version to version.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import assert_never

from threadline.query.forms.plan import (
    Aggregate,
    And,
    Bucket,
    Compare,
    ContainedBy,
    ContainerClaim,
    Contains,
    ElementContains,
    GroupedAs,
    GroupPredicate,
    HasKeys,
    ListHas,
    Matches,
    Measured,
    Missing,
    Not,
    OneOf,
    Or,
    Orderable,
    Place,
    Plan,
    Predicate,
    Relevance,
    Same,
    ScalarClaim,
    Stored,
    TextHas,
)
from threadline.search_text import Piece

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
        yield f"having {_of_groups(plan.having)}"
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
    match value:
        case Relevance():
            words = "relevance"
        case Bucket():
            begins = "" if value.week_start == "monday" else f" from {value.week_start}"
            words = f"{value.unit}{begins} of {_place(value.place)} in {value.zone or 'UTC'}"
        case Aggregate():
            words = f"{value.aggregation}({'' if value.place is None else _place(value.place)})"
        case Stored():
            words = f"each of {_place(value.place)}" if value.is_each else _place(value.place)
        case _:
            assert_never(value)
    return words


def _place(place: Place) -> str:
    return "".join((place.field.name, *(f"[{json.dumps(step, ensure_ascii=False)}]" for step in place.path)))


def _predicate(predicate: Predicate) -> str:
    match predicate:
        case And(parts):
            words = _joined("and", "always", map(_predicate, parts))
        case Or(parts):
            words = _joined("or", "never", map(_predicate, parts))
        case Not(part):
            words = f"not {_predicate(part)}"
        case GroupedAs():
            words = f"{_orderable(predicate.value)} is {_value(predicate.operand)}, as groups have it"
        case Matches():
            words = _matches(predicate)
        case Missing() | OneOf() | Same() | Compare() | TextHas():
            words = f"{_place(predicate.place)} {_scalar(predicate)}"
        case _:
            words = f"{_place(predicate.place)} {_container(predicate)}"
    return words


def _scalar(claim: ScalarClaim) -> str:
    match claim:
        case Missing():
            words = "is missing"
        case OneOf(_, (operand,)):
            words = f"= {_value(operand)}"
        case OneOf():
            words = f"in {_value(list(claim.operands))}"
        case Same():
            words = f"= {_value(claim.operand)}"
        case Compare():
            words = f"{_SIGNS[claim.operator]} {_value(claim.operand)}"
        case TextHas():
            verb = "starts with" if claim.where == "start" else "contains"
            words = f"{verb} {_value(claim.operand)}, whatever case and accents"
        case _:
            assert_never(claim)
    return words


def _container(claim: ContainerClaim) -> str:
    match claim:
        case ListHas():
            words = f"has {claim.quantifier} of {_value(claim.members)}"
        case Contains():
            words = f"@> {_value(claim.operand)}"
        case ContainedBy():
            words = f"<@ {_value(claim.operand)}"
        case ElementContains():
            words = f"has an element @> {_value(claim.operand)}"
        case HasKeys():
            words = f"has {claim.quantifier} key of {_value(claim.names)}"
        case _:
            assert_never(claim)
    return words


def _of_groups(predicate: GroupPredicate) -> str:
    match predicate:
        case And(parts):
            words = _joined("and", "always", map(_of_groups, parts))
        case Or(parts):
            words = _joined("or", "never", map(_of_groups, parts))
        case Not(part):
            words = f"not {_of_groups(part)}"
        case Measured():
            words = _measured(predicate)
        case _:
            assert_never(predicate)
    return words


def _joined(word: str, empty: str, parts: Iterable[str]) -> str:
    told = list(parts)
    return f"({f' {word} '.join(told)})" if told else empty


def _matches(predicate: Matches) -> str:
    found = "" if predicate.found is None else f", found in {len(predicate.found)} messages"
    wanted, unwanted = predicate.search.wanted, predicate.search.unwanted
    words = f"({' '.join(map(_piece, wanted))})"
    without = f" NOT ({' OR '.join(map(_piece, unwanted))})" if unwanted else ""
    return f"messages match {words}{without}{found}"


def _piece(piece: Piece) -> str:
    words = piece.words if piece.words.isascii() else " ".join(piece.tokens)
    return f'"{words}" *' if piece.is_open else f'"{words}"'


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
