"""How many members the objects of a logged body have, counted in all depths: whoever logs invents their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from threadline.errors import MalformedError, Violation, pointer_of
from threadline.wire.base import MOST_MEMBERS_WITHIN, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator


def require_few_members(content: bytes, body: object) -> None:
    """See that no object of a body holds too many members, those of objects inside it included.

    Args:
        content: the bytes that it came in.
        body: what they say: a wire struct.

    Raises:
        MalformedError: one holds too many; all are told with their places.
    """
    # Each member has a colon, so most bodies are done with here.
    if content.count(b":") <= MOST_MEMBERS_WITHIN:
        return
    faults = list(_faults(body, ()))
    if faults:
        raise MalformedError(*faults)


def _faults(value: object, place: tuple[str, ...]) -> Iterator[Violation]:
    if isinstance(value, Wire):
        for field in msgspec.structs.fields(value):
            yield from _faults(getattr(value, field.name), (*place, field.encode_name))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _faults(each, (*place, str(index)))
    elif isinstance(value, dict) and (count := _members(value)) > MOST_MEMBERS_WITHIN:
        sentence = (
            f"An object has at most {MOST_MEMBERS_WITHIN:,} members in all depths, not {count:,}."
            " Leave some out, or send them as text."
        )
        yield Violation(pointer_of(place), sentence)


def _members(value: object) -> int:
    """Return how many members an object has, those of objects inside it included."""
    count, left = 0, [value]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            count += len(each)
            left += each.values()
        elif isinstance(each, list):
            left += each
    return count
