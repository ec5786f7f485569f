"""Bodies that come packed (`Content-Encoding`, RFC 9110 §8.4): gzip and zstd, unpacked as they come in.

A few bytes can stand for very many, so what comes out is handed on in pieces, and whoever reads them counts. No step
makes more than some megabytes, whatever the bytes say.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

import zstandard

from threadline.errors import MalformedError, TooLargeError, UnsupportedEncodingError, Violation, shorten

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

ACCEPTED = "gzip, zstd"
"""What `Accept-Encoding` says of a server that refuses another."""

_GZIP_WINDOW = 31
"""15 bits of window, and 16 for the header of gzip instead of that of zlib."""

_ZSTD_WINDOW_BYTES = 8 << 20
"""The window that every reader has to manage (RFC 8878 §3.1.1.1.2)."""

_STEP_BYTES = 256
"""Packed bytes taken at once. Four bytes of zstd can stand for 128 KiB, so these for 8 MiB at most."""

_PIECE_BYTES = 1 << 16
_FREE_BYTES = 8 << 20
_MOST_TIMES = 250
"""How many times larger a body may become, beyond the bytes that are free. Chats become 3 to 30 times larger."""


class _Stream(Protocol):
    """One packed stream: of `zlib` and of `zstandard` alike."""

    @property
    def eof(self) -> bool:
        """Whether its end was read."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What came behind its end."""
        ...

    def decompress(self, data: bytes, /) -> bytes:
        """Return what comes out."""
        ...


def _gzip() -> _Stream:
    return zlib.decompressobj(_GZIP_WINDOW)


def _zstd() -> _Stream:
    return zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES).decompressobj()


_STREAMS: Mapping[str, Callable[[], _Stream]] = {"gzip": _gzip, "x-gzip": _gzip, "zstd": _zstd}


def encoding_of(headers: list[str]) -> str:
    """Return how a body is packed; empty when it is not.

    Args:
        headers: every `Content-Encoding` of the request.

    Raises:
        UnsupportedEncodingError: it is packed in a way that is not read here, or more than once.

    >>> encoding_of(["GZIP"]), encoding_of(["identity"]), encoding_of([])
    ('gzip', '', '')
    """
    named = [name for name in (each.strip().lower() for each in ",".join(headers).split(",")) if name]
    packed = [name for name in named if name != "identity"]
    if len(packed) > 1 or (packed and packed[0] not in _STREAMS):
        raise UnsupportedEncodingError(
            f"A body with `Content-Encoding: {shorten(', '.join(named))}` is not read here."
            " Send it packed once, with `gzip` or `zstd`, or as it is, without this header.",
            accepted=ACCEPTED,
        )
    return packed[0] if packed else ""


async def unpacked(pieces: AsyncIterator[bytes], encoding: str) -> AsyncIterator[bytes]:
    """Yield what a packed body stands for.

    Raises:
        MalformedError: it is not packed as the header says, or ends in the middle.
        TooLargeError: it becomes larger by more than packed chats do.
    """
    unpacker = _Unpacker(encoding)
    async for piece in pieces:
        for out in unpacker.take(piece):
            yield out
    unpacker.end()


class _Unpacker:
    """Takes the bytes of one body; streams may follow each other in it."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._begin = _STREAMS[encoding]
        self._stream: _Stream | None = None
        self._taken = self._made = 0

    def take(self, packed: bytes) -> Iterator[bytes]:
        waiting = bytearray()
        for start in range(0, len(packed), _STEP_BYTES):
            waiting += self._step(packed[start : start + _STEP_BYTES])
            if len(waiting) >= _PIECE_BYTES:
                yield bytes(waiting)
                waiting.clear()
        if waiting:
            yield bytes(waiting)

    def end(self) -> None:
        if self._stream is not None:
            raise self._fault("ends in the middle")

    def _step(self, packed: bytes) -> bytes:
        made = bytearray()
        self._taken += len(packed)
        try:
            while packed:
                stream = self._stream = self._stream or self._begin()
                made += stream.decompress(packed)
                packed = stream.unused_data if stream.eof else b""
                self._stream = None if stream.eof else stream
        except (zlib.error, zstandard.ZstdError) as error:
            raise self._fault(f"cannot be unpacked ({error})") from error
        self._made += len(made)
        if self._made > max(_FREE_BYTES, self._taken * _MOST_TIMES):
            raise TooLargeError(
                f"The body becomes more than {_MOST_TIMES} times larger when it is unpacked. Send it as it is."
            )
        return bytes(made)

    def _fault(self, what: str) -> MalformedError:
        return MalformedError(Violation("", f"The body is said to be `{self._encoding}`, and {what}."))
