"""Which paths get a column before anybody asks: the keys that many rows have, as long as their values are short.

The first question about such a path would else read the JSON text of every row, which takes seconds in a large table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadline.errors import pointer_of

if TYPE_CHECKING:
    import duckdb

    from threadline.analytics.promotion import Place

MOST_FORESEEN = 16
"""Promoted columns that a table has before paths are chosen by their number of rows alone no more."""

_LEAST_SHARE = 0.1
"""Of the rows of a table, that have a key."""

_MOST_LETTERS = 200
"""Of a value, on average: a column of long texts would only double them."""

_SAMPLE = 1_000
"""The newest rows, by which values are measured."""


def frequent(cursor: duckdb.DuckDBPyConnection, table: str) -> list[Place]:
    """Return the paths that are worth a column by the rows that have them, most frequent first."""
    sql = (
        "SELECT field, key FROM property_keys WHERE tbl = ? GROUP BY field, key"
        f" HAVING sum(times) >= {_LEAST_SHARE} * (SELECT count(*) FROM {table})"
        f" ORDER BY sum(times) DESC, field, key LIMIT {MOST_FORESEEN}"
    )
    places = [(field, pointer_of((key,))) for field, key in cursor.execute(sql, [table]).fetchall()]
    return [place for place in places if _is_short(cursor, table, place)]


def _is_short(cursor: duckdb.DuckDBPyConnection, table: str, place: Place) -> bool:
    source, pointer = place
    sql = (
        "SELECT coalesce(avg(length(json_extract(text, ?)::VARCHAR)), 0) FROM"
        f" (SELECT {source} AS text FROM {table} ORDER BY rid DESC LIMIT {_SAMPLE})"
    )
    found = cursor.execute(sql, [pointer]).fetchone()
    return found is not None and found[0] <= _MOST_LETTERS
