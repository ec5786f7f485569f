"""Waits for what other threads and processes do: asks again and again, and gives up after a while."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 60.0
"""Only what will never be so takes as long, also on a machine that is busy with other things."""

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.002, 0.05


def until(claim: Callable[[], object], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Return once a claim holds.

    Raises:
        AssertionError: it does not hold in time.
    """
    deadline, pause = time.monotonic() + seconds, _FIRST_PAUSE_SECONDS
    while not claim():
        assert time.monotonic() < deadline, f"not so after {seconds} seconds"
        # What is asked often slows down what is waited for.
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS)
