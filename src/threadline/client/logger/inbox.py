"""Where callers leave entries: bounded, and never in anybody's way.

A caller may come at any moment, also out of a signal handler or a finalizer that interrupts another caller, so the lock
is one that its holder may take again, and the queue of signals is one of C.
"""

import queue
import threading
from dataclasses import dataclass, field

from threadline.client.logger.entry import Entry

ENTRIES = "entries"
"""The signal that there are some."""


@dataclass(slots=True, eq=False)
class Flush:
    """Send what is there, and say when it is gone."""

    done: threading.Event = field(default_factory=threading.Event)
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """Send what is there, until a time of the monotonic clock, and end."""

    deadline: float


class Inbox:
    """Entries on their way from callers to the worker, and signals that wake it."""

    def __init__(self, most_entries: int, most_bytes: int) -> None:
        """Take the bounds of what is in memory."""
        self._most_entries = most_entries
        self._most_bytes = most_bytes
        self._lock = threading.RLock()
        self._signals: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._entries: list[Entry] = []
        self._bytes = 0
        self._held = (0, 0)
        self._is_awake = False
        self.dropped_count = 0

    def put(self, entry: Entry) -> bool:
        """Take an entry, or count that there is no room for it."""
        with self._lock:
            entries, size = self._held
            is_full = (
                len(self._entries) + entries >= self._most_entries
                or self._bytes + size + len(entry.body) > self._most_bytes
            )
            if is_full:
                self.dropped_count += 1
                return False
            self._entries.append(entry)
            self._bytes += len(entry.body)
            was_awake, self._is_awake = self._is_awake, True
        if not was_awake:
            self._signals.put(ENTRIES)
        return True

    def take(self) -> list[Entry]:
        """Return the entries since the last time. They count as held until `hold` says otherwise."""
        with self._lock:
            taken, self._entries = self._entries, []
            entries, size = self._held
            self._held = (entries + len(taken), size + self._bytes)
            self._bytes, self._is_awake = 0, False
        return taken

    def hold(self, entries: int, size: int) -> None:
        """Count what was taken and is in memory still."""
        with self._lock:
            self._held = (entries, size)

    def drop(self, count: int = 1) -> None:
        """Count entries that nobody takes any more."""
        with self._lock:
            self.dropped_count += count

    def signal(self, signal: object) -> None:
        """Wake the worker, and tell it something."""
        self._signals.put(signal)

    def wait(self, seconds: float | None) -> object:
        """Return the next signal, or `None` when the time is over."""
        try:
            return self._signals.get(timeout=seconds)
        except queue.Empty:
            return None

    def __len__(self) -> int:
        """Return how many entries wait to be taken."""
        return len(self._entries)
