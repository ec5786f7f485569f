"""Rows of one moment for a file: in batches, with the members that objects have in any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from threadline.analytics.leash import MemoryLimitError

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


def member_names(snapshot: Snapshot, text: str, parameters: Parameters, place: int) -> list[str]:
    """Return the names of the members of a JSON column's objects, sorted.

    Args:
        snapshot: the moment to ask about.
        text: the statement.
        parameters: of the statement.
        place: of the column in its rows, from 0.

    Raises:
        MemoryLimitError: as `batches`.
    """
    columns = ", ".join(f"c{number}" for number in range(place + 1))
    asked = f"SELECT DISTINCT unnest(json_keys(c{place})) FROM ({text}) AS answer({columns})"
    return sorted(str(name) for batch in batches(snapshot, asked, parameters) for (name,) in batch)
