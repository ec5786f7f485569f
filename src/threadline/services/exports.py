"""Exports: the rows of a query as CSV, NDJSON or Parquet, without a cap and in flat memory. Contract: section 5.8.

CSV is RFC 4180 with CRLF. Objects are spread over one column per key found in the exported rows, sorted; `reasons` and
`sources` over one column per member, joined by `; `. With `mode` `json` they stay JSON text. Null is an empty cell.
The other two are extensions of the contract: NDJSON has the rows of the query as they are, and Parquet typed columns,
where objects are JSON text.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from threadline.analytics.parquet import FileColumn, write_parquet
from threadline.query import VIEWS, compile_export
from threadline.services.documents import encode_lines
from threadline.services.promoting import with_promoted
from threadline.services.queries import as_text, wire_rows
from threadline.services.scoping import scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from threadline.analytics.projection import Snapshot
    from threadline.query import Column, Statement
    from threadline.query.emit import Purpose
    from threadline.services.access import Caller
    from threadline.services.engine import Engine

_LIST_MEMBERS = {"reasons": ("label", "details"), "sources": ("type", "title", "url")}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """How a column of the statement becomes cells."""

    headers: tuple[str, ...]
    cells: Callable[[object], Sequence[str]]


def as_csv(engine: Engine, caller: Caller, view_name: str, body: object) -> Iterator[bytes]:
    """Return the rows of a query body as CSV, in pieces. Faults of the body are raised before the first piece.

    Raises:
        MalformedError: the body has the wrong shape or unknown names; all faults are told.
        InvalidRequestError: it cannot be carried out.
    """
    statement = _statement(engine, caller, view_name, body, purpose="export")
    return _pieces(engine.projection.snapshot(), statement)


def as_ndjson(engine: Engine, caller: Caller, view_name: str, body: object) -> Iterator[bytes]:
    """Return the rows of a query body as the query has them, one a line, in pieces.

    Raises:
        MalformedError: as `as_csv`.
        InvalidRequestError: as `as_csv`.
    """
    statement = _statement(engine, caller, view_name, body, purpose="rows")
    return _json_lines(engine.projection.snapshot(), statement)


def as_parquet(engine: Engine, caller: Caller, view_name: str, body: object) -> BinaryIO:
    """Return the rows of a query body as an open Parquet file, which is gone when it is closed.

    Raises:
        MalformedError: as `as_csv`.
        InvalidRequestError: as `as_csv`.
    """
    statement = _statement(engine, caller, view_name, body, purpose="export")
    columns = [FileColumn(column.key, column.kind == "timestamp") for column in statement.columns]
    return write_parquet(engine.projection, statement.text, statement.parameters, columns)


def _statement(
    engine: Engine, caller: Caller, view_name: str, body: object, *, purpose: Purpose
) -> Statement:
    view = VIEWS[view_name]
    engine.catching_up.catch_up(view.table)
    compiled = with_promoted(
        engine.projection,
        [view.table],
        scope(engine, caller, body, view_name=view_name),
        lambda known: compile_export(body, view, scope=known, purpose=purpose),
    )
    return compiled.rows


def _json_lines(snapshot: Snapshot, statement: Statement) -> Iterator[bytes]:
    try:
        for batch in snapshot.stream(statement.text, statement.parameters):
            yield encode_lines(list(wire_rows(statement.columns, batch)))
    finally:
        snapshot.close()


def _pieces(snapshot: Snapshot, statement: Statement) -> Iterator[bytes]:
    try:
        sheets = _sheets(snapshot, statement)
        yield _lines([[header for sheet in sheets for header in sheet.headers]])
        for batch in snapshot.stream(statement.text, statement.parameters):
            yield _lines(
                [cell for sheet, value in zip(sheets, row, strict=True) for cell in sheet.cells(value)]
                for row in batch
            )
    finally:
        snapshot.close()


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _sheets(snapshot: Snapshot, statement: Statement) -> list[_Sheet]:
    """Return the sheets of all columns. Spread columns need the keys of all rows, so those are read once before."""
    spread = {index for index, column in enumerate(statement.columns) if _is_spread(column)}
    keys: dict[int, set[str]] = {index: set() for index in spread}
    for batch in snapshot.stream(statement.text, statement.parameters) if spread else ():
        for row in batch:
            for index in spread:
                keys[index].update(_members(row[index]))
    return [
        _spread(column, sorted(keys[index])) if index in spread else _plain(column)
        for index, column in enumerate(statement.columns)
    ]


def _is_spread(column: Column) -> bool:
    return column.mode == "unpack" and column.key not in _LIST_MEMBERS


def _members(value: object) -> Iterable[str]:
    members = msgspec.json.decode(value) if isinstance(value, str) else None
    return members if isinstance(members, dict) else ()


def _spread(column: Column, names: Sequence[str]) -> _Sheet:
    def cells(value: object) -> list[str]:
        members = msgspec.json.decode(value) if isinstance(value, str) else {}
        return [_cell(members.get(name)) if isinstance(members, dict) else "" for name in names]

    return _Sheet(tuple(f"{column.key}.{name}" for name in names), cells)


def _plain(column: Column) -> _Sheet:
    members = _LIST_MEMBERS.get(column.key)
    if column.mode == "unpack" and members:
        return _Sheet(
            tuple(f"{column.key}.{name}" for name in members), lambda value: _joined(value, members)
        )
    if column.kind == "json" and column.mode != "json":
        return _Sheet(
            (column.key,), lambda value: [_cell(msgspec.json.decode(str(value))) if value is not None else ""]
        )
    return _Sheet((column.key,), lambda value: [_cell(value)])


def _joined(value: object, members: Sequence[str]) -> list[str]:
    items = msgspec.json.decode(value) if isinstance(value, str) else []
    return [
        "; ".join(_cell(item.get(name)) for item in items if isinstance(item, dict))
        if isinstance(items, list)
        else ""
        for name in members
    ]


def _cell(value: object) -> str:
    return "" if value is None else as_text(value)
