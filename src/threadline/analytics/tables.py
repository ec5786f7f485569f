"""The tables of the projection: one per view of the catalogue, all columns plain, no index.

`rid` is the number of the row in the records that a row was made from: a change deletes by it and appends anew.
Deleting by a number and appending is the cheapest way to replace rows in a column store; an index would make it ten
times dearer.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadline.catalog import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threadline.catalog import FieldType, View

GIVEN_ROWS = "(SELECT from_json(t, ?) AS r FROM (SELECT unnest(?::VARCHAR[]) AS t))"
"""Where statements read rows `r` from: binds a structure, and the rows as JSON texts, which is faster than one text."""


KEYS = (("properties_keys", "properties"), ("user_properties_keys", "user_properties"))
"""Columns with the names of an object's members, and the columns of the objects."""


_TYPES: dict[FieldType, str] = {
    "string": "VARCHAR",
    "integer": "INTEGER",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMP_MS",
    "string_list": "VARCHAR[]",
    "object": "VARCHAR",
    "objects": "VARCHAR",
}
_SPAN = (("first_message_rid", "BIGINT"), ("last_message_rid", "BIGINT"))
"""The row numbers of the first and the last message of a row that has a span of them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name and its columns with their DuckDB types."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def ddl(self) -> str:
        """The statement that makes it."""
        columns = (*self.columns, *((name, "VARCHAR[]") for name, _ in KEYS))
        return f"CREATE TABLE {self.name} ({', '.join(f'{name} {type_}' for name, type_ in columns)})"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return (*(name for name, _ in self.columns), *(name for name, _ in KEYS))

    @property
    def json_structure(self) -> str:
        """What `from_json` needs to read a row, as JSON text. Times travel as milliseconds."""
        return _structure((name, _json_type(type_)) for name, type_ in self.columns)

    @property
    def keys_structure(self) -> str:
        """What `from_json` needs to read of a row whose it is, and which members its objects have."""
        return _structure((name, '"VARCHAR"') for name in ("project_id", *(column for _, column in KEYS)))

    @property
    def select_list(self) -> str:
        """The columns of a row `r` that was read so, in order."""
        plain = (
            f"make_timestamp_ms(r.{name})" if type_ == "TIMESTAMP_MS" else f"r.{name}"
            for name, type_ in self.columns
        )
        return ", ".join((*plain, *(f"json_keys(r.{column})" for _, column in KEYS)))


def _structure(members: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f'"{name}": {type_}' for name, type_ in members) + "}"


def _json_type(type_: str) -> str:
    if type_.endswith("[]"):
        return f'["{type_[:-2]}"]'
    return '"BIGINT"' if type_ == "TIMESTAMP_MS" else f'"{type_}"'


def _table(view: View) -> Table:
    columns = ((field.column, _TYPES[field.type]) for field in view.fields)
    return Table(view.table, (("rid", "BIGINT"), *columns, *(_SPAN if view.messages == "span" else ())))


TABLES = {view.table: _table(view) for view in VIEWS.values()}

_CONTENTS_VERSION = 6
"""Raised with every change of what is put into the tables."""

SCHEMA_VERSION = _CONTENTS_VERSION << 32 | zlib.crc32(
    "\n".join(table.ddl for table in TABLES.values()).encode()
)
"""Differs with every change of the tables or of what is put into them: a file of another is rebuilt at start."""
