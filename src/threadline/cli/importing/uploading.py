"""`threadline import upload`: lines of conversations to a server, many in one request."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from threadline.api.decoding import decode
from threadline.api.intake.bodies import read_conversation
from threadline.cli import options
from threadline.cli.importing import sources
from threadline.cli.importing.outcomes import Outcome
from threadline.cli.importing.rejects import RejectsFile
from threadline.cli.places import opening as places
from threadline.cli.printing.output import print_json
from threadline.cli.printing.progress import Bar
from threadline.errors import MalformedError, Violation
from threadline.services.importing.lines import Progress, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from threadline.cli.importing.sources import Source
    from threadline.client.sync import Threadline
    from threadline.services.importing.lines import Line
    from threadline.wire.bulk import LineResult

_KIND = "conversations"
_object = msgspec.json.Decoder(dict[str, Any])


@click.command(
    epilog=options.examples(
        """
        threadline import upload conversations.jsonl --url https://threadline.example.com --key KEY
        zcat old/*.gz | threadline import upload -
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
@options.url
@options.key
@click.option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for rejected lines. [FILE.rejects.jsonl]",
)
@options.as_json
def upload(
    files: Sequence[str], url: str | None, key: str | None, *, rejects: Path | None, as_json: bool
) -> None:
    """Send conversations to a server: one a line, as in the body of POST /conversations.

    FILE may be packed with gzip or Zstandard; `-` is stdin. Give every conversation an `id`: then sending the same file
    again changes nothing. Lines that cannot be stored do not stop it: they go to FILE.rejects.jsonl with their numbers
    and reasons, and the exit code is 1. Into a folder: threadline import jsonl.
    """
    if not url:
        raise click.UsageError("Name the server with --url, or set THREADLINE_URL.")
    if rejects and len(files) > 1:
        raise click.UsageError("--rejects takes the lines of one FILE; leave it out for several.")
    with places.reached(url, key) as client:
        outcomes = [_send(client, name, rejects) for name in files]
    if as_json:
        print_json([each.document() for each in outcomes])
    if any(each.is_failed for each in outcomes):
        click.get_current_context().exit(1)


def _send(client: Threadline, name: str, rejects: Path | None) -> Outcome:
    """Send one source, and say how it went, also when it broke off."""
    title = "stdin" if name == sources.STDIN else name
    outcome = Outcome(title, RejectsFile(rejects or Path(f"{title}.rejects.jsonl")))
    outcome.rejects.begin(0)
    started = time.perf_counter()
    with sources.opened(name) as source, Bar(source.name, source.size) as bar:
        source.require_lines()
        sending = _Sending(source, outcome)
        try:
            for result in client.conversations.log_many(sending.documents()):
                sending.note(result)
                outcome.seconds = time.perf_counter() - started
                bar.show(source.read_bytes, stored=outcome.stored, rejected=outcome.rejected)
        finally:
            bar.stop()
            sending.stop()
            outcome.tell(_KIND)
    return outcome


@dataclass(slots=True)
class _Sending:
    """The lines of a source from when they are read until it is known, in their order, what became of them."""

    source: Source
    outcome: Outcome
    _sent: deque[Line] = field(default_factory=deque)
    """Lines whose results are not there yet."""
    _rejects: deque[Reject] = field(default_factory=deque)
    """Lines that are no JSON objects, and come after one whose result is not there yet."""

    def documents(self) -> Iterator[dict[str, Any]]:
        """Yield what is sent; what is no JSON object is rejected here."""
        for line in self.source.lines():
            if not line.text.strip():
                continue
            try:
                document = _document(line)
            except MalformedError as error:
                self._rejects.append(Reject(line, error.violations))
                self._settle()
                continue
            self._sent.append(line)
            yield document

    def note(self, result: LineResult) -> None:
        """Count what became of the line that was sent first of those without a result."""
        line = self._sent.popleft()
        if result.problem:
            faults = tuple(Violation(each.pointer, each.message) for each in result.problem.violations or ())
            self._reject(Reject(line, faults or (Violation("", result.problem.detail),)))
        else:
            self._count(stored=1)
        self._settle()

    def stop(self) -> None:
        """Tell what is no JSON object behind lines whose results do not come any more."""
        self._sent.clear()
        self._settle()

    def _settle(self) -> None:
        """Reject what is no JSON object, up to the next line whose result is not there yet."""
        while self._rejects and not (self._sent and self._sent[0].number < self._rejects[0].line.number):
            self._reject(self._rejects.popleft())

    def _reject(self, reject: Reject) -> None:
        self._count(rejected=1)
        self.outcome.keep([reject])

    def _count(self, *, stored: int = 0, rejected: int = 0) -> None:
        reached = self.outcome.reached
        self.outcome.reached = Progress(
            self.source.number, reached.stored + stored, reached.rejected + rejected
        )


def _document(line: Line) -> dict[str, Any]:
    """Return what a line holds, or refuse it as an import into a folder does.

    Raises:
        MalformedError: it is no JSON object.
    """
    if line.is_cut:
        raise MalformedError(Violation("", "The line is too long to be read as a whole."))
    try:
        return decode(line.text, _object)
    except MalformedError:
        # Of several faults, a folder tells the one that reading a conversation meets first.
        read_conversation(line.text)
        raise
