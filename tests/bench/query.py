"""What typical questions cost, beside the same statements written by hand: `python -m tests.bench.query`.

Or `make bench-query`, or `make bench-query SIZE=1m`. The stores are kept in a folder, so the first run takes minutes
and the next ones do not. All hands must give the same answers. Other questions follow, which have no other hand.
What is written in between goes to a copy.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.bench.process import Serving, serving
from tests.bench.query_hand import Hand, Timed, hands
from tests.bench.query_line import Answer, Line, line, percentile
from tests.bench.query_mixed import SECONDS, WRITES_PER_SECOND, after_write, stream
from tests.bench.query_others import measure_others, others, print_others
from tests.bench.query_questions import Layout, Question, questions
from tests.bench.query_report import Asked, keep, print_growth, print_questions, summary
from tests.bench.query_store import KEY, SIZES, Store, kept_store
from tests.bench.report import Figure, print_report

REPEATS = 30
LEAST_REPEATS = 5
REPEAT_SECONDS = 6.0
"""A slow hand is not asked again beyond this time."""

MOST_AFTER_WRITE_MS = 15.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hands:
    """All that can answer a question."""

    server: Serving
    line: Line
    by_hand: dict[Layout, Hand]

    def measure(self, question: Question, *, first_ms: float) -> Asked:
        """Ask all of them again and again, and check that they agree."""
        rows = question.rows(_ask(self.line, question).body)
        by_hand = {layout: _times(hand, question.by_hand[layout]) for layout, hand in self.by_hand.items()}
        for layout, timed in by_hand.items():
            assert timed[0].rows == rows, f"{question.name}: over {layout} it is something else"
        before = self.server.cpu_seconds()
        times = _repeated(lambda: _ask(self.line, question).milliseconds)
        return Asked(
            name=question.name,
            most_ms=question.head.most_milliseconds,
            first_ms=first_ms,
            p50_ms=statistics.median(times),
            p95_ms=percentile(times, 0.95),
            cpu_ms=(self.server.cpu_seconds() - before) / len(times) * 1000,
            columns_ms=statistics.median(each.milliseconds for each in by_hand["columns"]),
            columns_cpu_ms=statistics.median(each.cpu_milliseconds for each in by_hand["columns"]),
            text_ms=statistics.median(each.milliseconds for each in by_hand["text"]),
            text_cpu_ms=statistics.median(each.cpu_milliseconds for each in by_hand["text"]),
        )


def measure(store: Store) -> tuple[list[Asked], list[Figure]]:
    """Ask everything, first at rest, then while conversations come in."""
    asked = questions()
    with store.copied() as copy, serving(copy, KEY) as server, hands(store) as by_hand:
        server.settle()
        with line(server.target) as connection:
            first = [_ask(connection, question).milliseconds for question in asked]
            server.settle()
            hands_on = Hands(server, connection, by_hand)
            found = [hands_on.measure(each, first_ms=ms) for each, ms in zip(asked, first, strict=True)]
            print_questions(store, found)
            more = others(store)
            print_others(store, more, measure_others(server, connection, more))
        return found, [Figure("start of the server", server.start_seconds, "s"), *_mixed(server, asked)]


def _ask(connection: Line, question: Question) -> Answer:
    return connection.ask(question.head.path, question.encoded)


def _times(hand: Hand, statement: str) -> list[Timed]:
    hand.ask(statement)
    return _repeated(lambda: hand.ask(statement))


def _repeated(run: Callable[[], T]) -> list[T]:
    """Return what a run gives each time: as often as is asked for, or until it has taken long enough."""
    started, found = time.perf_counter(), [run()]
    while len(found) < REPEATS and (
        len(found) < LEAST_REPEATS or time.perf_counter() - started < REPEAT_SECONDS
    ):
        found.append(run())
    return found


def _mixed(server: Serving, asked: Sequence[Question]) -> list[Figure]:
    figures = []
    for question in (asked[0], asked[2]):
        found = after_write(server.target, question)
        name = f"right after one write: {question.name}"
        figures.append(Figure(f"{name}, on top", found.on_top_ms, "ms", MOST_AFTER_WRITE_MS))
    server.settle()
    before = server.cpu_seconds()
    streamed = stream(server.target, asked)
    cpu_seconds = server.cpu_seconds() - before
    writes, queries = streamed.writes_ms, [ms for _, ms in streamed.queries_ms]
    slowest, slowest_ms = streamed.slowest()
    prefix = f"{WRITES_PER_SECOND} writes/s and the questions in turns"
    return [
        *figures,
        Figure(f"{prefix}: writes", streamed.writes_per_second, "1/s"),
        Figure(f"{prefix}: write p50", statistics.median(writes), "ms"),
        Figure(f"{prefix}: write p99", percentile(writes, 0.99), "ms"),
        Figure(f"{prefix}: query p50", statistics.median(queries), "ms"),
        Figure(f"{prefix}: query p95", percentile(queries, 0.95), "ms"),
        Figure(f"{prefix}: slowest query p50 ({slowest})", slowest_ms, "ms"),
        Figure(f"{prefix}: server's share of one core", cpu_seconds / SECONDS * 100, "%"),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        prog="python -m tests.bench.query", description="Measure what typical questions cost."
    )
    options.add_argument("size", nargs="?", choices=SIZES, default="100k", help="default: %(default)s")
    options.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "threadline-bench",
        help="where the stores are kept; default: %(default)s",
    )
    given = options.parse_args(arguments)
    store = kept_store(given.folder, SIZES[given.size])
    asked, mixed = measure(store)
    figures = [*summary(store, asked), *mixed]
    print_report("All questions together, and with writes in between", figures, as_json=False)
    keep(store, asked, figures)
    print_growth(*(Store.kept(given.folder, size) for size in SIZES.values()))


if __name__ == "__main__":
    main()
