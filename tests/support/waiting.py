"""Waits for what other threads and processes do: asks again and again, and gives up after a while."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 20.0
_PAUSE_SECONDS = 0.005


def until(claim: Callable[[], object], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Return once a claim holds.

    Raises:
        AssertionError: it does not hold in time.
    """
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, f"not so after {seconds} seconds"
        time.sleep(_PAUSE_SECONDS)
