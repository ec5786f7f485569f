"""Names that no struct of the wire has: refused when one is nearly known, else named, never lost in silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import msgspec

from threadline.errors import Violation, pointer_of, shorten
from threadline.wire.base import Wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Place = tuple[str, ...]

MOST_IGNORED = 20
"""Places that are named; what a body has beyond them is counted by nobody."""

_ECHOED = {
    "LogOpenAIConversation": frozenset({"messagesOpenAIFormat", "organizationId"}),
    "LogOpenAIMessage": frozenset({"type", "conversationId"}),
    "LogSupportMessage": frozenset({"type", "conversationId"}),
    "LogMessageEvent": frozenset({"organizationId"}),
    "LogConversationEvent": frozenset({"organizationId"}),
    "LogSearchEvent": frozenset({"organizationId"}),
}
"""What answers say and bodies need not: a caller that sends an answer back loses nothing."""

_SHORTEST, _SHORT = 4, 5
_EMPTY: tuple[object, ...] = (None, "", [], {})


@cache
def strict(kind: Any) -> Any:
    """Return a type that takes what `kind` takes, and no unknown name on any level."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _strict_struct(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is list:
        return list[strict(parts[0])]  # type: ignore[misc]  # a type that is made
    if origin in {Union, UnionType}:
        return reduce(or_, map(strict, parts))
    return kind


def pruned(document: Any, kind: Any) -> tuple[Any, tuple[str, ...], list[Violation]]:
    """Return a document without unknown names, the places of those left out, and the faults of those nearly known."""
    pruning = _Pruning()
    kept = pruning.value(document, kind, ())
    return kept, tuple(pruning.ignored)[:MOST_IGNORED], pruning.near


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that a name is a slip of, or `None`.

    >>> nearest("user_properties", ["properties", "userProperties"]), nearest("metadata", ["messages"])
    ('userProperties', None)
    """
    folded = {_folded(each): each for each in known}
    wrong = _folded(name)
    if wrong in folded:
        return folded[wrong]
    close = [
        (distance, each)
        for each in folded
        if len(each) >= _SHORTEST
        and (distance := _distance(wrong, each)) <= (1 if min(len(wrong), len(each)) <= _SHORT else 2)
    ]
    return folded[min(close)[1]] if close else None


@dataclass(slots=True)
class _Pruning:
    """A walk through a document, and what it met."""

    ignored: dict[str, None] = field(default_factory=dict)
    near: list[Violation] = field(default_factory=list)

    def value(self, document: Any, kind: Any, place: Place) -> Any:
        struct = _struct_for(document, kind)
        if struct is not None:
            return self._members(document, struct, place)
        item = _item_for(document, kind)
        if item is None:
            return document
        return [self.value(each, item, (*place, str(index))) for index, each in enumerate(document)]

    def _members(self, document: Mapping[str, Any], struct: type[Wire], place: Place) -> dict[str, Any]:
        known = _fields(struct)
        kept = {}
        for name, value in document.items():
            if name in known:
                kept[name] = self.value(value, known[name], (*place, name))
            elif name in _ECHOED.get(struct.__name__, ()):
                continue
            elif meant := nearest(name, known):
                self.near.append(_slip(name, meant, place))
            elif value not in _EMPTY:
                self.ignored[pointer_of(_general((*place, shorten(name))))] = None
        return kept


def _slip(name: str, meant: str, place: Place) -> Violation:
    sentence = f"There is no `{shorten(name)}` here, and it would be lost. Did you mean `{meant}`?"
    return Violation(pointer_of((*place, shorten(name))), sentence)


def _general(place: Place) -> Iterator[str]:
    return ("*" if step.isdecimal() else step for step in place)


def _struct_for(document: Any, kind: Any) -> type[Wire] | None:
    """Return the struct that a document is meant to be, when it is an object and the kind has one."""
    if not isinstance(document, dict):
        return None
    structs = [each for each in (kind, *get_args(kind)) if isinstance(each, type) and issubclass(each, Wire)]
    if len(structs) <= 1:
        return structs[0] if structs else None
    tagged = (
        each
        for each in structs
        if document.get(str(each.__struct_config__.tag_field)) == each.__struct_config__.tag
    )
    return next(tagged, None)


def _item_for(document: Any, kind: Any) -> Any:
    """Return what the items of a list are meant to be, when it is a list and the kind has one."""
    if not isinstance(document, list):
        return None
    lists = [each for each in (kind, *get_args(kind)) if get_origin(each) is list]
    return get_args(lists[0])[0] if lists else None


@cache
def _fields(struct: type[Wire]) -> dict[str, Any]:
    """Return the types of a struct's members by their names on the wire, its tag included."""
    members = {each.encode_name: each.type for each in msgspec.structs.fields(struct)}
    tag = struct.__struct_config__.tag_field
    return {str(tag): str, **members} if tag else members


@cache
def _strict_struct(struct: type[msgspec.Struct]) -> type[msgspec.Struct]:
    members = [
        (each.name, strict(each.type), _again(each))
        for each in msgspec.structs.fields(struct)
        if each.type is not strict(each.type)
    ]
    config = struct.__struct_config__
    return msgspec.defstruct(
        struct.__name__,
        members,
        bases=(struct,),
        forbid_unknown_fields=True,
        frozen=True,
        kw_only=True,
        tag_field=config.tag_field,
        tag=config.tag,
    )


def _again(member: msgspec.structs.FieldInfo) -> Any:
    """Return the declaration of a member once more."""
    if member.required:
        return msgspec.field(name=member.encode_name)
    return msgspec.field(default=member.default, name=member.encode_name)


def _folded(name: str) -> str:
    """Return what is left of a name when its spelling does not matter, nor whether it means one or several."""
    word = name.replace("_", "").replace("-", "").lower()
    return f"{word[:-3]}y" if word.endswith("ies") else word


def _distance(one: str, other: str) -> int:
    """Return how many letters are to be put in, left out, changed or exchanged with their neighbour."""
    if abs(len(one) - len(other)) > 2:  # noqa: PLR2004  # no slip is longer
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [index]
        for column, wanted in enumerate(other, start=1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != wanted))
            if index > 1 and column > 1 and letter == other[column - 2] and one[index - 2] == wanted:
                cost = min(cost, earlier[column - 2] + 1)
            row.append(cost)
    return row[-1]
