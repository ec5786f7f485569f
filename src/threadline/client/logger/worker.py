"""The thread behind the logger: it gathers what callers leave, keeps it in the backlog, and has it sent.

Sending is a thread of its own, so that what comes in while the server is slow reaches the spool all the same.
"""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from threadline.client.errors import AlteredWarning
from threadline.client.logger.backlog import Backlog, MemoryBacklog
from threadline.client.logger.entry import Entry
from threadline.client.logger.inbox import ENTRIES, Close, Flush, Inbox
from threadline.client.logger.poster import Poster, Report
from threadline.client.sending.retries import Pace

GATHER_SECONDS = 0.05
"""How long entries are gathered before they are spooled and sent: at most twenty requests a second."""

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
LONGEST_ASKED_SECONDS = 300.0
"""A `Retry-After` counts up to this."""

_MOST_ALTERED = 20

OnError = Callable[["Refused"], object]

_log = logging.getLogger("threadline.logger")


@dataclass(frozen=True, slots=True)
class Refused:
    """A log call, or a part of one, that the server will never take, or that has no JSON."""

    error: Exception
    """A `ProblemError` of the server, or what encoding raised; an `AlteredWarning` says what of a call is missing."""

    entry: Entry | None = None
    """`None`: it could not be encoded."""

    is_sent: bool = False
    """Whether the call goes out all the same, without the part that the error names."""


@dataclass(frozen=True, slots=True)
class _Unsent:
    """The sender met something that it does not know."""

    error: Exception


