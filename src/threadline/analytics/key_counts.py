"""How many rows have each property, kept up to date with the rows: what a property picker asks for most.

Every change of rows appends what it adds and takes away, in the transaction of the rows themselves, so that the sums
are exact at any time. Differences are added up when there are more of them than sums: however many names callers
invent, a change costs in step with the names that it touches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadline.analytics.tables import GIVEN_ROWS, KEYS, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

DDL = "CREATE TABLE property_keys (tbl VARCHAR, project_id VARCHAR, field VARCHAR, key VARCHAR, times BIGINT)"
"""`field` is the JSON column that has the key; the `times` of one key are to be added up."""

MOST_DIFFERENCES = 20_000
"""So many are not worth adding up: reading them takes about a millisecond."""

_FIELDS = ", ".join(f"'{column}'" for _, column in KEYS)
_STORED = ", ".join(name for name, _ in KEYS)
_GIVEN = ", ".join(f"json_keys(r.{column})" for _, column in KEYS)
_APPEND = f"""
INSERT INTO property_keys
SELECT ?, project_id, field, key, sum(sign)::BIGINT AS times FROM (
  SELECT project_id, sign, field, unnest(keys) AS key FROM (
    SELECT project_id, sign, unnest([{_FIELDS}]) AS field, unnest([{_STORED}]) AS keys FROM ({{rows}})
  )
)
GROUP BY project_id, field, key HAVING times <> 0
"""
_ADD_UP = """
CREATE OR REPLACE TABLE property_keys AS
SELECT tbl, project_id, field, key, sum(times)::BIGINT AS times FROM property_keys
GROUP BY tbl, project_id, field, key HAVING times <> 0 ORDER BY project_id, tbl, field
"""


def note_change(
    cursor: duckdb.DuckDBPyConnection, table: str, *, gone: Sequence[int], rows: Sequence[str]
) -> None:
    """Count the rows that are about to go and to come; arguments are those of `Projection.apply`."""
    given = f"SELECT r.project_id, 1 AS sign, {_GIVEN} FROM {GIVEN_ROWS}"
    going = f"rid IN ({', '.join(map(str, gone))})" if gone else "false"
    stored = f"SELECT project_id, -1 AS sign, {_STORED} FROM {table} WHERE {going}"
    cursor.execute(
        _APPEND.format(rows=f"{stored} UNION ALL {given}"), [table, TABLES[table].keys_structure, rows]
    )


def count_anew(cursor: duckdb.DuckDBPyConnection, table: str) -> None:
    """Count all rows of a table."""
    cursor.execute("DELETE FROM property_keys WHERE tbl = ?", [table])
    cursor.execute(_APPEND.format(rows=f"SELECT project_id, 1 AS sign, {_STORED} FROM {table}"), [table])


def add_up(cursor: duckdb.DuckDBPyConnection, *, beyond: int) -> int:
    """Add up the differences of each key if there are many more than `beyond`, the sums there were the last time.

    When `beyond` is negative, they are added up in any case: then no key is left that no row has.

    Returns:
        How many sums there were the last time then.
    """
    if beyond >= 0 and _count(cursor) <= beyond + max(beyond, MOST_DIFFERENCES):
        return beyond
    add_up_all(cursor)
    return _count(cursor)


def add_up_all(cursor: duckdb.DuckDBPyConnection) -> None:
    """Add up the differences of each key, so that keys which no row has any more go."""
    cursor.execute(_ADD_UP)


def may_occur(cursor: duckdb.DuckDBPyConnection, table: str, place: tuple[str, str]) -> bool:
    """Tell whether a row may have something at a JSON pointer in a column, as far as its keys are counted."""
    source, pointer = place
    if source not in {column for _, column in KEYS}:
        return True
    key = pointer.split("/")[1].replace("~1", "/").replace("~0", "~")
    sql = "SELECT 1 FROM property_keys WHERE tbl = ? AND field = ? AND key = ? AND times > 0 LIMIT 1"
    return cursor.execute(sql, [table, source, key]).fetchone() is not None


def _count(cursor: duckdb.DuckDBPyConnection) -> int:
    found = cursor.execute("SELECT count(*) FROM property_keys").fetchone()
    return int(found[0]) if found else 0
