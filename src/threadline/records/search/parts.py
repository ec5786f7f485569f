"""The parts of the full-text index: one FTS5 table for every 16,384 conversations, in order of their row numbers.

A question begins with the newest part and ends where it has enough, so what common words cost does not grow with the
store. A part holds words and positions, no text (`content=''`): a hit is a message's row number. Beside the words
stands when the newest message of each conversation was written, or a later time: a search for the newest hits goes by
it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from threadline.folding import indexed
from threadline.moments import from_text
from threadline.records.connection import row, rows, run
from threadline.records.tables.damaged import documents
from threadline.rids import conversation_of, message_rid, shown_messages
from threadline.wire.messages import content_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from threadline.records.connection import Connection
    from threadline.records.tables.changes import Changed

    Stored = tuple[int, bytes]
    """The row number of a message, and its document."""

TOKENIZER = "ascii"
"""What makes words of a text that `threadline.folding` has cut, as FTS5 knows it."""

EACH = 1 << 14
"""Conversations of one part."""

TABLES = """
CREATE TABLE parts (part INTEGER PRIMARY KEY, messages INTEGER NOT NULL);
CREATE TABLE spans (rid INTEGER PRIMARY KEY, newest_at INTEGER NOT NULL);
CREATE INDEX spans_by_time ON spans (newest_at);
"""
PREFIXES = (2, 4)
"""Letters of the beginnings of words that have lists of their own: `re*` and `refu*` are looked up as words are.

Of three letters, and of five, few lists are merged. Each number adds three fifths to a part.
"""

_PENDING_BYTES = 64 << 20
"""What a transaction gathers before it is written; each time it is, there is more to merge later."""

_MERGED_PAGES = 256
"""Pages that one step merges, in about a tenth of a second."""

_LEAST_CHANGES = 2
"""Changes of a merge that did something, by the manual of FTS5."""


class _Text(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """What of a message's document the index takes in."""

    created_at: str
    content: str | list[dict[str, object]] | None = None


_text = msgspec.json.Decoder(_Text).decode


def table(part: int) -> str:
    """Return the name of a part's table."""
    return f"words_{part}"


def part_of(rid: int) -> int:
    """Return the part that a conversation is in."""
    return rid // EACH


def span_of(part: int) -> tuple[int, int]:
    """Return the row numbers of a part's conversations: the first, and the one after the last."""
    return part * EACH, (part + 1) * EACH


def sizes(index: Connection) -> dict[int, int]:
    """Return how many messages each part has, the newest part first."""
    found = rows(index, "SELECT part, messages FROM parts ORDER BY part DESC")
    return {int(str(part)): int(str(messages)) for part, messages in found}


def has_list(beginning: str) -> bool:
    """Tell whether the index has a list of all words that begin so, ready to read."""
    return len(beginning) in PREFIXES


def clear(index: Connection) -> None:
    """Forget everything."""
    for part in sizes(index):
        run(index, f"DROP TABLE {table(part)}")
    run(index, "DELETE FROM parts")
    run(index, "DELETE FROM spans")


def fill(index: Connection, records: Connection, first: int, end: int) -> dict[int, str]:
    """Take in the messages of new conversations, from one row number up to another; see `replace`."""
    return _take_in(index, documents(records, message_rid(first, 0), message_rid(end, 0)))


def replace(index: Connection, records: Connection, changed: Sequence[Changed]) -> dict[int, str]:
    """Index the messages of conversations anew, from the first one that changed in each.

    Returns those that cannot be read, by row number, with what is wrong: they are passed over.
    """
    known = sizes(index)
    for each in changed:
        if part_of(each.rid) in known:
            _drop(index, each)
    return _take_in(
        index,
        (
            stored
            for each in changed
            for stored in documents(
                records, message_rid(each.rid, each.position), shown_messages(each.rid)[1]
            )
        ),
    )


def merge(index: Connection, part: int, *, anew: bool) -> bool:
    """Merge some pages of a part's lists, all of them when it is begun anew; tell whether there is more to merge.

    What deleted messages had in them goes on the way.
    """
    if part not in sizes(index):
        return False
    name, before = table(part), index.total_changes()
    pages = -_MERGED_PAGES if anew else _MERGED_PAGES
    run(index, f"INSERT INTO {name} ({name}, rank) VALUES ('merge', ?)", (pages,))
    return index.total_changes() - before >= _LEAST_CHANGES


def _take_in(index: Connection, stored: Iterable[Stored]) -> dict[int, str]:
    newest_at: dict[int, str] = {}
    damaged: dict[int, str] = {}
    for part, messages in groupby(stored, lambda each: part_of(conversation_of(each[0]))):
        _open(index, part)
        taken = list(_words(messages, newest_at, damaged))
        index.executemany(f"INSERT INTO {table(part)} (rowid, content) VALUES (?, ?)", taken)
        _count(index, part, len(taken))
    index.executemany(
        "INSERT INTO spans VALUES (?, ?)"
        " ON CONFLICT (rid) DO UPDATE SET newest_at = max(newest_at, excluded.newest_at)",
        [(rid, from_text(created_at)) for rid, created_at in newest_at.items()],
    )
    return damaged


def _words(
    messages: Iterable[Stored], newest_at: dict[int, str], damaged: dict[int, str]
) -> Iterator[tuple[int, str]]:
    """Yield what the index takes in, and note when the newest message of each conversation was written."""
    for rid, document in messages:
        try:
            text = _text(document)
            from_text(text.created_at)
        except (msgspec.DecodeError, ValueError, TypeError) as error:
            damaged[rid] = str(error)
            continue
        conversation = conversation_of(rid)
        newest_at[conversation] = max(newest_at.get(conversation, ""), text.created_at)
        yield rid, indexed(content_text(text.content))


def _open(index: Connection, part: int) -> None:
    if row(index, "SELECT 1 FROM parts WHERE part = ?", (part,)):
        return
    name = table(part)
    prefixes = " ".join(map(str, PREFIXES))
    options = f"content='', contentless_delete=1, prefix='{prefixes}', tokenize='{TOKENIZER}'"
    run(index, f"CREATE VIRTUAL TABLE {name} USING fts5(content, {options})")
    run(index, f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', {_PENDING_BYTES})")
    run(index, "INSERT INTO parts VALUES (?, 0)", (part,))


def _drop(index: Connection, changed: Changed) -> None:
    """Take a conversation out, from the first message that changed.

    When its newest message was written is kept unless all change: it may have been one of those, so it is an upper
    bound afterwards.
    """
    name = table(part_of(changed.rid))
    span = (message_rid(changed.rid, changed.position), shown_messages(changed.rid)[1])
    # Most conversations are new. Asking for rows to delete costs a hundredth of deleting none.
    found = rows(index, f"SELECT id FROM {name}_docsize WHERE id >= ? AND id < ?", span)
    if found:
        index.executemany(f"DELETE FROM {name} WHERE rowid = ?", found)
        _count(index, part_of(changed.rid), -len(found))
    if changed.position == 0:
        run(index, "DELETE FROM spans WHERE rid = ?", (changed.rid,))


def _count(index: Connection, part: int, more: int) -> None:
    run(index, "UPDATE parts SET messages = messages + ? WHERE part = ?", (more, part))
