"""Write what PostgreSQL's `jsonb` operators `@>`, `<@`, `?`, `?|` and `?&` mean, as predicates on single paths.

As in PostgreSQL's "jsonb Containment and Existence": objects and lists recurse, order and repeats in a list do not
matter, numbers count by value, and a list contains a bare scalar at the outermost level only. The database's own
containment treats numbers and nested objects in another way, so it is not used.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import islice

from threadline.query.emitting.equality import (
    among,
    both,
    either,
    guarded,
    is_exact,
    parted,
    same,
    same_as_any,
)
from threadline.query.emitting.paths import Spot, is_whole_object, texts_of
from threadline.query.forms.expression import JSON
from threadline.query.forms.statement import Sql, bound, fill
from threadline.query.literals import is_number, literal_of

_FEW_NAMES = 8
"""Up to so many names are looked for at once in a hash table, which is made anew for each row."""

_MOST_HINTS = 8


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
        return _guarded_members(spot, operand, members)
    if isinstance(operand, list):
        scalars, containers = parted(operand)
        elements = (has_element(spot, partial(contains_inside, operand=each)) for each in containers)
        found = [*_hints(spot, operand), *has_scalars(spot, scalars), *elements]
        return guarded([spot.is_of("ARRAY")], found)
    return same(spot, operand)


def contained_by(spot: Spot, operand: JSON) -> Sql:
    """Return whether the operand contains the value (`<@`)."""
    inside = _contained_by(spot, operand)
    return either([inside, same_as_any(spot, parted(operand)[0])]) if isinstance(operand, list) else inside


def element_contains(spot: Spot, operand: JSON) -> Sql:
    """Return whether the value is a list with an element that contains the operand."""
    return both([*_hints(spot, operand), has_element(spot, partial(contains_inside, operand=operand))])


def has_keys(spot: Spot, names: Iterable[str], *, every: bool) -> Sql:
    """Return whether the names are keys of the object, or strings of the list, or the string itself (`?`)."""
    names = list(dict.fromkeys(names))
    literals = list(map(literal_of, names))
    if is_whole_object(spot) and names:
        return _has_all(spot.keys, names) if every else has_any(spot.keys, names, spot)
    if not every:
        kinds = (
            has_any(spot.keys, names, spot),
            has_any(texts_of(spot), literals, spot),
            among(spot, literals),
        )
        return either(kinds) if names else Sql("false")
    is_there = fill("{} is not null", spot.literal)
    if not names:
        return is_there
    in_object = _has_all(spot.keys, names)
    in_list = fill("list_has_all({}, {}::varchar[])", texts_of(spot), bound(literals))
    itself = [same(spot, names[0])] if len(names) == 1 else []
    return both([is_there, either([in_object, in_list, *itself])])


def _has_all(found: Sql, wanted: Sequence[str]) -> Sql:
    """Return whether each of some texts is in a list."""
    if len(wanted) == 1:
        return fill("list_contains({}, {})", found, bound(wanted[0]))
    return fill("list_has_all({}, {}::varchar[])", found, bound(list(wanted)))


def has_any(found: Sql, wanted: Sequence[str], spot: Spot) -> Sql:
    """Return whether one text at least of a list is wanted."""
    if len(wanted) == 1:
        return fill("list_contains({}, {})", found, bound(wanted[0]))
    if len(wanted) <= _FEW_NAMES:
        return fill("list_has_any({}, {}::varchar[])", found, bound(list(wanted)))
    name = spot.variable
    template = f"len(list_filter({{}}, lambda {name}: list_contains({{}}::varchar[], {name}))) > 0"
    return fill(template, found, bound(list(wanted)))


def has_element(spot: Spot, holds: Callable[[Spot], Sql]) -> Sql:
    """Return whether the value is a list with an element that `holds`."""
    template = f"len(list_filter({{}}, lambda {spot.variable}: {{}})) > 0"
    return fill(template, spot.elements, holds(spot.element))


def _guarded_members(spot: Spot, operand: Mapping[str, JSON], members: Iterable[Sql]) -> Sql:
    """Return whether the value is an object with all the members."""
    # A member that only objects have proves that it is one.
    is_object = [spot.is_of("OBJECT")] if all(key.isdigit() for key in operand) else []
    if len(operand) <= _FEW_NAMES:
        return both([*is_object, *members])
    is_large = fill("len({}) >= {}", spot.keys, bound(len(operand)))
    return guarded([is_large, *is_object], members)


def _hints(spot: Spot, operand: JSON) -> list[Sql]:
    """Return cheap claims about the text of a value that has an element which contains the operand.

    A string without escapes has one literal, and it stands in the text of whatever contains it.
    """
    literals = (literal_of(each) for each in _strings(operand)) if spot.column else ()
    plain = islice((each for each in literals if "\\" not in each), _MOST_HINTS)
    return [fill("contains({}, {})", spot.literal, bound(each)) for each in plain]


def _strings(operand: JSON) -> Iterable[str]:
    if isinstance(operand, str):
        return [operand]
    parts = operand.values() if isinstance(operand, dict) else operand if isinstance(operand, list) else ()
    return (each for part in parts for each in _strings(part))


def has_scalars(spot: Spot, scalars: Iterable[JSON]) -> list[Sql]:
    """Return predicates that all hold if the value is a list with all the scalars, each looked for as `jsonb =` does.

    Numbers that doubles hold compare as such, and a whole number that none holds by its digits, all at once.
    """
    scalars = list(scalars)
    numbers = [each for each in scalars if is_number(each)]
    doubles = [float(each) for each in numbers if is_exact(each)]
    wide = [int(each) for each in numbers if not is_exact(each)]
    literals = [literal_of(each) for each in scalars if isinstance(each, str | bool)]
    found = has_literals(spot, [*literals, *(str(each) for each in wide if float(each) != each)])
    if doubles:
        wanted = bound(list(dict.fromkeys(doubles)))
        found.append(fill("list_has_all(try_cast({} as double[]), {}::double[])", texts_of(spot), wanted))
    others: list[JSON] = [None] if None in scalars else []
    others += dict.fromkeys(each for each in wide if float(each) == each)
    return found + [has_element(spot, partial(same, operand=each)) for each in others]


def has_literals(spot: Spot, literals: Iterable[str]) -> list[Sql]:
    """Return a predicate that holds if the value is a list with all the literals; none for no literals."""
    wanted = list(dict.fromkeys(literals))
    return [fill("list_has_all({}, {}::varchar[])", texts_of(spot), bound(wanted))] if wanted else []


def _contained_by(spot: Spot, operand: JSON) -> Sql:
    if isinstance(operand, dict):
        members = (_absent_or_contained(spot.child(key), value) for key, value in operand.items())
        return guarded([spot.is_of("OBJECT"), _has_no_others(spot, list(operand))], members)
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


def _has_no_others(spot: Spot, names: Sequence[str]) -> Sql:
    """Return whether every key of the object is among the names."""
    if len(names) <= _FEW_NAMES:
        return fill("list_has_all({}::varchar[], {})", bound(list(names)), spot.keys)
    name = spot.variable
    template = f"len(list_filter({{}}, lambda {name}: not list_contains({{}}::varchar[], {name}))) = 0"
    return fill(template, spot.keys, bound(list(names)))
