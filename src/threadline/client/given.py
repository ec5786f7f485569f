"""What callers give, before it becomes a body: names of keywords and members, lists, times, and values of numpy.

A name is checked or brought into the wire's spelling, one text is no list, and a time has a zone. All else is left as
it is: the server is the judge.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from operator import is_
from types import NoneType
from typing import Any, Protocol, TypeVar

import msgspec

T_co = TypeVar("T_co", covariant=True)

Document = Mapping[str, Any]
"""An object in wire names, camelCase, such as `{"userProperties": {"id": "u1"}}`.

A known name in Python's spelling, `user_properties`, is sent as that of the wire. Unknown ones are allowed, so type
checkers do not look into it: they do into the structs of `threadline`.
"""

_PLAIN = frozenset({str, NoneType})


class Several(Protocol[T_co]):
    """Some values: a list, a tuple, a set and the like, and never one text, which is asked for texts alone."""

    def __contains__(self, value: object, /) -> bool:
        """Return whether it is one of them."""
        ...

    def __iter__(self) -> Iterator[T_co]:
        """Yield them."""
        ...


def listed(values: Iterable[Any], usage: str) -> list[Any]:
    """Return values as a list.

    Args:
        values: what was given.
        usage: how it is written, with `{}` for the list.

    Raises:
        TypeError: it is one text, which would become a list of its letters.
    """
    if isinstance(values, str | bytes):
        raise TypeError(f"A list belongs here, not one text: `{usage.format([values])}`.")
    return list(values)


def check_keywords(given: Mapping[str, object], keywords: type, *, also: tuple[str, ...] = ()) -> None:
    """Do nothing if all keywords are known.

    Args:
        given: what was given, by keyword.
        keywords: the typed dictionary that lists them.
        also: keywords that the caller adds.

    Raises:
        TypeError: one is unknown.
    """
    known = keywords.__annotations__
    unknown = given.keys() - known.keys()
    if unknown and (unknown := unknown - set(also)):
        name = min(unknown)
        raise TypeError(f"There is no keyword `{name}`.{hint(name, known)}")


def hint(name: str, known: Iterable[str]) -> str:
    """Return the sentence that leads from a wrong name to the right one."""
    folded = {_folded(each): each for each in known}
    near = get_close_matches(_folded(name), folded, n=1, cutoff=0.5)
    return f" Did you mean `{folded[near[0]]}`?" if near else f" There are: {', '.join(folded.values())}."


def wire_name(name: str) -> str:
    """Return the wire's name of a keyword.

    >>> wire_name("support_ticket_conversation_id")
    'supportTicketConversationId'
    """
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


@dataclass(frozen=True, slots=True)
class Level:
    """The members of one kind of object, as far as their names or values need a look."""

    spellings: Mapping[str, str]
    """The wire's name by the one that Python would give it, or the other way round where the wire has snake_case."""

    others: frozenset[str]
    """The spellings that are not the wire's."""

    watched: tuple[str, ...]
    """Times and parts: what needs no look unless it is more than a text."""

    times: tuple[str, ...]
    parts: tuple[tuple[str, "Level"], ...]
    """Members that hold such an object, or a list of them. Free objects such as `properties` are never among them."""


def of_keywords(keywords: type, *parts: tuple[str, Level], times: tuple[str, ...] = ()) -> Level:
    """Return the level of a body whose members a typed dictionary lists."""
    return _level(((name, wire_name(name)) for name in keywords.__annotations__), parts, times)


def of_struct(struct: type[msgspec.Struct], *parts: tuple[str, Level], times: tuple[str, ...] = ()) -> Level:
    """Return the level of a part of a body."""
    pairs = zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True)
    return _level(pairs, parts, times)


