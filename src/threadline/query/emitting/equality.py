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

FEW = 16
"""Up to so many parts are joined by a plain `and`: the database looks at every pair of them."""


def same(spot: Spot, operand: JSON) -> Sql:
    """Return whether the value equals the operand: order of keys aside, numbers by value."""
    if isinstance(operand, dict):
        members = (same(spot.child(key), value) for key, value in operand.items())
        count = fill("len({}) = {}", spot.keys, bound(len(operand)))
        return guarded([spot.is_of("OBJECT"), count], members)
    if isinstance(operand, list):
        elements = (same(spot.child(str(index)), value) for index, value in enumerate(operand))
        count = fill("{} = {}", spot.length, bound(len(operand)))
        return guarded([spot.is_of("ARRAY"), count], elements)
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
    """Return whether the JSON text of the value is one of the literals.

    In an element of a list, a parameter for each of many is dear.
    """
    if spot.depth and len(literals) > 1:
        return fill("list_contains({}::varchar[], {})", bound(list(literals)), spot.literal)
    return is_any_of(spot.literal, literals)


def equal_numbers(spot: Spot, numbers: Iterable[float]) -> list[Sql]:
    """Return predicates of which one holds if the value is a number equal to one of `numbers`.

    Whole numbers compare exactly, whatever their size; others as doubles. A whole number that a double may not hold
    is found by its digits, or as a decimal that is exactly that number.
    """
    numbers = tuple(dict.fromkeys(numbers))
    doubles = [float(number) for number in numbers if is_exact(number)]
    wide = [int(number) for number in numbers if not is_exact(number)]
    parts = [_among_doubles(spot, doubles)] if doubles else []
    if wide:
        parts.append(among(spot, list(map(str, wide))))
    if decimals := [float(number) for number in wide if float(number) == number]:
        is_decimal = fill("regexp_matches({}, '[.e]')", spot.literal)
        parts.append(both([is_decimal, _among_doubles(spot, decimals)]))
    return parts


def is_exact(number: float) -> bool:
    """Say whether a number is so small that all numbers of its size compare as doubles."""
    return abs(number) < _EXACT_INTEGERS


def _among_doubles(spot: Spot, doubles: Sequence[float]) -> Sql:
    if spot.depth and len(doubles) > 1:
        return fill("list_contains({}::double[], {})", bound(list(doubles)), spot.number)
    return is_any_of(spot.number, doubles)


def both(parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by `and`; true when there is none."""
    parts = tuple(parts)
    joined = _joined(" and ", parts, Sql("true"))
    return fill("case when {} then true else false end", joined) if len(parts) > FEW else joined


def guarded(guards: Sequence[Sql], parts: Iterable[Sql]) -> Sql:
    """Return whether all hold; many parts are only looked at where the guards hold, so that other rows cost nothing."""
    parts = tuple(parts)
    if len(parts) <= FEW:
        return both([*guards, *parts])
    template = "case when {} then {} else false end"
    return fill(template, both(guards), _joined(" and ", parts, Sql("true")))


def either(parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by `or`; false when there is none."""
    return _joined(" or ", parts, Sql("false"))


def _joined(word: str, parts: Iterable[Sql], empty: Sql) -> Sql:
    parts = tuple(parts)
    if not parts:
        return empty
    return fill("({})", join(word, parts)) if parts[1:] else parts[0]