@dataclass(slots=True)
class Worker:
    """One run of the thread. Everything is touched by that thread alone, but the counts, which others read."""

    inbox: Inbox
    poster: Poster
    open_backlog: Callable[[], Backlog]
    on_error: OnError | None = None
    pace: Pace = field(default_factory=Pace)
    backlog: Backlog = field(default_factory=MemoryBacklog)
    sent_count: int = 0
    refused_count: int = 0
    _pending: list[Entry] = field(default_factory=list)
    _jobs: queue.SimpleQueue[list[Entry] | None] = field(default_factory=queue.SimpleQueue)
    _is_sending: bool = False
    _failures: int = 0
    _next_at: float = 0.0
    """When the server may be tried again."""

    _taken_count: int = 0
    _settled_count: int = 0
    _asked: list[Flush] = field(default_factory=list)
    _waiting: list[tuple[int, Flush]] = field(default_factory=list)
    _deadline: float | None = None
    _has_warned_of_drops: bool = False
    _altered: set[str] = field(default_factory=set)

    @property
    def waiting_count(self) -> int:
        """How many entries were taken and are not settled."""
        return self._taken_count - self._settled_count

    def start(self) -> threading.Thread:
        """Start both threads, and return the one that works until it is told to close.

        Both at once, and in the caller's thread: when the process ends, no thread may start another one any more.

        Raises:
            RuntimeError: there are no more threads, or the interpreter is about to end.
        """
        sender = threading.Thread(target=self._serve, name="threadline-sender", daemon=True)
        thread = threading.Thread(target=self._run, args=(sender,), name="threadline-logger", daemon=True)
        sender.start()
        try:
            thread.start()
        except RuntimeError:
            self._jobs.put(None)
            raise
        return thread

    def _run(self, sender: threading.Thread) -> None:
        self._open()
        while not self._is_over():
            try:
                self._step()
            except Exception as error:  # noqa: BLE001  # the outermost loop of this thread
                _log.warning("The logger has met a defect, and goes on.", exc_info=True)
                self._pause(str(error), 0.0)
        self._jobs.put(None)
        sender.join(max(0.0, (self._deadline or 0.0) - self.pace.clock()))
        self._end()

    def _open(self) -> None:
        try:
            self.backlog = self.open_backlog()
        except OSError as error:
            _log.warning("The spool cannot be opened; what is not sent stays in memory: %s", error)
        self._taken_count = len(self.backlog)

    def _end(self) -> None:
        unsent = self.backlog.in_memory[0]
        self.backlog.close()
        if unsent:
            _log.warning("%d log calls were not sent before the end.", unsent)
        for _, flush in self._waiting:
            flush.done.set()

    def _step(self) -> None:
        self._hear(self.inbox.wait(self._seconds()))
        entries = self.inbox.take()
        dropped = self.backlog.add(entries)
        self.inbox.drop(dropped)
        self._taken_count += len(entries) - dropped
        self.inbox.hold(*self.backlog.in_memory)
        asked, self._asked = self._asked, []
        self._waiting += ((self._taken_count, flush) for flush in asked)
        self._warn_of_drops()
        self._send()
        self._let_go()

    def _warn_of_drops(self) -> None:
        if self.inbox.dropped_count and not self._has_warned_of_drops:
            self._has_warned_of_drops = True
            _log.warning("There is no room for more log calls: some are dropped, and counted.")

    def _seconds(self) -> float | None:
        """Return how long there is nothing to do unless somebody says so."""
        until = [] if self._deadline is None else [self._deadline]
        if len(self.backlog) and not self._is_sending:
            until.append(self._next_at)
        return max(0.0, min(until) - self.pace.clock()) if until else None

    def _hear(self, signal: object) -> None:
        if signal is ENTRIES:
            # More of them may follow. Only what is no entry ends this wait.
            signal = self.inbox.wait(GATHER_SECONDS)
        if isinstance(signal, Flush):
            self._asked.append(signal)
            self._next_at = 0.0
        elif isinstance(signal, Close):
            self._deadline = signal.deadline
            self._next_at = 0.0
        elif isinstance(signal, Report):
            self._read(signal)
        elif isinstance(signal, _Unsent):
            self._pause(f"{type(signal.error).__name__}: {signal.error}", 0.0)
        elif isinstance(signal, Refused):
            self._refuse(signal)

    def _send(self) -> None:
        if self._is_sending or not len(self.backlog) or self.pace.clock() < self._next_at:
            return
        self._pending = self._pending or self.backlog.first()
        if self._pending:
            self._is_sending = True
            self._jobs.put(self._pending)
        else:
            # Lines that nobody can read are no entries.
            self._settle()

    def _read(self, report: Report) -> None:
        self._is_sending = False
        again: list[Entry] = []
        for index, told in report.altered.items():
            self._refuse(Refused(AlteredWarning(told), self._pending[index], is_sent=True))
        for entry, verdict in zip(self._pending, report.verdicts, strict=True):
            if verdict == "again":
                again.append(entry)
            elif verdict == "sent":
                self.sent_count += 1
            else:
                self._refuse(Refused(verdict, entry))
        self._pending = again
        if again:
            self._pause(report.trouble, report.pause_seconds)
        else:
            self._failures, self._next_at = 0, 0.0
            self._settle()

    def _settle(self) -> None:
        before = len(self.backlog)
        self.backlog.drop_first()
        self._settled_count += before - len(self.backlog)
        self.inbox.hold(*self.backlog.in_memory)

    def _pause(self, reason: str, asked_seconds: float) -> None:
        """Leave the server alone for a while: twice as long each time, and as long as it asks."""
        self._is_sending = False
        if not self._failures:
            _log.warning("Log calls wait until the server takes them: %s", reason)
        doubled = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** min(self._failures, 16))
        self._failures += 1
        pause = max(doubled * (1 + self.pace.chance()) / 2, min(asked_seconds, LONGEST_ASKED_SECONDS))
        self._next_at = self.pace.clock() + pause

    def _refuse(self, refused: Refused) -> None:
        if refused.is_sent:
            self._warn_of_altered(str(refused.error))
        else:
            if not self.refused_count:
                _log.warning("A log call was refused; later ones are counted alone: %s", refused.error)
            self.refused_count += 1
        if self.on_error is None:
            return
        try:
            self.on_error(refused)
        except Exception:  # noqa: BLE001  # it is the caller's code, and may raise anything
            _log.warning("The caller's `on_error` has failed.", exc_info=True)

    def _warn_of_altered(self, told: str) -> None:
        """Log what is altered, once; what is told differently every time is logged a few times alone."""
        if told not in self._altered and len(self._altered) < _MOST_ALTERED:
            self._altered.add(told)
            _log.warning("A log call is not kept whole: %s", told)

    def _let_go(self) -> None:
        """Tell those who wait for entries that are gone now."""
        waiting, self._waiting = self._waiting, []
        for count, flush in waiting:
            if self._settled_count >= count:
                flush.is_gone = True
                flush.done.set()
            else:
                self._waiting.append((count, flush))

    def _is_over(self) -> bool:
        if self._deadline is None:
            return False
        is_done = not len(self.backlog) and not len(self.inbox)
        is_kept = self.backlog.outlives_process and self._failures > 0 and not self.backlog.in_memory[0]
        return is_done or is_kept or self.pace.clock() >= self._deadline

    def _serve(self) -> None:
        """Send batches, in a thread of its own, until there are no more."""
        while (batch := self._jobs.get()) is not None:
            try:
                self.inbox.signal(self.poster.post(batch))
            except Exception as error:  # noqa: BLE001  # the outermost loop of this thread
                _log.warning("Sending log calls has failed.", exc_info=True)
                self.inbox.signal(_Unsent(error))
        self.poster.close()
