"""Backups of a data folder, and putting one back.

A backup is one file with the records: the projection and the text index are made from them. It is made while a server
writes, and counts only once the copy has been read as a whole and holds what the original held. A name is taken when
the file behind it is complete and on the disk, so a stop at any moment leaves what was there before. A packed backup
carries a checksum, a plain one gets it beside it.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from threadline.analytics import FILE_NAME as PROJECTION
from threadline.analytics.inspecting import held
from threadline.errors import ConflictError, ServiceError
from threadline.moments import to_text
from threadline.records.connection import make_private
from threadline.records.files import copies
from threadline.records.files.copies import Contents, NotRecordsError
from threadline.records.search import index as search
from threadline.records.store import FILE_NAME
from threadline.services.keeping import checksums, packing
from threadline.services.keeping.findings import size_of

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from threadline.records.files.copies import Step
    from threadline.services.keeping.packing import Checksum

Existing = Literal["refuse", "replace"]
"""What becomes of a file or of data that are in the way."""

NAME = re.compile(r"threadline-\d{8}T\d{6}Z\.sqlite(\.zst)?")
"""Names of backups in a folder of backups."""

PACKED = ".zst"
ASIDE = f"{FILE_NAME}.before-"
"""How the name begins under which data are kept that a restore replaced."""

_PART = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)\.part(-journal|-wal|-shm)?")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made."""

    path: Path
    contents: Contents
    file_bytes: int
    note: Path | None
    """The file with its checksum; none when it carries it itself."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    contents: Contents
    aside: Path | None
    """Where the data from before are; none when there were none."""

    checksum: Checksum
    """What that of the backup said."""


def name_for(now: int, *, packed: bool) -> str:
    """Return the name of a backup in a folder of backups.

    >>> name_for(1767225600005, packed=True)
    'threadline-20260101T000000Z.sqlite.zst'
    """
    return f"threadline-{_stamp(now)}.sqlite{PACKED if packed else ''}"


def back_up(folder: Path, target: Path, *, existing: Existing, on_step: Step) -> Backup:
    """Copy the records of a folder into a file, packed when its name ends with `.zst`.

    Args:
        folder: the data folder.
        target: the file.
        existing: what becomes of a file of that name.
        on_step: is told how far it has come, in pages.

    Raises:
        ConflictError: there is a file of that name.
        NotRecordsError: the records are damaged, or the copy is.
        ServiceError: the disk has no room.
    """
    if existing == "refuse" and target.exists():
        raise ConflictError(f"{target} exists. Choose another name, or replace it with --force.")
    source = folder / FILE_NAME
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _drop_leftovers(target.parent)
    _require_room(
        target.parent, 2 * copies.file_bytes(source)
    )  # the copy, and the same without what was deleted
    with _draft(target) as draft:
        contents = copies.copy(source, draft, on_step)
        _require_same(copies.check(draft), contents)
        if target.suffix == PACKED:
            with _draft(target.with_suffix(PACKED + PACKED)) as packed:
                packing.pack(draft, packed)
                note = _publish(packed, target, line=None)
        else:
            note = _publish(draft, target, line=checksums.line(draft, target.name))
    return Backup(target, contents, target.stat().st_size, note)


def rotate(folder: Path, *, keep: int) -> list[Path]:
    """Delete all but the newest backups of a folder, by the times in their names; return what was deleted."""
    found = sorted((each for each in folder.iterdir() if NAME.fullmatch(each.name)), reverse=True)
    for path in found[keep:]:
        path.unlink()
        checksums.beside(path).unlink(missing_ok=True)
    return found[keep:]


def restore(source: Path, folder: Path, *, existing: Existing, now: int) -> Restored:
    """Put a backup in the place of a folder's records. The projection and the text index are made anew at next start.

    Args:
        source: the file of the backup, packed or not; a checksum beside it must agree.
        folder: the data folder; it may be new.
        existing: what becomes of data in it: with `replace` they are kept aside.
        now: the time, in milliseconds since 1970 UTC.

    Raises:
        ConflictError: the folder has data.
        LockedError: a server runs on the folder.
        InUseError: another process has the records open.
        NotRecordsError: the backup is damaged, or is none.
    """
    records = folder / FILE_NAME
    if records.exists() and records.samefile(source):
        raise ConflictError(f"{source} is what the folder has already.")
    if records.exists() and existing == "refuse":
        raise ConflictError(f"{folder} has data. Name another folder, or replace them with --force.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _drop_leftovers(folder)
    _require_room(folder, source.stat().st_size)
    with held(folder), _draft(records) as draft:
        checksum = packing.unpack(source, draft)
        contents = copies.check(draft)
        aside = _set_aside(records, f"{ASIDE}{_stamp(now)}") if records.exists() else None
        if aside is not None:
            shutil.copymode(aside, draft)  # whoever was let in stays so
        # Followers of the old records must never meet the new ones.
        for name in (PROJECTION, search.FILE_NAME):
            _drop(folder, name)
        _put(draft, records)
    _verify_in_place(records, contents, aside)
    return Restored(contents, aside, checksum)


def leftovers(folder: Path) -> list[Path]:
    """Return what restores and stopped copies left in a folder."""
    return sorted(
        each for each in folder.iterdir() if each.name.startswith(ASIDE) or _PART.fullmatch(each.name)
    )


def _stamp(now: int) -> str:
    return to_text(now)[:19].replace("-", "").replace(":", "") + "Z"


@contextmanager
def _draft(target: Path) -> Generator[Path]:
    """Return an empty file for this user alone, beside the target in the same file system; it goes in the end."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    make_private(draft)
    try:
        yield draft
    finally:
        _drop(draft.parent, draft.name)


