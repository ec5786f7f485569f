"""Checksums beside files, as `sha256sum` writes and checks them: `FILE.sha256` has that of `FILE`.

They find what a file cannot tell of itself: SQLite knows the structure of its pages, and not each letter of a text.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from threadline.errors import ServiceError
from threadline.records.files.copies import NotRecordsError

if TYPE_CHECKING:
    from pathlib import Path

ENDING = ".sha256"

_LINE = re.compile(rb"\\?(?P<digest>[0-9a-fA-F]{64})(?:\s|$)")
_LONGEST_BYTES = 1 << 16
_PIECE_BYTES = 1 << 20
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}


def beside(file: Path) -> Path:
    """Return where the checksum of a file is."""
    return file.with_name(f"{file.name}{ENDING}")


def line(content: Path, name: str) -> bytes:
    r"""Return the line for the bytes of a file that is to have a name.

    `sha256sum` marks a line with a backslash when characters of the name are escaped.
    """
    with content.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    escaped = "".join(_ESCAPED.get(letter, letter) for letter in name)
    return os.fsencode(f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n")


def noted(file: Path) -> str | None:
    """Return the checksum that is noted beside a file, or `None` when there is none.

    Raises:
        ServiceError: what is there is no checksum.
    """
    note = beside(file)
    if not note.exists():
        return None
    with note.open("rb") as opened:
        found = _LINE.match(opened.read(_LONGEST_BYTES))
    if found is None:
        raise ServiceError(
            f"{note} has no checksum, as `sha256sum {file.name}` writes it. Delete it, or mend it."
        )
    return found["digest"].decode().lower()


def copy(source: Path, target: Path, *, wanted: str) -> None:
    """Copy a file, and see that the bytes that were copied have a checksum.

    Raises:
        NotRecordsError: they have another one.
    """
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as written:
        while piece := read.read(_PIECE_BYTES):
            digest.update(piece)
            written.write(piece)
    _require(source, digest.hexdigest(), wanted)


def check(source: Path, *, wanted: str) -> None:
    """See that a file has a checksum.

    Raises:
        NotRecordsError: it has another one.
    """
    with source.open("rb") as file:
        _require(source, hashlib.file_digest(file, "sha256").hexdigest(), wanted)


def _require(source: Path, found: str, wanted: str) -> None:
    if found != wanted:
        raise NotRecordsError(
            f"{source} was changed, or is damaged: it does not have the checksum in {beside(source)}."
            " Take another backup; or delete the checksum, to restore it as it is."
        )
