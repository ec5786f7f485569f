"""What is tried again, and after which pause. Decisions alone: the shells send and wait."""

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

import httpx2

from threadline.client.call import Effect
from threadline.client.sending.defaults import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    MOST_TRIES,
    RETRY_TOTAL_SECONDS,
)
from threadline.client.sending.numbers import at_least, wait_seconds, whole
from threadline.http.retry_after import retry_after_seconds

Outcome = httpx2.Response | httpx2.RequestError
"""What came of one try."""

_PASSING_STATUSES = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_PASSING_FAULTS = (
    httpx2.TimeoutException,
    httpx2.NetworkError,
    httpx2.ProxyError,
    httpx2.RemoteProtocolError,
)


@dataclass(frozen=True, slots=True)
class Pace:
    """Time and chance, as functions that a test can replace."""

    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random  # noqa: S311  # spreads pauses; guards nothing
    """From 0 to below 1."""
    sleep: Callable[[float], None] = time.sleep
    async_sleep: Callable[[float], Awaitable[object]] | None = None
    """That of asyncio when there is none; it stands there so that the synchronous client does not load asyncio."""


_REAL = Pace()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often a call is tried, and for how long. `Retries(most_tries=1)` never tries again."""

    most_tries: int = MOST_TRIES
    first_pause_seconds: float = FIRST_PAUSE_SECONDS
    """Doubles with every try; half of a pause is chance, so that many clients do not come back as one."""
    longest_pause_seconds: float = LONGEST_PAUSE_SECONDS
    """A `Retry-After` may be longer."""
    total_seconds: float = RETRY_TOTAL_SECONDS
    """No try starts later than this after the first one."""
    deadline_seconds: float | None = None
    """The longest that a call takes, with all its tries; of an export or another stream, until it begins. The
    clock is looked at whenever something arrives, so that one last silence may go beyond, by the timeout at most."""
    pace: Pace = _REAL

    def __post_init__(self) -> None:
        """Refuse numbers that no call can be tried by.

        Raises:
            TypeError: one is no number.
            ValueError: one is too small.
        """
        whole(self.most_tries, "most_tries")
        for name in ("first_pause_seconds", "longest_pause_seconds", "total_seconds"):
            at_least(0, getattr(self, name), name)
        if self.deadline_seconds is not None:
            wait_seconds(self.deadline_seconds, "deadline_seconds")


class Tries:
    """The tries of one call."""

    def __init__(self, effect: Effect, retries: Retries) -> None:
        """Start to count, and start the clock."""
        self._effect: Effect = effect
        self._retries = retries
        self._made = 1
        self._started = retries.pace.clock()

    @property
    def seconds_left(self) -> float | None:
        """Until the deadline; never below zero, and `None` without a deadline."""
        deadline = self._retries.deadline_seconds
        return None if deadline is None else max(0.0, deadline - self._passed())

    def pause_after(self, outcome: Outcome) -> float | None:
        """Return the seconds to wait before the next try, or `None` when this outcome is the last word."""
        if self._made >= self._retries.most_tries or not may_pass(outcome, self._effect):
            return None
        pause = self._pause(outcome)
        self._made += 1
        return pause if self._passed() + pause <= self._last_start() else None

    def _passed(self) -> float:
        return self._retries.pace.clock() - self._started

    def _last_start(self) -> float:
        deadline = self._retries.deadline_seconds
        total = self._retries.total_seconds
        return total if deadline is None else min(total, deadline)

    def _pause(self, outcome: Outcome) -> float:
        """Return what the server asks for, or the next longer pause; with some chance in it."""
        retries = self._retries
        chance = retries.pace.chance()
        asked = retry_after_seconds(outcome.headers) if isinstance(outcome, httpx2.Response) else None
        if asked is not None:
            return asked + chance * retries.first_pause_seconds
        doubled = retries.first_pause_seconds * 2.0 ** (self._made - 1)
        return min(retries.longest_pause_seconds, doubled) * (1 + chance) / 2


def may_pass(outcome: Outcome, effect: Effect) -> bool:
    """Return whether the same call may end better soon.

    A defect of the server is worth a second try for reads alone: a write may have been carried out in part.
    """
    if isinstance(outcome, httpx2.Response):
        is_defect_of_read = outcome.status_code == HTTPStatus.INTERNAL_SERVER_ERROR and effect == "read"
        return outcome.status_code in _PASSING_STATUSES or is_defect_of_read
    return isinstance(outcome, _PASSING_FAULTS)


def checked_retries(given: object) -> Retries:
    """Return what was given, else the default.

    Raises:
        TypeError: it says something else.
    """
    if given is None:
        return _DEFAULT
    if not isinstance(given, Retries):
        raise TypeError(f"`retries` must be a `Retries`, such as `Retries(most_tries=3)`, not {given!r}.")
    return given


_DEFAULT = Retries()
