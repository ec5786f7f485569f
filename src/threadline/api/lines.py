"""A body of lines, cut as it comes in: at no time is the whole of it in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.api.asking import require_size, too_large
from threadline.services.importing.bulk import GROUP_BYTES, GROUP_LINES
from threadline.services.importing.lines import Line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class LineLimits:
    """What is read at most."""

    line_bytes: int
    body_bytes: int


async def groups(request: Request, limits: LineLimits) -> AsyncIterator[list[Line]]:
    """Yield the lines of a body in groups; lines without text are left out.

    Raises:
        TooLargeError: the body is over the limit; groups before that were yielded.
    """
    require_size(request, limits.body_bytes)
    cutter, grouping, read_bytes = _Cutter(limits.line_bytes), _Grouping(), 0
    async for chunk in request.stream():
        read_bytes += len(chunk)
        if read_bytes > limits.body_bytes:
            raise too_large(limits.body_bytes)
        for line in cutter.cut(chunk):
            if group := grouping.add(line):
                yield group
    group = grouping.add(cutter.last()) or grouping.lines
    if group:
        yield group


@dataclass(slots=True)
class _Cutter:
    """Cuts pieces of a body into lines. Of a line that is too long only the beginning is kept."""

    line_bytes: int
    number: int = 0
    _pieces: list[bytes] = field(default_factory=list)
    _size: int = 0

    def cut(self, chunk: bytes) -> Iterator[Line]:
        """Yield the lines that end in a piece of the body."""
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            self._keep(end)
            yield self.last()
        self._keep(rest)

    def last(self) -> Line:
        """Return the line that the body is in the middle of, as its end."""
        self.number += 1
        line = Line(self.number, b"".join(self._pieces), is_cut=self._size > self.line_bytes)
        self._pieces, self._size = [], 0
        return line

    def _keep(self, piece: bytes) -> None:
        room = self.line_bytes - self._size
        if room > 0:
            self._pieces.append(piece[:room])
        self._size += len(piece)


@dataclass(slots=True)
class _Grouping:
    """Collects lines until they are a group."""

    lines: list[Line] = field(default_factory=list)
    _size: int = 0

    def add(self, line: Line) -> list[Line] | None:
        """Take a line, and return the group that is full with it."""
        if not line.text.strip():
            return None
        self.lines.append(line)
        self._size += len(line.text)
        if len(self.lines) < GROUP_LINES and self._size < GROUP_BYTES:
            return None
        full, self.lines, self._size = self.lines, [], 0
        return full
