"""The end of the process, and its forks: every logger that is open hears of both."""

import atexit
import os
import time
from typing import Protocol

EXIT_SECONDS = 5.0
"""How long the end of the process waits for all loggers together."""


class Lasting(Protocol):
    """What has something to do when the process ends or forks."""

    def close(self, timeout_seconds: float = EXIT_SECONDS) -> bool:
        """Send what is there, and end."""
        ...

    def start_clean(self) -> None:
        """Forget everything: this is a child, and all of it is the parent's."""
        ...


# Strong references: whoever forgets a logger wants what it was told to arrive.
_open: set[Lasting] = set()


def keep(lasting: Lasting) -> None:
    """Tell it about the end of the process and about forks."""
    _open.add(lasting)


def forget(lasting: Lasting) -> None:
    """Tell it nothing more."""
    _open.discard(lasting)


def _close_all() -> None:
    deadline = time.monotonic() + EXIT_SECONDS
    for lasting in list(_open):
        lasting.close(max(0.0, deadline - time.monotonic()))


def _start_clean() -> None:
    for lasting in list(_open):
        lasting.start_clean()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_clean)
