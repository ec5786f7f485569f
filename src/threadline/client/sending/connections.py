"""The HTTP client that calls go through: one in each process and event loop, so that no two share a connection.

A connection belongs to the event loop that opened it, and is dead when that is closed. `asyncio.run` ends the
generators of its loop before it closes it, and one of them closes the connections.

After a fork both sides hold the same sockets, and each would read answers that are the other's. A child therefore makes
an HTTP client of its own. That of the parent stays as it is: nothing of it is closed or freed, which could end the
parent's connections or its event loop.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Generic, TypeVar

import httpx2

from threadline.client.sending.transport import Checked, timeout

H = TypeVar("H", httpx2.Client, httpx2.AsyncClient)
_Place = tuple[int, asyncio.AbstractEventLoop | None]
"""A process, and an event loop of it."""

_SHARED = (
    "The HTTP client was handed in and used before this process was forked, and its connections are the parent's."
    " Hand in a function that makes one, `http_client=lambda: httpx2.{kind}(…)`: it is called once in each process."
)


class Connections(Generic[H]):
    """The HTTP clients of one client of the SDK, by process."""

    def __init__(
        self, kind: type[H], http_client: H | Callable[[], H] | None, *, timeout_seconds: float
    ) -> None:
        """Take an HTTP client, or a function that makes one in each process; else make one here.

        Raises:
            TypeError: it is neither.
            ValueError: the timeout is no time to wait.
        """
        waits = timeout(timeout_seconds)
        self._kind: type[H] = kind
        self._is_of_loops: bool = issubclass(kind, httpx2.AsyncClient)
        self._is_closed = False
        self._used_by: int | None = None
        self.is_own = http_client is None
        """Whether nothing was handed in."""
        self._make: Callable[[], H] | None = None
        if isinstance(http_client, kind):
            self.first: H = http_client
            """The HTTP client of the process that all this was made in; for what it says, not to send with."""
        else:
            self._make = (lambda: kind(timeout=waits)) if http_client is None else _checked(http_client, kind)
            self.first = self._make()
        # A dictionary needs no lock: one that a thread of the parent holds at the fork is never let go of.
        self._by_place: dict[_Place, H] = {(os.getpid(), None): self.first}
        self._ends: dict[_Place, AsyncGenerator[None, None]] = {}

    def here(self) -> H:
        """Return the HTTP client of this process.

        Raises:
            RuntimeError: it is closed, or the only one there is was used by the parent of this process.
        """
        if self._is_closed:
            raise RuntimeError("This client is closed. Make a new one.")
        place = (os.getpid(), self._loop())
        http = self._by_place.get(place)
        if http is None:
            self._forget_closed()
            # The first loop takes what was made outside of any. Of two threads that come at once, one wins.
            unclaimed = self._by_place.pop((os.getpid(), None), None)
            http = self._by_place.setdefault(place, self._another() if unclaimed is None else unclaimed)
            if place[1] is not None and isinstance(http, httpx2.AsyncClient):
                self._ends[place] = _closing(http)
        self._used_by = os.getpid()
        return http

    def end(self) -> H | None:
        """Take nothing more, and return the HTTP client that is to be closed in this process, if there is one."""
        if self._make is None:
            return None
        self._is_closed = True
        here = os.getpid()
        places = ((here, self._loop()), (here, None))
        return next((self._by_place[place] for place in places if place in self._by_place), None)

    def _loop(self) -> asyncio.AbstractEventLoop | None:
        """Return the event loop that connections made now belong to; none for a synchronous client."""
        if self._make is None or not self._is_of_loops:
            return None
        try:
            return asyncio.get_running_loop()
        except RuntimeError:
            return None

    def _forget_closed(self) -> None:
        """Let go of the HTTP clients of event loops that are closed: nothing can be awaited there, not even an end."""
        for place in list(self._by_place):
            if place[1] is not None and place[1].is_closed():
                del self._by_place[place]
                self._ends.pop(place, None)

    def _another(self) -> H:
        if self._make is not None:
            return self._make()
        if self._used_by not in {None, os.getpid()}:
            raise RuntimeError(_SHARED.format(kind=self._kind.__name__))
        return self.first


def _closing(http: httpx2.AsyncClient) -> AsyncGenerator[None, None]:
    """Close an HTTP client when the running event loop ends its generators; return the one that does."""

    async def closes() -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            await http.aclose()

    end = closes()
    # It awaits nothing before it yields, so its first step is over at once; from then on the loop knows it.
    with suppress(StopIteration):
        end.__anext__().__await__().__next__()
    return end


def kept_here(response: httpx2.Response) -> httpx2.Response:
    """Return a response whose body is read, and let go of, in this process alone."""
    response.stream = _Here(response.stream)
    return response


class _Here(Checked):
    """A body that a child of this process neither reads nor closes."""

    def __init__(self, stream: object) -> None:
        super().__init__(stream, self._check_process)
        self._process = os.getpid()

    def close(self) -> None:
        if self._is_here():
            super().close()

    async def aclose(self) -> None:
        if self._is_here():
            await super().aclose()

    def _is_here(self) -> bool:
        return os.getpid() == self._process

    def _check_process(self) -> None:
        if not self._is_here():
            raise RuntimeError(
                "This answer began before the fork, and is the parent's. Ask again in this process."
            )


def _checked(make: object, kind: type[H]) -> Callable[[], H]:
    """Return a function that makes HTTP clients of that kind, whatever `make` makes.

    Raises:
        TypeError: it is no function.
    """
    wanted = f"`http_client` must be an `httpx2.{kind.__name__}`, or a function that makes one"

    def made() -> H:
        http = make() if callable(make) else make
        if not isinstance(http, kind):
            raise TypeError(f"{wanted}; here it is of type `{type(http).__name__}`.")
        return http

    return made
