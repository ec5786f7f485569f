"""One file of the spool: lines of entries, and between them lines that say how far everything is settled.

A file has one writer, who holds a lock on it that ends with the process. What a kill leaves half-written at the end is
cut off by the next process that gets the lock.
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from threadline.client.logger.entry import Entry, entry_in

if sys.platform == "win32":

    def _lock(handle: int) -> bool:
        raise OSError(f"A spool needs locks of POSIX, which this system does not have (file {handle}).")

else:
    import fcntl

    def _lock(handle: int) -> bool:
        """Return whether a file is ours now."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


_PIECE_BYTES = 1 << 20
_MARK = re.compile(rb'^\{"settled":(\d+)\}$')


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of a file, and where its line ends."""

    entry: Entry | None
    """`None`: the line cannot be read."""

    end: int


class Segment:
    """An open file of the spool, locked."""

    def __init__(self, path: Path, handle: int) -> None:
        """Take a file that `opened` has locked, and cut off what is half-written."""
        self.path = path
        self._handle = handle
        self._settled = 0
        self.entries_count = 0
        self.size = 0
        self._look()

    def append(self, content: bytes) -> None:
        """Write lines at the end, all or none. They survive the end of the process, not that of the machine.

        Raises:
            OSError: the disk is full, or gone.
        """
        written = os.write(self._handle, content)
        if written < len(content):
            os.ftruncate(self._handle, self.size)
            raise OSError(f"Only {written} of {len(content)} bytes went into {self.path}.")
        self.size += written

    def add(self, lines: list[bytes]) -> None:
        """Write entries.

        Raises:
            OSError: the disk is full, or gone.
        """
        self.append(b"".join(lines))
        self.entries_count += len(lines)

    def first(self) -> Iterator[Found]:
        """Yield what is not settled."""
        for line, end in self._lines(self._settled):
            if not _MARK.match(line):
                yield Found(entry_in(line), end)

    def settle(self, end: int, entries: int) -> None:
        """Note that everything before a place is settled. A file in which nothing else is starts anew.

        Raises:
            OSError: the disk is full, or gone. Then some of it is sent again after the next start, which does no harm.
        """
        self._settled = end
        self.entries_count -= entries
        if self.entries_count:
            self.append(b'{"settled":%d}\n' % end)
        else:
            os.ftruncate(self._handle, 0)
            self.size = self._settled = 0

    def remove(self) -> None:
        """Delete the file, and let go of it."""
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Let go of the file, and of the lock with it."""
        os.close(self._handle)

    def _look(self) -> None:
        entries: list[int] = []
        for line, end in self._lines(0):
            mark = _MARK.match(line)
            if mark:
                self._settled = int(mark[1])
            else:
                entries.append(end)
            self.size = end
        self.entries_count = sum(end > self._settled for end in entries)
        os.ftruncate(self._handle, self.size)

    def _lines(self, start: int) -> Iterator[tuple[bytes, int]]:
        """Yield whole lines without their ends, and where each ends."""
        rest, place = b"", start
        while piece := os.pread(self._handle, _PIECE_BYTES, place + len(rest)):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                place += len(line) + 1
                yield line, place


def opened(path: Path) -> Segment | None:
    """Open a file of the spool, or make it; `None` when another process has it.

    Raises:
        OSError: it cannot be opened, or this system has no such locks.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if _lock(handle) and _is_linked(path, handle):
            return Segment(path, handle)
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _is_linked(path: Path, handle: int) -> bool:
    """Return whether a path still is the file: between opening and locking another process may have deleted it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
