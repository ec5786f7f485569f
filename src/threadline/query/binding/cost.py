"""Tell what predicates cost: how much the database has to plan and to look at in each row.

Planning cannot be interrupted, and neither can what is done with a batch of rows, so a filter that costs too much is
refused before it runs. One unit is about one comparison of one value.
"""

from collections.abc import Iterable, Sequence
from typing import assert_never

from threadline.query.forms.expression import JSON
from threadline.query.forms.plan import (
    And,
    Compare,
    ContainedBy,
    ContainerClaim,
    Contains,
    ElementContains,
    GroupedAs,
    HasKeys,
    ListHas,
    Matches,
    Missing,
    Not,
    OneOf,
    Or,
    Predicate,
    Same,
    ScalarClaim,
    TextHas,
)
from threadline.query.literals import is_number

MOST_COST = 2_000
"""The most comparisons of all conditions of a filter together."""

_LISTED = 10
"""Values of a list that count as one comparison, where a value is looked for among them."""

_EACH = 2
"""What it takes, on top, to hold something against each element of a list."""

_WIDE = 2**53
"""From it on, a whole number is looked for in a list by itself."""


def cost_of(predicate: Predicate) -> int:
    """Return how many comparisons a predicate makes with the values of a row."""
    match predicate:
        case Not(part):
            cost = cost_of(part)
        case And(parts) | Or(parts):
            cost = sum(map(cost_of, parts))
        case GroupedAs() | Matches():
            cost = 1
        case Missing() | OneOf() | Same() | Compare() | TextHas():
            cost = _of_scalar(predicate)
        case _:
            cost = _of_container(predicate)
    return cost


def _of_scalar(claim: ScalarClaim) -> int:
    match claim:
        case OneOf():
            cost = _one_of(claim.operands)
        case Same():
            cost = _equal(claim.operand)
        case Missing() | Compare() | TextHas():
            cost = 1
        case _:
            assert_never(claim)
    return cost


def _of_container(claim: ContainerClaim) -> int:
    match claim:
        case ListHas():
            cost = _of_list(claim)
        case Contains():
            cost = _contained(claim.operand)
        case ContainedBy():
            cost = _containing(claim.operand)
        case ElementContains():
            cost = _EACH + _contained(claim.operand)
        case HasKeys():
            cost = 4 if claim.names[1:] else 2
        case _:
            assert_never(claim)
    return cost


def _of_list(predicate: ListHas) -> int:
    if not predicate.place.field.is_json:
        return 1
    return (_EACH if predicate.members[1:] else 1) + _contained(list(predicate.members))


def _contained(operand: JSON) -> int:
    """Return how many comparisons tell whether a value contains the operand: scalars of a list are one together."""
    if isinstance(operand, dict):
        return 1 + sum(map(_contained, operand.values()))
    if isinstance(operand, list):
        return 1 + sum(_EACH + _contained(each) for each in operand if _is_single(each))
    return 1


def _is_single(member: JSON) -> bool:
    """Say whether a member of a list is looked for by itself."""
    return isinstance(member, list | dict) or (is_number(member) and abs(member) >= _WIDE)


def _containing(operand: JSON) -> int:
    """Return how many comparisons tell whether the operand contains a value."""
    if isinstance(operand, dict):
        return 1 + sum(1 + _containing(each) for each in operand.values())
    if isinstance(operand, list):
        containers = (each for each in operand if isinstance(each, list | dict))
        return _EACH + _one_of(operand) + sum(1 + _containing(each) for each in containers)
    return 1


def _equal(operand: JSON) -> int:
    """Return how many comparisons tell whether a value equals the operand as a whole."""
    inner: Iterable[JSON] = ()
    if isinstance(operand, dict | list):
        inner = operand.values() if isinstance(operand, dict) else operand
    return 1 + sum(map(_equal, inner))


def _one_of(operands: Sequence[object]) -> int:
    return 1 + len(operands) // _LISTED
