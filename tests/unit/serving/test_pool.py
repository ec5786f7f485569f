"""QueryPool: quick work never waits behind slow work, and what takes too long is stopped."""

import asyncio
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest

from threadline.analytics.interrupts import Interrupt, TimeLimitError
from threadline.errors import UnavailableError
from threadline.serving.pool import QueryPool

LONG = 60.0
"""Seconds that no test waits."""


class Statement:
    """A statement that runs until it is interrupted or told to end."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.began = threading.Event()
        self.is_interrupted = False
        self.began_count = 0

    def interrupt(self) -> None:
        self.is_interrupted = True
        self.ended.set()

    def run(self, interrupt: Interrupt) -> str:
        """Run such that it can be interrupted, as work does."""
        self.is_interrupted = False
        with interrupt.holding(self):
            self.began_count += 1
            self.began.set()
            assert self.ended.wait(LONG)
            if self.is_interrupted:
                self.ended.clear()
                raise InterruptedError
        return "done"


class Deaf(Statement):
    """A statement that goes on whoever interrupts it, as a database does while it plans."""

    def interrupt(self) -> None:
        self.is_interrupted = True

    def run(self, interrupt: Interrupt) -> str:
        with interrupt.holding(self):
            self.began.set()
            assert self.ended.wait(LONG)
        return "done"


@contextmanager
def opened(*, limit_seconds: float = LONG, fast: int = 4, slow: int = 2) -> Generator[QueryPool]:
    lanes = QueryPool(
        limit_seconds,
        time.monotonic,
        fast=fast,
        slow=slow,
        moment_seconds=0.01,
        grace_seconds=0.01,
        patience_seconds=0.1,
        closing_seconds=0.1,
    )
    try:
        yield lanes
    finally:
        lanes.close()


def nap(_: Interrupt) -> str:
    time.sleep(0.1)
    return "done"


async def until(happened: Callable[[], object]) -> None:
    """Let the loop go on until something is so."""
    async with asyncio.timeout(LONG):
        while not happened():  # noqa: ASYNC110  # a thread sets it, which wakes no loop
            await asyncio.sleep(0)


def test_quick_work_is_answered_while_slow_work_fills_both_lanes() -> None:
    async def scene() -> None:
        with opened(fast=1, slow=1) as lanes:
            first, second = Statement(), Statement()
            slow = [asyncio.create_task(lanes.run(each.run)) for each in (first, second)]
            await until(lambda: second.is_interrupted)
            assert await lanes.run(lambda _: "quick") == "quick"
            assert not any(task.done() for task in slow)
            first.ended.set()
            await until(lambda: second.began_count == 2)
            second.ended.set()
            assert await asyncio.gather(*slow) == ["done", "done"]

    asyncio.run(scene())


def test_work_over_the_limit_is_stopped() -> None:
    async def scene() -> None:
        with opened(limit_seconds=0.05) as lanes:
            statement = Statement()
            with pytest.raises(TimeLimitError):
                await lanes.run(statement.run)
            assert statement.is_interrupted

    asyncio.run(scene())


def test_time_outside_of_statements_is_not_counted() -> None:
    async def scene() -> None:
        with opened(limit_seconds=0.01) as lanes:
            task = asyncio.create_task(lanes.run(nap))
            assert await task == "done"

    asyncio.run(scene())


def test_work_that_finds_no_turn_is_refused_for_now() -> None:
    async def scene() -> None:
        with opened(slow=1, limit_seconds=0.2) as lanes:
            first, second = Statement(), Statement()
            running = asyncio.create_task(lanes.run(lambda _: first.run(Interrupt(lambda: 0.0))))
            await until(first.began.is_set)
            await until(lambda: lanes._slow.is_full)
            with pytest.raises(UnavailableError):
                await lanes.run(second.run)
            first.ended.set()
            assert await running == "done"

    asyncio.run(scene())


def test_what_work_raises_comes_out() -> None:
    def fail(_: Interrupt) -> None:
        raise ValueError("mine")

    async def scene() -> None:
        with opened() as lanes, pytest.raises(ValueError, match="mine"):
            await lanes.run(fail)

    asyncio.run(scene())


def test_work_that_nobody_waits_for_is_stopped() -> None:
    async def scene() -> None:
        with opened(slow=1) as lanes:
            statement = Statement()
            task = asyncio.create_task(lanes.run(statement.run))
            await until(statement.began.is_set)
            await until(lambda: lanes._slow.is_full)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await until(lambda: statement.is_interrupted)

    asyncio.run(scene())


def test_work_that_cannot_be_stopped_is_refused_and_keeps_its_place_until_it_ends() -> None:
    async def scene() -> None:
        with opened(slow=1, limit_seconds=0.05) as lanes:
            deaf = Deaf()
            with pytest.raises(TimeLimitError):
                await lanes.run(deaf.run)
            assert deaf.is_interrupted
            assert lanes._slow.is_full
            assert await lanes.run(lambda _: "quick") == "quick"
            deaf.ended.set()
            await until(lambda: not lanes._slow.is_full)

    asyncio.run(scene())


def test_work_that_cannot_be_stopped_for_another_is_refused_at_the_limit_as_well() -> None:
    async def scene() -> None:
        with opened(slow=1, limit_seconds=0.2) as lanes:
            first, second = Deaf(), Deaf()
            running = asyncio.create_task(lanes.run(first.run))
            await until(lambda: lanes._slow.is_full)
            with pytest.raises(TimeLimitError):
                await lanes.run(second.run)
            with pytest.raises(TimeLimitError):
                await running
            first.ended.set()
            second.ended.set()

    asyncio.run(scene())


def test_closing_stops_what_runs_and_says_that_it_ended() -> None:
    async def scene() -> None:
        with opened() as lanes:
            statement = Statement()
            running = asyncio.create_task(lanes.run(statement.run))
            await until(statement.began.is_set)
            assert await asyncio.to_thread(lanes.close)
            assert statement.is_interrupted
            [outcome] = await asyncio.gather(running, return_exceptions=True)
            assert isinstance(outcome, Exception)

    asyncio.run(scene())


def test_closing_does_not_wait_for_what_cannot_be_stopped() -> None:
    async def scene() -> None:
        with opened() as lanes:
            deaf = Deaf()
            running = asyncio.create_task(lanes.run(deaf.run))
            await until(deaf.began.is_set)
            assert not await asyncio.to_thread(lanes.close)
            deaf.ended.set()
            assert await running == "done"
            assert lanes.close()

    asyncio.run(scene())
