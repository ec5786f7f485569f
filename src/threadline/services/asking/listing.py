"""A page of conversations, written piece by piece: a hundred long chats are hundreds of megabytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from threadline.services.conversations import document_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.protocol import Reading
    from threadline.services.access import Caller

_PIECE_BYTES = 1 << 20
"""A piece ends with the conversation that reaches it."""


class Progress(NamedTuple):
    """How far a page is written."""

    place: int = 0
    """Of the next conversation."""

    written: int = 0
    """How many are written."""

    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Which conversations a page has."""

    caller: Caller
    rids: Sequence[int]
    """In order."""

    total: int
    limit: int

    def piece(self, reading: Reading, start: Progress) -> tuple[bytes, Progress]:
        """Return the next piece of the JSON, and how far the page is written with it.

        A conversation that is gone since the page was begun is left out.
        """
        parts: list[bytes] = []
        size, place, count = 0, start.place, start.written
        while place < len(self.rids) and size < _PIECE_BYTES:
            document = document_of(reading, self.rids[place], self.caller.project_id)
            place += 1
            if document is not None:
                parts += [b"," if count else b"", document]
                size += len(document)
                count += 1
        head = b"" if start.place else b'{"conversations":['
        is_done = place >= len(self.rids)
        tail = f'],"total":{self.total},"pageSize":{self.limit},"count":{count}}}' if is_done else ""
        return b"".join((head, *parts, tail.encode())), Progress(place, count, is_done)


def page(reading: Reading, caller: Caller, *, limit: int, offset: int) -> Page:
    """Return a page of conversations, newest first by `createdAt`, then by id."""
    rids = reading.page_conversations(caller.project_rid, limit=limit, offset=offset)
    return Page(caller, rids, reading.count_conversations(caller.project_rid), limit)


def begun(reading: Reading, caller: Caller, *, limit: int, offset: int) -> tuple[Page, bytes, Progress]:
    """Return a page, its first piece, and how far it is written with it."""
    wanted = page(reading, caller, limit=limit, offset=offset)
    return wanted, *wanted.piece(reading, Progress())
