"""Paths that a table keeps in columns of their own: a promoted column holds the JSON literal of one path.

The compiler knows no table's state: it is told which paths are promoted, and tells which ones a query would like to be.
Without any, every statement means the same and reads the JSON text instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar, cast

Promoted = Mapping[tuple[str, str], str]
"""Names of promoted columns, by JSON column and JSON pointer."""

_NONE: Promoted = MappingProxyType({})

T = TypeVar("T")


def none_promoted() -> Promoted:
    """Return that no path is promoted."""
    return _NONE


@dataclass(slots=True)
class Wishes(Mapping[tuple[str, str], str]):
    """Promoted columns that remember which paths were asked for in vain."""

    promoted: Promoted
    missing: dict[tuple[str, str], None] = field(default_factory=dict[tuple[str, str], None])
    """In the order in which they were asked for."""

    found: dict[tuple[str, str], None] = field(default_factory=dict[tuple[str, str], None])
    """Those that were asked for and are there."""

    def __getitem__(self, key: tuple[str, str]) -> str:
        """Return the name of a column, or note that there is none."""
        (self.found if key in self.promoted else self.missing)[key] = None
        return self.promoted[key]

    def __iter__(self) -> Any:
        """Return the paths that are promoted."""
        return iter(self.promoted)

    def __len__(self) -> int:
        """Return how many paths are promoted."""
        return len(self.promoted)


def served(node: T, promoted: Promoted) -> T:
    """Return a plan, or a part of one, whose places know the promoted columns."""
    return cast("T", _served(node, promoted)) if promoted is not _NONE else node


def _served(node: Any, promoted: Promoted) -> Any:
    if isinstance(node, tuple):
        return tuple(_served(each, promoted) for each in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    if hasattr(node, "promoted"):
        return replace(node, promoted=promoted)
    values = {each.name: getattr(node, each.name) for each in fields(node)}
    changed = {name: new for name, value in values.items() if (new := _served(value, promoted)) is not value}
    return replace(node, **changed) if changed else node
