"""A body of lines, cut as it comes in: at no time is the whole of it in memory.

A body with too many lines is read to its end all the same, because most clients send all before they read an answer.
What is behind the last line that may be taken is only counted.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.api.context import pieces
from threadline.services.importing.bulk import GROUP_BYTES, GROUP_LINES
from threadline.services.importing.lines import Line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from threadline.serving.receiving import Share


_LINES_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class LineLimits:
    """What is read at most."""

    line_bytes: int
    body_bytes: int
    lines: int
    """Blank ones count as well: each takes a moment."""

    group_lines: int = GROUP_LINES


@dataclass(slots=True)
class Lines:
    """The lines of one body, to be read once."""

    request: Request
    limits: LineLimits
    share: Share
    unread: tuple[int, int] | None = None
    """After the last group: the first and the last line that were not taken because there are too many."""

    async def groups(self) -> AsyncIterator[list[Line]]:
        """Yield the lines in groups; lines without text are left out.

        Raises:
            TooLargeError: the body is over the limit; groups before that were yielded.
            UnavailableError: there is no room for more of it; likewise.
        """
        cutter = _Cutter(self.limits.line_bytes)
        grouping = _Grouping(self.limits.lines, self.limits.group_lines)
        async for chunk in pieces(self.request, self.limits.body_bytes):
            await self.share.hold(len(chunk) + cutter.kept_bytes + grouping.kept_bytes)
            rest = chunk
            while rest and grouping.room:
                lines, rest = cutter.cut(rest, most=min(grouping.room, _LINES_AT_ONCE))
                for group in filter(None, map(grouping.add, lines)):
                    yield group
                # Without text in them nothing is waited for, and others would not get their turn.
                await asyncio.sleep(0)
            cutter.skip(rest)
        if group := grouping.add(cutter.last()) or grouping.lines:
            yield group
        self.unread = cutter.skipped


@dataclass(slots=True)
class _Cutter:
    """Cuts pieces of a body into lines. Of a line that is too long only the beginning is kept."""

    line_bytes: int
    number: int = 0
    skipped: tuple[int, int] | None = None
    """The first and the last line with text that were skipped."""

    _pieces: list[bytes] = field(default_factory=list)
    _size: int = 0

    @property
    def kept_bytes(self) -> int:
        """How much of a line is there whose end is not."""
        return min(self._size, self.line_bytes)

    def cut(self, chunk: bytes, *, most: int) -> tuple[list[Line], bytes]:
        """Return the lines that end in a piece of the body, and what of it is left when these are the most."""
        *ends, rest = chunk.split(b"\n", most)
        lines = [self._ended(end) for end in ends]
        if len(ends) == most:
            return lines, rest
        self._keep(rest)
        return lines, b""

    def skip(self, chunk: bytes) -> None:
        """Count the lines of a piece, from the start of a line on."""
        text = chunk.strip()
        if text:
            first = self.number + 1 + chunk.count(b"\n", 0, len(chunk) - len(chunk.lstrip()))
            self.skipped = (self.skipped[0] if self.skipped else first, first + text.count(b"\n"))
        self.number += chunk.count(b"\n")

    def last(self) -> Line:
        """Return the line that the body is in the middle of, as its end."""
        self.number += 1
        line = Line(self.number, b"".join(self._pieces), is_cut=self._size > self.line_bytes)
        self._pieces, self._size = [], 0
        return line

    def _ended(self, end: bytes) -> Line:
        self._keep(end)
        return self.last()

    def _keep(self, piece: bytes) -> None:
        room = self.line_bytes - self._size
        if room > 0:
            self._pieces.append(piece[:room])
        self._size += len(piece)


@dataclass(slots=True)
class _Grouping:
    """Collects lines until they are a group."""

    room: int
    """How many more lines may be taken."""

    most: int
    """Lines of a group."""

    lines: list[Line] = field(default_factory=list)
    kept_bytes: int = 0

    def add(self, line: Line) -> list[Line] | None:
        """Take a line, and return the group that is full with it."""
        self.room -= 1
        if not line.text.strip():
            return None
        self.lines.append(line)
        self.kept_bytes += len(line.text)
        if len(self.lines) < self.most and self.kept_bytes < GROUP_BYTES:
            return None
        full, self.lines, self.kept_bytes = self.lines, [], 0
        return full
