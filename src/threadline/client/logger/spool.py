"""The backlog on disk: a folder in which every process has files of its own, and finishes those of ended processes.

Entries are written when they come and read back when they are sent, so that memory holds one batch. Written means
handed to the system: the end of the process, by `kill -9` too, takes nothing of it; a power cut may take the last
seconds, because nothing waits for the disk (there is no `fsync`).
"""

import logging
import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from threadline.client.logger.backlog import BATCH_BYTES, BATCH_ENTRIES, MemoryBacklog
from threadline.client.logger.entry import Entry, line_of
from threadline.client.logger.segment import Found, Segment, opened

_SUFFIX = ".threadline.ndjson"
_SEGMENTS = 8
"""A file ends with an eighth of the bound, so that files which are settled can go while others wait."""

_log = logging.getLogger("threadline.logger")


class _Read(NamedTuple):
    segment: Segment
    found: Found


class Spool:
    """Entries on disk; in memory only while the disk refuses them."""

    outlives_process = True

    def __init__(self, folder: Path, most_bytes: int) -> None:
        """Open the folder, and take over what processes that ended have left there.

        Raises:
            OSError: the folder cannot be made or read.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._most_bytes = most_bytes
        self._memory = MemoryBacklog()
        self._batch: list[_Read] = []
        self._segments: deque[Segment] = deque(_left_behind(folder))
        self._own: Segment | None = None
        self._has_warned = False

    @property
    def in_memory(self) -> tuple[int, int]:
        """How many entries the disk has refused, and their bytes."""
        return self._memory.in_memory

    def add(self, entries: Sequence[Entry]) -> int:
        """Write entries; return how many the bound leaves no room for."""
        # Behind those that the disk refused before, in order.
        if len(self._memory):
            return self._memory.add(entries)
        room = self._most_bytes - sum(segment.size for segment in self._segments)
        lines: list[bytes] = []
        for line in map(line_of, entries):
            room -= len(line)
            if room < 0:
                break
            lines.append(line)
        self._write(lines, entries[: len(lines)])
        return len(entries) - len(lines)

    def first(self) -> list[Entry]:
        """Return the next batch, of entries that can be read."""
        self._batch = list(self._next())
        if self._batch:
            return [read.found.entry for read in self._batch if read.found.entry is not None]
        return self._memory.first()

    def drop_first(self) -> None:
        """Note that the batch is settled, and delete files in which nothing else is."""
        if not self._batch:
            self._memory.drop_first()
        last: dict[int, tuple[_Read, int]] = {}
        for read in self._batch:
            _, count = last.get(id(read.segment), (read, 0))
            last[id(read.segment)] = (read, count + 1)
        for read, count in last.values():
            self._settle(read, count)
        self._batch = []

    def abandon(self) -> None:
        """Close the files: the locks stay with the parent."""
        for segment in self._segments:
            segment.close()
        self._segments.clear()
        self._memory.abandon()

    def close(self) -> None:
        """Close the files; delete those that are empty."""
        for segment in self._segments:
            if segment.entries_count:
                segment.close()
            else:
                segment.remove()
        self._segments.clear()

    def __len__(self) -> int:
        """Return how many entries are here."""
        return sum(segment.entries_count for segment in self._segments) + len(self._memory)

    def _write(self, lines: list[bytes], entries: Sequence[Entry]) -> None:
        if not lines:
            return
        try:
            self._segment().add(lines)
        except OSError as error:
            if not self._has_warned:
                _log.warning("The spool cannot be written; entries stay in memory meanwhile: %s", error)
            self._has_warned = True
            self._memory.add(entries)

    def _segment(self) -> Segment:
        """Return the file to write to: a new one when there is none, or when it is long enough."""
        own = self._own
        while own is None or own.size >= self._most_bytes / _SEGMENTS:
            path = self._folder / f"{time.time_ns():020}-{os.getpid()}{_SUFFIX}"
            own = opened(path)
            if own is not None:
                self._segments.append(own)
        self._own = own
        return own

    def _next(self) -> Iterator[_Read]:
        size = 0
        reads = chain.from_iterable(
            (_Read(segment, found) for found in segment.first()) for segment in self._segments
        )
        for count, read in enumerate(reads, start=1):
            yield read
            size += len(read.found.entry.body) if read.found.entry else 0
            if count >= BATCH_ENTRIES or size >= BATCH_BYTES:
                return

    def _settle(self, last: _Read, count: int) -> None:
        segment = last.segment
        try:
            segment.settle(last.found.end, count)
            if not segment.entries_count and segment is not self._own:
                self._segments.remove(segment)
                segment.remove()
        except OSError as error:
            _log.warning("The spool cannot be written; some entries may be sent again: %s", error)


def _left_behind(folder: Path) -> Iterator[Segment]:
    """Yield the files of processes that ended, oldest first."""
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        segment = opened(path)
        if segment is None:
            continue
        if segment.entries_count:
            yield segment
        else:
            segment.remove()
