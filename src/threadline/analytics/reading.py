"""Rows of one moment for a file: in batches, with the members that objects have in any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from threadline.analytics.interrupts import MemoryLimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threadline.analytics.projection import Parameters, Snapshot


def batches(snapshot: Snapshot, text: str, parameters: Parameters) -> Iterator[list[tuple[object, ...]]]:
    """Yield the rows of a statement in batches.

    Raises:
        MemoryLimitError: it needs more memory than there is. A sort goes on on disk, but not without any memory, and
            what other files are being read takes some.
    """
    try:
        yield from snapshot.stream(text, parameters)
    except duckdb.OutOfMemoryException as error:
        raise MemoryLimitError from error


@dataclass(frozen=True, slots=True)
class Members:
    """The names of the members that the objects of a column have."""

    names: tuple[str, ...]
    """The most frequent ones, sorted."""

    left: int
    """How many more there are."""


def members_of(snapshot: Snapshot, text: str, parameters: Parameters, place: int, *, most: int) -> Members:
    """Return the names of the members of a JSON column's objects.

    Args:
        snapshot: the moment to ask about.
        text: the statement.
        parameters: of the statement.
        place: of the column in its rows, from 0.
        most: how many names are told at most.

    Raises:
        MemoryLimitError: as `batches`.
    """
    columns = ", ".join(f"c{number}" for number in range(place + 1))
    named = f"SELECT unnest(json_keys(c{place})) AS name FROM ({text}) AS answer({columns})"
    counted = f"SELECT name, count(*) AS times FROM ({named}) GROUP BY name"
    asked = f"SELECT name, count(*) OVER () FROM ({counted}) ORDER BY times DESC, name LIMIT {most}"
    found = [row for batch in batches(snapshot, asked, parameters) for row in batch]
    total = int(str(found[0][1])) if found else 0
    return Members(tuple(sorted(str(name) for name, _ in found)), total - len(found))
