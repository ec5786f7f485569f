"""Many conversations at once, cut into bodies of lines that are sent in turn. An extension of the contract."""

from collections.abc import Iterable, Iterator
from itertools import chain
from uuid import uuid4

import msgspec

from threadline.client.bodies import Document, encoded
from threadline.client.call import Call
from threadline.client.documents import to_document
from threadline.client.operations.paging import Walk
from threadline.wire.base import Wire
from threadline.wire.bulk import LineResult
from threadline.wire.conversations import LogConversation

NDJSON = "application/x-ndjson"
BATCH_ROWS = 1_000
BATCH_BYTES = 4 << 20

_results = msgspec.json.Decoder(LineResult)


class Batches:
    """A walk through conversations to be logged; what comes back are the results of their lines, in order."""

    def __init__(
        self, conversations: Iterable[LogConversation | Document], *, batch_rows: int = BATCH_ROWS
    ) -> None:
        """Start before the first conversation. One body is in memory at a time."""
        self._lines: Iterator[bytes] = map(_line, conversations)
        self._batch_rows = batch_rows
        self._sent = 0
        self._before = 0

    @property
    def is_done(self) -> bool:
        """Whether no conversation is left; looks one ahead."""
        first = next(self._lines, None)
        if first is None:
            return True
        self._lines = chain((first,), self._lines)
        return False

    def call(self) -> Call[list[LineResult]]:
        """Return the call for the next conversations."""
        lines = list(_batch(self._lines, self._batch_rows))
        self._before, self._sent = self._sent, self._sent + len(lines)
        return Call(
            method="POST",
            path="/v1/bulk/conversations",
            decode=_results.decode_lines,
            body=b"".join(lines),
            content_type=NDJSON,
            accept=NDJSON,
            effect="write",
        )

    def take(self, results: list[LineResult], /) -> list[LineResult]:
        """Return the results, their lines counted over all bodies."""
        return [msgspec.structs.replace(each, line=each.line + self._before) for each in results]


def log_many(
    conversations: Iterable[LogConversation | Document], /, *, batch_rows: int = BATCH_ROWS
) -> Walk[LineResult]:
    """Store many conversations and yield what became of each, in order: its id, or why it was refused.

    They are taken and sent in bodies of `batch_rows`, or some megabytes, so any number of them fits into memory. One
    without an `id` gets one here, so that a body whose answer got lost can be sent again. Nothing is sent before the
    first result is wanted.
    """
    return Batches(conversations, batch_rows=batch_rows)


def _batch(lines: Iterator[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for count, line in enumerate(lines, start=1):
        yield line
        size += len(line)
        if count >= most or size >= BATCH_BYTES:
            return


def _line(conversation: LogConversation | Document) -> bytes:
    document = to_document(conversation) if isinstance(conversation, Wire) else conversation
    if not document.get("id"):
        document = {**document, "id": f"conv_{uuid4().hex}"}
    return encoded(document) + b"\n"
