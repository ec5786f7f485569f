"""Time that passes only when somebody waits, so that pauses are tested without any."""

from threadline.client.sending.retries import Pace


class Stopwatch:
    """A clock at zero, and the pauses that were made."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.pauses: list[float] = []

    def pace(self, *, chance: float = 1.0) -> Pace:
        """Return the functions that look at this clock; chance is always the same."""
        return Pace(lambda: self.seconds, lambda: chance, self.sleep, self.async_sleep)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.pauses.append(seconds)
        self.seconds += seconds

    async def async_sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.sleep(seconds)
