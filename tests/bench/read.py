"""What reading costs, and whether it stays the same with ten times as much.

`python -m tests.bench.read`, or `make bench-read`.

The stores are kept in a folder, so the first run takes minutes and the next ones do not.
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.chats import chat_id, external_id
from tests.bench.load import send_all
from tests.bench.process import Serving, serving
from tests.bench.report import Figure, print_report
from tests.bench.store import KEY, Store, kept_store

SIZE = 100_000
SMALLER = 10
"""The other store is so many times smaller."""

PAGE = 100
WARM_UP_SHARE = 10
ROUNDS = 5
FLAT = 1.5
"""The larger store may cost so many times the smaller one: less is the noise of caches."""


@dataclass(frozen=True, slots=True)
class Case:
    """A request that is made again and again."""

    name: str
    count: int
    path: Callable[[random.Random, int], str]
    """Returns a path, given chance and the size of the store."""

    most_cpu_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a case took, for one request."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float


CASES = (
    Case("get one", 6_000, lambda chance, size: f"/conversations/{chat_id(chance.randrange(size))}", 1.0),
    Case(
        "get one by external id",
        6_000,
        lambda chance, size: f"/conversations/external/{external_id(chance.randrange(size))}",
        1.0,
    ),
    Case("list 100, newest", 400, lambda _chance, _size: f"/conversations?limit={PAGE}&offset=0", 5.0),
    Case(
        "list 100, in the middle",
        400,
        lambda _chance, size: f"/conversations?limit={PAGE}&offset={size // 2}",
        5.0,
    ),
    Case("list 10 + 10 votes, newest", 1_000, lambda _chance, _size: "/feedback?limit=10&offset=0"),
    Case(
        "list 10 + 10 votes, in the middle",
        1_000,
        lambda _chance, size: f"/feedback?limit=10&offset={size // 40}",
    ),
)


def measure(server: Serving, case: Case, size: int) -> Taken:
    """Make the requests of a case one after the other, after some that do not count."""
    chance = random.Random(size)
    requests = [server.target.get(case.path(chance, size)) for _ in range(case.count)]
    send_all(server.target, requests[: case.count // WARM_UP_SHARE], clients=1)
    before = server.cpu_seconds()
    load = send_all(server.target, requests, clients=1)
    cpu_ms = (server.cpu_seconds() - before) / case.count * 1000
    return Taken(cpu_ms, load.percentile(0.50), load.percentile(0.99))


def measure_all(small: Store, large: Store) -> dict[str, tuple[Taken, Taken]]:
    """Measure every case on both stores, in turns: what else the machine does then weighs on both alike."""
    with serving(small.data, KEY) as few, serving(large.data, KEY) as many:
        few.settle()
        many.settle()
        return {case.name: _in_turns(case, (few, small.size), (many, large.size)) for case in CASES}


def _in_turns(case: Case, *servers: tuple[Serving, int]) -> tuple[Taken, Taken]:
    rounds = [[measure(server, case, size) for server, size in servers] for _ in range(ROUNDS)]
    few, many = (_median(same) for same in zip(*rounds, strict=True))
    return few, many


def _median(rounds: Sequence[Taken]) -> Taken:
    return Taken(
        statistics.median(each.cpu_ms for each in rounds),
        statistics.median(each.p50_ms for each in rounds),
        statistics.median(each.p99_ms for each in rounds),
    )


def figures(taken: dict[str, tuple[Taken, Taken]]) -> list[Figure]:
    """Return what to print for each case."""
    found = []
    for case in CASES:
        few, many = taken[case.name]
        found += [
            Figure(f"{case.name}: CPU", many.cpu_ms, "ms", case.most_cpu_ms),
            Figure(f"{case.name}: CPU at a tenth", few.cpu_ms, "ms"),
            Figure(f"{case.name}: times as much", many.cpu_ms / few.cpu_ms, "", FLAT),
            Figure(f"{case.name}: answer p50", many.p50_ms, "ms"),
            Figure(f"{case.name}: answer p99", many.p99_ms, "ms"),
        ]
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        prog="python -m tests.bench.read", description="Measure what reading costs."
    )
    options.add_argument(
        "size", nargs="?", type=int, default=SIZE, help="conversations; default: %(default)s"
    )
    options.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "threadline-bench",
        help="where the stores are kept; default: %(default)s",
    )
    options.add_argument("--json", action="store_true", help="print JSON")
    given = options.parse_args(arguments)
    small = kept_store(given.folder, max(given.size // SMALLER, 2 * PAGE))
    large = kept_store(given.folder, given.size)
    title = (
        f"Reading from {given.size:,} conversations of six messages, and from a tenth; one request at a time"
    )
    print_report(title, figures(measure_all(small, large)), as_json=given.json)


if __name__ == "__main__":
    main()
