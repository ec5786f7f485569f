"""Many conversations at once, cut into bodies of lines that are sent in turn. An extension of the contract."""

from collections.abc import AsyncIterable, Iterable, Mapping
from typing import Literal
from uuid import uuid4

import msgspec

from threadline.client.bodies.altered import not_kept, warn
from threadline.client.bodies.documents import to_document
from threadline.client.bodies.keywords import ConversationFields, Document
from threadline.client.call import Call
from threadline.client.operations.contents import content_of, shown
from threadline.client.operations.paging import Walk
from threadline.client.sending.numbers import whole
from threadline.wire.base import UNSET, Wire
from threadline.wire.bulk import MOST_LINES, LineResult
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
        """Start before the first conversation. One body is in memory at a time.

        Raises:
            TypeError: it is one conversation, or nothing that holds several.
            ValueError: a body would have no rows.
        """
        if not _is_many(conversations):
            raise TypeError(_not_many(conversations))
        self._conversations = iter(conversations)
        self._most_lines = min(whole(batch_rows, "batch_rows"), MOST_LINES)
        self._lines: list[bytes] = []
        self._bytes = 0
        self._sent = 0
        self._before = 0

    @property
    def is_full(self) -> bool:
        """Whether the next body is complete."""
        return len(self._lines) >= self._most_lines or self._bytes >= BATCH_BYTES

    @property
    def is_done(self) -> bool:
        """Whether no conversation is left; takes in those of the next body."""
        self._take_in()
        return not self._lines

    def add(self, conversation: LogConversation | Document, /) -> Literal["open", "full"]:
        """Put a conversation into the next body, and return whether that takes more.

        Raises:
            TypeError: it is no conversation, or something in it has no JSON.
            ValueError: a number or a text in it has no JSON.
        """
        number = self._sent + len(self._lines) + 1
        try:
            line = _line(conversation)
        except TypeError as error:
            raise TypeError(f"Conversation {number} cannot be sent. {error}") from error
        except ValueError as error:
            raise ValueError(f"Conversation {number} cannot be sent. {error}") from error
        self._lines.append(line)
        self._bytes += len(line)
        return "full" if self.is_full else "open"

    def call(self) -> Call[list[LineResult]]:
        """Return the call for the next conversations."""
        self._take_in()
        lines, self._lines, self._bytes = self._lines, [], 0
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
        """Return the results, one for each conversation, their lines counted over all bodies."""
        for each in results:
            if each.ignored:
                warn(not_kept(each.ignored))
        return [_numbered(each, self._before + line) for each in results for line in _lines_of(each)]

    def _take_in(self) -> None:
        if not self.is_full:
            for each in self._conversations:
                if self.add(each) == "full":
                    break


class AwaitedBatches(Batches):
    """The same of a source that is awaited."""

    def __init__(
        self, conversations: AsyncIterable[LogConversation | Document], *, batch_rows: int = BATCH_ROWS
    ) -> None:
        """Start before the first conversation. One body is in memory at a time."""
        super().__init__((), batch_rows=batch_rows)
        self._awaited = aiter(conversations)

    async def fill(self) -> None:
        """Take in the conversations of the next body."""
        if not self.is_full:
            async for each in self._awaited:
                if self.add(each) == "full":
                    break


def log_many(
    conversations: Iterable[LogConversation | Document], /, *, batch_rows: int = BATCH_ROWS
) -> Walk[LineResult]:
    """Store many conversations and yield what became of each, in order: its id, or why it was refused.

    They are taken and sent in bodies of `batch_rows`, or some megabytes, so any number of them fits into memory. One
    without an `id` gets one here, so that a body whose answer got lost can be sent again. Nothing is sent before the
    first result is wanted. One that is no JSON raises an error that tells which it is; of those before it, the ones
    without a result yet are not sent. With `AsyncThreadline` they may come from an asynchronous iterable, too.
    """
    return Batches(conversations, batch_rows=batch_rows)


def log_many_awaited(
    conversations: Iterable[LogConversation | Document] | AsyncIterable[LogConversation | Document],
    /,
    *,
    batch_rows: int = BATCH_ROWS,
) -> Walk[LineResult]:
    """Store many conversations and yield what became of each, in order: its id, or why it was refused.

    They may come from an asynchronous iterable; it is awaited when a body is to be filled, and never read ahead. All
    else is as with `Threadline`.
    """
    if isinstance(conversations, AsyncIterable):
        return AwaitedBatches(conversations, batch_rows=batch_rows)
    return Batches(conversations, batch_rows=batch_rows)


def _line(conversation: object) -> bytes:
    if not isinstance(conversation, Wire | Mapping):
        raise TypeError(
            f"It is {shown(conversation)}; what counts is a dictionary in wire names, or a struct."
        )
    document = to_document(conversation) if isinstance(conversation, Wire) else conversation
    if not document.get("id"):
        document = {**document, "id": f"conv_{uuid4().hex}"}
    return content_of(document, {}, ConversationFields) + b"\n"


def _is_many(given: object) -> bool:
    return isinstance(given, Iterable) and not isinstance(given, Wire | Mapping | str | bytes)


def _not_many(given: object) -> str:
    """Return why something is not many conversations."""
    if isinstance(given, AsyncIterable):
        return "`Threadline` cannot await conversations. `AsyncThreadline` can, or give any iterable of them."
    if isinstance(given, Wire | Mapping):
        return "`log_many` takes a list of conversations, or another iterable, and this is one: `[conversation]`."
    return f"`log_many` takes a list of conversations, or another iterable of them, not {shown(given)}."


def _lines_of(result: LineResult) -> range:
    last = result.last_line if isinstance(result.last_line, int) else result.line
    return range(result.line, last + 1)


def _numbered(result: LineResult, line: int) -> LineResult:
    return msgspec.structs.replace(result, line=line, last_line=UNSET)
