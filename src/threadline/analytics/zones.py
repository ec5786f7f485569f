"""The names of time zones, asked of the database, which brings rules of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_OTHERS = (
    "ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST"
    " Canada/East-Saskatchewan US/Pacific-New Factory"
)
"""Names that the database has besides those of the IANA, and one of no place. `BST` is Dhaka there, `IST` Kolkata."""

_NAMES = """
select distinct name from pg_timezone_names()
where not starts_with(name, 'SystemV/') and not list_contains(string_split(?, ' '), name)
order by name <> 'UTC', name
"""


def zone_names(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the IANA names that the database knows, old ones included: UTC first, then the others by name."""
    return tuple(name for (name,) in connection.execute(_NAMES, [_OTHERS]).fetchall())
