"""Places for a few at once, given by turns: who asks a hundred times does not come before everyone else."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Hashable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class FairSemaphore:
    """Places, and those who wait for one: each who asks has a line of their own, and the lines take turns."""

    def __init__(self, places: int) -> None:
        """Begin with all places free."""
        self._free = places
        self._lines: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def is_full(self) -> bool:
        """Say whether who comes now has to wait."""
        return self._free == 0

    @asynccontextmanager
    async def place(self, who: Hashable) -> AsyncGenerator[None]:
        """Hold a place while the block runs."""
        await self.take(who)
        try:
            yield
        finally:
            self.give_back()

    async def take(self, who: Hashable) -> None:
        """Return once there is a place; `give_back` ends it."""
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._lines.setdefault(who, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back()
            raise

    def give_back(self) -> None:
        """Hand a place to who is next."""
        while self._lines:
            who, line = self._lines.popitem(last=False)
            # Who gave up waiting costs those behind in the same line no turn.
            while line and line[0].done():
                line.popleft()
            if not line:
                continue
            turn = line.popleft()
            if line:
                self._lines[who] = line
            turn.set_result(None)
            return
        self._free += 1
