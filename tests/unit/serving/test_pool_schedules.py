"""QueryPool under random work: every piece ends in one way that fits it, and all places come back."""

import asyncio
import threading
import time
from dataclasses import dataclass, field
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.examples import examples
from threadline.analytics.interrupts import Interrupt, TimeLimitError
from threadline.errors import UnavailableError
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

    running: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> None:
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)

    def __exit__(self, *_: object) -> None:
        with self.lock:
            self.running -= 1


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
    with counted:
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


async def all_places_are_free(pool: QueryPool) -> bool:
    """Tell whether as many pieces as the fast lane takes run side by side, and as many as the slow lane takes end."""
    meeting = threading.Barrier(FAST)
    quick = [pool.run(lambda _: meeting.wait(LONG), who=who) for who in range(FAST)]
    await asyncio.gather(*quick)
    long = [pool.run(lambda _: time.sleep(NAP_SECONDS), who=who) for who in range(SLOW)]
    await asyncio.gather(*long)
    return True


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
            assert await all_places_are_free(pool)
        finally:
            assert pool.close()

    asyncio.run(run())