def in_wire_names(document: Document, level: Level) -> Document:
    """Return a document with the wire's names on all levels; the same document when it has them already.

    A member whose wire name is there too stays what it is: unknown.

    Raises:
        ValueError: a time has no zone.
    """
    if not level.others.isdisjoint(document):
        document = _renamed(document, level.spellings)
    for name in level.times:
        if isinstance(value := document.get(name), datetime):
            check_zone(value)
    for name, part in level.parts:
        if (value := document.get(name)) is not None and (named := _part(value, part)) is not value:
            document = {**document, name: named}
    return document


def check_zone(time: datetime, refusal: Callable[[str], Exception] = ValueError) -> None:
    """Do nothing if a time has a zone.

    Raises:
        ValueError: it has none; or the `refusal` that is given.
    """
    if time.tzinfo is None:
        raise refusal(
            f"`{time}` has no time zone, so it is no moment. Give it one: `datetime(..., tzinfo=UTC)`, or"
            " `.astimezone()` for the clock of this machine."
        )


def check_zones(value: object, refusal: Callable[[str], Exception] = ValueError) -> None:
    """Do nothing if all times in a value have a zone, however deep they are.

    Raises:
        ValueError: one has none; or the `refusal` that is given.
    """
    if isinstance(value, datetime):
        check_zone(value, refusal)
    elif isinstance(value, Mapping):
        for each in value.values():
            check_zones(each, refusal)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            check_zones(each, refusal)


def check_struct_times(struct: msgspec.Struct) -> None:
    """Do nothing if the times of a struct that is logged have a zone, and those of its messages.

    Raises:
        ValueError: one has none.
    """
    for name in ("created_at", "updated_at"):
        if isinstance(value := getattr(struct, name, None), datetime):
            check_zone(value)
    for message in getattr(struct, "messages", ()):
        check_struct_times(message)


def _part(value: Any, level: Level) -> object:
    if type(value) is dict:
        # A log call takes microseconds: most messages need no more than this look.
        return value if _is_plain(value, level) else in_wire_names(value, level)
    if isinstance(value, list | tuple):
        named = [_part(each, level) for each in value]
        return value if all(map(is_, named, value)) else named
    if isinstance(value, msgspec.Struct):
        check_struct_times(value)
    return in_wire_names(value, level) if isinstance(value, Mapping) else value


def _is_plain(document: dict[str, Any], level: Level) -> bool:
    if not level.others.isdisjoint(document):
        return False
    return _PLAIN.issuperset(map(type, map(document.get, level.watched)))


def _renamed(document: Document, spellings: Mapping[str, str]) -> Document:
    return {
        name if (wire := spellings.get(name, name)) in document else wire: value
        for name, value in document.items()
    }


def _level(
    pairs: Iterable[tuple[str, str]], parts: tuple[tuple[str, Level], ...], times: tuple[str, ...]
) -> Level:
    spellings = {each: wire for name, wire in pairs for each in (name, wire_name(name)) if each != wire}
    watched = (*times, *(name for name, _ in parts))
    return Level(spellings, frozenset(spellings), watched, times, parts)


def _folded(name: str) -> str:
    return name.lower().replace("_", "")


_MISSING = frozenset({"NAType", "NaTType"})
_MOMENTS = frozenset("mM")
"""Kinds of numpy's times: they have no zone, and are whole numbers when nothing finer fits."""


def plain(value: object) -> object:
    """Return a value of Python's own, or the same value when it is none of numpy or pandas.

    A missing value is `None`, an array a list, and a time a `datetime`.

    Raises:
        ValueError: it is a time of numpy, which has no zone.
    """
    if type(value).__name__ in _MISSING:
        return None
    if isinstance(value, datetime):
        return datetime.combine(value.date(), value.timetz())
    kind, tolist = getattr(getattr(value, "dtype", None), "kind", None), getattr(value, "tolist", None)
    if kind in _MOMENTS:
        raise ValueError(
            f"`{value}` of numpy has no time zone, so it is no moment."
            " `pandas.Timestamp(value, tz='UTC')` gives it one."
        )
    return tolist() if kind is not None and callable(tolist) else value
