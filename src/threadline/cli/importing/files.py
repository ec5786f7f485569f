"""`threadline import`: conversations, events and feedback from files, also while a server runs on the folder."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from threadline.cli import environment, options
from threadline.cli.grouping import Grouped
from threadline.cli.importing import sources
from threadline.cli.importing.outcomes import Outcome
from threadline.cli.importing.rejects import RejectsFile
from threadline.cli.importing.takings import KINDS, takings
from threadline.cli.importing.uploading import upload
from threadline.cli.places import folders
from threadline.cli.printing.output import print_json, say
from threadline.cli.printing.progress import Bar
from threadline.errors import ServiceError
from threadline.services.importing.lines import Import, Progress, caller_for
from threadline.services.policy import RequestFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from threadline.cli.importing.sources import Source
    from threadline.services.access import Caller
    from threadline.services.importing.lines import Taking
    from threadline.services.keeping.folder import Records


@dataclass(frozen=True, slots=True)
class Job:
    """What all files of one command share."""

    records: Records
    caller: Caller
    taking: Taking[Any]
    facts: Callable[[], RequestFacts]
    kind: str
    restarts: bool
    rejects: Path | None
    """Where rejected lines go; beside the source when it is not given."""


@click.group("import", cls=Grouped, usual="jsonl")
def import_() -> None:
    """Bring conversations, events and feedback in."""


import_.add_command(upload)


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
@click.option(
    "--project",
    type=options.ProjectName(),
    required=True,
    help="Project that everything goes to; it is made when it is new.",
)
@click.option(
    "--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="What the lines are."
)
@click.option(
    "--restart", is_flag=True, help="Begin anew, and not where an earlier import of the file ended."
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for rejected lines. [FILE.rejects.jsonl]",
)
@click.option(
    "--roles",
    type=click.Choice(["strict", "lenient"]),
    help="Accept tool roles in chats. [strict]",
)
@options.as_json
def jsonl(files: Sequence[str], data: Path, project: str, as_json: bool, **chosen: Any) -> None:
    """Import JSON Lines: one conversation a line, as in the body of POST /conversations.

    FILE may be packed with gzip or Zstandard; `-` is stdin. A conversation with an `id` that is stored already updates
    it. A server may run on the folder meanwhile.

    An import that was stopped goes on where it ended when the same command runs again; so does one whose file has
    grown. Lines that cannot be stored do not stop it: they go to FILE.rejects.jsonl with their numbers and reasons,
    and the exit code is 1; when there is nothing new it is 0.
    """
    if chosen["rejects"] and len(files) > 1:
        raise click.UsageError("--rejects takes the lines of one FILE; leave it out for several.")
    if chosen["rejects"] and chosen["rejects"].resolve() == Path(files[0]).resolve():
        raise click.UsageError("--rejects would overwrite FILE; name another file.")
    settings = environment.settings(data=data, roles=chosen["roles"])
    with folders.opened_records(data) as records:
        facts = partial(environment.facts, settings.policy)
        caller = records.writer.write(lambda connection: caller_for(connection, project, facts()))
        kind = str(chosen["kind"])
        job = Job(
            records,
            caller,
            takings(settings.policy)[kind],
            facts,
            kind,
            chosen["restart"],
            chosen["rejects"],
        )
        outcomes = [_import(name, job) for name in files]
    if as_json:
        print_json([each.document() for each in outcomes])
    if any(each.is_failed for each in outcomes):
        click.get_current_context().exit(1)


def _import(name: str, job: Job) -> Outcome:
    """Import one source, and say how it went, also when it broke off."""
    is_stdin = name == sources.STDIN
    identity = "" if is_stdin else sources.identity(job.kind, Path(name))
    outcome = _begin("stdin" if is_stdin else name, job, identity)
    with sources.opened(name) as source:
        source.require_lines()
        source.skip(outcome.start.position)
        try:
            _run(source, job, identity, outcome)
        except (click.ClickException, ServiceError, OSError):
            outcome.tell(job.kind)
            raise
    outcome.tell(job.kind)
    return outcome


def _begin(name: str, job: Job, identity: str) -> Outcome:
    """Return what is known before the first line."""
    start = Progress()
    if identity and not job.restarts:
        start = job.records.reader.progress(job.caller.project_rid, identity)
        if not start.stored:
            # Nothing of it is there: another try, with other options say, doubles nothing.
            start = Progress()
    rejects = RejectsFile(job.rejects or Path(f"{name}.rejects.jsonl"))
    rejects.begin(start.position)
    return Outcome(name, rejects, start, start)


def _run(source: Source, job: Job, identity: str, outcome: Outcome) -> None:
    work = Import(
        writer=job.records.writer,
        caller=job.caller,
        taking=job.taking,
        facts=job.facts,
        on_rejects=outcome.keep,
        on_ignored=outcome.note_ignored,
        source=identity,
    )
    started = time.perf_counter()
    with Bar(source.name, source.size) as bar:
        try:
            for reached in work.run(source.lines(), outcome.start):
                outcome.reached = reached
                outcome.seconds = time.perf_counter() - started
                bar.show(source.read_bytes, stored=reached.stored, rejected=reached.rejected)
        except KeyboardInterrupt:
            bar.stop()
            # The batch on its way is stored yet, so no count is said.
            say(f"Stopped in {source.name}." + (" Run the same command again to go on." if identity else ""))
            raise
