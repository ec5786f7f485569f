"""What an error of DuckDB says about a file: another process has it, it is broken, or something else is wrong.

A broken file is made anew, which takes long, so only an error that says so for certain counts as that. Memory,
rights, a disk without room and options that cannot be leave the file as it is.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_BROKEN_CLASSES = (duckdb.SerializationException, duckdb.CatalogException, duckdb.BinderException)
"""What is there cannot be read, or has other tables and columns than ours."""

_BROKEN_WORDS = (
    "corrupt",
    "not a valid duckdb database",
    "could not read enough bytes",
    "read a database file with storage version",
    "with a storage version greater",
    "compiled vector size",
    "wal does not match database file",
    "failure while replaying wal file",
)
"""DuckDB has no class for a file that is broken or of another version: the class differs with the place."""

_DAMAGE = "Corrupt database file"
"""How DuckDB says that the checksum of a block is wrong."""

_BROKEN_FOR_SURE = (duckdb.SerializationException,)
_UNREAD = ("could not read", "input/output error")
_PASSING = ("no space left", "disk quota", "input/output error", "too many open files", "file too large")
"""How the system says that a disk is full or fails, that descriptors are used up, that a file may not grow."""

OBSTACLES = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.PermissionException)
"""What lies around a file, and not in it, unless the message says otherwise."""

_ADVICE: tuple[tuple[tuple[type[duckdb.Error], ...], str], ...] = (
    ((duckdb.OutOfMemoryException,), "Give queries more memory, or free some."),
    (
        (duckdb.IOException, duckdb.PermissionException),
        "See to its owner, its mode and the room on its disk.",
    ),
)


_FORBIDDEN = "disabled by configuration"
"""How DuckDB says that a statement may not do this here, wherever the file lies."""


def is_obstacle(error: duckdb.Error) -> bool:
    """Return whether an error is about the disk or the machine, and goes away when they are mended."""
    return isinstance(error, OBSTACLES) and _FORBIDDEN not in str(error)


class UnusableError(Exception):
    """A file is broken, or has the tables of another version: it is to be made anew."""


@contextmanager
def told_apart(path: Path | None) -> Generator[None]:
    """Tell a file that cannot be used from everything else that may go wrong while it is read.

    Raises:
        UnusableError: the file cannot be used.
        duckdb.Error: something else is wrong.
    """
    try:
        yield
    except duckdb.Error as error:
        if path and is_beyond_use(error, path):
            raise UnusableError(why(error)) from error
        raise


def is_damage(error: duckdb.Error) -> bool:
    """Return whether an error says that the bytes of the file are not what DuckDB wrote."""
    return _DAMAGE in str(error)


def is_doubt(error: duckdb.Error) -> bool:
    """Return whether an error says that what was read is not what was written, or cannot be read."""
    said = str(error).lower()
    return is_damage(error) or isinstance(error, _BROKEN_FOR_SURE) or any(each in said for each in _UNREAD)


def is_beyond_reach(error: duckdb.Error) -> bool:
    """Return whether an error says that an open database is of no use any more, though its file may be well."""
    return isinstance(error, duckdb.FatalException) or "has been invalidated" in str(error)


def is_passing(error: duckdb.Error) -> bool:
    """Return whether an error tells of a machine that is short of something, or of a disk: it may pass by itself."""
    said = str(error).lower()
    return isinstance(error, duckdb.IOException) and any(words in said for words in _PASSING)


def is_locked(error: Exception) -> bool:
    """Return whether an error says that another process has the file open."""
    is_held = isinstance(error, duckdb.IOException) and "set lock" in str(error)
    return is_held or type(error).__name__ == "ResourceInUseException"


def is_beyond_use(error: duckdb.Error, path: Path) -> bool:
    """Return whether an error says that a file is broken, or of a version that cannot be read.

    Args:
        error: what was raised when the file was opened.
        path: the file; its name in the message says nothing.
    """
    if isinstance(error, _BROKEN_CLASSES):
        return True
    said = str(error).replace(str(path), "").lower()
    return any(words in said for words in _BROKEN_WORDS)


def why(error: duckdb.Error) -> str:
    """Return what an error says, in a line without the end of a sentence."""
    return str(error).partition("\n")[0].rstrip(".! ")


def advice(error: duckdb.Error) -> str:
    """Return what may be done about an error that is not of the file itself."""
    return next((words for classes, words in _ADVICE if isinstance(error, classes)), "")
