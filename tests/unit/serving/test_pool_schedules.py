"""QueryPool under random work: every piece ends in one way that fits it, and all places come back."""

import asyncio
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.examples import examples
from threadline.analytics.interrupts import Interrupt, TimeLimitError
from threadline.errors import UnavailableError
from threadline.serving.fairness import FairSemaphore
from threadline.serving.pool import QueryPool

FAST, SLOW = 2, 1
THREADS = 2 * (FAST + SLOW)
"""As many as the pool has: some more than may run at once, since what was cut takes a while to notice."""

Kind = Literal["quick", "failing", "napping", "endless", "deaf"]
NAP_SECONDS = 0.03
LONG = 60.0


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    who: int
    cancelled_after: float | None


PIECES = st.lists(
    st.builds(
        Piece,
        st.sampled_from(["quick", "failing", "napping", "endless", "deaf"]),
        st.integers(0, 2),
        st.none() | st.sampled_from([0.0, 0.005, 0.02]),
    ),
    max_size=8,
)


@dataclass(slots=True)
class Counted:
    """How many pieces run at once, now and at most."""

    running: list[Interrupt] = field(default_factory=list)
    most: int = 0
    most_in_lanes: int = 0
    """Those that were cut have left their lane."""

    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def counting(self, interrupt: Interrupt) -> Generator[None]:
        with self.lock:
            self.running.append(interrupt)
            self.most = max(self.most, len(self.running))
            in_lanes = sum(each._reason is None for each in self.running)
            self.most_in_lanes = max(self.most_in_lanes, in_lanes)
        try:
            yield
        finally:
            with self.lock:
                self.running = [each for each in self.running if each is not interrupt]


class Endless:
    """A statement that runs until it is interrupted."""

    def __init__(self) -> None:
        self.ended = threading.Event()

    def interrupt(self) -> None:
        self.ended.set()

    def run(self, interrupt: Interrupt) -> str:
        self.ended.clear()
        with interrupt.holding(self):
            assert self.ended.wait(LONG)
            raise InterruptedError


class Deaf:
    """A statement that hears of no interrupt, and ends by itself."""

    def interrupt(self) -> None:
        """Nothing is heard."""

    def run(self, interrupt: Interrupt) -> str:
        with interrupt.holding(self):
            time.sleep(NAP_SECONDS)
        return "done"


def work(kind: Kind, counted: Counted, interrupt: Interrupt) -> str:
    with counted.counting(interrupt):
        if kind == "failing":
            raise ValueError(kind)
        if kind == "napping":
            time.sleep(NAP_SECONDS)
        if kind == "endless":
            return Endless().run(interrupt)
        return Deaf().run(interrupt) if kind == "deaf" else "done"


async def outcome(pool: QueryPool, piece: Piece, counted: Counted) -> object:
    task = asyncio.create_task(
        pool.run(lambda interrupt: work(piece.kind, counted, interrupt), who=piece.who)
    )
    if piece.cancelled_after is not None:
        await asyncio.sleep(piece.cancelled_after)
        task.cancel()
    (ended,) = await asyncio.gather(task, return_exceptions=True)
    return type(ended) if isinstance(ended, BaseException) else ended


def fits(piece: Piece, outcome: object) -> bool:
    ends: dict[Kind, set[object]] = {
        "quick": {"done"},
        "failing": {ValueError},
        "napping": {"done"},
        "endless": set(),
        "deaf": {"done"},
    }
    # Whoever waits for a place behind work that does not end is refused in time; so is what is over its limit.
    allowed = ends[piece.kind] | {TimeLimitError, UnavailableError}
    return outcome in allowed or (piece.cancelled_after is not None and outcome is asyncio.CancelledError)


async def free_places(lane: FairSemaphore) -> int:
    """Return how many places there are for who comes now."""
    taken = 0
    while not lane.is_full:
        await lane.take("a test")
        taken += 1
    for _ in range(taken):
        lane.give_back()
    return taken


async def quiet(pool: QueryPool) -> None:
    """Wait until the work has ended for which nobody waits any more."""
    async with asyncio.timeout(LONG):
        await asyncio.gather(*pool._stopping)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=PIECES)
def test_every_piece_of_a_random_schedule_ends_as_it_may_and_gives_its_places_back(
    pieces: list[Piece],
) -> None:
    async def run() -> None:
        pool = QueryPool(
            0.05,
            time.monotonic,
            fast=FAST,
            slow=SLOW,
            moment_seconds=0.01,
            grace_seconds=0.005,
            patience_seconds=0.05,
        )
        counted = Counted()
        try:
            outcomes = await asyncio.gather(*(outcome(pool, each, counted) for each in pieces))
            assert all(map(fits, pieces, outcomes)), list(zip(pieces, outcomes, strict=True))
            assert counted.most <= THREADS
            assert counted.most_in_lanes <= FAST + SLOW
            await quiet(pool)
            assert (await free_places(pool._fast), await free_places(pool._slow)) == (FAST, SLOW)
            meeting = threading.Barrier(FAST)
            together = (pool.run(lambda _: meeting.wait(LONG), who=who) for who in range(FAST))
            assert sorted(await asyncio.gather(*together)) == list(range(FAST))
        finally:
            assert pool.close()

    asyncio.run(run())


def noting(place: int, begun: list[int]) -> Callable[[Interrupt], None]:
    """Return work that notes that it began."""

    def work(_: Interrupt) -> None:
        begun.append(place)

    return work


def by_turns(asked: list[tuple[int, bool]]) -> list[int]:
    """Return which of the pieces begin that nobody gives up, in order: round by round, who came first beginning."""
    came = list(dict.fromkeys(who for who, _ in asked))
    staying = [(place, who) for place, (who, gives_up) in enumerate(asked) if not gives_up]
    earlier = [[who for _, who in staying[:count]] for count in range(len(staying))]
    turns = [
        (before.count(who), came.index(who), place)
        for before, (place, who) in zip(earlier, staying, strict=True)
    ]
    return [place for _, _, place in sorted(turns)]


@settings(max_examples=examples(25), deadline=None)
@given(asked=st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=10))
def test_those_who_wait_take_turns_and_who_gives_up_costs_nobody_a_turn(
    asked: list[tuple[int, bool]],
) -> None:
    async def run() -> None:
        pool = QueryPool(LONG, time.monotonic, fast=1, slow=1, moment_seconds=LONG)
        is_open, begun = threading.Event(), list[int]()
        try:
            first = asyncio.create_task(pool.run(lambda _: is_open.wait(LONG), who="first"))
            await asyncio.sleep(0)
            waiting = [
                asyncio.create_task(pool.run(noting(place, begun), who=who))
                for place, (who, _) in enumerate(asked)
            ]
            await asyncio.sleep(0)
            for task, (_, gives_up) in zip(waiting, asked, strict=True):
                if gives_up:
                    task.cancel()
            is_open.set()
            assert await first
            await asyncio.gather(*waiting, return_exceptions=True)
            assert not pool._fast.is_full
        finally:
            is_open.set()
            assert pool.close()
        assert begun == by_turns(asked)

    asyncio.run(run())
