"""Messages whose stored documents cannot be read: passed over by all who read them, counted, and named.

A document is JSON text. A disk or a hand that changed it must not keep all others from being found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from threadline.records.connection import row, rows
from threadline.rids import HIDDEN, POSITIONS, position_of, shown_messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threadline.records.connection import Connection


class _Document(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """What every reader needs of a document."""

    id: str
    role: str
    created_at: str
    content: str | list[dict[str, object]] | None = None


@dataclass(frozen=True, slots=True)
class Damaged:
    """A message that cannot be read."""

    conversation_id: str
    message_id: str
    fault: str

    def __str__(self) -> str:
        """Return it in words."""
        return f"message {self.message_id} of conversation {self.conversation_id} ({self.fault})"


_decode = msgspec.json.Decoder(_Document).decode


def fault_of(document: bytes) -> str:
    """Return what is wrong with a document; empty when it can be read."""
    try:
        written_at = datetime.fromisoformat(_decode(document).created_at)
    except (msgspec.DecodeError, ValueError) as error:
        return str(error).partition("\n")[0].rstrip(".")
    return "" if written_at.tzinfo else "its time has no offset"


def readable(connection: Connection, rid: int) -> list[tuple[int, bytes]]:
    """Return the documents of a conversation that can be read, each with its position."""
    return [
        (position_of(message), document)
        for message, document in documents(connection, *shown_messages(rid))
        if not fault_of(document)
    ]


def documents(connection: Connection, first: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield the row numbers and documents of the messages of a range, hidden ones left out, as bytes.

    As text, one that is no UTF-8 would end the reading of all.
    """
    sql = (
        "SELECT rid, CAST(document AS BLOB) FROM messages"
        f" WHERE rid >= ? AND rid < ? AND rid % {POSITIONS} < {HIDDEN} ORDER BY rid"
    )
    for rid, document in connection.execute(sql, (first, end)):
        if isinstance(rid, int) and isinstance(document, bytes):
            yield rid, document


def named(connection: Connection, message_rid: int, fault: str) -> Damaged:
    """Return a damaged message with the ids that callers know it by."""
    sql = (
        "SELECT CAST(c.id AS BLOB), CAST(m.id AS BLOB) FROM messages m"
        f" LEFT JOIN conversations c ON c.rid = m.rid / {POSITIONS} WHERE m.rid = ?"
    )
    conversation_id, message_id = row(connection, sql, (message_rid,)) or (b"?", b"?")
    return Damaged(_text(conversation_id), _text(message_id), fault)


def all_damaged(connection: Connection, *, depth: str) -> Iterator[Damaged]:
    """Yield the messages that cannot be read.

    Args:
        connection: the open file.
        depth: `quick` looks whether documents are JSON, `full` whether they have what readers need too.
    """
    where = "" if depth == "full" else " WHERE NOT json_valid(document)"
    for rid, document in connection.execute(f"SELECT rid, CAST(document AS BLOB) FROM messages{where}"):
        fault = fault_of(document) if isinstance(document, bytes) else "it is missing"
        if fault and isinstance(rid, int):
            yield named(connection, rid, fault)


def damaged_columns(connection: Connection) -> list[str]:
    """Return where else JSON is damaged: each row with its table, its column and its id."""
    found = []
    for table, columns in _COLUMNS.items():
        for column in columns:
            sql = f"SELECT CAST(id AS BLOB) FROM {table} WHERE {column} IS NOT NULL AND NOT json_valid({column})"
            found += [f"{column} of {table} {_text(each[0])}" for each in rows(connection, sql)]
    return found


_COLUMNS = {
    "conversations": ("properties", "user_properties", "tags"),
    "events": ("properties", "user_properties"),
    "feedback": ("properties", "user_properties", "reasons", "sources"),
}


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else "?"
