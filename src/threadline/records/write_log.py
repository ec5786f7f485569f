"""The write-ahead log of a file of SQLite: its size, and whether it was read to its end.

SQLite reads a log up to the first piece whose checksum is wrong, and takes what is behind it for the rest of an older
log. What is behind it of the same log were commits: acknowledged, when the bytes before them were changed afterwards.
Format: https://sqlite.org/fileformat2.html#the_write_ahead_log and https://sqlite.org/walformat.html.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_HEADER = struct.Struct(">8I")
"""Magic, format, page size, checkpoint number, two salts, two checksums."""

_FRAME_BYTES = 24
_SIZE_AFTER = slice(4, 8)
"""How many pages the file has after a frame that ends a commit; 0 in others."""

_SALTS_OF_FRAME = slice(8, 16)
_SALTS_OF_LOG = slice(16, 24)
_MAGIC = 0x377F0682
_INDEX_FRAMES = slice(16, 20)
"""Where the index of the log says up to which frame it goes, in the byte order of the machine."""

_INDEX_SALTS = slice(32, 40)
_TRIES = 3
_PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a log was not read."""

    commits: int
    place: int
    """The byte of the log from which on nothing was read."""


@dataclass(frozen=True, slots=True)
class _Log:
    """What the headers of a log say."""

    salts: bytes
    """What its pieces are marked with."""

    is_begun: bool
    """Whether its own header is whole: else nothing of it is read."""

    commits: tuple[int, ...]
    """Frames with which commits end, counted from 1."""

    frame_bytes: int


def log_bytes(path: Path) -> int:
    """Return the size of the write-ahead log of a file; 0 when there is none."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.is_file() else 0


def unread(path: Path) -> Unread | None:
    """Return what of the log of a file was not read when it was opened, or `None` when all was.

    Another process may be writing: what looks unread must stay so for a moment.

    Args:
        path: the file; a connection of this process or of another has it open.
    """
    found = _unread(path)
    for _ in range(_TRIES):
        if found is None:
            break
        time.sleep(_PAUSE_SECONDS)
        again = _unread(path)
        found = found if again == found else again
    return found


def _unread(path: Path) -> Unread | None:
    try:
        log = _log(path)
        index = path.with_name(f"{path.name}-shm").read_bytes()[: _INDEX_SALTS.stop]
    except OSError:
        return None
    if log is None or len(index) < _INDEX_SALTS.stop:
        return None
    frames = int.from_bytes(index[_INDEX_FRAMES], sys.byteorder)
    behind = [frame for frame in log.commits if frame > frames]
    # Of another mark is a log that was begun anew, whose header is not written yet: that before it was read to its end.
    is_of_index = index[_INDEX_SALTS] == log.salts if log.is_begun else frames == 0
    return Unread(len(behind), _HEADER.size + frames * log.frame_bytes) if behind and is_of_index else None


def _log(path: Path) -> _Log | None:
    """Return what the headers of the log of a file say, or `None` when there is none.

    Raises:
        OSError: it cannot be read.
    """
    page_bytes = _page_bytes(path)
    with path.with_name(f"{path.name}-wal").open("rb") as file:
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size or not page_bytes:
            return None
        whole = (os.fstat(file.fileno()).st_size - _HEADER.size) // (_FRAME_BYTES + page_bytes)
        commits: dict[bytes, list[int]] = {}
        first = b""
        for frame in range(1, whole + 1):
            told = file.read(_FRAME_BYTES)
            first = first or told[_SALTS_OF_FRAME]
            if any(told[_SIZE_AFTER]):
                commits.setdefault(told[_SALTS_OF_FRAME], []).append(frame)
            file.seek(page_bytes, 1)
    is_begun = _is_whole(header)
    salts = header[_SALTS_OF_LOG] if is_begun else _likely(commits, first)
    return _Log(salts, is_begun, tuple(commits.get(salts, ())), _FRAME_BYTES + page_bytes)


def _likely(commits: Mapping[bytes, Sequence[int]], first: bytes) -> bytes:
    """Return the mark of a log whose header is damaged: that of its first frame, unless that is damaged as well."""
    return first if first in commits else max(commits, key=lambda mark: len(commits[mark]), default=b"")


def _page_bytes(path: Path) -> int:
    """Return the size of a page of a file; 0 when its header does not say."""
    with path.open("rb") as file:
        told = file.read(18)[16:]
    size = int.from_bytes(told, "big")
    return 65_536 if size == 1 else size


def _is_whole(header: bytes) -> bool:
    """Return whether the header of a log has the checksum that it says."""
    magic, *_, first_sum, second_sum = _HEADER.unpack(header)
    if magic & ~1 != _MAGIC:
        return False
    words = struct.unpack(f"{'>' if magic & 1 else '<'}6I", header[:24])
    first = second = 0
    for place in range(0, len(words), 2):
        first = (first + words[place] + second) & 0xFFFFFFFF
        second = (second + words[place + 1] + first) & 0xFFFFFFFF
    return (first, second) == (first_sum, second_sum)
