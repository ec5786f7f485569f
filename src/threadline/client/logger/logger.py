"""The logger, as callers see it: calls that neither wait nor raise."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

import httpx2

from threadline.client.bodies.keywords import (
    ConversationFields,
    Document,
    EventFields,
    FeedbackFields,
)
from threadline.client.errors import AlteredWarning
from threadline.client.logger import lifetime
from threadline.client.logger.backlog import Backlog, MemoryBacklog
from threadline.client.logger.entry import Kind, entry_of
from threadline.client.logger.inbox import Close, Flush, Inbox
from threadline.client.logger.poster import Poster
from threadline.client.logger.spool import Spool
from threadline.client.logger.worker import OnError, Refused, Worker
from threadline.client.sending.retries import Pace
from threadline.client.sending.transport import Address
from threadline.wire.base import Wire
from threadline.wire.conversations import LogConversation
from threadline.wire.events import LogEvent
from threadline.wire.feedback import SubmitFeedback

FLUSH_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggerOptions:
    """What a logger may keep, and where."""

    spool: str | Path | None = None
    """A folder for what is not sent yet; one for each server and key. None: memory alone."""

    spool_bytes: int = 256_000_000
    """The most that one process keeps there."""

    most_entries: int = 10_000
    """The most log calls in memory."""

    most_bytes: int = 64_000_000
    """The most that those may be, as JSON."""

    on_error: OnError | None = None
    """Is told, in the logger's thread, of each call that the server refuses for good, or of which it does not get or
    keep everything."""

    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, slots=True)
class LogCounts:
    """What became of the log calls of this process."""

    waiting: int
    """Not sent yet, in memory or in the spool."""

    sent: int
    refused: int
    """By the server for good, or without JSON."""

    dropped: int
    """There was no room, or the logger was closed."""


class Logger:
    """Logs in the background. A call takes microseconds, never waits for anything, and never raises.

    Close it, or use it in a `with`; the end of the process closes it too, and waits up to five seconds for that. A
    child of a fork starts with nothing, and has a thread of its own at its first call.
    """

    def __init__(
        self, address: Address, open_http: Callable[[], tuple[httpx2.Client, bool]], options: LoggerOptions
    ) -> None:
        """Make a logger. With a spool, what an earlier process left there is sent at once.

        Args:
            address: where the API is, and the key.
            open_http: returns an HTTP client, and whether to close it; called once in every process.
            options: what may be kept.
        """
        self._address = address
        self._open_http = open_http
        self._options = options
        self._is_closed = False
        self._reset()
        lifetime.keep(self)
        if options.spool is not None:
            self._start()

    def log_conversation(
        self, body: LogConversation | Document | None = None, /, **fields: Unpack[ConversationFields]
    ) -> str:
        """Log a conversation with its whole message history, and return its id. The same `id` again updates it."""
        return self.put("conversation", body, fields)

    def log_event(self, body: LogEvent | Document | None = None, /, **fields: Unpack[EventFields]) -> str:
        """Log an event of a message, of a conversation, or of a search, and return its id."""
        return self.put("event", body, fields)

    def submit_feedback(
        self, body: SubmitFeedback | Document | None = None, /, **fields: Unpack[FeedbackFields]
    ) -> str:
        """Log a vote on a message, and return its id. The same `id` again updates it."""
        return self.put("feedback", body, fields)

    def put(self, kind: Kind, body: Wire | Document | None, fields: Mapping[str, object]) -> str:
        """Log anything, and return its id; an empty one when it has no JSON, of which `on_error` is told."""
        altered: list[str] = []
        try:
            entry = entry_of(kind, body, fields, on_altered=altered.append)
        except Exception as error:  # noqa: BLE001  # logging never stops the program that logs; the worker tells
            if self._is_running():
                self._inbox.signal(Refused(error))
            return ""
        if self._is_running():
            self._inbox.put(entry)
            for told in altered:
                self._inbox.signal(Refused(AlteredWarning(told), entry, is_sent=True))
        else:
            self._inbox.drop()
        return entry.id

    @property
    def counts(self) -> LogCounts:
        """What became of the log calls so far."""
        inbox, worker = self._inbox, self._worker
        return LogCounts(
            len(inbox) + worker.waiting_count, worker.sent_count, worker.refused_count, inbox.dropped_count
        )

    def flush(self, timeout_seconds: float = FLUSH_SECONDS) -> bool:
        """Wait until everything logged so far is sent or refused; return whether it is. Not for event loops."""
        if self._thread is None or not self._thread.is_alive():
            return self.counts.waiting == 0
        if self._thread is threading.current_thread():
            return False
        flush = Flush()
        self._inbox.signal(flush)
        flush.done.wait(timeout_seconds)
        return flush.is_gone

    def close(self, timeout_seconds: float = lifetime.EXIT_SECONDS) -> bool:
        """Send what is there, and end; return whether all of it is sent or refused. Later calls are dropped.

        With a spool, what the server does not take stays there for the next start, and is not waited for.
        """
        self._is_closed = True
        lifetime.forget(self)
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            self._inbox.signal(Close(self._options.pace.clock() + timeout_seconds))
            thread.join(timeout_seconds + 0.1)
        return self.counts.waiting == 0

    def start_clean(self) -> None:
        """Forget everything: this process is a child, and what is here is the parent's."""
        self._worker.backlog.abandon()
        self._reset()

    def __enter__(self) -> Self:
        """Return the logger."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the logger."""
        self.close()

    def _reset(self) -> None:
        options = self._options
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._inbox = Inbox(options.most_entries, options.most_bytes)
        self._worker = Worker(
            self._inbox,
            Poster(self._address, self._open_http),
            self._open_backlog,
            options.on_error,
            options.pace,
        )

    def _is_running(self) -> bool:
        return not self._is_closed and (self._thread is not None or self._start())

    def _start(self) -> bool:
        with self._lock:
            if self._thread is not None:
                return True
            try:
                self._thread = self._worker.start()
            except RuntimeError:
                return False
            return True

    def _open_backlog(self) -> Backlog:
        spool = self._options.spool
        return MemoryBacklog() if spool is None else Spool(Path(spool), self._options.spool_bytes)
