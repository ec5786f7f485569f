"""A backup as bytes: plain, or packed with Zstandard, and what its checksum says when it is unpacked."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal

import zstandard

from threadline.records.files import copies
from threadline.records.files.copies import NotRecordsError
from threadline.services.keeping import checksums

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

Checksum = Literal["agrees", "none"]
"""What the checksum of a backup says: it agrees, or there is none. One that does not agree is refused."""

_PIECE_BYTES = 1 << 20
_PACKED_BYTES = 1 << 16
_HEADER_BYTES = 18
"""The longest header of a frame (RFC 8878, section 3.1.1), its magic number included."""


def pack(source: Path, target: Path) -> None:
    """Pack a file, and see that unpacking gives the same bytes."""
    packer = zstandard.ZstdCompressor(level=3, write_checksum=True, threads=-1)
    with source.open("rb") as plain, target.open("wb") as packed:
        packer.copy_stream(plain, packed, size=source.stat().st_size)
    with source.open("rb") as plain, target.open("rb") as packed:
        unpacked = zstandard.ZstdDecompressor().stream_reader(packed)
        if _digest(plain) != _digest(unpacked):
            raise NotRecordsError(f"{target} does not hold what was packed. Nothing was kept.")


def _digest(file: BinaryIO | zstandard.ZstdDecompressionReader) -> bytes:
    digest = hashlib.blake2b()
    while piece := file.read(_PIECE_BYTES):
        digest.update(piece)
    return digest.digest()


def unpack(source: Path, draft: Path) -> Checksum:
    """Copy a backup, packed or not, and say what its checksum says."""
    wanted = checksums.noted(source)
    with source.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    if not head.startswith(zstandard.FRAME_HEADER):
        return _copy_plain(source, draft, wanted)
    if wanted is not None:
        checksums.check(source, wanted=wanted)
    _unpack_whole(source, draft)
    has_checksum = wanted is not None or zstandard.get_frame_parameters(head).has_checksum
    return "agrees" if has_checksum else "none"


def _copy_plain(source: Path, draft: Path, wanted: str | None) -> Checksum:
    if wanted is not None:
        checksums.copy(source, draft, wanted=wanted)
        return "agrees"
    copies.copy(source, draft, lambda _done, _all: None)
    return "none"


def _unpack_whole(source: Path, draft: Path) -> None:
    """Unpack a file to the end of its checksum, which is the last thing in it."""
    frame = zstandard.ZstdDecompressor().decompressobj()
    try:
        with source.open("rb") as packed, draft.open("wb") as plain:
            while not frame.eof and (piece := packed.read(_PACKED_BYTES)):
                plain.write(frame.decompress(piece))
    except zstandard.ZstdError as error:
        raise NotRecordsError(f"{source} cannot be unpacked: {error}.") from error
    if not frame.eof:
        raise NotRecordsError(f"{source} cannot be unpacked: its end is missing.")
