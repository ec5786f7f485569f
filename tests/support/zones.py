"""What the database knows of zones and their clocks, as the server asks it."""

from collections.abc import Sequence
from functools import cache

import duckdb

from threadline.analytics.clocks import END, FIRST, Clocks
from threadline.analytics.zones import zone_names
from threadline.positions import Position
from threadline.query import Clock

ZONES = zone_names(duckdb.connect(config={"threads": 1}))


class _Database:
    """A database without tables."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(config={"threads": 1})

    def run(self, text: str, parameters: Sequence[object] | object) -> list[tuple[object, ...]]:
        """Return all rows of a statement."""
        rows: list[tuple[object, ...]] = self._connection.execute(text, parameters).fetchall()
        return rows

    def reached(self, table: str) -> Position:
        """Say that no table ever changes."""
        return Position(len(table))


@cache
def clock_of(zone: str) -> Clock:
    """Return the clocks of a zone, with all changes that are known."""
    first, *changes = Clocks().changes(_Database(), zone)
    return Clock(FIRST, END, first[1], tuple(changes))
