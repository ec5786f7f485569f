"""What is taken and not sent yet, in order. This one keeps it in memory; `spool` keeps it on disk."""

from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from threadline.client.logger.entry import Entry

BATCH_ENTRIES = 256
BATCH_BYTES = 1 << 20
"""A batch ends with the entry that reaches one of the two."""


class Backlog(Protocol):
    """Entries in order. Only the worker calls it."""

    @property
    def outlives_process(self) -> bool:
        """Whether what is here comes back at the next start."""
        ...

    @property
    def in_memory(self) -> tuple[int, int]:
        """How many entries are in memory, and their bytes."""
        ...

    def add(self, entries: Sequence[Entry]) -> int:
        """Take entries; return how many had no room."""
        ...

    def first(self) -> list[Entry]:
        """Return the next batch; it stays here."""
        ...

    def drop_first(self) -> None:
        """Forget the batch that `first` returned."""
        ...

    def abandon(self) -> None:
        """Let go of everything without a word: the process was forked, and all of this is the parent's."""
        ...

    def close(self) -> None:
        """End."""
        ...

    def __len__(self) -> int:
        """Return how many entries are here."""
        ...


class MemoryBacklog:
    """Entries in memory. Its bound is that of the inbox, which counts what is here."""

    outlives_process = False

    def __init__(self) -> None:
        """Start empty."""
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self._batch_entries = 0

    @property
    def in_memory(self) -> tuple[int, int]:
        """How many entries are here, and their bytes."""
        return len(self._entries), self._bytes

    def add(self, entries: Sequence[Entry]) -> int:
        """Take entries; there is room for all."""
        self._entries.extend(entries)
        self._bytes += sum(len(entry.body) for entry in entries)
        return 0

    def first(self) -> list[Entry]:
        """Return the next batch."""
        batch: list[Entry] = []
        size = 0
        for entry in islice(self._entries, BATCH_ENTRIES):
            batch.append(entry)
            size += len(entry.body)
            if size >= BATCH_BYTES:
                break
        self._batch_entries = len(batch)
        return batch

    def drop_first(self) -> None:
        """Forget the batch."""
        for _ in range(self._batch_entries):
            self._bytes -= len(self._entries.popleft().body)
        self._batch_entries = 0

    def abandon(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._bytes = 0

    def close(self) -> None:
        """Do nothing: memory ends by itself."""

    def __len__(self) -> int:
        """Return how many entries are here."""
        return len(self._entries)
