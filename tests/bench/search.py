"""What searches in messages cost: `python -m tests.bench.search`, or `make bench-search SIZE=1m`.

Each kind of search is asked best and newest first, in all conversations, in some and in few, through HTTP, in a store
of one project and then of two. The stores are those of `tests.bench.query`.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.process import Serving, serving
from tests.bench.query_line import Line, line, percentile
from tests.bench.query_store import KEY, SIZES, kept_store
from tests.bench.report import machine
from tests.bench.search_words import Words
from threadline.clock import new_id, now
from threadline.records.store import open_records
from threadline.services import keys
from threadline.services.policy import RequestFacts

REPEATS = 30
LEAST_REPEATS = 3
REPEAT_SECONDS = 2.0
MOST_RARE_MS = 20.0
MOST_MS = 100.0

Body = dict[str, Any]


def _where(field: str, value: object) -> Body:
    return {"condition": {"field": field, "operator": "eq", "value": value}}


FILTERS: dict[str, Body] = {
    "": {},
    "some": {"where": _where("properties", {"path": ["plan"], "value": "pro"})},
    "few": {"where": _where("integrationId", "int_19")},
}
COUNT = [{"type": "aggregation", "aggregation": "count"}]


@dataclass(frozen=True, slots=True)
class Kind:
    """A request that is measured."""

    name: str
    path: str
    body: Body
    most_ms: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request took, in milliseconds."""

    kind: Kind
    hits: int | None
    """None when they were too many to count."""
    p50_ms: float
    p95_ms: float
    cpu_ms: float


def kinds(words: Words) -> Iterator[Kind]:
    """Yield all requests."""
    for name, query in texts(words).items():
        most_ms = MOST_RARE_MS if name == "rare word" else MOST_MS
        for order in ("best", "newest"):
            for filter_name, where in FILTERS.items():
                full_name = f"{name}, {order}{filter_name and f', in {filter_name}'}"
                yield Kind(full_name, "/v1/search", {"query": query, "order": order} | where, most_ms)
    for name, query in texts(words).items():
        where = {"condition": {"field": "messages", "operator": "matches", "value": query}}
        for view in ("conversations", "semantic-threads"):
            body: Body = {"select": COUNT, "where": where}
            yield Kind(f"count {view} that match: {name}", f"/query/{view}", body, MOST_MS)
    for name in ("rare word", "common and rare", "three common words"):
        body = {"query": texts(words)[name], "limit": 20}
        yield Kind(f"threads nearest to: {name}", "/query/semantic-threads", body, MOST_MS)


def texts(words: Words) -> dict[str, str]:
    """Return what is searched for."""
    first, second, third = words.common
    return {
        "rare word": words.rare,
        "middling word": words.middling,
        "common word": first,
        "three common words": f"{first} {second} {third}",
        "common and rare": f"{first} {second} {words.rare}",
        "phrase": f'"{second} {third}"',
        "prefix of two letters": f"{first[:2]}*",
        "prefix of three letters": f"{first[:3]}*",
        "prefix of four letters": f"{words.middling[:4]}*",
        "prefix of five letters": f"{words.middling[:5]}*",
    }


def measure(server: Serving, asked: Sequence[Kind]) -> Iterator[Asked]:
    """Ask everything again and again, and yield what each took."""
    server.settle()
    with line(server.target) as connection:
        for kind in asked:
            try:
                yield _measured(server, connection, kind)
            except OSError as error:  # over the time limit
                print(f"{kind.name}: {error}", flush=True)


def _measured(server: Serving, connection: Line, kind: Kind) -> Asked:
    body = json.dumps(kind.body).encode()
    data = json.loads(connection.ask(kind.path, body).body)["data"]
    before, started, times = server.cpu_seconds(), time.perf_counter(), list[float]()
    while len(times) < REPEATS and (
        len(times) < LEAST_REPEATS or time.perf_counter() - started < REPEAT_SECONDS
    ):
        times.append(connection.ask(kind.path, body).milliseconds)
    cpu_ms = (server.cpu_seconds() - before) / len(times) * 1000
    hits = data["result"][0].get("count") if "select" in kind.body else data.get("total")
    return Asked(kind, hits, statistics.median(times), percentile(times, 0.95), cpu_ms)


def print_asked(title: str, kinds: Sequence[Kind], asked: Iterable[Asked]) -> None:
    """Print a line per request, as soon as it is measured."""
    print(f"\n{title}; milliseconds, warm\n")
    print(", ".join(f"{name} {value}" for name, value in machine().items()), end="\n\n")
    width = max(len(each.name) for each in kinds)
    print(" " * width, *(f"{head:>11}" for head in ("hits", "p50", "p95", "CPU", "at most")), sep="")
    for each in asked:
        hits = "many" if each.hits is None else f"{each.hits:,}"
        times = (f"{ms:,.0f}" if ms >= 100 else f"{ms:.3g}" for ms in (each.p50_ms, each.p95_ms, each.cpu_ms))
        verdict = "good" if each.p50_ms <= each.kind.most_ms else "OVER"
        cells = (hits, *times, f"{each.kind.most_ms:g}", verdict)
        print(f"{each.kind.name:{width}}", *(f"{cell:>11}" for cell in cells), sep="", flush=True)


def run(data: Path) -> None:
    """Measure a data folder, which gets another project."""
    asked = list(kinds(Words.of(data)))
    with serving(data, KEY) as server:
        print_asked("Searching in one project", asked, measure(server, asked))
    _add_project(data)
    with serving(data, KEY) as server:
        some = [kind for kind in asked if kind.path == "/v1/search" and "where" not in kind.body]
        print_asked("The same with another project in the store", some, measure(server, some))


def _add_project(data: Path) -> None:
    records = open_records(data, now=now())
    try:
        wish = keys.KeyWish(project="another", type="api")
        records.writer.write(lambda connection: keys.create(connection, wish, RequestFacts(now(), new_id)))
    finally:
        records.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        prog="python -m tests.bench.search", description="Measure what searches in messages cost."
    )
    options.add_argument("size", nargs="?", choices=SIZES, default="100k", help="default: %(default)s")
    options.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "threadline-bench",
        help="where the stores are kept; default: %(default)s",
    )
    options.add_argument("--data", type=Path, help="a data folder to measure instead of a kept one's copy")
    given = options.parse_args(arguments)
    if given.data:
        run(given.data)
        return
    with kept_store(given.folder, SIZES[given.size]).copied() as copy:
        run(copy)


if __name__ == "__main__":
    main()
