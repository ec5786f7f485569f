"""Weigh predicates by how much the database has to plan and to look at in each row.

Planning cannot be interrupted, and neither can what is done with a batch of rows, so a filter that weighs too much is
refused before it runs. One unit is about one comparison of one value.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any as Anything

from threadline.query.forms.expression import JSON
from threadline.query.forms.plan import (
    All,
    Any,
    ContainedBy,
    Contains,
    ElementContains,
    HasKeys,
    ListHas,
    Not,
    OneOf,
    Predicate,
    Same,
)
from threadline.query.literals import is_number

MOST_WEIGHT = 2_000
"""The most comparisons of all conditions of a filter together."""

_LISTED = 10
"""Values of a list that count as one comparison, where a value is looked for among them."""

_EACH = 2
"""What it takes, on top, to hold something against each element of a list."""

_WIDE = 2**53
"""From it on, a whole number is looked for in a list by itself."""


def weight_of(predicate: Predicate) -> int:
    """Return how many comparisons a predicate makes with the values of a row."""
    weigh = _WEIGHTS.get(type(predicate))
    return 1 if weigh is None else weigh(predicate)


def _of_parts(predicate: All | Any) -> int:
    return sum(map(weight_of, predicate.parts))


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


_WEIGHTS: dict[type, Callable[[Anything], int]] = {
    Not: lambda predicate: weight_of(predicate.part),
    All: _of_parts,
    Any: _of_parts,
    OneOf: lambda predicate: _one_of(predicate.operands),
    Same: lambda predicate: _equal(predicate.operand),
    ListHas: _of_list,
    Contains: lambda predicate: _contained(predicate.operand),
    ContainedBy: lambda predicate: _containing(predicate.operand),
    ElementContains: lambda predicate: _EACH + _contained(predicate.operand),
    HasKeys: lambda predicate: 4 if predicate.names[1:] else 2,
}
