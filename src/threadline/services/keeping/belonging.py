"""Whether the files of a data folder belong together: followers are made from the records beside them, and no others.

Each store has a number that its followers carry; those with another are made anew when they are opened.
"""

from __future__ import annotations

import logging
import shlex
from typing import TYPE_CHECKING

from threadline.analytics import FILE_NAME as PROJECTION
from threadline.errors import ServiceError
from threadline.records import store
from threadline.records.search import FILE_NAME as SEARCH
from threadline.records.store import FILE_NAME as RECORDS
from threadline.records.write_log import log_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.records.store import Records
    from threadline.records.write_log import Unread

_log = logging.getLogger("threadline.records")


class OrphanedError(ServiceError):
    """The records are missing or empty beside what was made from them."""


def require_records(folder: Path) -> None:
    """See that a folder whose followers hold something has the records that they were made from.

    Raises:
        OrphanedError: it has none. Nothing is made in their place.
    """
    records = folder / RECORDS
    if records.is_file() and (records.stat().st_size or log_bytes(records)):
        return
    left = [path for name in (PROJECTION, SEARCH) if _is_filled(path := folder / name)]
    if not left:
        return
    names = " and ".join(path.name for path in left)
    wildcards = " ".join(f"{shlex.quote(str(path))}*" for path in left)
    state = "empty" if records.exists() else "missing"
    holds = "holds" if len(left) == 1 else "hold"
    raise OrphanedError(
        f"{records} is {state}, and {names} beside it {holds} what was made from it: the data themselves are gone."
        f" Restore a backup:\n\n  threadline restore BACKUP --data {shlex.quote(str(folder))} --force\n\n"
        f"Or start anew with nothing:\n\n  rm {wildcards}"
    )


def _is_filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def note_unread(records: Records, *, now: int) -> None:
    """Say and keep that the write-ahead log was not read to its end, when it was not, and begin a new one.

    For whoever has the folder alone.
    """
    if records.unread is not None:
        _note(records, unread_words(records.path, records.unread), now)
        records.writer.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def unread_words(path: Path, behind: Unread) -> str:
    """Return the sentence about a log that was not read to its end."""
    return (
        f"{path.name}-wal cannot be read behind byte {behind.place:,}, where bytes are not what was written:"
        f" {behind.commits:,} commits with acknowledged writes are lost."
        " (After a power cut or on a full disk the last of them may never have been acknowledged.)"
    )


def note_missing(records: Records, *, changes_ahead: int, now: int) -> None:
    """Say and keep that followers had more changes than the records have, when they had."""
    if changes_ahead > 0:
        sentence = (
            f"{records.path} lacks the last {changes_ahead:,} changes that were taken in from it before: its"
            " write-ahead log was damaged or removed, or an older copy was put in its place."
            " Acknowledged writes may be lost."
        )
        _note(records, sentence, now)


def _note(records: Records, sentence: str, now: int) -> None:
    _log.error("%s", sentence)
    try:
        records.writer.write(lambda connection: store.note_loss(connection, sentence, now=now))
    except ServiceError as error:
        _log.warning("This is not kept for `threadline doctor`: %s", error)
