"""`threadline export`: all rows of a view as CSV or NDJSON, from a folder or a server, in flat memory."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
import msgspec

from threadline.cli import options
from threadline.cli.asking import conditions
from threadline.cli.asking.short import filter_of
from threadline.cli.places import opening as places
from threadline.cli.places.walking import walk
from threadline.cli.printing.output import say
from threadline.query import VIEWS

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from threadline.cli.places.opening import Place

_KILOBYTE = 1_000


@click.command(
    epilog=options.examples(
        """
        threadline export conversations --output conversations.csv
        threadline export feedback --format ndjson \\
          --where type=negative --where 'createdAt>=30d'
        threadline export semantic-threads --url http://127.0.0.1:8787 --key KEY
        """
    ),
)
@options.view
@click.option(
    "--where",
    "conditions_",
    metavar="CONDITION",
    type=options.FieldName("condition"),
    multiple=True,
    help=f"Which rows; all conditions must hold. {conditions.HELP}",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write. [stdout]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "ndjson"]),
    default="csv",
    show_default=True,
    help="CSV with a column for each property, or one JSON object a line.",
)
@options.place
@click.option("--json", "as_json", is_flag=True, help="The same as --format ndjson.")
def export(
    view: str, output: Path | None, *, conditions_: Sequence[str], format_: str, as_json: bool, **where: Any
) -> None:
    """Write all rows of a view, without a cap.

    VIEW is one of conversations, events, feedback and semantic-threads. Newest rows come first.
    """
    body = filter_of(conditions_, VIEWS[view])
    with places.opened(where) as place:
        pieces = _ndjson(place, view, body) if as_json or format_ == "ndjson" else place.csv(view, body)
        # Faults of the filter come with the first piece: before a file is touched.
        first = next(pieces, b"")
        with _opened(output) as file:
            file.write(first)
            file.writelines(pieces)
    if output:
        say(f"Wrote {output} ({output.stat().st_size / _KILOBYTE:,.1f} kB).")


def _ndjson(place: Place, view: str, body: dict[str, Any]) -> Iterator[bytes]:
    for page in walk(place, view, body):
        yield b"".join(msgspec.json.encode(row) + b"\n" for row in page)


@contextmanager
def _opened(path: Path | None) -> Generator[BinaryIO]:
    """Open stdout, or a file that is there only when it is whole."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
