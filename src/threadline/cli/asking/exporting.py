"""`threadline export`: all rows of a view as CSV or NDJSON, from a folder or a server, in flat memory."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
import msgspec

from threadline.catalog import VIEWS
from threadline.cli import options
from threadline.cli.asking import conditions, names
from threadline.cli.asking.carrying import Carried, carried
from threadline.cli.asking.short import filter_of
from threadline.cli.places import opening as places
from threadline.cli.places.walking import walk
from threadline.cli.printing.output import say
from threadline.cli.printing.shell_lines import shell_lines
from threadline.cli.refusals import told_by_origin

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from threadline.cli.places.api import Api

_KILOBYTE = 1_000


@click.command(
    epilog=options.examples(
        """
        threadline export conversations --output conversations.csv --excel
        threadline export feedback --format ndjson \\
          --where type=negative --where 'createdAt>=30d'
        threadline export conversations --format ndjson --with messages,tags,externalId
        threadline export semantic-threads --url http://127.0.0.1:8787 --key KEY
        """
    ),
)
@names.view
@click.option(
    "--where",
    "conditions_",
    metavar="CONDITION",
    type=names.FieldName("condition"),
    multiple=True,
    help=f"Which rows; all conditions must hold. {conditions.HELP}",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write. [stdout]")
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "ndjson"]),
    default="csv",
    show_default=True,
    help="CSV with a column for each property, or one JSON object a line.",
)
@click.option(
    "--with",
    "further",
    metavar="NAMES",
    type=names.FieldName(),
    multiple=True,
    help="What rows carry beside the fields of the contract, such as `tags,externalId`; several, or with commas. "
    "`messages` is the whole history of each conversation, in the format ndjson.",
)
@options.excel
@options.place
@click.option("--json", "as_json", is_flag=True, help="The same as --format ndjson.")
def export(
    view: str, output: Path | None, *, conditions_: Sequence[str], format_: str, **chosen: Any
) -> None:
    """Write all rows of a view, without a cap.

    VIEW is one of conversations, events, feedback and semantic-threads. Newest rows come first.
    """
    asked = filter_of(conditions_, VIEWS[view])
    is_csv = format_ == "csv" and not chosen["as_json"]
    wanted = carried(VIEWS[view], chosen["further"])
    if wanted.messages and is_csv:
        raise click.UsageError("--with messages goes with --format ndjson: a cell cannot hold a history.")
    if chosen["excel"] and not is_csv:
        raise click.UsageError("--excel goes with --format csv.")
    if output and output.is_file() and not chosen["force"]:
        raise click.ClickException(f"The file {output} exists; name another, or replace it with --force.")
    with places.opened(chosen) as api:
        # Faults of the filter come with the first piece: before a file is touched.
        with told_by_origin(asked.origins):
            asked.body.update(wanted.selection)
            pieces = (
                _csv(api, view, asked.body, excel=chosen["excel"])
                if is_csv
                else _ndjson(api, view, asked.body, wanted)
            )
            first = next(pieces, b"")
        with _opened(output) as file:
            file.write(first)
            file.writelines(pieces)
    if output:
        say(f"Wrote {output} ({output.stat().st_size / _KILOBYTE:,.1f} kB).")


def _csv(api: Api, view: str, body: dict[str, Any], *, excel: bool) -> Iterator[bytes]:
    pieces = api.csv(view, body, excel=excel)
    return iter(pieces) if excel else shell_lines(pieces)


def _ndjson(api: Api, view: str, body: dict[str, Any], wanted: Carried) -> Iterator[bytes]:
    for page in walk(api, view, body):
        yield b"".join(msgspec.json.encode(wanted.row(api, row)) + b"\n" for row in page)


@contextmanager
def _opened(path: Path | None) -> Generator[BinaryIO]:
    """Open stdout, or a file that is there only when it is whole."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    # What is no file, such as /dev/null or a named pipe, cannot be replaced by one.
    draft = path.with_name(f"{path.name}.{os.getpid()}.part") if path.is_file() or not path.exists() else path
    try:
        file = draft.open("wb")
    except OSError as error:
        raise click.ClickException(f"The file {path} cannot be written: {error.strerror}.") from error
    try:
        with file:
            yield file
        draft.replace(path)
    finally:
        if draft != path:
            draft.unlink(missing_ok=True)
