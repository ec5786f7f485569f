"""Exports: the rows of a query as CSV, NDJSON or Parquet, without a cap and in flat memory. Contract: section 5.8.

CSV (`sheets`) has objects spread over one column per key found in the exported rows, sorted; `reasons` and `sources`
over one column per member, joined by `; `. Keys beyond the most frequent ones share a column of JSON text: whoever logs
invents keys, and a table has to stay one that can be held. With `mode` `json` objects stay JSON text. Cells hold the
values and nothing else, unless the caller's `Style` wants what spreadsheets would compute defused.
The other two are extensions of the contract: NDJSON has the rows of the query as they are, but that `mode` `json` gives
objects as they are stored, and Parquet typed columns, where objects are JSON text.

Rows are those of one moment, and are made as the reader takes them. The first piece is made at once, so that a
statement that fails is refused whole, and no file breaks off for it.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import msgspec

from threadline.analytics.parquet import FileColumn, write_parquet
from threadline.analytics.reading import batches, members_of
from threadline.catalog import VIEWS
from threadline.query import compile_plan, needs_of, plan_export, read_expression
from threadline.services.asking.narrowing import narrowing
from threadline.services.asking.queries import as_text, wire_rows
from threadline.services.asking.scoping import scope
from threadline.services.asking.sheets import PLAIN, Style, written
from threadline.services.documents import encode_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from threadline.analytics.projection import Snapshot
    from threadline.analytics.reading import Members
    from threadline.catalog import View
    from threadline.query import Column, Expression, Purpose, Statement
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.services.asking.sheets import Cell

_LIST_MEMBERS = {"reasons": ("label", "details"), "sources": ("type", "title", "url")}
_AS_THEY_ARE = ("string", "integer", "timestamp")
"""Kinds of columns whose values are cells already; null is written as an empty one."""


MOST_COLUMNS = 500
"""Of the keys of one object; the others share one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file, as it is made."""

    pieces: Generator[bytes]
    """Who stops in the middle closes them."""

    together: int = 0
    """How many keys have no column of their own."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """How a column of the statement becomes cells."""

    headers: tuple[str, ...]
    cells: Callable[[object], Sequence[Cell]]
    together: int = 0
    """How many keys share the last column."""


def as_csv(engine: Engine, caller: Caller, view_name: str, body: object, *, style: Style = PLAIN) -> Table:
    """Return the rows of a query body as CSV. Faults of the body are raised before the first piece.

    Raises:
        MalformedError: the body has the wrong shape or unknown names; all faults are told.
        InvalidRequestError: it cannot be carried out, or not with the memory that there is.
    """
    view = VIEWS[view_name]
    asked = read_expression(body, view)
    statement = _statement(engine, caller, asked, view, purpose="export")
    with narrowing(engine, asked, view):
        snapshot = engine.projection.snapshot()
        try:
            sheets = [_sheet(snapshot, statement, place, style) for place in range(len(statement.columns))]
        except BaseException:
            snapshot.close()
            raise
        pieces = _begun(_pieces(snapshot, statement, sheets, style))
        return Table(pieces, sum(sheet.together for sheet in sheets))


def as_ndjson(engine: Engine, caller: Caller, view_name: str, body: object) -> Generator[bytes]:
    """Return the rows of a query body as the query has them, one a line, in pieces; with `mode` `json` as stored.

    Who stops in the middle closes them.

    Raises:
        MalformedError: as `as_csv`.
        InvalidRequestError: as `as_csv`.
    """
    view = VIEWS[view_name]
    asked = read_expression(body, view)
    statement = _statement(engine, caller, asked, view, purpose="lines")
    with narrowing(engine, asked, view):
        return _begun(_json_lines(engine.projection.snapshot(), statement))


def as_parquet(engine: Engine, caller: Caller, view_name: str, body: object) -> BinaryIO:
    """Return the rows of a query body as an open Parquet file, which is gone when it is closed.

    Raises:
        MalformedError: as `as_csv`.
        InvalidRequestError: as `as_csv`.
    """
    view = VIEWS[view_name]
    asked = read_expression(body, view)
    statement = _statement(engine, caller, asked, view, purpose="export")
    columns = [FileColumn(column.key, column.kind == "timestamp") for column in statement.columns]
    with narrowing(engine, asked, view):
        return write_parquet(engine.projection, statement.text, statement.parameters, columns)


def _statement(
    engine: Engine, caller: Caller, asked: Expression, view: View, *, purpose: Purpose
) -> Statement:
    plan = plan_export(asked, view, zones=engine.zones)
    engine.catching_up.catch_up(view.table)
    known = scope(engine, caller, needs_of(plan), view)
    columns = engine.columns(view.table)
    statement = compile_plan(plan, known, purpose=purpose, columns=columns).rows
    engine.note(statement.paths, columns)
    return statement


def _begun(pieces: Generator[bytes]) -> Generator[bytes]:
    """Return the pieces once the first of them is made."""
    return _continued(next(pieces, b""), pieces)


def _continued(first: bytes, pieces: Generator[bytes]) -> Generator[bytes]:
    with closing(pieces):
        yield first
        yield from pieces


def _json_lines(snapshot: Snapshot, statement: Statement) -> Generator[bytes]:
    try:
        for batch in batches(snapshot, statement.text, statement.parameters):
            yield encode_lines(list(wire_rows(statement.columns, batch)))
    finally:
        snapshot.close()


def _pieces(
    snapshot: Snapshot, statement: Statement, sheets: Sequence[_Sheet], style: Style
) -> Generator[bytes]:
    try:
        found = batches(snapshot, statement.text, statement.parameters)
        headers = [header for sheet in sheets for header in sheet.headers]
        for piece in written(headers, _rows(sheets, found), style):
            yield piece.encode()
    finally:
        snapshot.close()


def _rows(sheets: Sequence[_Sheet], found: Iterable[Sequence[Sequence[object]]]) -> Iterator[Sequence[Cell]]:
    readers = [sheet.cells for sheet in sheets]
    for batch in found:
        for row in batch:
            yield [cell for read, value in zip(readers, row, strict=True) for cell in read(value)]


def _sheet(snapshot: Snapshot, statement: Statement, place: int, style: Style) -> _Sheet:
    column = statement.columns[place]
    if column.mode == "unpack":
        known = _LIST_MEMBERS.get(column.key)
        if known:
            return _Sheet(_headers(column, known), lambda value: _joined(value, known, style))
        # Which columns there are is known when all rows have been seen.
        found = members_of(snapshot, statement.text, statement.parameters, place, most=MOST_COLUMNS)
        return _gathered(column, found, style) if found.left else _spread(column, found.names, style)
    if column.kind == "json" and column.mode != "json":
        return _Sheet((column.key,), lambda value: (_cell(_decoded(value), style),))
    if column.kind in _AS_THEY_ARE and style.formulas == "keep":
        return _Sheet((column.key,), lambda value: (cast("Cell", value),))
    return _Sheet((column.key,), lambda value: (_cell(value, style),))


def _headers(column: Column, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{column.key}.{name}" for name in names)


def _spread(column: Column, names: Sequence[str], style: Style) -> _Sheet:
    """Return how an object becomes a cell for each of its members; one empty column when no row has any."""

    def cells(value: object) -> Sequence[Cell]:
        members = _decoded(value)
        return [_cell(members.get(name), style) for name in names] if isinstance(members, dict) else nothing

    nothing = (None,) * len(names)
    return _Sheet(_headers(column, names), cells) if names else _Sheet((column.key,), lambda _: (None,))


def _gathered(column: Column, found: Members, style: Style) -> _Sheet:
    """Return how an object becomes a cell for each of some members, and one for all others, as JSON text."""
    spread, names = _spread(column, found.names, style), set(found.names)

    def cells(value: object) -> Sequence[Cell]:
        members = _decoded(value)
        items = members.items() if isinstance(members, dict) else ()
        others = {name: each for name, each in items if name not in names}
        return [*spread.cells(value), _cell(others or None, style)]

    other = f"other{column.key[:1].upper()}{column.key[1:]}"
    return _Sheet((*spread.headers, other), cells, found.left)


def _joined(value: object, members: Sequence[str], style: Style) -> list[Cell]:
    items = _decoded(value)
    if not isinstance(items, list):
        return [None] * len(members)
    found = [item for item in items if isinstance(item, dict)]
    return [style.text("; ".join(_shown(item.get(name)) for item in found)) or None for name in members]


def _shown(value: object) -> str:
    return "" if value is None else as_text(value)


def _decoded(value: object) -> object:
    return msgspec.json.decode(value) if isinstance(value, str) else None


def _cell(value: object, style: Style) -> Cell:
    if value is None:
        return None
    return style.text(value) if isinstance(value, str) else as_text(value)
