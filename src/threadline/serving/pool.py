"""Threads for queries, so that quick ones never wait behind slow ones.

    waits for the fast lane ──▶ runs there ──▶ done
                                   │ a moment is over
                                   ├── the slow lane has room ──▶ runs on there ──▶ done, or stopped at the limit
                                   └── it is full: some more time, then stopped ──▶ waits for it ──▶ begins anew there

In both lanes those who ask come by turns. What finds no turn in time is refused, and comes again.

A database notices late, or not at all while it plans, that it was stopped. Nobody waits long for that, but its place in
the slow lane stays taken until it has.
"""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from threadline.analytics.interrupts import Interrupt, TimeLimitError
from threadline.errors import UnavailableError
from threadline.serving.fairness import FairSemaphore
from threadline.serving.threads import Threads

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

FAST = 4
"""Pieces of work that may run for a moment at once."""

SLOW = 2
"""Pieces of work that may run for longer at once. On few processors more would only slow each other."""

MOMENT_SECONDS = 0.25
GRACE_SECONDS = 0.75
"""What work in the fast lane has on top when the slow lane is full: beside slow work, quick work takes longer too."""

WAITING = 3
"""How many times the limit work waits for its turn in the slow lane."""

PATIENCE_SECONDS = 2.0
"""How long work over the limit may take to notice that it was stopped, before it is refused all the same."""

CLOSING_SECONDS = 3.0
"""How long what still runs at the end may take to notice that it was stopped."""

_AGAIN_SECONDS = 0.02
"""How often a cut is repeated until the work has noticed it."""

T = TypeVar("T")


class _AbandonedError(Exception):
    """Nobody waits for the work any more."""


class _YieldedError(Exception):
    """The slow lane is full: the work begins anew when there is room."""


@dataclass(slots=True)
class QueryPool:
    """The threads of one server."""

    limit_seconds: float
    """How long the statements of one piece of work may take."""

    seconds: Callable[[], float]
    """A clock that only goes forward."""

    fast: int = FAST
    slow: int = SLOW
    moment_seconds: float = MOMENT_SECONDS
    grace_seconds: float = GRACE_SECONDS
    patience_seconds: float = PATIENCE_SECONDS
    closing_seconds: float = CLOSING_SECONDS
    _fast: FairSemaphore = field(init=False)
    _slow: FairSemaphore = field(init=False)
    _threads: Threads = field(init=False)
    _closing_until: float = math.inf
    _interrupts: dict[int, Interrupt] = field(default_factory=dict)
    """Of the work that threads do now."""

    _stopping: set[asyncio.Task[None]] = field(default_factory=set)
    """What sees to it that work ends for which nobody waits any more."""

    def __post_init__(self) -> None:
        """Make the threads: some more than may run at once, since what was cut takes a while to notice."""
        self._fast, self._slow = FairSemaphore(self.fast), FairSemaphore(self.slow)
        self._threads = Threads(2 * (self.fast + self.slow), name="threadline-query")

    async def run(self, work: Callable[[Interrupt], T], *, who: Hashable = None) -> T:
        """Return what work in a thread returns.

        Args:
            work: is given the interrupt that its statements are to hold; may be begun twice.
            who: asks for it: those who ask take turns.

        Raises:
            UnavailableError: so much other work goes on that this one found no turn.
            Exception: what the work raises; `TimeLimitError` when it took too long.
        """
        async with self._fast.place(who):
            running = self._start(work)
            try:
                await asyncio.wait({running.future}, timeout=self.moment_seconds)
                if self._slow.is_full and not running.future.done():
                    await asyncio.wait({running.future}, timeout=self.grace_seconds)
            except asyncio.CancelledError:
                running.interrupt.cut(_AbandonedError())
                raise
        if running.future.done():
            return running.future.result()
        return await self._slowly(work, running, who)

    async def _slowly(self, work: Callable[[Interrupt], T], running: _Running[T], who: Hashable) -> T:
        """Return the result of work that left the fast lane."""
        if self._slow.is_full:
            try:
                return await self._stopped(running, _YieldedError(), patience_seconds=self.limit_seconds)
            except _YieldedError:
                await self._turn(who)
                running = self._start(work)
        else:
            await self._slow.take(who)
        try:
            return await self._finished(running)
        finally:
            self._leave(running)

    def close(self) -> bool:
        """Stop what still runs, and say whether all of it ended; what did not ends with the process.

        Until then it works inside of the databases that it was given: they must not be closed under it. Closing again
        says the same and does not wait again.
        """
        self._closing_until = min(self._closing_until, self.seconds() + self.closing_seconds)
        while True:
            for interrupt in tuple(self._interrupts.values()):
                interrupt.cut(_AbandonedError())
            is_ended = self._threads.close(seconds=_AGAIN_SECONDS)
            if is_ended or self.seconds() >= self._closing_until:
                return is_ended

    def _start(self, work: Callable[[Interrupt], T]) -> _Running[T]:
        interrupt = Interrupt(self.seconds)

        def held() -> T:
            self._interrupts[id(interrupt)] = interrupt
            try:
                return work(interrupt)
            finally:
                del self._interrupts[id(interrupt)]

        future = asyncio.wrap_future(self._threads.start(held))
        # Of work that nobody waits for any more, nobody asks what became of it either.
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        return _Running(interrupt, future)

    def _leave(self, running: _Running[T]) -> None:
        """Give back the place of work in the slow lane, once it has ended."""
        if running.future.done():
            self._slow.give_back()
            return
        task = asyncio.create_task(self._ended(running))
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)

    async def _ended(self, running: _Running[T]) -> None:
        try:
            with suppress(Exception):
                await self._stopped(running, _AbandonedError())
        finally:
            self._slow.give_back()

    async def _turn(self, who: Hashable) -> None:
        try:
            await asyncio.wait_for(self._slow.take(who), WAITING * self.limit_seconds)
        except TimeoutError as error:
            detail = "Too many long queries run already. Try again in a few seconds."
            raise UnavailableError(detail, retry_after_seconds=max(1, round(self.limit_seconds))) from error

    async def _finished(self, running: _Running[T]) -> T:
        """Return the result of work in the slow lane; the time that is not spent in statements is not counted."""
        while not running.future.done():
            left = self.limit_seconds - running.interrupt.spent()
            if left <= 0:
                return await self._stopped(running, TimeLimitError(), patience_seconds=self.patience_seconds)
            await asyncio.wait({running.future}, timeout=max(left, _AGAIN_SECONDS))
        return running.future.result()

    async def _stopped(
        self, running: _Running[T], reason: Exception, *, patience_seconds: float = math.inf
    ) -> T:
        """Cut the work until it ends. It may be done by then: its result is as good as any.

        Raises:
            TimeLimitError: it has not ended after so much patience.
            Exception: as the work does, or the reason.
        """
        until = self.seconds() + patience_seconds
        while not running.future.done():
            running.interrupt.cut(reason)
            if self.seconds() >= until:
                raise TimeLimitError
            await asyncio.wait({running.future}, timeout=_AGAIN_SECONDS)
        return running.future.result()


@dataclass(frozen=True, slots=True)
class _Running(Generic[T]):
    """Work in a thread, and its interrupt."""

    interrupt: Interrupt
    future: asyncio.Future[T]
