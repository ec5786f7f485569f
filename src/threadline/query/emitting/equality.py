"""Write equality of JSON values: of whole values as `jsonb =` means it, and of scalars by literal or by number.

Literals are compared as the database writes them, which is one text per string, boolean and null; numbers have many
texts and compare by value.
"""

from collections.abc import Iterable, Sequence

from threadline.query.emitting.paths import Spot
from threadline.query.forms.expression import JSON
from threadline.query.forms.statement import Sql, bound, fill, is_any_of, join
from threadline.query.literals import is_number, literal_of

_EXACT_INTEGERS = 2**53
"""Whole numbers below it are doubles without loss."""


def same(spot: Spot, operand: JSON) -> Sql:
    """Return whether the value equals the operand: order of keys aside, numbers by value."""
    if isinstance(operand, dict):
        members = (same(spot.child(key), value) for key, value in operand.items())
        count = fill("len({}) = {}", spot.keys, bound(len(operand)))
        return both([spot.is_of("OBJECT"), count, *members])
    if isinstance(operand, list):
        elements = (same(spot.child(str(index)), value) for index, value in enumerate(operand))
        count = fill("{} = {}", spot.length, bound(len(operand)))
        return both([spot.is_of("ARRAY"), count, *elements])
    return same_as_any(spot, [operand])


def same_as_any(spot: Spot, operands: Iterable[JSON]) -> Sql:
    """Return whether the value equals one of the operands; far cheaper than asking for each scalar by itself."""
    scalars, containers = parted(operands)
    literals = list(dict.fromkeys(literal_of(each) for each in scalars if not is_number(each)))
    texts = [among(spot, literals)] if literals else []
    numbers = equal_numbers(spot, [each for each in scalars if is_number(each)])
    return either([*texts, *numbers, *(same(spot, each) for each in containers)])


def parted(operands: Iterable[JSON]) -> tuple[list[JSON], list[JSON]]:
    """Return the scalars among the operands, and the lists and objects."""
    scalars: list[JSON] = []
    containers: list[JSON] = []
    for operand in operands:
        (containers if isinstance(operand, list | dict) else scalars).append(operand)
    return scalars, containers


def among(spot: Spot, literals: Sequence[str]) -> Sql:
    """Return whether the JSON text of the value is one of the literals."""
    return is_any_of(spot.literal, literals)


def equal_numbers(spot: Spot, numbers: Iterable[float]) -> list[Sql]:
    """Return predicates of which one holds if the value is a number equal to one of `numbers`.

    Whole numbers compare exactly, whatever their size; others as doubles.
    """
    numbers = tuple(dict.fromkeys(numbers))
    doubles = [float(number) for number in numbers if abs(number) < _EXACT_INTEGERS]
    parts = [is_any_of(spot.number, doubles)] if doubles else []
    return parts + [_equals_wide(spot, int(number)) for number in numbers if abs(number) >= _EXACT_INTEGERS]


def both(parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by `and`; true when there is none."""
    return _joined(" and ", parts, Sql("true"))


def either(parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by `or`; false when there is none."""
    return _joined(" or ", parts, Sql("false"))


def _joined(word: str, parts: Iterable[Sql], empty: Sql) -> Sql:
    parts = tuple(parts)
    if not parts:
        return empty
    return fill("({})", join(word, parts)) if parts[1:] else parts[0]


def _equals_wide(spot: Spot, number: int) -> Sql:
    """Compare a whole number that a double may not hold: by its digits, or exactly with a decimal."""
    exact = among(spot, [str(number)])
    double = float(number)
    if double != number:
        return exact
    decimal = fill("regexp_matches({}, '[.e]') and {} = {}", spot.literal, spot.number, bound(double))
    return fill("({} or {})", exact, decimal)
