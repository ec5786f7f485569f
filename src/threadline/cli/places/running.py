"""The note that a running server leaves in its data folder, so that other commands can say where it is."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import msgspec

from threadline.services.keeping.folder import make_private

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

FILE_NAME = "server.json"
_log = logging.getLogger("threadline")


class Running(msgspec.Struct, frozen=True):
    """A server, as its note tells."""

    pid: int
    url: str


def leave_note(folder: Path, url: str) -> None:
    """Write that this process serves the folder at an address.

    A disk without room for it is no reason not to serve: other commands do not find the server then, and nothing else.
    """
    note = msgspec.json.encode(Running(os.getpid(), url))
    draft = folder / f"{FILE_NAME}.{os.getpid()}"
    _drop_drafts(folder)
    try:
        make_private(draft)
        draft.write_bytes(note + b"\n")
        draft.replace(folder / FILE_NAME)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        _log.warning(
            "%s cannot be written (%s): other commands do not find this server by its folder.",
            folder / FILE_NAME,
            error.strerror,
        )


def _drop_drafts(folder: Path) -> None:
    """Delete what starts have left that ended while they wrote their note."""
    for draft in folder.glob(f"{FILE_NAME}.*"):
        pid = draft.name.removeprefix(f"{FILE_NAME}.")
        if pid.isascii() and pid.isdecimal() and (int(pid) == os.getpid() or not _is_alive(int(pid))):
            with suppress(OSError):
                draft.unlink()


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
    except (OSError, OverflowError):
        return True
    return True
