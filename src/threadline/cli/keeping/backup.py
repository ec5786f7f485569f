"""`threadline backup` and `threadline restore`."""

from __future__ import annotations

import shlex
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from threadline.cli import options
from threadline.cli.places import folders, running
from threadline.cli.printing.output import amount, print_json, say
from threadline.clock import now
from threadline.errors import LockedError
from threadline.services.keeping import backups, checksums, packing
from threadline.services.keeping.findings import size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

_CHECKSUMS: dict[packing.Checksum, str] = {
    "agrees": "The checksum of the backup agrees.",
    "none": "The backup has no checksum ({note}): its structure was checked, and not each letter of the texts.",
}


@click.command(
    epilog=options.examples(
        """
        threadline backup /backups/ --keep 14              # a new file in a folder of backups
        threadline backup before-upgrade.sqlite.zst        # one packed file
        """
    ),
)
@click.argument("target")
@options.data
@click.option("--compress", is_flag=True, help="Pack it with Zstandard, as a TARGET that ends with .zst is.")
@click.option(
    "--keep", type=click.IntRange(1), help="Keep this many backups in the folder TARGET; delete older ones."
)
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@options.as_json
def backup(target: str, data: Path, compress: bool, keep: int | None, **chosen: bool) -> None:
    """Copy all data into one file.

    TARGET is a file, or a folder: an existing one, or a name that ends with `/`. A folder gets a file with the time in
    its name. A server may run and write meanwhile: what it acknowledged before the start is in the backup.

    The file holds the records, with the hashes of keys; what else is in a data folder is made from them. The copy is
    read and checked before it gets its name. A packed file carries a checksum; that of a plain one is in TARGET.sha256,
    for a restore and for `sha256sum -c`.
    """
    folders.require_data(data)
    place = Path(target)
    is_folder = target.endswith("/") or place.is_dir()
    if keep and not is_folder:
        raise click.UsageError("--keep goes with a folder of backups; make it, or end its name with `/`.")
    file = place / backups.name_for(now(), packed=compress) if is_folder else _file(place, compress=compress)
    started = time.perf_counter()
    with _bar() as on_step:
        made = backups.back_up(data, file, existing=_existing(force=chosen["force"]), on_step=on_step)
    deleted = backups.rotate(place, keep=keep) if keep else []
    if chosen["as_json"]:
        seconds = round(time.perf_counter() - started, 3)
        print_json(
            {
                "file": str(made.path),
                "bytes": made.file_bytes,
                "checksum": None if made.note is None else str(made.note),
                "seconds": seconds,
                "newestChange": made.contents.newest.number,
                "counts": made.contents.counts,
                "deleted": [str(path) for path in deleted],
            }
        )
        return
    say(f"{made.path} ({size_of(made.file_bytes)}) has {_counted(made.contents.counts)}.")
    if made.note:
        say(f"Its checksum is in {made.note}; keep the two together.")
    for path in deleted:
        say(f"Deleted {path}.")


@click.command(
    epilog=options.examples(
        """
        threadline restore /backups/threadline-20260101T000000Z.sqlite --data /srv/threadline
        threadline restore before-upgrade.sqlite.zst --force
        """
    ),
)
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.data
@click.option("--force", is_flag=True, help="Replace the data of the folder; they are kept aside in it.")
@options.as_json
def restore(source: Path, data: Path, force: bool, as_json: bool) -> None:
    """Put a backup in the place of a folder's data.

    No server may run on the folder. SOURCE is a file that `threadline backup` made; it is read and checked before
    anything changes. Of a plain file the checksum in SOURCE.sha256 must agree, if there is one.
    """
    folders.require_writable(data)
    try:
        done = backups.restore(source, data, existing=_existing(force=force), now=now())
    except LockedError as error:
        raise _held(data) from error
    if as_json:
        aside = None if done.aside is None else str(done.aside)
        print_json(
            {
                "counts": done.contents.counts,
                "newestChange": done.contents.newest.number,
                "checksum": done.checksum,
                "aside": aside,
            }
        )
        return
    say(f"{data} has {_counted(done.contents.counts)}.")
    say(_CHECKSUMS[done.checksum].format(note=checksums.beside(source)))
    if done.aside:
        say(f"The data from before are in {done.aside}; delete it when nobody needs them.")
    say(f"Serve it: threadline serve --data {shlex.quote(str(data))}")


@contextmanager
def _bar() -> Generator[Callable[[int, int], None]]:
    """Show a bar to a person at a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Copying")

        def on_step(done: int, total: int) -> None:
            words = "Checking" if done == total else "Copying"
            progress.update(task, completed=done, total=total, description=words)

        yield on_step


def _existing(*, force: bool) -> backups.Existing:
    return "replace" if force else "refuse"


def _file(target: Path, *, compress: bool) -> Path:
    if compress and target.suffix != backups.PACKED:
        return target.with_name(target.name + backups.PACKED)
    return target


def _held(data: Path) -> click.ClickException:
    server = running.find(data)
    who = f"A server (process {server.pid})" if server else "Another process"
    return click.ClickException(f"{who} has {data} open. Stop it first; nothing was changed.")


def _counted(counts: Mapping[str, int]) -> str:
    nouns = {"conversations": "conversation", "messages": "message", "events": "event", "feedback": "vote"}
    *first, last = [amount(counts[table], noun) for table, noun in nouns.items()]
    return f"{', '.join(first)} and {last}"
