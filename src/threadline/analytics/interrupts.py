"""An interrupt: what one thread uses to end the statements of another.

A statement that runs too long cannot end itself. Whoever waits for it has an interrupt in hand and cuts it, and the
statement raises what it was cut with.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


class TimeLimitError(Exception):
    """The statements of a request took longer than they may."""


class MemoryLimitError(Exception):
    """A statement needs more memory than there is for queries."""


class Interruptible(Protocol):
    """A connection that another thread can stop: one of DuckDB, or of SQLite."""

    def interrupt(self) -> None:
        """Stop the statement that runs; nothing happens when none does."""


@dataclass(slots=True)
class Interrupt:
    """Holds the statements of one request, one at a time."""

    seconds: Callable[[], float]
    """A clock that only goes forward."""

    _spent: float = 0.0
    _since: float = 0.0
    _held: Interruptible | None = None
    _reason: Exception | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def holding(self, statement: Interruptible) -> Generator[None]:
        """Let a statement run that a cut ends.

        Raises:
            Exception: what the interrupt was cut with, before or while the statement ran.
        """
        with self._lock:
            if self._reason is not None:
                raise self._reason
            self._held, self._since = statement, self.seconds()
        try:
            yield
        except Exception as error:
            if self._reason is not None:
                raise self._reason from error
            raise
        finally:
            with self._lock:
                self._held = None
                self._spent += self.seconds() - self._since

    def spent(self) -> float:
        """Return the seconds that statements took so far, the one that runs included."""
        with self._lock:
            return self._spent + (self.seconds() - self._since if self._held is not None else 0.0)

    def cut(self, reason: Exception) -> None:
        """End the statement that runs, and let no other begin. Cutting again is needed if it had not quite begun."""
        with self._lock:
            self._reason = self._reason or reason
            if self._held is not None:
                self._held.interrupt()
