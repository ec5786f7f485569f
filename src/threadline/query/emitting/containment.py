"""Write what PostgreSQL's `jsonb` operators `@>`, `<@`, `?`, `?|` and `?&` mean, as predicates on single paths.

As in PostgreSQL's "jsonb Containment and Existence": objects and lists recurse, order and repeats in a list do not
matter, numbers count by value, and a list contains a bare scalar at the outermost level only. The database's own
containment treats numbers and nested objects in another way, so it is not used.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice

from threadline.query.emitting.context import JsonValue, is_whole_object
from threadline.query.emitting.equality import among, is_exact, parted, same, same_as_any
from threadline.query.forms.expression import JSON
from threadline.query.literals import is_number, literal_of
from threadline.query.sql import FALSE, Sql, both, bound, either, fill, guarded

_MOST_MEMBERS = 8
"""Up to so many members of an object are looked for without counting its keys first."""

_MOST_HINTS = 8


def contains(value: JsonValue, operand: JSON) -> Sql:
    """Return whether the value contains the operand (`@>`)."""
    inside = contains_inside(value, operand)
    if isinstance(operand, list | dict):
        return inside
    return either([inside, has_element(value, partial(same, operand=operand))])


def contains_inside(value: JsonValue, operand: JSON) -> Sql:
    """Return whether the value contains the operand, as below the outermost level: a list has no bare scalar."""
    if isinstance(operand, dict):
        members = (contains_inside(value.child(key), each) for key, each in operand.items())
        return _guarded_members(value, operand, members)
    if isinstance(operand, list):
        scalars, containers = parted(operand)
        elements = (has_element(value, partial(contains_inside, operand=each)) for each in containers)
        found = [*_hints(value, operand), *has_scalars(value, scalars), *elements]
        return guarded([value.is_of("ARRAY")], found)
    return same(value, operand)


def contained_by(value: JsonValue, operand: JSON) -> Sql:
    """Return whether the operand contains the value (`<@`)."""
    inside = _contained_by(value, operand)
    return either([inside, same_as_any(value, parted(operand)[0])]) if isinstance(operand, list) else inside


def element_contains(value: JsonValue, operand: JSON) -> Sql:
    """Return whether the value is a list with an element that contains the operand."""
    return both([*_hints(value, operand), has_element(value, partial(contains_inside, operand=operand))])


def has_keys(value: JsonValue, names: Iterable[str], *, every: bool) -> Sql:
    """Return whether the names are keys of the object, or strings of the list, or the string itself (`?`)."""
    names = list(dict.fromkeys(names))
    return _has_every_key(value, names) if every else _has_some_key(value, names)


def _has_some_key(value: JsonValue, names: list[str]) -> Sql:
    lists, literals = value.context.dialect.lists, list(map(literal_of, names))
    if not names:
        return FALSE
    in_object = lists.has_any_of_many(value.keys, names, value.variable)
    if is_whole_object(value):
        return in_object
    in_list = lists.has_any_of_many(value.texts, literals, value.variable)
    return either([in_object, in_list, among(value, literals)])


def _has_every_key(value: JsonValue, names: list[str]) -> Sql:
    is_there = fill("{} is not null", value.literal)
    if not names:
        return is_there
    lists = value.context.dialect.lists
    in_object = lists.has_all(value.keys, names) if names[1:] else lists.has(value.keys, names[0])
    if is_whole_object(value):
        return in_object
    in_list = lists.has_all(value.texts, list(map(literal_of, names)))
    itself = [] if names[1:] else [same(value, names[0])]
    return both([is_there, either([in_object, in_list, *itself])])


def has_element(value: JsonValue, holds: Callable[[JsonValue], Sql]) -> Sql:
    """Return whether the value is a list with an element that `holds`."""
    return value.context.dialect.lists.some(value.elements, value.variable, holds(value.element))


def _guarded_members(value: JsonValue, operand: Mapping[str, JSON], members: Iterable[Sql]) -> Sql:
    """Return whether the value is an object with all the members."""
    # A member that only objects have proves that it is one.
    is_object = [value.is_of("OBJECT")] if all(key.isdigit() for key in operand) else []
    if len(operand) <= _MOST_MEMBERS:
        return both([*is_object, *members])
    is_large = fill("{} >= {}", value.context.dialect.lists.length(value.keys), bound(len(operand)))
    return guarded([is_large, *is_object], members)


def _hints(value: JsonValue, operand: JSON) -> list[Sql]:
    """Return cheap claims about the text of a value that has an element which contains the operand.

    A string without escapes has one literal, and it stands in the text of whatever contains it.
    """
    literals = (literal_of(each) for each in _strings(operand)) if value.column else ()
    plain = islice((each for each in literals if "\\" not in each), _MOST_HINTS)
    return [value.context.dialect.texts.has_exactly(value.literal, each) for each in plain]


def _strings(operand: JSON) -> Iterable[str]:
    if isinstance(operand, str):
        return [operand]
    parts = operand.values() if isinstance(operand, dict) else operand if isinstance(operand, list) else ()
    return (each for part in parts for each in _strings(part))


def has_scalars(value: JsonValue, scalars: Iterable[JSON]) -> list[Sql]:
    """Return predicates that all hold if the value is a list with all the scalars, each looked for as `jsonb =` does.

    Numbers that doubles hold compare as such, and a whole number that none holds by its digits, all at once.
    """
    scalars = list(scalars)
    numbers = [each for each in scalars if is_number(each)]
    doubles = [float(each) for each in numbers if is_exact(each)]
    wide = [int(each) for each in numbers if not is_exact(each)]
    literals = [literal_of(each) for each in scalars if isinstance(each, str | bool)]
    found = has_literals(value, [*literals, *(str(each) for each in wide if float(each) != each)])
    if doubles:
        found.append(value.context.dialect.lists.has_numbers(value.texts, list(dict.fromkeys(doubles))))
    others: list[JSON] = [None] if None in scalars else []
    others += dict.fromkeys(each for each in wide if float(each) == each)
    return found + [has_element(value, partial(same, operand=each)) for each in others]


def has_literals(value: JsonValue, literals: Iterable[str]) -> list[Sql]:
    """Return a predicate that holds if the value is a list with all the literals; none for no literals."""
    wanted = list(dict.fromkeys(literals))
    return [value.context.dialect.lists.has_all(value.texts, wanted)] if wanted else []


def _contained_by(value: JsonValue, operand: JSON) -> Sql:
    if isinstance(operand, dict):
        has_no_others = value.context.dialect.lists.is_within(value.keys, list(operand), value.variable)
        members = (_absent_or_contained(value.child(key), each) for key, each in operand.items())
        return guarded([value.is_of("OBJECT"), has_no_others], members)
    if isinstance(operand, list):
        scalars, containers = parted(operand)
        allowed = either(
            [
                same_as_any(value.element, scalars),
                *(_contained_by(value.element, each) for each in containers),
            ]
        )
        other = value.context.dialect.rows.fails(allowed)
        return both(
            [value.is_of("ARRAY"), value.context.dialect.lists.none(value.elements, value.variable, other)]
        )
    return same(value, operand)


def _absent_or_contained(value: JsonValue, operand: JSON) -> Sql:
    return fill("({} is null or {})", value.literal, _contained_by(value, operand))
