"""What answers questions, put together once at start and handed to every service that asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.analytics.projection import Projection
    from threadline.query import Limits
    from threadline.records.connection import Connection
    from threadline.records.search import SearchIndex
    from threadline.services.catching_up import CatchingUp


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers questions: the projection, the bridge that keeps it current, and the text index."""

    projection: Projection
    catching_up: CatchingUp
    search: SearchIndex
    reader: Callable[[], Connection]
    limits: Limits
    now: Callable[[], int]
    """The clock, in milliseconds since 1970 UTC."""

    seconds: Callable[[], float]
    """A clock that only goes forward, to measure with."""
