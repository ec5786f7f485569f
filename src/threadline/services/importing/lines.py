"""Imports: lines in; stored rows, rejected lines and the place to go on out.

A batch is one transaction that also keeps how far the import came, so a stop at any point loses and repeats nothing.
Where the lines come from and how one is read is the caller's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from threadline.errors import ServiceError, Violation
from threadline.records.tables.memory import Progress
from threadline.records.tables.projects import NewIntegration
from threadline.services.access import Caller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from threadline.records.protocol import Writing
    from threadline.records.writer import Writer
    from threadline.services.logged import Logged
    from threadline.services.policy import RequestFacts


__all__ = ["Import", "Line", "Progress", "Reject", "Taking", "caller_for"]

T = TypeVar("T")

BATCH_LINES = 400
BATCH_BYTES = 4 << 20
"""A batch ends with the line that reaches one of the two, so that memory stays flat and others get to write."""

_KEY_RID = 0
"""The number of no key: an import needs none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source."""

    number: int
    """From 1; empty lines count."""

    text: bytes
    is_cut: bool = False
    """Whether the line is longer than anyone reads; `text` is its beginning."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that was not stored, and why."""

    line: Line
    faults: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Taking(Generic[T]):
    """How lines of one kind are taken in."""

    read: Callable[[bytes], Logged[T]]
    """Makes a body of a line, or raises a refusal."""

    store: Callable[[Writing, Caller, T, RequestFacts], object]
    """Stores a body in the open transaction, or raises a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Generic[T]):
    """One source on its way into one project."""

    writer: Writer
    caller: Caller
    taking: Taking[T]
    facts: Callable[[], RequestFacts]
    on_rejects: Callable[[Sequence[Reject]], None]
    """Is told rejected lines before their batch is committed: told twice after a crash, and lost never."""

    on_ignored: Callable[[Sequence[str]], None] = lambda _: None
    """Is told the places of members of a stored line that are not kept."""

    source: str = ""
    """Names the source for a later run; empty when it cannot be read again, and nothing is kept."""

    def run(self, lines: Iterable[Line], start: Progress) -> Iterator[Progress]:
        """Store lines in batches, and yield after each commit how far the import came.

        Args:
            lines: those after `start.position`.
            start: how far earlier runs came.

        Raises:
            UnavailableError: a batch could not be written; those before it are stored.
        """
        reached = start
        for batch in _batches(lines):
            bodies = [(line, self._body(line)) for line in batch]
            reached = self.writer.write(partial(self._take, bodies=bodies, reached=reached))
            yield reached

    def _body(self, line: Line) -> Logged[T] | Reject:
        if line.is_cut:
            return Reject(line, (Violation("", "The line is too long to be read as a whole."),))
        try:
            return self.taking.read(line.text)
        except ServiceError as error:
            return _reject(line, error)

    def _take(
        self, writing: Writing, bodies: Sequence[tuple[Line, Logged[T] | Reject]], reached: Progress
    ) -> Progress:
        facts = self.facts()
        rejects: list[Reject] = []
        for line, body in bodies:
            reject = body if isinstance(body, Reject) else self._store(writing, line, body, facts)
            if reject:
                rejects.append(reject)
        new = Progress(
            position=bodies[-1][0].number,
            stored=reached.stored + len(bodies) - len(rejects),
            rejected=reached.rejected + len(rejects),
        )
        if self.source:
            writing.keep_progress(self.caller.project_rid, self.source, reached=new, now=facts.now)
        if rejects:
            self.on_rejects(rejects)
        return new

    def _store(self, writing: Writing, line: Line, logged: Logged[T], facts: RequestFacts) -> Reject | None:
        try:
            # A savepoint: what a refused line has written goes, and the rest of the batch stays.
            with writing:
                self.taking.store(writing, self.caller, logged.body, facts)
        except ServiceError as error:
            return _reject(line, error)
        if logged.ignored:
            self.on_ignored(logged.ignored)
        return None


def caller_for(
    writing: Writing,
    project: str,
    facts: RequestFacts,
    *,
    name: str = "import",
) -> Caller:
    """Return who logs what is imported: all rights in one project, and an integration of its own, without a key.

    Runs in a transaction of the writer: project and integration are made when they are new.

    Args:
        writing: that of the writer.
        project: name or id of the project.
        facts: time, ids, and the organisation of a new project.
        name: of the integration.
    """
    found = writing.project_by_name(project)
    if found is None:
        writing.add_project(
            id=facts.new_id("proj"), name=project, organization_id=facts.policy.organization, now=facts.now
        )
        return caller_for(writing, project, facts, name=name)
    place = NewIntegration(facts.new_id("int"), name, "api")
    integration = writing.integration_rid(found.rid, place, now=facts.now)
    return Caller(
        key_rid=_KEY_RID,
        key_id=name,
        type="api",
        project_rid=found.rid,
        project_id=found.id,
        organization_id=found.organization_id,
        integration_id=writing.integration_id(integration),
        may_read_own=True,
        may_delete=True,
    )


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield lines in batches; lines without text are left out."""
    batch: list[Line] = []
    size = 0
    for line in lines:
        if line.text.strip():
            batch.append(line)
            size += len(line.text)
        if len(batch) >= BATCH_LINES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _reject(line: Line, error: ServiceError) -> Reject:
    return Reject(line, error.violations or (Violation("", error.detail),))
