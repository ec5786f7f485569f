"""Write what PostgreSQL's `jsonb` operators mean, as predicates on single paths.

`@>`, `<@`, `?`, `?|`, `?&` and `=` as in PostgreSQL's "jsonb Containment and Existence": objects and lists
recurse, order and repeats in a list do not matter, numbers count by value, and a list contains a bare scalar
at the outermost level only. The database's own containment treats numbers and nested objects in another way,
so it is not used.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from threadline.query.expression import JSON
from threadline.query.paths import Spot, string_literal
from threadline.query.statement import Sql, bound, fill, is_any_of, join

_EXACT_INTEGERS = 2**53
"""Whole numbers below it are doubles without loss."""

_NEVER = Sql("false")


def contains(spot: Spot, operand: JSON) -> Sql:
    """Return whether the value contains the operand (`@>`)."""
    inside = contains_inside(spot, operand)
    if isinstance(operand, list | dict):
        return inside
    return either([inside, has_element(spot, partial(same, operand=operand))])


def contains_inside(spot: Spot, operand: JSON) -> Sql:
    """Return whether the value contains the operand, as below the outermost level: a list has no bare scalar."""
    if isinstance(operand, dict):
        members = (contains_inside(spot.child(key), value) for key, value in operand.items())
        return both([fill("{} = 'OBJECT'", spot.type), *members])
    if isinstance(operand, list):
        elements = [has_element(spot, partial(contains_inside, operand=each)) for each in operand]
        return both([fill("{} = 'ARRAY'", spot.type), *elements])
    return same(spot, operand)


def contained_by(spot: Spot, operand: JSON) -> Sql:
    """Return whether the operand contains the value (`<@`)."""
    inside = _contained_by(spot, operand)
    scalars = (
        [each for each in operand if not isinstance(each, list | dict)] if isinstance(operand, list) else []
    )
    return either([inside, *(same(spot, each) for each in scalars)])


def element_contains(spot: Spot, operand: JSON) -> Sql:
    """Return whether the value is a list with an element that contains the operand."""
    return has_element(spot, partial(contains_inside, operand=operand))


def has_keys(spot: Spot, names: Sequence[str], *, every: bool) -> Sql:
    """Return whether the names are keys of the object, or strings of the list, or the string itself (`?`)."""
    found = [_has_key(spot, name) for name in names]
    return both([fill("{} is not null", spot.literal), *found]) if every else either(found)


def same(spot: Spot, operand: JSON) -> Sql:
    """Return whether the value equals the operand: order of keys aside, numbers by value."""
    if isinstance(operand, dict):
        members = (same(spot.child(key), value) for key, value in operand.items())
        count = fill("len({}) = {}", spot.keys, bound(len(operand)))
        return both([fill("{} = 'OBJECT'", spot.type), count, *members])
    if isinstance(operand, list):
        elements = (same(spot.child(str(index)), value) for index, value in enumerate(operand))
        count = fill("{} = {}", spot.length, bound(len(operand)))
        return both([fill("{} = 'ARRAY'", spot.type), count, *elements])
    if isinstance(operand, bool) or operand is None or isinstance(operand, str):
        return among(spot, [literal_of(operand)])
    return either(equal_numbers(spot, [operand]))


def literal_of(operand: JSON) -> str:
    """Return the JSON text of a scalar that is not a number."""
    if isinstance(operand, str):
        return string_literal(operand)
    return "null" if operand is None else str(operand).lower()


def among(spot: Spot, literals: Sequence[str]) -> Sql:
    """Return whether the JSON text of the value is one of the literals."""
    return is_any_of(spot.literal, literals)


def equal_numbers(spot: Spot, numbers: Iterable[float]) -> list[Sql]:
    """Return predicates of which one holds if the value is a number equal to one of `numbers`.

    Whole numbers compare exactly, whatever their size; others as doubles.
    """
    numbers = tuple(numbers)
    doubles = [float(number) for number in numbers if abs(number) < _EXACT_INTEGERS]
    parts = [is_any_of(spot.number, doubles)] if doubles else []
    return parts + [_equals_wide(spot, int(number)) for number in numbers if abs(number) >= _EXACT_INTEGERS]


def has_element(spot: Spot, holds: Callable[[Spot], Sql]) -> Sql:
    """Return whether the value is a list with an element that `holds`."""
    template = f"len(list_filter({{}}, lambda {spot.variable}: {{}})) > 0"
    return fill(template, spot.elements, holds(spot.element))


def both(parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by `and`; true when there is none."""
    return _joined(" and ", parts, Sql("true"))


def either(parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by `or`; false when there is none."""
    return _joined(" or ", parts, _NEVER)


def _joined(word: str, parts: Iterable[Sql], empty: Sql) -> Sql:
    parts = tuple(parts)
    if not parts:
        return empty
    return fill("({})", join(word, parts)) if parts[1:] else parts[0]


def _equals_wide(spot: Spot, number: int) -> Sql:
    """Compare a whole number that a double may not hold: by its digits, or exactly with a decimal."""
    exact = among(spot, [str(number)])
    try:
        double = float(number)
    except OverflowError:
        return exact
    if double != number:
        return exact
    decimal = fill("regexp_matches({}, '[.e]') and {} = {}", spot.literal, spot.number, bound(double))
    return fill("({} or {})", exact, decimal)


def _contained_by(spot: Spot, operand: JSON) -> Sql:
    if isinstance(operand, dict):
        names = fill("list_has_all({}::varchar[], {})", bound(list(operand)), spot.keys)
        members = (_absent_or_contained(spot.child(key), value) for key, value in operand.items())
        return both([fill("{} = 'OBJECT'", spot.type), names, *members])
    if isinstance(operand, list):
        allowed = either(_contained_by(spot.element, each) for each in operand)
        template = f"len(list_filter({{}}, lambda {spot.variable}: ({{}}) is not true)) = 0"
        return both([fill("{} = 'ARRAY'", spot.type), fill(template, spot.elements, allowed)])
    return same(spot, operand)


def _absent_or_contained(spot: Spot, operand: JSON) -> Sql:
    return fill("({} is null or {})", spot.literal, _contained_by(spot, operand))


def _has_key(spot: Spot, name: str) -> Sql:
    in_object = fill("list_contains({}, {})", spot.keys, bound(name))
    in_list = has_element(spot, partial(same, operand=name))
    return either([in_object, in_list, same(spot, name)])
