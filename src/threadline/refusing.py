"""What a typed decoder found wrong, told to people: the place, what was expected, the nearest thing that would work.

msgspec names the first fault in Python's words. What it leaves out (the values that would do, a member that was
misspelt) follows from the type and the document; both are only looked at when something is wrong.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import inspect

from threadline.errors import Violation, did_you_mean, pointer_of, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FAULT = re.compile(r"^(?P<message>.*?)(?: - at `(?P<place>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<index>\d+)\]|\[\.\.\.\]")
_WRONG_VALUE = re.compile(r"Invalid (?:enum )?value '?(?P<value>.*?)'?$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<name>[^`]*)`$")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`$", re.DOTALL)
_TOO_MANY = re.compile(r"Expected `object` of length <= (?P<most>\d+)$")
_TOO_LONG_NAME = re.compile(r"Expected `str` of length <= (?P<most>\d+)$")
_OF_A_NAME = "key` in"
_QUOTED = re.compile(r"`[^`]*`")
_WORD = re.compile(r"[a-z]+")
_JSON_NAMES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}

_OUT_OF_RANGE = "Number out of range"
_MOST_LISTED = 20

ANY = "*"
"""Stands in a place for the key of a map, where the decoder does not say which."""


def violation(text: str, expected: Any, document: object) -> Violation:
    """Return what the decoder found wrong, and where.

    Args:
        text: the message of its `ValidationError`.
        expected: the type that was to be decoded.
        document: what came in, as plain JSON.
    """
    found = _FAULT.match(text)
    message, place = (found["message"], found["place"] or "") if found else (text, "")
    steps = [step["name"] or step["index"] or ANY for step in _STEP.finditer(place)]
    if message == _OUT_OF_RANGE:
        steps = next(_infinite(document, steps), steps)
    long_name = _TOO_LONG_NAME.match(message) if place.startswith(_OF_A_NAME) else None
    if long_name:
        sentence = f"The name of a member has at most {int(long_name['most']):,} characters."
        return Violation(pointer_of(steps), sentence)
    unknown = _UNKNOWN.match(message)
    if unknown:
        return _unknown(unknown["name"], steps, list(_names(_type_of(expected), steps)))
    return Violation(pointer_of(steps), _sentence(message, steps, expected, document))


_type_of = cache(inspect.type_info)


def _sentence(message: str, steps: Sequence[str], expected: Any, document: object) -> str:
    wrong, missing = _WRONG_VALUE.match(message), _MISSING.match(message)
    if wrong:
        known = list(dict.fromkeys(_values(_type_of(expected), steps)))
        return _not_among(wrong["value"], known, steps) if known else f"{message}."
    if missing:
        return _missing(missing["name"], _at(document, steps))
    too_many = _TOO_MANY.match(message)
    if too_many:
        most, count = int(too_many["most"]), len(_members_of(_at(document, steps)))
        return f"An object has at most {most:,} members here, not {count:,}. Put some of them into one of their own."
    return f"{_QUOTED.sub(_in_json_names, message)}."


def _not_among(value: str, known: Sequence[str], steps: Sequence[str]) -> str:
    listed = ", ".join(f"`{each}`" for each in known[:_MOST_LISTED])
    return f"`{shorten(value)}` is no `{steps[-1]}`.{did_you_mean(value, known)} There are: {listed}."


def _unknown(name: str, steps: Sequence[str], known: Sequence[str]) -> Violation:
    listed = ", ".join(f"`{each}`" for each in known)
    hint = did_you_mean(name, known) or f" There are: {listed}."
    return Violation(pointer_of([*steps, shorten(name)]), f"There is no `{shorten(name)}` here.{hint}")


def _missing(name: str, found: object) -> str:
    near = [each for each in found if did_you_mean(each, [name])] if isinstance(found, dict) else []
    written = f" Did you write it as `{shorten(near[0])}`?" if near else ""
    return f"`{name}` is missing.{written}"


def _infinite(found: object, steps: Sequence[str]) -> Iterator[list[str]]:
    """Yield the places of infinite numbers that a decoder's place, which does not name keys of maps, may mean."""
    if not steps:
        if isinstance(found, float) and math.isinf(found):
            yield []
        return
    step, *rest = steps
    members = _members_of(found)
    for name in members if step == ANY else [step]:
        yield from ([name, *place] for place in _infinite(members.get(name), rest))


def _members_of(found: object) -> dict[str, object]:
    if isinstance(found, list):
        return {str(index): each for index, each in enumerate(found)}
    return found if isinstance(found, dict) else {}


def _in_json_names(quoted: re.Match[str]) -> str:
    return _WORD.sub(lambda word: _JSON_NAMES.get(word[0], word[0]), quoted[0])


def _at(document: object, steps: Sequence[str]) -> object:
    for step in steps:
        document = _members_of(document).get(step)
    return document


def _names(kind: inspect.Type, steps: Sequence[str]) -> Iterator[str]:
    """Yield the names of the members that an object at a place can have."""
    if isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from _names(each, steps)
    elif isinstance(kind, inspect.Metadata):
        yield from _names(kind.type, steps)
    elif isinstance(kind, inspect.ListType) and steps:
        yield from _names(kind.item_type, steps[1:])
    elif isinstance(kind, inspect.StructType) and not steps:
        yield from (member.encode_name for member in kind.fields)
    elif isinstance(kind, inspect.StructType):
        inner = (member.type for member in kind.fields if member.encode_name == steps[0])
        yield from (name for each in inner for name in _names(each, steps[1:]))


def _values(kind: inspect.Type, steps: Sequence[str]) -> Iterator[str]:
    """Yield the values that would do at a place, of whichever alternatives have such a place."""
    if isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from _values(each, steps)
    elif isinstance(kind, inspect.Metadata):
        yield from _values(kind.type, steps)
    elif not steps:
        yield from map(str, kind.values) if isinstance(kind, inspect.LiteralType) else ()
    elif isinstance(kind, inspect.ListType):
        yield from _values(kind.item_type, steps[1:])
    elif isinstance(kind, inspect.DictType):
        yield from _values(kind.value_type, steps[1:])
    elif isinstance(kind, inspect.StructType):
        yield from _members(kind, steps)


def _members(kind: inspect.StructType, steps: Sequence[str]) -> Iterator[str]:
    name, *rest = steps
    if name == kind.tag_field and not rest:
        yield str(kind.tag)
    for member in kind.fields:
        if member.encode_name == name:
            yield from _values(member.type, rest)
