"""Bodies that are being received: one bound for what all of them hold at once.

A body counts from its first byte until its request is answered. Beyond the bound a request waits a moment, and is then
told to come again. Keys that stand in public pages cannot take all of it.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.errors import UnavailableError
from threadline.services.keeping.machine import memory

if TYPE_CHECKING:
    from collections.abc import Generator

    from threadline.services.access import Caller

_RETRY_SECONDS = 2
_PUBLIC = 3, 4
"""The part of all room that write-only keys may fill."""

_MEGABYTE = 1 << 20
_MOST_MEGABYTES = 512
"""Of the room that nobody has chosen."""


def room(megabytes: int) -> int:
    """Return the bytes that bodies may take: as chosen, or for 0 a sixteenth of the machine's memory, up to a bound."""
    return megabytes * _MEGABYTE or min(memory().total // 16, _MOST_MEGABYTES * _MEGABYTE)


@dataclass(slots=True)
class Receiving:
    """The room for bodies of one server."""

    most_bytes: int
    patience_seconds: float = 1.0
    """How long a request waits for room."""

    held_bytes: int = 0
    _waiting: list[asyncio.Future[None]] = field(default_factory=list)

    @contextmanager
    def share(self, caller: Caller) -> Generator[Share]:
        """Return the share of one request, and give it back in the end."""
        part, whole = (1, 1) if caller.is_trusted else _PUBLIC
        share = Share(self, self.most_bytes * part // whole)
        try:
            yield share
        finally:
            self.change(-share.held_bytes)

    def change(self, difference: int) -> None:
        """Count bytes that a share takes or gives back."""
        self.held_bytes += difference
        if difference < 0:
            waiting, self._waiting = self._waiting, []
            for each in waiting:
                if not each.done():
                    each.set_result(None)

    async def freed(self) -> None:
        """Wait until something is given back."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future


@dataclass(slots=True)
class Share:
    """What one request holds."""

    receiving: Receiving
    most_bytes: int
    """How much all may hold for this one to get more."""

    held_bytes: int = 0

    async def hold(self, count: int) -> None:
        """Hold so many bytes from now on, as soon as there is room. One that is alone always finds some.

        Raises:
            UnavailableError: there was no room in time.
        """
        try:
            async with asyncio.timeout(self.receiving.patience_seconds):
                while not self._fits(count):
                    await self.receiving.freed()
        except TimeoutError as error:
            sentence = "Other requests take all the room for bodies just now. Send it again in a moment."
            raise UnavailableError(sentence, retry_after_seconds=_RETRY_SECONDS) from error
        self.receiving.change(count - self.held_bytes)
        self.held_bytes = count

    def _fits(self, count: int) -> bool:
        others = self.receiving.held_bytes - self.held_bytes
        return count <= self.held_bytes or not others or others + count <= self.most_bytes
