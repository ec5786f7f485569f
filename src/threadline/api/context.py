"""One request, as a route sees it."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote_to_bytes

from threadline.api import answers
from threadline.api.repeats import Told, sender_of
from threadline.api.unpacking import encoding_of, unpacked
from threadline.errors import MalformedError, TooLargeError, Violation
from threadline.serving.idempotency import Once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.serving.receiving import Share
    from threadline.serving.state import AppState, Reads, Writes

T = TypeVar("T")

PATIENCE_SECONDS = 60.0
"""How long a client may pause in the middle of a body."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """A request with its key looked up and its body read."""

    state: AppState
    request: Request
    caller: Caller
    share: Share
    """What of the room for bodies it holds."""

    body: bytes

    async def run_in_thread(self, work: Callable[[Engine], T]) -> T:
        """Run work that takes more than a moment in a thread; see `AppState.run_in_thread`."""
        return await self.state.run_in_thread(work, self.caller)

    async def read_in_thread(self, work: Reads[T]) -> T:
        """Run work on the records that takes more than a moment in a thread; see `AppState.read_in_thread`."""
        return await self.state.read_in_thread(work, self.caller)

    def path(self, name: str) -> str:
        """Return a part of the path, decoded after routing, so that an id may hold a slash.

        Raises:
            MalformedError: it is not UTF-8.
        """
        try:
            return unquote_to_bytes(self.request.path_params[name]).decode()
        except UnicodeDecodeError as error:
            raise MalformedError(Violation(f"/{name}", "The path is not UTF-8.")) from error

    async def write(self, job: Writes[bytes], *, has_id: bool, ignored: Sequence[str]) -> Response:
        """Run a job that a client may send twice, and answer with what it returns.

        Args:
            job: what writes.
            has_id: whether the body names its row, so that the same write twice is the same row.
            ignored: the members of the body that are not kept.

        Raises:
            ConflictError: the idempotency key was used for another body.
        """
        state, key = self.state, self.request.headers.get("idempotency-key", "")
        if not key and (has_id or not state.repeats.seconds):
            return answers.logged(await state.write(job), ignored)
        digest = hashlib.blake2b(self.body, digest_size=16, key=self.request.url.path.encode()[:64]).digest()
        if key:
            once = Once(self.caller, key, digest, self.request.url.path)
            return answers.logged(await state.write_once(job, once), ignored)
        name = (self.caller.key_rid, digest, sender_of(self.request))
        write = await state.repeats.once(name, lambda: state.write_soon(job))
        return answers.naming(Told(write, state.repeats), ignored)


async def read_body(request: Request, limit: int, share: Share) -> bytes:
    """Return the body.

    Raises:
        TooLargeError: as `pieces`.
        MalformedError: as `pieces`.
        UnavailableError: there is no room for it.
    """
    read: list[bytes] = []
    async for piece in pieces(request, limit):
        await share.hold(share.held_bytes + len(piece))
        read.append(piece)
    return b"".join(read)


async def pieces(request: Request, limit: int) -> AsyncIterator[bytes]:
    """Yield the body as it comes in, unpacked when it is packed.

    Raises:
        TooLargeError: it has more than `limit` bytes, packed or unpacked; the rest is not read.
        MalformedError: nothing more of it came in a long time, or it is not packed as it says.
        UnsupportedEncodingError: it is packed in a way that is not read here.
    """
    encoding = encoding_of(request.headers.getlist("content-encoding"))
    coming = _coming(request, limit)
    if not encoding:
        async for piece in coming:
            yield piece
        return
    made_bytes = 0
    async for piece in unpacked(coming, encoding):
        made_bytes += len(piece)
        if made_bytes > limit:
            raise _too_large(limit)
        yield piece


async def _coming(request: Request, limit: int) -> AsyncIterator[bytes]:
    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdecimal() and int(declared) > limit:
        raise _too_large(limit)
    read_bytes, stream = 0, request.stream()
    while (piece := await _next(stream)) is not None:
        read_bytes += len(piece)
        if read_bytes > limit:
            raise _too_large(limit)
        yield piece


async def _next(stream: AsyncIterator[bytes]) -> bytes | None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await anext(stream, None)
    except TimeoutError as error:
        sentence = f"Nothing of the body came for {PATIENCE_SECONDS:g} seconds."
        raise MalformedError(Violation("", sentence)) from error


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(f"The body is over the limit of {limit:,} bytes. Send less at once.")
