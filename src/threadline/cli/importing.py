"""`threadline import`: conversations, events and feedback from files, also while a server runs on the folder."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from threadline.cli import folders, options, sources
from threadline.cli.output import amount, one_line, print_json, say
from threadline.cli.progress import Bar
from threadline.cli.rejects import RejectsFile
from threadline.cli.takings import KINDS, takings
from threadline.errors import shorten
from threadline.records import memory
from threadline.records.memory import Progress
from threadline.server import new_id, now
from threadline.services.imports import Import, caller_for
from threadline.services.moments import Given
from threadline.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.cli.sources import Source
    from threadline.records.store import Records
    from threadline.services.access import Caller
    from threadline.services.imports import Reject, Taking

SHOWN_REASONS = 3
"""Reasons of refused lines that are said aloud; the file has them all."""

_REASON_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Job:
    """What all files of one command share."""

    records: Records
    caller: Caller
    taking: Taking[Any]
    kind: str
    restarts: bool
    rejects: Path | None
    """Where refused lines go; beside the source when it is not given."""


@dataclass(slots=True)
class Outcome:
    """What became of one source."""

    name: str
    rejects: RejectsFile
    start: Progress = field(default_factory=Progress)
    reached: Progress = field(default_factory=Progress)
    seconds: float = 0.0
    reasons: list[Reject] = field(default_factory=list)

    @property
    def new(self) -> int:
        """Rows that this run stored."""
        return self.reached.stored - self.start.stored

    @property
    def rate(self) -> int:
        """Rows that this run stored a second."""
        return round(self.new / self.seconds) if self.seconds else 0


@click.group("import")
def import_() -> None:
    """Bring conversations, events and feedback in."""


@import_.command(
    epilog=options.examples(
        """
        threadline import jsonl conversations.jsonl --project support
        zcat old/*.gz | threadline import jsonl - --project support
        threadline import jsonl votes.jsonl.zst --project support --kind feedback
        """
    ),
)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(allow_dash=True, exists=True, dir_okay=False),
)
@options.data
@click.option("--project", required=True, help="Project that everything goes to; it is made when it is new.")
@click.option(
    "--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="What the lines are."
)
@click.option(
    "--restart", is_flag=True, help="Begin anew, and not where an earlier import of the file ended."
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for refused lines. [FILE.rejects.jsonl]",
)
@options.as_json
def jsonl(files: Sequence[str], data: Path, project: str, as_json: bool, **chosen: Any) -> None:
    """Import JSON Lines: one conversation a line, as in the body of POST /conversations.

    FILE may be packed with gzip or Zstandard; `-` is stdin. A conversation with an `id` that is stored already updates
    it. A server may run on the folder meanwhile.

    An import that was stopped goes on where it ended when the same command runs again; so does one whose file has
    grown. Lines that cannot be stored do not stop it: they go to FILE.rejects.jsonl with their numbers and reasons,
    and the exit code is 1.
    """
    if chosen["rejects"] and len(files) > 1:
        raise click.UsageError("--rejects takes the lines of one FILE; leave it out for several.")
    settings = read_settings(data=data)
    with folders.opened_records(data) as records:
        caller = records.writer.write(
            lambda connection: caller_for(
                connection, project, _given(), organization_id=settings.organization
            )
        )
        kind = str(chosen["kind"])
        job = Job(records, caller, takings(settings)[kind], kind, chosen["restart"], chosen["rejects"])
        outcomes = [_import(name, job) for name in files]
    if as_json:
        print_json([_told(each) for each in outcomes])
    if any(each.reached.rejected for each in outcomes):
        click.get_current_context().exit(1)


def _import(name: str, job: Job) -> Outcome:
    """Import one source, and say how it went."""
    is_stdin = name == sources.STDIN
    identity = "" if is_stdin else sources.identity(job.kind, Path(name))
    start = Progress()
    if identity and not job.restarts:
        start = memory.progress(job.records.reader, job.caller.project_rid, identity)
    beside = Path("stdin.rejects.jsonl") if is_stdin else Path(f"{name}.rejects.jsonl")
    outcome = Outcome("stdin" if is_stdin else name, RejectsFile(job.rejects or beside), start, start)
    outcome.rejects.begin(start.position)
    with sources.opened(name) as source:
        source.require_lines()
        source.skip(start.position)
        _run(source, job, identity, outcome)
    _tell(outcome, job.kind)
    return outcome


def _run(source: Source, job: Job, identity: str, outcome: Outcome) -> None:
    def keep(rejects: Sequence[Reject]) -> None:
        outcome.rejects.add(rejects)
        outcome.reasons += rejects[: SHOWN_REASONS - len(outcome.reasons)]

    work = Import(
        writer=job.records.writer,
        caller=job.caller,
        taking=job.taking,
        given=_given,
        on_rejects=keep,
        source=identity,
    )
    started = time.perf_counter()
    with Bar(source.name, source.size) as bar:
        try:
            for reached in work.run(source.lines(), outcome.start):
                outcome.reached = reached
                bar.show(source.read_bytes, stored=reached.stored, rejected=reached.rejected)
        except KeyboardInterrupt:
            bar.stop()
            say(f"Stopped in {source.name}. " + ("Run the same command again to go on." if identity else ""))
            raise
    outcome.seconds = time.perf_counter() - started


def _tell(outcome: Outcome, kind: str) -> None:
    reached, start = outcome.reached, outcome.start
    for reject in outcome.reasons:
        fault = reject.faults[0]
        place = f"{fault.pointer}: " if fault.pointer else ""
        say(f"  line {reject.line.number}: {shorten(one_line(place + fault.message), _REASON_CHARACTERS)}")
    nouns = kind if kind != "feedback" else "votes"
    rate = f" ({outcome.rate:,} a second)" if outcome.new else ""
    say(
        f"{outcome.name}: {outcome.new:,} {nouns} stored, {reached.rejected - start.rejected:,} lines rejected{rate}."
    )
    if start.position:
        before = f"{amount(start.stored, 'row')} stored and {start.rejected:,} rejected"
        say(f"  Earlier runs read lines 1 to {start.position:,} ({before}). --restart reads them again.")
    if reached.rejected:
        say(f"  Rejected lines, with reasons: {outcome.rejects.path}")


def _told(outcome: Outcome) -> dict[str, object]:
    reached = outcome.reached
    return {
        "file": outcome.name,
        "stored": outcome.new,
        "rejected": reached.rejected - outcome.start.rejected,
        "perSecond": outcome.rate,
        "lines": reached.position,
        "storedInAll": reached.stored,
        "rejectedInAll": reached.rejected,
        "rejects": str(outcome.rejects.path) if reached.rejected else None,
    }


def _given() -> Given:
    return Given(now(), new_id)
