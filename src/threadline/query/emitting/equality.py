"""Write equality of JSON values: of whole values as `jsonb =` means it, and of scalars by literal or by number.

Literals are compared as the database writes them, which is one text per string, boolean and null; numbers have many
texts and compare by value.
"""

from collections.abc import Iterable, Sequence

from threadline.query.emitting.context import JsonValue
from threadline.query.forms.expression import JSON
from threadline.query.literals import is_number, literal_of
from threadline.query.sql import Sql, both, bound, either, fill, guarded, is_any_of

_EXACT_INTEGERS = 2**53
"""Whole numbers below it are doubles without loss."""


def same(value: JsonValue, operand: JSON) -> Sql:
    """Return whether the value equals the operand: order of keys aside, numbers by value."""
    if isinstance(operand, dict):
        members = (same(value.child(key), each) for key, each in operand.items())
        count = fill("{} = {}", value.context.dialect.lists.length(value.keys), bound(len(operand)))
        return guarded([value.is_of("OBJECT"), count], members)
    if isinstance(operand, list):
        elements = (same(value.child(str(index)), each) for index, each in enumerate(operand))
        count = fill("{} = {}", value.length, bound(len(operand)))
        return guarded([value.is_of("ARRAY"), count], elements)
    return same_as_any(value, [operand])


def same_as_any(value: JsonValue, operands: Iterable[JSON]) -> Sql:
    """Return whether the value equals one of the operands; far cheaper than asking for each scalar by itself."""
    scalars, containers = parted(operands)
    literals = list(dict.fromkeys(literal_of(each) for each in scalars if not is_number(each)))
    texts = [among(value, literals)] if literals else []
    numbers = equal_numbers(value, [each for each in scalars if is_number(each)])
    return either([*texts, *numbers, *(same(value, each) for each in containers)])


def parted(operands: Iterable[JSON]) -> tuple[list[JSON], list[JSON]]:
    """Return the scalars among the operands, and the lists and objects."""
    scalars: list[JSON] = []
    containers: list[JSON] = []
    for operand in operands:
        (containers if isinstance(operand, list | dict) else scalars).append(operand)
    return scalars, containers


def among(value: JsonValue, literals: Sequence[str]) -> Sql:
    """Return whether the JSON text of the value is one of the literals.

    In an element of a list, a parameter for each of many is dear.
    """
    if value.depth and len(literals) > 1:
        return value.context.dialect.lists.is_among(value.literal, literals)
    return is_any_of(value.literal, literals)


def equal_numbers(value: JsonValue, numbers: Iterable[float]) -> list[Sql]:
    """Return predicates of which one holds if the value is a number equal to one of `numbers`.

    Whole numbers compare exactly, whatever their size; others as doubles. A whole number that a double may not hold
    is found by its digits, or as a decimal that is exactly that number.
    """
    numbers = tuple(dict.fromkeys(numbers))
    doubles = [float(number) for number in numbers if is_exact(number)]
    wide = [int(number) for number in numbers if not is_exact(number)]
    parts = [_among_doubles(value, doubles)] if doubles else []
    if wide:
        parts.append(among(value, list(map(str, wide))))
    if decimals := [float(number) for number in wide if float(number) == number]:
        is_decimal = value.context.dialect.json.is_decimal(value.literal)
        parts.append(both([is_decimal, _among_doubles(value, decimals)]))
    return parts


def is_exact(number: float) -> bool:
    """Say whether a number is so small that all numbers of its size compare as doubles."""
    return abs(number) < _EXACT_INTEGERS


def _among_doubles(value: JsonValue, doubles: Sequence[float]) -> Sql:
    if value.depth and len(doubles) > 1:
        return value.context.dialect.lists.is_among_numbers(value.number, doubles)
    return is_any_of(value.number, doubles)
