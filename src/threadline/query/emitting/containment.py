"""Write what PostgreSQL's `jsonb` operators `@>`, `<@`, `?`, `?|` and `?&` mean, as predicates on single paths.

As in PostgreSQL's "jsonb Containment and Existence": objects and lists recurse, order and repeats in a list do not
matter, numbers count by value, and a list contains a bare scalar at the outermost level only. The database's own
containment treats numbers and nested objects in another way, so it is not used.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from threadline.query.emitting.equality import both, either, parted, same, same_as_any
from threadline.query.emitting.paths import Spot
from threadline.query.forms.expression import JSON
from threadline.query.forms.statement import Sql, bound, fill
from threadline.query.literals import literal_of


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
        return both([*_is_object(spot, operand), *members])
    if isinstance(operand, list):
        plain = [each for each in operand if isinstance(each, str | bool)]
        others = (each for each in operand if not isinstance(each, str | bool))
        elements = (has_element(spot, partial(contains_inside, operand=each)) for each in others)
        found = [*has_literals(spot, map(literal_of, plain)), *elements]
        return both([spot.is_of("ARRAY"), *_hints(spot, operand), *found])
    return same(spot, operand)


def contained_by(spot: Spot, operand: JSON) -> Sql:
    """Return whether the operand contains the value (`<@`)."""
    inside = _contained_by(spot, operand)
    return either([inside, same_as_any(spot, parted(operand)[0])]) if isinstance(operand, list) else inside


def element_contains(spot: Spot, operand: JSON) -> Sql:
    """Return whether the value is a list with an element that contains the operand."""
    return both([*_hints(spot, operand), has_element(spot, partial(contains_inside, operand=operand))])


def has_keys(spot: Spot, names: Sequence[str], *, every: bool) -> Sql:
    """Return whether the names are keys of the object, or strings of the list, or the string itself (`?`)."""
    found = [_has_key(spot, name) for name in names]
    return both([fill("{} is not null", spot.literal), *found]) if every else either(found)


def has_element(spot: Spot, holds: Callable[[Spot], Sql]) -> Sql:
    """Return whether the value is a list with an element that `holds`."""
    template = f"len(list_filter({{}}, lambda {spot.variable}: {{}})) > 0"
    return fill(template, spot.elements, holds(spot.element))


def _is_object(spot: Spot, operand: Mapping[str, JSON]) -> list[Sql]:
    """Return the check that the value is an object; none where a member that only objects have proves it."""
    return [spot.is_of("OBJECT")] if all(key.isdigit() for key in operand) else []


def _hints(spot: Spot, operand: JSON) -> list[Sql]:
    """Return cheap claims about the text of a value that has an element which contains the operand.

    A string without escapes has one literal, and it stands in the text of whatever contains it.
    """
    literals = (literal_of(each) for each in _strings(operand)) if spot.column else ()
    return [fill("contains({}, {})", spot.literal, bound(each)) for each in literals if "\\" not in each]


def _strings(operand: JSON) -> Iterable[str]:
    if isinstance(operand, str):
        return [operand]
    parts = operand.values() if isinstance(operand, dict) else operand if isinstance(operand, list) else ()
    return (each for part in parts for each in _strings(part))


def has_literals(spot: Spot, literals: Iterable[str]) -> list[Sql]:
    """Return a predicate that holds if the value is a list with all the literals; none for no literals."""
    wanted = list(dict.fromkeys(literals))
    return (
        [fill("list_has_all({}::varchar[], {}::varchar[])", spot.elements, bound(wanted))] if wanted else []
    )


def _contained_by(spot: Spot, operand: JSON) -> Sql:
    if isinstance(operand, dict):
        names = fill("list_has_all({}::varchar[], {})", bound(list(operand)), spot.keys)
        members = (_absent_or_contained(spot.child(key), value) for key, value in operand.items())
        return both([spot.is_of("OBJECT"), names, *members])
    if isinstance(operand, list):
        scalars, containers = parted(operand)
        allowed = either(
            [same_as_any(spot.element, scalars), *(_contained_by(spot.element, each) for each in containers)]
        )
        template = f"len(list_filter({{}}, lambda {spot.variable}: ({{}}) is not true)) = 0"
        return both([spot.is_of("ARRAY"), fill(template, spot.elements, allowed)])
    return same(spot, operand)


def _absent_or_contained(spot: Spot, operand: JSON) -> Sql:
    return fill("({} is null or {})", spot.literal, _contained_by(spot, operand))


def _has_key(spot: Spot, name: str) -> Sql:
    in_object = fill("list_contains({}, {})", spot.keys, bound(name))
    in_list = has_element(spot, partial(same, operand=name))
    return either([in_object, in_list, same(spot, name)])
