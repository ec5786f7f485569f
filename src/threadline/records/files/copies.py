"""Copies of the records: made while others write, and what tells whether a file is one.

A copy is one file without a write-ahead log. Not here: where copies are kept, and how one is put back; see
`services.keeping.backups`.
"""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import apsw

from threadline.errors import ServiceError
from threadline.records.connection import BUSY_MILLISECONDS, DamageError, make_private, number, row, rows
from threadline.records.migrations.migrate import shipped
from threadline.records.tables import changes, erasing
from threadline.records.write_log import log_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from threadline.positions import Position
    from threadline.records.connection import Connection

    Step = Callable[[int, int], None]
    """Is told how many pages are copied, and of how many."""

COUNTED = ("projects", "keys", "conversations", "messages", "events", "feedback")
"""Tables whose rows are counted."""

_STEP_PAGES = 2_000
_MOST_FAULTS = 5


class NotRecordsError(ServiceError):
    """A file is damaged, or no file of records."""


class NewerRecordsError(NotRecordsError):
    """A newer Threadline wrote a file: it is well, and cannot be read here."""

    def __init__(self, name: str, migration: object) -> None:
        """Name the file, the step of its schema that is unknown here, and what may be done."""
        self.sentence = f"{name} was written by a newer Threadline (it has migration {migration})."
        self.advice = "Upgrade Threadline first."
        super().__init__(f"{self.sentence} {self.advice}")


class UnreadError(ServiceError):
    """A file cannot be read, and nothing says that it is damaged."""

    def __init__(self, path: Path, reason: Exception) -> None:
        """Name the file, why it cannot be read, and what may be done."""
        super().__init__(f"{path} cannot be read: {reason}. Nothing says that its bytes are wrong.")
        is_log_left = not os.access(path.parent, os.W_OK) and log_bytes(path)
        self.advice = (
            f"{path.parent} cannot be written, and the write-ahead log of the file has to be: mount it for writing, or"
            " copy the file with its log to another folder."
            if is_log_left
            else "See to its owner, its mode, and how its disk is mounted."
        )


class InUseError(ServiceError):
    """Another process has the records open."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a file of records, to be compared with another."""

    counts: dict[str, int]
    newest: Position
    """The number of the newest change."""

    migration: str
    """The newest step of the schema."""


@contextmanager
def reading(path: Path) -> Generator[Connection]:
    """Open a file of records for reading, as it is: nothing is made or migrated.

    Raises:
        UnreadError: it cannot be opened, for a reason that does not lie in its bytes.
    """
    try:
        connection = _open(path)
    except _OBSTACLES as error:
        raise UnreadError(path, error) from error
    try:
        yield connection
    finally:
        connection.close()


def _open(path: Path) -> Connection:
    """Open a file and read from it: only then SQLite looks at what is there."""
    where = f"file:{quote(str(path))}?mode=ro"
    try:
        return _tried(where)
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        # Beside a file with a write-ahead log SQLite wants to write, which a disk mounted for reading refuses. Nobody
        # writes there, so what has nothing in its log can be read as it is.
        if os.access(path.parent, os.W_OK) or not path.is_file() or log_bytes(path):
            raise
        return _tried(f"{where}&immutable=1")


def _tried(where: str) -> Connection:
    connection = apsw.Connection(where, flags=_READ_ONLY)
    try:
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        connection.execute("PRAGMA query_only=1")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def copy(source: Path, target: Path, on_step: Step) -> Contents:
    """Copy a file of records as it is at one moment, while others write; return what the copy must have.

    Args:
        source: the file.
        target: an empty file or none; one that is made here is for this user alone.
        on_step: is told how far it has come.

    Raises:
        NotRecordsError: the source is damaged, or no file of records.
        UnreadError: the source cannot be read.
    """
    make_private(target)
    try:
        with reading(source) as connection, closing(apsw.Connection(str(target))) as copied:
            # The one moment: whoever holds a read transaction sees nothing of later commits.
            connection.execute("BEGIN")
            copied.execute(
                "PRAGMA synchronous=OFF"
            )  # whoever asked for the copy waits for the disk once, at its end
            contents = contents_of(connection)
            _copy_pages(connection, copied, on_step)
            copied.execute("PRAGMA journal_mode=DELETE")
            connection.execute("COMMIT")
            # What rows left behind that were deleted or moved is in the pages, and is not to be in the copy.
            copied.execute("PRAGMA journal_mode=OFF")  # a copy that is not finished is none
            erasing.rewrite(copied, str(target.parent))
    except DamageError as error:
        raise NotRecordsError(f"{source} is damaged, or is no file of records: {error}.") from error
    except (apsw.FullError, apsw.IOError, apsw.CantOpenError) as error:
        # What a copy raises is called "not an error" by SQLite.
        reason = (
            "there is no room" if isinstance(error, apsw.FullError) else "the disk cannot be read or written"
        )
        raise ServiceError(f"{source} cannot be copied to {target.parent}: {reason}.") from error
    return contents


