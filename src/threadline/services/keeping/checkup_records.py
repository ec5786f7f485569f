"""Looking after the records: the file as SQLite sees it, what points where, and the totals that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from threadline.catalog import VIEWS
from threadline.moments import to_text
from threadline.records import store
from threadline.records.files import copies, soundness
from threadline.records.files.copies import NewerRecordsError, NotRecordsError, UnreadError
from threadline.records.store import FILE_NAME
from threadline.records.tables import feeds
from threadline.records.tables.damaged import all_damaged, damaged_columns, readable
from threadline.records.write_log import log_bytes, unread
from threadline.services.keeping.belonging import unread_words
from threadline.services.keeping.findings import Finding, size_of
from threadline.services.threads import thread_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from threadline.positions import Position
    from threadline.records.connection import Connection
    from threadline.services.keeping.findings import Surroundings

_VIEWS = ("conversations", "events", "feedback")
_THREADS = "semantic-threads"
_BATCH = 2_000
_MOST_DAMAGED = 1_000
_MOST_NAMED = 10
_LOG_BYTES = 512_000_000
_RESTORE = "Restore a backup: threadline restore BACKUP --force"


@dataclass(frozen=True, slots=True)
class State:
    """What the records hold, at one moment, for what follows from them."""

    newest: Position
    """The place of the newest change."""

    rows: dict[str, int]
    """How many rows the projection should have, by table."""

    searchable: int
    """Conversations with messages."""

    written_at: int
    """When the newest row was written, in milliseconds since 1970 UTC."""

    is_served: bool
    identity: int
    """The number of the store."""


def check_records(folder: Path, given: Surroundings) -> Iterator[Finding | State]:
    """Yield what is found, and in the end the state, when the records can be read."""
    path = folder / FILE_NAME
    try:
        with copies.reading(path) as connection:
            connection.execute("BEGIN")
            contents = copies.contents_of(connection)
            faults = copies.faults(connection, depth=given.depth)
            if faults:
                yield Finding("records", "bad", f"{path} is damaged: {'; '.join(faults)}.", _RESTORE)
                return
            words = ", ".join(
                f"{count:,} {table if count != 1 else table.removesuffix('s')}"
                for table, count in contents.counts.items()
            )
            depth = "" if given.depth == "full" else " Indexes were not held against tables: --full."
            yield Finding("records", "ok", f"{_size(path)}: {words}.{depth}")
            yield _references(connection, given)
            yield _totals(connection)
            yield _documents(connection, given)
            yield _log(path, given)
            yield from _losses(connection)
            yield State(
                newest=contents.newest,
                rows={table: contents.counts[table] for table in _VIEWS} | _threads(connection, given),
                searchable=soundness.searchable(connection),
                written_at=soundness.written_at(connection),
                is_served=given.is_served,
                identity=store.identity(connection),
            )
    except NewerRecordsError as error:
        yield Finding("records", "bad", error.sentence, error.advice)
    except NotRecordsError as error:
        yield Finding("records", "bad", error.detail, _RESTORE)
    except UnreadError as error:
        yield Finding("records", "bad", error.detail, error.advice)
    except soundness.DAMAGED as error:
        yield Finding("records", "bad", f"{path} is damaged or cannot be read: {error}.", _RESTORE)


def _size(path: Path) -> str:
    """Return how large the records are; rows may be in the write-ahead log alone."""
    whole, main = copies.file_bytes(path), path.stat().st_size
    return size_of(whole) if whole == main else f"{size_of(whole)} with the write-ahead log"


def _threads(connection: Connection, given: Surroundings) -> dict[str, int]:
    """Return how many semantic threads follow from the records, when everything is looked at."""
    if given.depth != "full":
        return {}
    last, count = 0, 0
    while rids := feeds.all_rids(connection, VIEWS[_THREADS].record, after=last, limit=_BATCH):
        count += len(thread_rows(feeds.thread_sources(connection, rids), partial(readable, connection)))
        last = rids[-1]
    return {VIEWS[_THREADS].table: count}


def _references(connection: Connection, given: Surroundings) -> Finding:
    """Say whether everything that is pointed at is there."""
    found = soundness.dangling(connection, depth=given.depth)
    if found:
        words = ", ".join(f"{count:,} in {table}" for table, count in found.items())
        return Finding("references", "bad", f"Rows point at what is not there: {words}.", _RESTORE)
    return Finding("references", "ok", "Everything that is pointed at is there.")


def _documents(connection: Connection, given: Surroundings) -> Finding:
    """Say which messages cannot be read."""
    damaged = list(islice(all_damaged(connection, depth=given.depth), _MOST_DAMAGED))
    found = [*map(str, damaged), *damaged_columns(connection)]
    if not found:
        return Finding("documents", "ok", "What is stored as JSON can be read.")
    count = f"{len(found):,}" if len(damaged) < _MOST_DAMAGED else f"At least {len(found):,}"
    named = "; ".join(found[:_MOST_NAMED]) + ("; …" if len(found) > _MOST_NAMED else "")
    sentence = f"{count} stored documents are damaged, and are left out of searches and questions: {named}."
    return Finding("documents", "bad", sentence, f"Log those conversations again. Or: {_RESTORE}")


def _totals(connection: Connection) -> Finding:
    """Say whether the totals that the writer keeps are right."""
    wrong = soundness.wrong_totals(connection)
    if wrong:
        words = "; ".join(f"{name}: {kept:,} kept, {counted:,} there" for name, kept, counted in wrong)
        return Finding(
            "totals",
            "bad",
            f"Kept counts of conversations are wrong ({words}).",
            "Lists show a wrong total only.",
        )
    return Finding("totals", "ok", "Kept counts of conversations are right.")


def _losses(connection: Connection) -> Iterator[Finding]:
    """Say which acknowledged writes were found to be lost."""
    for at, sentence in store.losses(connection):
        yield Finding(
            "losses",
            "warning",
            f"Found at {to_text(at)}: {sentence}",
            "Compare with the newest backup, and with what clients have.",
        )


def _log(path: Path, given: Surroundings) -> Finding:
    """Say whether the write-ahead log can be read to its end, and has been written back."""
    behind = None if given.is_served else unread(path)
    if behind is not None:
        return Finding("log", "bad", unread_words(path, behind), _RESTORE)
    size = log_bytes(path)
    if size > _LOG_BYTES:
        return Finding(
            "log",
            "warning",
            f"The write-ahead log has {size_of(size)}.",
            "A long export or backup keeps it; it is written back when that ends, or when the server starts anew.",
        )
    return Finding("log", "ok", f"The write-ahead log has {size_of(size)}.")
