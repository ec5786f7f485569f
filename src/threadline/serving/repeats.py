"""Writes that come a second time because the answer to the first did not reach their client.

A body without an id cannot say that it is the same write again. It is taken for that when key, body and sender are the
same and nothing shows that the first answer has arrived: it is on its way, its connection broke, or the client is of a
kind that tries again by itself and cannot tell us so. Otherwise five equal bodies are five writes.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Name = tuple[object, ...]

_RETRYING_AGENTS = ("speakeasy-sdk/",)
"""How the `User-Agent` of clients begins that send again for up to an hour, without an idempotency key."""

_AT_ONCE_SECONDS = 0.01
"""What such a client sends so soon after an answer is its next write: it waits a while before it tries again."""


@dataclass(eq=False, slots=True)
class Write:
    """One write, and whether its answer can be missing at its client."""

    name: Name
    """Key, body and sender."""

    answer: asyncio.Future[bytes]
    is_under_way: bool = True
    since: float = 0.0
    """When a body that repeats it is taken for the same write: not before, and only for some seconds."""


@dataclass(slots=True)
class Repeats:
    """The writes of which the answers may not have arrived."""

    seconds: float
    """How long an answer that may be lost is kept; 0 for never."""

    clock: Callable[[], float]
    _writes: OrderedDict[Name, Write] = field(default_factory=OrderedDict)

    def forget(self) -> None:
        """Take nothing that came so far for the first of a repeat."""
        self._writes.clear()

    async def once(self, name: Name, begin: Callable[[], asyncio.Future[bytes]]) -> Write:
        """Return the write of that name, begun now unless it is a repeat; its answer is there.

        Raises:
            ServiceError: it is refused; the next of that name is new.
        """
        write = self._before(name)
        if write is None:
            write = self._writes[name] = Write(name, begin())
        try:
            await asyncio.shield(write.answer)
        except asyncio.CancelledError:
            self._keep(write, self.clock())
            raise
        except BaseException:
            self._drop(write)
            raise
        return write

    def arrived(self, write: Write, agent: str) -> None:
        """Note that the answer was sent to a client that was there."""
        if agent.startswith(_RETRYING_AGENTS):
            self._keep(write, self.clock() + _AT_ONCE_SECONDS)
        else:
            self._drop(write)

    def lost(self, write: Write) -> None:
        """Note that the answer did not arrive."""
        if self._writes.get(write.name, write) is write:
            self._keep(write, self.clock())

    def _before(self, name: Name) -> Write | None:
        now = self.clock()
        for each in list(self._writes.values()):
            if each.is_under_way or each.since + self.seconds >= now:
                break
            del self._writes[each.name]
        write = self._writes.get(name)
        is_repeated = write is not None and (
            write.is_under_way or write.since <= now <= write.since + self.seconds
        )
        return write if is_repeated else None

    def _keep(self, write: Write, since: float) -> None:
        write.is_under_way, write.since = False, since
        self._writes[write.name] = write
        self._writes.move_to_end(write.name)

    def _drop(self, write: Write) -> None:
        if self._writes.get(write.name) is write:
            del self._writes[write.name]