def _publish(draft: Path, target: Path, *, line: bytes | None) -> Path | None:
    """Give a backup its name, and put its checksum beside it if it has one there.

    In this order: a stop in between leaves a backup without a checksum, and never one with that of another.
    """
    note = checksums.beside(target)
    note.unlink(missing_ok=True)
    _sync(target.parent)
    _put(draft, target)
    if line is None:
        return None
    with _draft(note) as written:
        written.write_bytes(line)
        _put(written, note)
    return note


def _put(draft: Path, target: Path) -> None:
    """Give a complete file its name, and return when a power cut no longer changes that."""
    _sync(draft)
    draft.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _drop(folder: Path, name: str) -> None:
    for path in (folder / name, *(folder / f"{name}{end}" for end in ("-journal", "-wal", "-shm", ".wal"))):
        path.unlink(missing_ok=True)


def _drop_leftovers(folder: Path) -> None:
    """Delete what copies left that were killed."""
    for path in folder.iterdir():
        found = _PART.fullmatch(path.name)
        if found and not _is_alive(int(found["pid"])):
            path.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _require_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise ServiceError(f"{folder} has room for {size_of(free)}, and {size_of(size)} are needed.")


def _require_same(found: Contents, wanted: Contents) -> None:
    if found != wanted:
        raise NotRecordsError(f"The copy has {found}, and {wanted} is what was copied. Nothing was kept.")


def _set_aside(records: Path, name: str) -> Path:
    """Keep the data from before under another name as well, and return it."""
    aside = records.with_name(name)
    with suppress(NotRecordsError):
        copies.settle(records)
    # The log of a damaged file stays with it; beside other records it would be taken for theirs.
    for end in ("-wal", "-shm", "-journal"):
        log = records.with_name(f"{records.name}{end}")
        if log.exists():
            log.replace(aside.with_name(f"{name}{end}"))
    try:
        os.link(records, aside)
    except OSError:
        make_private(aside)
        shutil.copy2(records, aside)
        _sync(aside)
    return aside


def _verify_in_place(records: Path, wanted: Contents, aside: Path | None) -> None:
    """See that the folder has what was put there; put the data from before back if not."""
    try:
        with copies.reading(records) as connection:
            _require_same(copies.contents_of(connection), wanted)
    except ServiceError:
        if aside is not None:
            _put(aside, records)
        raise
