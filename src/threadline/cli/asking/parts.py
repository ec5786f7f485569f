"""The parts of a body, each with the option that asked for it, so that a fault is told where it was typed. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from threadline.cli.refusals import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LISTS = ("select", "groupBy", "orderBy")
"""Members that hold a list of parts."""

_FILTERS = ("where", "having")
"""Members whose parts must all hold."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one option adds to a body."""

    member: str
    value: Any
    origin: Origin


@dataclass(frozen=True, slots=True)
class Asked:
    """A body, and what was typed for its places, by JSON Pointer."""

    body: dict[str, Any]
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def inside(self, member: str) -> dict[str, Origin]:
        """Return the origins of a body that has this one as a member."""
        return {f"/{member}{pointer}": origin for pointer, origin in self.origins.items()}


def assembled(parts: Iterable[Part]) -> Asked:
    """Return the body that the parts make; those of a member stand together."""
    body: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for member, found in groupby(parts, key=attrgetter("member")):
        several = list(found)
        body[member] = _value(member, [part.value for part in several])
        pointers = _pointers(member, len(several))
        origins |= {pointer: part.origin for pointer, part in zip(pointers, several, strict=True)}
    return Asked(body, origins)


def _value(member: str, values: list[Any]) -> Any:
    if member in _LISTS:
        return values
    return {"and": values} if member in _FILTERS and len(values) > 1 else values[0]


def _pointers(member: str, count: int) -> Sequence[str]:
    if member in _LISTS:
        return [f"/{member}/{index}" for index in range(count)]
    if member in _FILTERS and count > 1:
        return [f"/{member}/and/{index}" for index in range(count)]
    return [f"/{member}"]
