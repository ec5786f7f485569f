"""Showing rows: a table at a terminal, else JSON; CSV when it is asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
import msgspec

from threadline.cli.printing.lines import say_wrapped
from threadline.cli.printing.output import print_json, say
from threadline.cli.printing.tables import print_rows, room
from threadline.cli.printing.times import Times
from threadline.services.asking import sheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def show(
    answer: object, rows: Sequence[Mapping[str, Any]], *, form: Mapping[str, Any], words: str = ""
) -> None:
    """Print rows.

    Args:
        answer: what JSON shows: the whole answer.
        rows: what a table and CSV show.
        form: the options of `options.form`, and for a table how `times` are shown and the `hint` below it.
        words: what is said below a table.
    """
    if wants_csv(form):
        print_csv(rows, excel=form["excel"])
    elif form["as_json"] or not sys.stdout.isatty():
        print_json(answer)
    elif rows:
        times = form.get("times", Times())
        print_rows(
            [times.shown(row) for row in rows], room=room(), hint=form.get("hint", "--json shows everything.")
        )
        say_wrapped(words, room())
    else:
        say("No rows.")


def wants_csv(form: Mapping[str, Any]) -> bool:
    """Return whether the options `as_json`, `as_csv` and `excel` ask for CSV.

    Raises:
        click.UsageError: they ask for JSON as well.
    """
    is_csv = form["as_csv"] or form["excel"]
    if form["as_json"] and is_csv:
        raise click.UsageError(f"Choose --json or {'--excel' if form['excel'] else '--csv'}, not both.")
    return bool(is_csv)


def print_csv(rows: Sequence[Mapping[str, Any]], *, excel: bool) -> None:
    """Print rows under a header; an object is spread over a column for each key."""
    style = sheets.EXCEL if excel else sheets.SHELL
    spread = [_spread(row, style) for row in rows]
    names = list(dict.fromkeys(name for row in spread for name in row))
    if names:
        for piece in sheets.written(names, ([row.get(name) for name in names] for row in spread), style):
            click.echo(piece, nl=False)


def _spread(row: Mapping[str, Any], style: sheets.Style) -> dict[str, str | None]:
    """Return a row as cells.

    >>> _spread({"id": "c1", "properties": {"plan": "pro", "seats": [1]}, "type": None}, sheets.PLAIN)
    {'id': 'c1', 'properties.plan': 'pro', 'properties.seats': '[1]', 'type': None}
    """
    cells: dict[str, str | None] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells |= {f"{name}.{key}": _text(each, style) for key, each in value.items()}
        else:
            cells[name] = _text(value, style)
    return cells


def _text(value: object, style: sheets.Style) -> str | None:
    if value is None:
        return None
    return style.text(value) if isinstance(value, str) else msgspec.json.encode(value).decode()
