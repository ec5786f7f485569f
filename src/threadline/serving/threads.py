"""Threads that end with the process: what they work on when it ends is given up.

The executors of the standard library keep a process alive until all work is done, and a database sometimes works on
for minutes without noticing that it was stopped.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from queue import SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Threads:
    """At most so many threads, each made when there is work that none is free for."""

    def __init__(self, most: int, *, name: str) -> None:
        """Begin without threads.

        Args:
            most: how many there may be.
            name: what the threads are called.
        """
        self._most, self._name = most, name
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._free = 0
        self._lock = threading.Lock()
        self._is_closed = False

    def start(self, work: Callable[[], T]) -> Future[T]:
        """Let a thread do work, as soon as one is free.

        Raises:
            RuntimeError: the threads are closed.
        """
        future: Future[T] = Future()

        def done() -> None:
            if future.set_running_or_notify_cancel():
                _settle(future, work)

        with self._lock:
            if self._is_closed:
                message = "the threads are closed"
                raise RuntimeError(message)
            self._work.put(done)
            self._free -= 1
            if self._free < 0 and len(self._threads) < self._most:
                self._add()
        return future

    def close(self, *, seconds: float) -> bool:
        """Take no more work, and say whether all threads ended in so much time."""
        with self._lock:
            self._is_closed = True
            for _ in self._threads:
                self._work.put(None)
        until = monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _add(self) -> None:
        self._free += 1
        name = f"{self._name}-{len(self._threads)}"
        thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()
            with self._lock:
                self._free += 1


def _settle(future: Future[T], work: Callable[[], T]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001  # whoever waits for the future raises it
        future.set_exception(error)
    else:
        future.set_result(result)
