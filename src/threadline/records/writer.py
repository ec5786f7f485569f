"""One writer, many requests, few commits: group commit.

    waits in the queue ──▶ runs in the savepoint of its group's transaction ──▶ committed ──▶ answered
                              │ it refuses: rolled back alone, answered           │
                              └── the file cannot be written: the whole group is rolled back and refused

A group is what waited while the last commit ran. A job is answered after its commit, so an answer means that the
write survives `kill -9` and a power cut.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import apsw

from threadline.errors import ServiceError, UnavailableError
from threadline.records.connection import OBSTACLES

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future
    from collections.abc import Callable, Sequence

    from threadline.records.session import Session

T = TypeVar("T")

GROUP_JOBS = 256
"""Most jobs in one commit, so that no caller waits for a giant group."""

_log = logging.getLogger("threadline.records")


@dataclass(slots=True)
class _Pending:
    """A job on its way, and whom to tell: a future of an event loop, or a thread that waits for `done`."""

    job: Callable[[Session], Any]
    loop: AbstractEventLoop | None = None
    future: Future[Any] | None = None
    done: threading.Event | None = None
    result: Any = None
    error: BaseException | None = None
    is_alone: bool = False
    """Whether it is no part of a transaction."""


@dataclass(slots=True)
class WriterStats:
    """What the writer did since the start."""

    commits: int = 0
    jobs: int = 0
    busy_seconds: float = 0.0


@dataclass(slots=True)
class Writer:
    """The only place in a process that writes to the records."""

    connection: Session
    stats: WriterStats = field(default_factory=WriterStats)
    _queue: queue.SimpleQueue[_Pending | None] = field(default_factory=queue.SimpleQueue)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to take jobs."""
        self._thread = threading.Thread(target=self._run, name="threadline-writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what was handed in, then end."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    @property
    def waiting(self) -> int:
        """Jobs that wait for their group."""
        return self._queue.qsize()

    def write(self, job: Callable[[Session], T]) -> T:
        """Return the result of `job` after its commit. Blocks the calling thread.

        Raises:
            ServiceError: the job refused, or the file could not be written just now.
        """
        result: T = self._waited(_Pending(job, done=threading.Event()))
        return result

    def run_alone(self, work: Callable[[Session], T]) -> T:
        """Return the result of work that no transaction may be around, when no other is open.

        Blocks the calling thread, and the writes that come meanwhile.

        Raises:
            apsw.Error: it cannot be done.
        """
        result: T = self._waited(_Pending(work, done=threading.Event(), is_alone=True))
        return result

    def _waited(self, pending: _Pending) -> Any:
        self._queue.put(pending)
        if pending.done is not None:
            pending.done.wait()
        if pending.error is not None:
            raise pending.error
        return pending.result

    def write_soon(self, job: Callable[[Session], T], loop: AbstractEventLoop) -> Future[T]:
        """Return a future of `loop` that ends after the commit of `job`."""
        future: Future[T] = loop.create_future()
        self._queue.put(_Pending(job, loop=loop, future=future))
        return future

    def _run(self) -> None:
        is_open = True
        while is_open:
            group, is_open = self._next_group()
            if group:
                started = time.perf_counter()
                self._commit([pending for pending in group if not pending.is_alone])
                self._run_alone([pending for pending in group if pending.is_alone])
                self.stats.busy_seconds += time.perf_counter() - started
                self.stats.commits += 1
                self.stats.jobs += len(group)
                _deliver(group)

    def _next_group(self) -> tuple[list[_Pending], bool]:
        group: list[_Pending] = []
        pending = self._queue.get()
        try:
            while pending is not None:
                group.append(pending)
                if len(group) == GROUP_JOBS:
                    return group, True
                pending = self._queue.get_nowait()
        except queue.Empty:
            return group, True
        return group, False

    def _run_alone(self, group: Sequence[_Pending]) -> None:
        for pending in group:
            try:
                pending.result = pending.job(self.connection)
            except BaseException as error:  # noqa: BLE001  # it is raised again where the work came from
                pending.error = error

    def _commit(self, group: Sequence[_Pending]) -> None:
        if not group:
            return
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            for pending in group:
                self._try(pending)
            self.connection.execute("COMMIT")
        except apsw.Error as error:
            is_defect = not isinstance(error, OBSTACLES)
            _log.error(
                "The records could not be written: %s", error, exc_info=is_defect
            )  # a full disk is none
            self._fail(group, error)

    def _try(self, pending: _Pending) -> None:
        self.connection.execute("SAVEPOINT job")
        try:
            pending.result = pending.job(self.connection)
        except (apsw.IOError, apsw.FullError):
            raise
        except BaseException as error:  # noqa: BLE001  # it is raised again where the job came from
            pending.error = error
            self.connection.execute("ROLLBACK TO job")
        self.connection.execute("RELEASE job")

    def _fail(self, group: Sequence[_Pending], cause: apsw.Error) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        for pending in group:
            if not isinstance(pending.error, ServiceError):
                pending.error = UnavailableError(
                    f"The data folder cannot be written just now ({cause}). Nothing was stored; try again.",
                    retry_after_seconds=1,
                )


def _deliver(group: Sequence[_Pending]) -> None:
    of_loops: dict[AbstractEventLoop, list[_Pending]] = defaultdict(list)
    for pending in group:
        if pending.loop is not None:
            of_loops[pending.loop].append(pending)
        elif pending.done is not None:
            pending.done.set()
    for loop, pendings in of_loops.items():
        loop.call_soon_threadsafe(_resolve, pendings)


def _resolve(pendings: Sequence[_Pending]) -> None:
    for pending in pendings:
        future = pending.future
        if future is None or future.done():
            continue
        if pending.error is not None:
            future.set_exception(pending.error)
        else:
            future.set_result(pending.result)
