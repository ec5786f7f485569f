"""`threadline keys list`: the keys of a folder in a table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from threadline.cli import options
from threadline.cli.keeping.keys import told
from threadline.cli.places import folders
from threadline.cli.printing.output import print_json, say
from threadline.cli.printing.tables import print_table
from threadline.moments import to_text

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.services.keys import Key


@click.command(
    "list",
    epilog=options.examples(
        """
        threadline keys list --data /srv/threadline
        """
    ),
)
@options.data
@options.as_json
def list_(data: Path, as_json: bool) -> None:
    """List the keys: what they open, how they begin, and when they were used last."""
    folders.require_data(data)
    with folders.opened_records(data) as records:
        found = records.reader.all_keys()
    if as_json or not sys.stdout.isatty():
        print_json([told(key) for key in found])
    elif found:
        print_table(("ID", "LAST USED", "PROJECT", "TYPE", "NAME", "BEGINS", "CREATED"), map(_row, found))
    else:
        say("There are no keys. Make one: threadline keys create --project NAME")


def _row(key: Key) -> tuple[str, ...]:
    used = "revoked" if key.revoked_at else _minute(key.last_used_at)
    return (key.id, used, key.project, key.type, key.name, f"{key.prefix}…", _minute(key.created_at))


def _minute(milliseconds: int | None) -> str:
    return "never" if milliseconds is None else to_text(milliseconds)[:16].replace("T", " ")
