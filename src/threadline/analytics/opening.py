"""Opening a projection, and opening one anew that turned out to be of no use.

A missing, older or broken file is made anew; one that cannot be opened for another reason is left as it is. When that
reason may pass by itself, such as a full disk, the projection is out of use until it can be opened.

Also writing one anew, row by row: DuckDB leaves deleted rows in their blocks, and free blocks as they are. An open one
is copied while others read and change it, and exchanged when the copy is there: what was changed meanwhile is taken in
again, and who reads the old file goes on with it to the end.
"""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from threadline.analytics import FILE_NAME, faults
from threadline.analytics.connecting import connect, exports_folder, for_this_user
from threadline.analytics.faults import UnusableError, told_apart
from threadline.analytics.key_counts import add_up_all
from threadline.analytics.projection import Projection
from threadline.analytics.promotion import read_promoted
from threadline.analytics.standing import Standing
from threadline.analytics.tables import TABLES
from threadline.errors import LockedError, UnopenedError
from threadline.positions import START, Position

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from threadline.analytics.projection import Budget
    from threadline.errors import ServiceError

_STORE = "store"
"""The row that says which store a file is made from, beside those of the tables."""

_log = logging.getLogger("threadline.analytics")

_REWRITING: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "1GB",
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be opened."""

    path: Path | None
    budget: Budget
    identity: int | None
    newest: Position | None = None


class _AheadError(UnusableError):
    """The file has changes that the records lack."""

    def __init__(self, changes: int) -> None:
        super().__init__(f"it has {changes:,} changes that the records lack: they are of another time")
        self.changes = changes


def open_projection(
    folder: Path | None, budget: Budget, *, identity: int | None = None, newest: Position | None = None
) -> Projection:
    """Open the projection in `folder`, or one in memory; made anew when it is missing, older, broken or another's.

    On a disk that is full or fails, and without descriptors, it is out of use: `mend` tries again.

    Args:
        folder: where its file is.
        budget: what it may use.
        identity: the number of the store that it must be made from.
        newest: the newest change of that store: a file that has more is of another time.

    Raises:
        LockedError: another process has it open.
        UnopenedError: memory is short, the file may not be written, or something like that.
    """
    path = folder / FILE_NAME if folder else None
    for leftover in exports_folder(path).glob("*.parquet") if path else ():
        leftover.unlink()
    try:
        return _opened_or_anew(_Wanted(path, budget, identity, newest))
    except duckdb.Error as error:
        if not faults.is_passing(error):
            raise _refusal(error, path) from error
        _log.warning("The projection cannot be opened yet: %s", faults.why(error))
        standing = Standing(duckdb.connect(), trouble=faults.why(error))
        return Projection(standing, path, budget, {}, identity=identity)


def mend(projection: Projection) -> bool:
    """Open a projection anew that is out of use; return whether there was need. Nobody may be catching up.

    A file whose bytes are in doubt is read as a whole first, and made anew when it cannot be.

    Raises:
        ServiceError: it cannot be opened yet. It stays out of use.
    """
    standing, path = projection.standing, projection.path
    if not standing.trouble:
        return False
    reason, is_doubted = standing.trouble, standing.is_doubted

    wanted = _Wanted(path, projection.budget, projection.identity)

    def opened() -> Projection:
        try:
            return _checked(wanted) if is_doubted else _opened_or_anew(wanted)
        except duckdb.Error as error:
            raise _refusal(error, path) from error

    projection.give_way(opened)
    _log.warning("The projection was of no use (%s), and is opened anew", reason)
    return True


def _checked(wanted: _Wanted) -> Projection:
    projection = _opened_or_anew(wanted)
    connection = projection.standing.connection
    try:
        for table in TABLES:
            # The checksum of a block is looked at when a value of it is wanted: the hash wants them all.
            connection.execute(f"SELECT bit_xor(hash(t)) FROM {table} t").fetchone()
    except duckdb.Error as error:
        connection.close()
        if isinstance(error, duckdb.OutOfMemoryException):
            raise
        return _anew(wanted, error)
    return projection


def _opened_or_anew(wanted: _Wanted) -> Projection:
    try:
        return _opened(wanted)
    except UnusableError as error:
        projection = _anew(wanted, error)
        projection.changes_ahead = error.changes if isinstance(error, _AheadError) else 0
        return projection


def _anew(wanted: _Wanted, reason: Exception) -> Projection:
    _log.warning("The projection is rebuilt: %s", reason)
    for leftover in wanted.path.parent.glob(f"{FILE_NAME}*") if wanted.path else ():
        leftover.unlink()
    return _opened(wanted)


def _refusal(error: duckdb.Error, path: Path | None) -> ServiceError:
    if faults.is_locked(error):
        return LockedError(f"Another process has {FILE_NAME} open.")
    words = f"{path or FILE_NAME} cannot be opened, and is left as it is: {faults.why(error)}."
    return UnopenedError(f"{words} {faults.advice(error)}".rstrip())


def _opened(wanted: _Wanted) -> Projection:
    path, budget = wanted.path, wanted.budget
    connection = connect(path, memory_bytes=budget.memory_bytes, threads=budget.threads)
    try:
        with told_apart(path):
            found = connection.execute("SELECT name, seq FROM reached WHERE name <> 'schema'").fetchall()
            reached = {name: Position(seq) for name, seq in found if name != _STORE}
            _require_own(connection, dict(found).get(_STORE), reached, wanted)
            promoted = read_promoted(connection, TABLES)
    except BaseException:
        connection.close()
        raise
    return Projection(
        Standing(connection), path, budget, promoted, identity=wanted.identity, _reached=reached
    )


def _require_own(
    connection: duckdb.DuckDBPyConnection, mark: int | None, reached: Mapping[str, Position], wanted: _Wanted
) -> None:
    """See that a file was made from the records that it is for; a new one is marked as theirs.

    Args:
        connection: the open file.
        mark: the number of the store that it says to be made from.
        reached: what it says to have reached.
        wanted: whose it must be.

    Raises:
        UnusableError: it was made from others, or from these at another time.
    """
    if wanted.identity is None or mark == wanted.identity:
        newest = max(reached.values(), default=START)
        ahead = 0 if wanted.newest is None else newest.changes_since(wanted.newest)
        if ahead > 0:
            raise _AheadError(ahead)
        return
    if mark is not None or reached:
        sentence = "it was made from other records than these"
        raise UnusableError(sentence)
    connection.execute("INSERT INTO reached VALUES ('store', ?)", [wanted.identity])


def rewrite_open(projection: Projection, *, at_least: Position, held: AbstractContextManager[object]) -> bool:
    """Exchange the file of an open projection for a copy of its rows; tell whether nothing deleted is left then.

    Who calls it holds `reshaping`. One that has not taken in a change stays as it is, and so does one whose disk has no
    room for two more.

    Args:
        projection: whose file it is.
        at_least: the number of the newest change that deleted.
        held: holds back who takes in changes, while files are exchanged.

    Raises:
        duckdb.Error: it cannot be copied.
        ServiceError: it cannot be used just now.
        OSError: the copy cannot take its place.
    """
    path = projection.path
    if path is None:
        return True
    if shutil.disk_usage(path.parent).free < 2 * path.stat().st_size:
        return False
    # The open database may write nowhere else.
    fresh, begun = path.with_name(f"{path.name}.fresh"), projection.exports_folder / f"{path.name}.fresh"
    begun.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        projection.checkpoint(adds_up_all=True)
        if not _copied(projection, begun, at_least):
            return False
        begun.replace(fresh)

        def exchanged() -> Projection:
            other = _opened(_Wanted(fresh, projection.budget, projection.identity))
            fresh.replace(path)
            return other

        with held:
            projection.give_way(exchanged, closes=False)
        _sync(path.parent)
    finally:
        for left in (*begun.parent.glob(f"{begun.name}*"), *path.parent.glob(f"{fresh.name}*")):
            left.unlink()
    return True


def _copied(projection: Projection, target: Path, at_least: Position) -> bool:
    """Copy all rows of one moment, and tell whether the deleted ones had gone by then."""
    with projection.standing.watched(), for_this_user():
        cursor = projection.standing.cursor()
        cursor.execute(f"ATTACH '{_quoted(target)}' AS fresh (TYPE duckdb, RECOVERY_MODE no_wal_writes)")
        try:
            cursor.execute("COPY FROM DATABASE projection TO fresh")
            reached = cursor.execute(
                "SELECT min(seq) FROM fresh.reached WHERE name NOT IN ('schema', 'store')"
            ).fetchone()
            cursor.execute("CHECKPOINT fresh")
            return reached is not None and reached[0] is not None and Position(reached[0]) >= at_least
        finally:
            with suppress(duckdb.Error):
                cursor.execute("DETACH fresh")


def rewrite(path: Path, *, at_least: Position) -> bool:
    """Replace the file by a copy of its rows; tell whether it then holds nothing that was deleted up to a change.

    A file that has not taken in that change stays as it is, and so does one that cannot be copied.

    Args:
        path: the file, which nobody has open.
        at_least: the place of the change.

    Raises:
        duckdb.Error: it cannot be copied: its disk has no room, for example.
        OSError: the copy cannot take its place.
    """
    if not path.exists():
        return True
    fresh = path.with_name(f"{path.name}.fresh")
    try:
        with for_this_user(), closing(duckdb.connect(config=_REWRITING)) as connection:
            connection.execute(
                f"ATTACH '{_quoted(path)}' AS stored (TYPE duckdb, RECOVERY_MODE no_wal_writes)"
            )
            reached = connection.execute(
                "SELECT min(seq) FROM stored.reached WHERE name NOT IN ('schema', 'store')"
            ).fetchone()
            if reached and reached[0] is not None and Position(reached[0]) < at_least:
                return False
            # The names of keys that no row has any more are rows of their own until they are added up.
            connection.execute("USE stored")
            add_up_all(connection)
            connection.execute(f"ATTACH '{_quoted(fresh)}' AS fresh (TYPE duckdb)")
            connection.execute("COPY FROM DATABASE stored TO fresh")
        fresh.replace(path)
        _sync(path.parent)
    finally:
        for left in path.parent.glob(f"{fresh.name}*"):
            left.unlink()
    return True


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
