"""Showing rows: a table at a terminal, else JSON; CSV when it is asked for."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING, Any

import click
import msgspec

from threadline.cli.printing.lines import say_wrapped
from threadline.cli.printing.output import print_json, say
from threadline.cli.printing.tables import print_rows, room
from threadline.cli.printing.times import Times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def show(
    answer: object, rows: Sequence[Mapping[str, Any]], *, form: Mapping[str, Any], words: str = ""
) -> None:
    """Print rows.

    Args:
        answer: what JSON shows: the whole answer.
        rows: what a table and CSV show.
        form: the options `as_json` and `as_csv`, and for a table how `times` are shown and the `hint` below it.
        words: what is said below a table.
    """
    if form["as_json"] and form["as_csv"]:
        raise click.UsageError("Choose --json or --csv, not both.")
    if form["as_csv"]:
        print_csv(rows)
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


def print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows under a header; an object is spread over a column for each key."""
    spread = [_spread(row) for row in rows]
    names = list(dict.fromkeys(name for row in spread for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(spread)
    click.echo(text.getvalue() if names else "", nl=False)


def _spread(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a row as texts.

    >>> _spread({"id": "c1", "properties": {"plan": "pro", "seats": [1]}, "type": None})
    {'id': 'c1', 'properties.plan': 'pro', 'properties.seats': '[1]', 'type': ''}
    """
    cells: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells |= {f"{name}.{key}": _text(each) for key, each in value.items()}
        else:
            cells[name] = _text(value)
    return cells


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
