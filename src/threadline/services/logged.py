"""A logged body as it was read, with what of it is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Logged(Generic[T]):
    """A body, and the members that nothing here has a place for."""

    body: T
    ignored: tuple[str, ...] = ()
    """Their places, each once: `/messages/*/metadata` stands for all messages."""
