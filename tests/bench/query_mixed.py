"""Questions while conversations come in: right after one write, and under a steady stream of them."""

import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.bench.chats import chats
from tests.bench.load import Target
from tests.bench.query_line import line
from tests.bench.query_questions import Question

WRITES_PER_SECOND = 500
SECONDS = 20
QUERY_EVERY_SECONDS = 0.2
_WRITERS = 8
_AFTER_ONE_ROUNDS = 30
_FIRST_OF_STREAM = 1_000


@dataclass(frozen=True, slots=True)
class AfterWrite:
    """Median times of a question: at rest, and right after one conversation was written."""

    at_rest_ms: float
    after_write_ms: float

    @property
    def on_top_ms(self) -> float:
        """What the write adds."""
        return self.after_write_ms - self.at_rest_ms


@dataclass(slots=True)
class Stream:
    """What a steady stream of writes showed."""

    writes_ms: list[float] = field(default_factory=list)
    queries_ms: list[tuple[str, float]] = field(default_factory=list)
    """By question."""
    writes_per_second: float = 0.0

    def slowest(self) -> tuple[str, float]:
        """Return the question with the largest median time, and that."""
        medians = {
            name: statistics.median(ms for each, ms in self.queries_ms if each == name)
            for name, _ in self.queries_ms
        }
        return max(medians.items(), key=lambda item: item[1])


def after_write(target: Target, question: Question) -> AfterWrite:
    """Ask a question at rest and after a write, in turns."""
    at_rest, after = [], []
    with line(target) as connection:
        connection.ask(question.head.path, question.encoded)
        for chat in chats(_AFTER_ONE_ROUNDS):
            at_rest.append(connection.ask(question.head.path, question.encoded).milliseconds)
            connection.ask("/conversations", chat.encoded())
            after.append(connection.ask(question.head.path, question.encoded).milliseconds)
    return AfterWrite(statistics.median(at_rest), statistics.median(after))


def stream(target: Target, asked: Sequence[Question]) -> Stream:
    """Write conversations at a steady rate, and ask the questions in turns meanwhile."""
    bodies = [chat.encoded() for chat in chats(WRITES_PER_SECOND * SECONDS, first=_FIRST_OF_STREAM)]
    found = Stream()
    started = time.perf_counter()
    numbers = count()
    writers = [
        threading.Thread(target=_write, args=(target, bodies, _due(numbers, len(bodies), started), found))
        for _ in range(_WRITERS)
    ]
    for writer in writers:
        writer.start()
    _ask_meanwhile(target, asked, started, found)
    for writer in writers:
        writer.join()
    assert len(found.writes_ms) == len(bodies), "a writer failed"
    found.writes_per_second = len(bodies) / (time.perf_counter() - started)
    return found


def _due(numbers: Iterator[int], total: int, started: float) -> Iterator[int]:
    """Yield the next number that nobody has taken, when it is its turn."""
    while (number := next(numbers)) < total:
        time.sleep(max(0.0, started + number / WRITES_PER_SECOND - time.perf_counter()))
        yield number


def _write(target: Target, bodies: Sequence[bytes], due: Iterator[int], found: Stream) -> None:
    with line(target) as connection:
        for number in due:
            found.writes_ms.append(connection.ask("/conversations", bodies[number]).milliseconds)


def _ask_meanwhile(target: Target, asked: Sequence[Question], started: float, found: Stream) -> None:
    with line(target) as connection:
        for turn in range(int(SECONDS / QUERY_EVERY_SECONDS)):
            time.sleep(max(0.0, started + turn * QUERY_EVERY_SECONDS - time.perf_counter()))
            question = asked[turn % len(asked)]
            milliseconds = connection.ask(question.head.path, question.encoded).milliseconds
            found.queries_ms.append((question.name, milliseconds))
