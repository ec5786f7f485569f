"""The note that a running server leaves in its data folder, so that other commands can say where it is."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import msgspec

from threadline.records.connection import make_private

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

FILE_NAME = "server.json"


class Running(msgspec.Struct, frozen=True):
    """A server, as its note tells."""

    pid: int
    url: str


def leave_note(folder: Path, url: str) -> None:
    """Write that this process serves the folder at an address."""
    note = msgspec.json.encode(Running(os.getpid(), url))
    draft = folder / f"{FILE_NAME}.{os.getpid()}"
    make_private(draft)
    draft.write_bytes(note + b"\n")
    draft.replace(folder / FILE_NAME)


@contextmanager
def note_removed(folder: Path) -> Generator[None]:
    """Take this process's note away in the end."""
    try:
        yield
    finally:
        running = _note(folder)
        if running is not None and running.pid == os.getpid():
            (folder / FILE_NAME).unlink(missing_ok=True)


def find(folder: Path) -> Running | None:
    """Return the server that runs on a folder; a note of a process that is gone does not count."""
    running = _note(folder)
    return running if running is not None and _is_alive(running.pid) else None


def _note(folder: Path) -> Running | None:
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=Running)
    return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
