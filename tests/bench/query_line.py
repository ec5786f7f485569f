"""One keep-alive connection to a server: ask, and take the time."""

import http.client
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.load import Target

_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """A body, and how long it took to come."""

    milliseconds: float
    body: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A connection. For one thread at a time."""

    connection: http.client.HTTPConnection
    key: str

    def ask(self, path: str, body: bytes | None = None) -> Answer:
        """Post a body, or get without one.

        Raises:
            OSError: the answer is not 200.
        """
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        started = time.perf_counter()
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - started
        if response.status != http.client.OK:
            raise OSError(f"{path} answered {response.status}: {content.decode(errors='replace')}")
        return Answer(seconds * 1000, content)


@contextmanager
def line(target: Target) -> Generator[Line]:
    """Open a connection for as long as the block runs."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=_SECONDS)
    try:
        connection.connect()
        yield Line(connection, target.key)
    finally:
        connection.close()


def percentile(milliseconds: Sequence[float], share: float) -> float:
    """Return the time that this share of the times did not exceed."""
    ordered = sorted(milliseconds)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
