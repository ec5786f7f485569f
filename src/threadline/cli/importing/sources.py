"""Lines of a file or of stdin, unpacked when they are packed (gzip, Zstandard), in flat memory."""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click
import zstandard

from threadline.cli.printing.output import amount
from threadline.services.importing.lines import Line

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

LINE_BYTES = 64 << 20
"""The longest line that is read."""

STDIN = "-"
_CUT_BYTES = 1_000
_FIRST_BYTES = 1 << 16
_BUFFER_BYTES = 1 << 20
_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Source:
    """An open source of lines."""

    name: str
    packed: BinaryIO
    unpacked: io.BufferedReader | gzip.GzipFile
    size: int | None
    """Bytes of the file as it is on disk; `None` when nobody knows."""

    number: int = 0
    """The last line that was read, from 1."""

    @property
    def read_bytes(self) -> int:
        """How many bytes of the file have been read so far; 0 when nobody knows its size."""
        return 0 if self.size is None else self.packed.tell()

    def require_lines(self) -> None:
        """See that the source does not hold a single JSON array, as exports of other tools do.

        Raises:
            click.ClickException: it does.
        """
        if self.unpacked.peek(1).lstrip().startswith(b"["):
            raise click.ClickException(
                f"{self.name} holds a JSON array; one JSON object a line is needed. "
                f"Try: jq -c '.[]' {self.name} | threadline import jsonl - --project NAME"
            )

    def skip(self, count: int) -> None:
        """Go on after the line of that number.

        Raises:
            click.ClickException: there are fewer lines.
        """
        while self.number < count:
            if self._next() is None:
                raise click.ClickException(
                    f"{self.name} has {amount(self.number, 'line')}, and {count:,} were read before: "
                    "it is another file by now. Import it from its beginning with --restart."
                )

    def lines(self) -> Iterator[Line]:
        """Yield the lines that are left.

        Raises:
            click.ClickException: the file is packed and broken.
        """
        while (line := self._next()) is not None:
            yield line

    def _next(self) -> Line | None:
        try:
            text = self.unpacked.readline(LINE_BYTES)
            is_cut = len(text) == LINE_BYTES and not text.endswith(b"\n")
            while is_cut and (rest := self.unpacked.readline(_BUFFER_BYTES)):
                if rest.endswith(b"\n"):
                    break
        except (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError) as error:
            raise click.ClickException(
                f"{self.name} cannot be unpacked after line {self.number:,}: {error}."
            ) from error
        if not text:
            return None
        self.number += 1
        if self.number == 1:
            text = text.removeprefix(_BYTE_ORDER_MARK)
        return Line(self.number, text[:_CUT_BYTES], is_cut=True) if is_cut else Line(self.number, text)


@contextmanager
def opened(name: str) -> Generator[Source]:
    """Open a file, or stdin for `-`, and close it in the end."""
    if name == STDIN:
        standard = io.BufferedReader(cast("Any", sys.stdin.buffer), _BUFFER_BYTES)
        yield Source("stdin", standard, _unpacked(standard), None)
        return
    path = Path(name)
    with path.open("rb") as raw:
        yield Source(name, raw, _unpacked(raw), path.stat().st_size)


def identity(kind: str, path: Path) -> str:
    """Return the name under which it is kept how far a file was imported: its place, and its first line.

    A file that grows keeps its name; one that is replaced by another gets a new one.
    """
    with opened(str(path)) as source:
        first = source.unpacked.readline(_FIRST_BYTES)
    return f"{kind}:{path.resolve()}#{hashlib.blake2b(first, digest_size=12).hexdigest()}"


def _unpacked(packed: io.BufferedReader) -> io.BufferedReader | gzip.GzipFile:
    start = packed.peek(4)
    if start.startswith(_GZIP):
        return gzip.GzipFile(fileobj=packed)
    if start.startswith(_ZSTANDARD):
        reader = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True)
        return io.BufferedReader(cast("Any", reader), _BUFFER_BYTES)
    return packed