def _copy_pages(connection: Connection, copied: Connection, on_step: Step) -> None:
    with copied.backup("main", connection, "main") as backup:
        while not backup.done:
            backup.step(_STEP_PAGES)
            on_step(backup.page_count - backup.remaining, backup.page_count)


def check(path: Path) -> Contents:
    """Read a whole file of records, and return what is in it.

    Raises:
        NotRecordsError: it is damaged, no file of records, or from a newer Threadline.
        UnreadError: it cannot be read.
    """
    try:
        with reading(path) as connection:
            found = faults(connection, depth="full")
            if found:
                raise NotRecordsError(f"{path} is damaged: {'; '.join(found)}.")
            return contents_of(connection)
    except DamageError as error:
        raise NotRecordsError(f"{path} is damaged, or is no file of records: {error}.") from error


def contents_of(connection: Connection) -> Contents:
    """Return what is in an open file of records.

    Raises:
        NotRecordsError: it has other tables.
        NewerRecordsError: a newer Threadline wrote it.
    """
    tables = {
        str(each[0]) for each in rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    if not {*COUNTED, "changes", "migrations"} <= tables:
        raise NotRecordsError(f"{connection.filename} is no file of records: it lacks their tables.")
    newest = row(connection, "SELECT version, name FROM migrations ORDER BY version DESC LIMIT 1") or (0, "")
    if int(str(newest[0])) > shipped()[-1].version:
        raise NewerRecordsError(connection.filename, newest[1])
    counts = {name: number(connection, f"SELECT count(*) FROM {name}") for name in COUNTED}  # names of ours
    return Contents(counts, changes.newest(connection), str(newest[1]))


def file_bytes(path: Path) -> int:
    """Return how much of a disk a file of records takes, with what is in its write-ahead log still."""
    return path.stat().st_size + log_bytes(path)


def faults(connection: Connection, *, depth: str = "quick") -> list[str]:
    """Return what SQLite finds wrong with a file.

    Args:
        connection: the open file.
        depth: `quick` reads all pages of tables, `full` holds indexes against them too.
    """
    pragma = "integrity_check" if depth == "full" else "quick_check"
    found = [str(each[0]) for each in rows(connection, f"PRAGMA {pragma}({_MOST_FAULTS})")]
    return [] if found == ["ok"] else [" ".join(each.split()) for each in found]


def settle(path: Path) -> None:
    """Write the log of a file into it, so that it is one file, and see that nobody else has it open.

    Raises:
        InUseError: another process has it open.
        NotRecordsError: it is damaged.
    """
    try:
        with closing(apsw.Connection(str(path))) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")
    except (apsw.BusyError, apsw.LockedError) as error:
        raise InUseError(f"Another process has {path} open. Stop it first.") from error
    except DamageError as error:
        raise NotRecordsError(f"{path} is damaged: {error}.") from error


_READ_ONLY = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
_OBSTACLES = (
    apsw.CantOpenError,
    apsw.IOError,
    apsw.ReadOnlyError,
    apsw.AuthError,
    apsw.PermissionsError,
    apsw.NoMemError,
    apsw.BusyError,
    apsw.LockedError,
    apsw.ProtocolError,
)
"""What is raised when a file cannot be read, and nothing is known of its bytes."""
