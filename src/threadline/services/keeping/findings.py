"""What a look after a data folder finds, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Verdict = Literal["ok", "warning", "bad", "skipped"]

_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    verdict: Verdict
    sentence: str
    advice: str = ""
    """What to do; empty when there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the edge of the program tells."""

    now: int
    """Milliseconds since 1970 UTC."""

    depth: Literal["quick", "full"]
    ask_server: Callable[[], Finding]
    """Says how the server is that has the projection open."""

    is_served: bool
    clock_milliseconds: int = 60_000
    """How far times may lie ahead: clocks of machines differ a little."""


def size_of(size: int) -> str:
    """Return a size in bytes for people.

    >>> size_of(1_234_567), size_of(20_500_000_000), size_of(0)
    ('1.2 MB', '20.5 GB', '0 bytes')
    """
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size} bytes"
