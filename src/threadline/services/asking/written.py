"""An answer of many rows: written row by row, in memory or, when it is long, in a file without a name.

So no row is held twice, and a client that takes its answer slowly holds a piece of it and not the whole.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, cast

from threadline.services.documents import encode

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from pathlib import Path

IN_MEMORY_BYTES = 1 << 20
"""What the rows of an answer take in memory at most; beyond, they go to a file."""

_PIECE_BYTES = 1 << 16


def pieces_of(content: IO[bytes]) -> Generator[bytes]:
    """Yield what an open file holds, from where it stands, and close it."""
    with content:
        while piece := content.read(_PIECE_BYTES):
            yield piece


@dataclass(slots=True)
class Rows:
    """Rows as JSON, with commas between them."""

    folder: Path
    """Where the file lies when there is one."""

    count: int = 0
    size: int = 0
    _kept: IO[bytes] = field(init=False)

    def __post_init__(self) -> None:
        kept = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES, dir=str(self.folder))  # noqa: SIM115  # closed with this
        self._kept = cast("IO[bytes]", kept)

    def __del__(self) -> None:
        """Let go of what nobody has read: a question that is refused after all, or given up."""
        self._kept.close()

    def add(self, rows: Sequence[object]) -> None:
        """Write more rows."""
        if not rows:
            return
        text = memoryview(encode(rows))[1:-1]
        if self.size + len(text) >= IN_MEMORY_BYTES:
            self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.count:
            self._kept.write(b",")
        self._kept.write(text)
        self.size += len(text) + bool(self.count)
        self.count += len(rows)

    def pieces(self) -> Generator[bytes]:
        """Yield what was written, once, and let go of it."""
        self._kept.seek(0)
        yield from pieces_of(self._kept)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and what an answer says beside them."""

    rows: Rows
    beside: Mapping[str, object]

    def answer(self, **before: object) -> Written:
        """Return the answer that has the page, behind what else it says."""
        head = encode({"status": "ok", "data": before})[:-2] + (b"," if before else b"") + b'"result":['
        return Written(head, self.rows, b"]," + encode(self.beside)[1:] + b"}")


@dataclass(frozen=True, slots=True)
class Written:
    """A whole answer as JSON, to be read once."""

    head: bytes
    rows: Rows
    tail: bytes

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.head) + self.rows.size + len(self.tail)

    def pieces(self) -> Generator[bytes]:
        """Yield it in pieces. Who stops in the middle closes them."""
        yield self.head
        yield from self.rows.pieces()
        yield self.tail

    def whole(self) -> bytes:
        """Return it in one."""
        return b"".join(self.pieces())
