"""Rows of a statement as a Parquet file, written by the database itself: typed columns, flat memory.

The file lies in the one folder that the database may write to, and has no name there once it is open.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from threadline.analytics.projection import Parameters, Projection


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of the file."""

    name: str
    is_time: bool
    """Whether the statement gives it as RFC 3339 text, which becomes a time in UTC."""


def write_parquet(
    projection: Projection, text: str, parameters: Parameters, columns: Sequence[FileColumn]
) -> BinaryIO:
    """Return the rows of a statement as an open file, which is gone when it is closed."""
    folder = projection.exports_folder
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{secrets.token_hex(8)}.parquet"
    places = ", ".join(f"c{place}" for place in range(len(columns)))
    shown = ", ".join(f"{_typed(place, column)} AS {_name(column)}" for place, column in enumerate(columns))
    try:
        # Without `PRESERVE_ORDER` threads write rows as they finish.
        projection.run(
            f"COPY (SELECT {shown} FROM ({text}) AS answer({places}))"
            f" TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd, PRESERVE_ORDER true)",
            parameters,
        )
        return path.open("rb")
    finally:
        path.unlink(missing_ok=True)


def _typed(place: int, column: FileColumn) -> str:
    return f"c{place}::TIMESTAMPTZ" if column.is_time else f"c{place}"


def _name(column: FileColumn) -> str:
    escaped = column.name.replace('"', '""')
    return f'"{escaped}"'


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")
