"""Jobs that are done again and again, each in a thread of its own and at its own pace, until they are stopped.

    waits its pace ──▶ works ──▶ done: waits its pace
          ▲              │
          └── waits twice as long each time, up to its longest ◀── fails

A failure that says nothing of the program (a full disk, a follower out of use) is told in a line, once, however many
jobs meet it; a defect is told with its traceback.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.errors import StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST_DOUBLINGS = 16

_log = logging.getLogger("threadline.jobs")


@dataclass(slots=True)
class Job:
    """Work with a name, and how it went so far."""

    name: str
    work: Callable[[], None]
    pace_seconds: float = 1.0
    """From the end of one run to the beginning of the next."""

    longest_wait_seconds: float = 60.0
    """After many failures in a row."""

    succeeded_at: int = 0
    """When it last ended well, in milliseconds since 1970 UTC; 0 when it never did."""

    failures: int = 0
    """Runs that failed since the start."""

    failed_in_a_row: int = 0
    seconds: float = 0.0
    """Time that it worked since the start."""

    failure: str = ""
    """Why the last run failed; empty when it did not."""

    @property
    def wait_seconds(self) -> float:
        """How long to wait before the next run."""
        doublings = min(max(self.failed_in_a_row - 1, 0), _MOST_DOUBLINGS)
        longer: float = self.pace_seconds * (1 << doublings)
        return max(self.pace_seconds, min(longer, self.longest_wait_seconds))


@dataclass(slots=True)
class Runner:
    """Runs jobs side by side."""

    jobs: Sequence[Job]
    now: Callable[[], int]
    """The clock, in milliseconds since 1970 UTC."""

    seconds: Callable[[], float]
    """A clock that only goes forward, to measure with."""

    obstacles: tuple[type[Exception], ...] = ()
    """What goes wrong around the program, and is no defect of it."""

    _stopped: threading.Event = field(default_factory=threading.Event)
    _telling: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin with every job."""
        for job in self.jobs:
            thread = threading.Thread(
                target=self._keep_at, args=(job,), name=f"threadline-{job.name}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End when each has ended the run that it is in."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _keep_at(self, job: Job) -> None:
        while not self._stopped.is_set():
            started = self.seconds()
            try:
                job.work()
            except StoppedError:
                return
            except Exception as error:  # noqa: BLE001  # the other jobs go on, and so does this one
                self._note_failure(job, error)
            else:
                self._note_success(job)
            job.seconds += self.seconds() - started
            self._stopped.wait(job.wait_seconds)

    def _note_success(self, job: Job) -> None:
        with self._telling:
            job.succeeded_at, job.failed_in_a_row = self.now(), 0
            if not job.failure:
                return
            job.failure = ""
            if not any(each.failure for each in self.jobs):
                _log.warning("Upkeep works again")

    def _note_failure(self, job: Job, error: Exception) -> None:
        is_defect = not isinstance(error, self.obstacles)
        sentence = str(error) or type(error).__name__
        with self._telling:
            # A full disk would fill the log as well.
            told = {job.failure} if is_defect else {each.failure for each in self.jobs}
            job.failures, job.failed_in_a_row = job.failures + 1, job.failed_in_a_row + 1
            job.failure = sentence
        if sentence not in told:
            _log.error("Upkeep failed, and is tried again until it works: %s", sentence, exc_info=is_defect)
