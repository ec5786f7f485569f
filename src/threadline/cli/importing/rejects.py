"""The file of rejected lines: a JSON object for each, with its number, place and reason, and its text to mend."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from threadline.services.importing.lines import Reject


class Rejected(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rejected line, as the file has it."""

    line: int
    pointer: str
    """JSON Pointer to the first fault."""
    message: str
    text: str
    more: tuple[dict[str, str], ...] = ()
    """The other faults, when there are several."""


class _Number(msgspec.Struct):
    line: int


@dataclass(slots=True)
class RejectsFile:
    """The rejected lines of one source. The file is made with the first of them."""

    path: Path

    def begin(self, position: int) -> None:
        """Keep what an earlier run wrote up to a line of the source, and nothing of an older import.

        Lines after it were written by a run that ended before it could store its batch: they come again.

        Raises:
            click.ClickException: the file could not be written.
        """
        folder = self.path.parent
        if not os.access(self.path if self.path.exists() else folder, os.W_OK):
            raise click.ClickException(
                f"Rejected lines cannot be written to {self.path}; name another file with --rejects."
            )
        if not self.path.exists():
            return
        kept = [
            line for line in self.path.read_bytes().splitlines(keepends=True) if _number(line) <= position
        ]
        if position and kept:
            draft = self.path.with_name(f"{self.path.name}.part")
            draft.write_bytes(b"".join(kept))
            draft.replace(self.path)
        else:
            self.path.unlink()

    def add(self, rejects: Sequence[Reject]) -> None:
        """Write rejected lines down, and wait until they are on the disk."""
        with self.path.open("ab") as file:
            file.writelines(msgspec.json.encode(as_written(reject)) + b"\n" for reject in rejects)
            file.flush()
            os.fsync(file.fileno())


def as_written(reject: Reject) -> Rejected:
    """Return a rejected line as the file has it."""
    first, *others = reject.faults
    return Rejected(
        line=reject.line.number,
        pointer=first.pointer,
        message=first.message,
        text=reject.line.text.decode(errors="replace").rstrip("\r\n"),
        more=tuple({"pointer": fault.pointer, "message": fault.message} for fault in others),
    )


def _number(line: bytes) -> float:
    """Return the number in a line of the file; a line that was cut by a crash comes after all others."""
    try:
        return msgspec.json.decode(line, type=_Number).line
    except msgspec.DecodeError:
        return float("inf")
