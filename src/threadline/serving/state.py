"""The state of an application: the open store, the engine, threads, the clock, and what the operator decided.

Made once by `server`; knows no HTTP.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from threadline.analytics.interrupts import TimeLimitError
from threadline.errors import UnavailableError
from threadline.services.importing.bulk import USUAL_LIMITS, BulkLimits
from threadline.services.policy import USUAL, Policy, RequestFacts
from threadline.serving.idempotency import Once, remembered
from threadline.serving.keys import KeyCache
from threadline.serving.receiving import Receiving, room
from threadline.serving.repeats import Repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from threadline.analytics.interrupts import Interrupt
    from threadline.jobs.runner import Job
    from threadline.records.protocol import Reading, Writing
    from threadline.records.store import Records
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.serving.pool import QueryPool

    Reads = Callable[[Reading], "T"]
    Writes = Callable[[Writing], "T"]
    """What is done with the records."""

T = TypeVar("T")

_BUSY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, told from the edge of the program."""

    milliseconds: Callable[[], int]
    """Since 1970 UTC."""

    seconds: Callable[[], float]
    """Of a clock that never goes back."""


@dataclass(slots=True)
class AppState:
    """The parts that a face of the product may use."""

    records: Records
    answering: Engine | None
    """What answers questions; None where only the records are open."""

    pool: QueryPool
    """Threads for queries and pages, so that the loop stays free for the rest."""

    clock: Clock
    new_id: Callable[[str], str]
    policy: Policy = USUAL
    bulk: BulkLimits = USUAL_LIMITS
    hindrance: Callable[[], str] = lambda: ""
    """Says why questions are not answered just now; empty when they are."""

    jobs: Sequence[Job] = ()
    """What is done beside requests, while somebody does it."""

    used_keys: dict[int, int] = field(default_factory=dict)
    """Times of last use by key, not written yet."""

    keys: KeyCache = field(default_factory=KeyCache)
    receiving: Receiving = field(init=False)
    """The room for bodies."""

    repeats: Repeats = field(init=False)
    """The writes without a name whose answers may not have arrived."""

    def __post_init__(self) -> None:
        self.receiving = Receiving(room(self.policy.received_megabytes))
        self.repeats = Repeats(self.policy.repeat_seconds, self.clock.seconds)

    @property
    def engine(self) -> Engine:
        """What answers questions.

        Raises:
            UnavailableError: only the records are open.
        """
        if self.answering is None:
            sentence = "Only the records are open here: questions about them are not answered."
            raise UnavailableError(sentence, retry_after_seconds=_BUSY_SECONDS)
        return self.answering

    def mend(self) -> bool:
        """Open anew what answers questions and cannot be used, where no thread does so; say whether there was need.

        Raises:
            ServiceError: it cannot be opened yet.
        """
        return self.answering is not None and self.answering.mend()

    def facts(self) -> RequestFacts:
        """Return what services are told about a request that comes in now."""
        return RequestFacts(self.clock.milliseconds(), self.new_id, self.policy)

    def recognise(self, secret: str) -> Caller:
        """Return who shows a secret, and note that it was used.

        Raises:
            UnauthenticatedError: nobody issued it, or it is revoked.
        """
        caller = self.keys.caller(self.records.reader, secret)
        self.used_keys[caller.key_rid] = self.clock.milliseconds()
        return caller

    async def run_in_thread(self, work: Callable[[Engine], T], caller: Caller) -> T:
        """Run work that takes more than a moment in a thread, with an engine whose statements have a time limit.

        It may be begun anew, so it must not write. Keys take turns.

        Raises:
            UnavailableError: only the records are open, or as `read_in_thread`.
        """
        engine = self.engine
        return await self._in_thread(lambda interrupt: work(engine.on(interrupt)), caller)

    async def read_in_thread(self, work: Reads[T], caller: Caller) -> T:
        """Run work on the records that takes more than a moment in a thread, as `run_in_thread` does.

        Raises:
            UnavailableError: so much other work goes on that this one found no turn, or did not stop in time.
        """
        return await self._in_thread(lambda _: work(self.records.reader), caller)

    async def _in_thread(self, work: Callable[[Interrupt], T], caller: Caller) -> T:
        try:
            return await self.pool.run(work, who=caller.key_rid)
        except TimeLimitError as error:
            # A statement that stops says so itself, and with what would work; this one is still at it.
            sentence = "This takes longer than a question may, and the server is too busy to stop it at once."
            raise UnavailableError(sentence, retry_after_seconds=_BUSY_SECONDS) from error

    async def write(self, job: Writes[T]) -> T:
        """Run a job in a transaction of the writer, and return after its commit."""
        return await self.write_soon(job)

    def write_soon(self, job: Writes[T]) -> asyncio.Future[T]:
        """Return the future result of a job in a transaction of the writer."""
        return self.records.writer.write_soon(job, asyncio.get_running_loop())

    async def remove(self, job: Callable[[Writing], None]) -> None:
        """Run a job that deletes. What comes again afterwards is a new write, and no repeat of one before."""
        await self.write(job)
        self.repeats.forget()

    async def write_once(self, job: Callable[[Writing], bytes], once: Once) -> bytes:
        """Run a job that came with an idempotency key: once, however often it comes.

        Raises:
            ConflictError: the key was used for another body.
        """
        return await self.write(remembered(job, once, self.clock.milliseconds()))
