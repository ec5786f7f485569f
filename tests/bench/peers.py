"""Threadline beside other products that keep conversations: `python -m tests.bench.peers`, or `make bench-peers`.

The same chats are logged over HTTP, one for a request, and read back, each product through its published API. Other
products are installed from the package index into a folder of their own, which takes some minutes and 2 GB once; one
that cannot be installed is left out. CPU time is the figure to compare: it depends
little on what else the machine does.
"""

import argparse
import os
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.chats import Chat, chats
from tests.bench.peers_http import Http, RefusedError
from tests.bench.peers_process import Group, running
from tests.bench.peers_products import GET_ONE, READS, MLflow, Phoenix, Product, Threadline
from tests.bench.process import disk_bytes
from tests.bench.query_line import percentile
from tests.bench.report import machine

CHATS = 1_000
CLIENTS = 4
WARM_UP = 20
VISIBLE_CHATS = 12
READ_REPEATS = 30
READ_SECONDS = 20
IDLE_SECONDS = 20
"""Until helpers that start late have come up."""

QUERYABLE_SECONDS = 600
_ALONE = "--alone"
_PACKAGES = {"phoenix": "arize-phoenix", "mlflow": "mlflow"}

Measures = dict[str, float]
"""By name; one that a product cannot give is missing."""


@dataclass(frozen=True, slots=True)
class Field:
    """A running product, and the chats that it is asked about."""

    product: Product
    group: Group
    port: int
    data: Path
    chats: Sequence[Chat]

    def http(self) -> Http:
        """Open a connection."""
        return Http(self.port, self.product.headers())


def measure(product: Product, size: int) -> Measures:
    """Start a product on an empty folder, log chats, read them back, and stop it."""
    with tempfile.TemporaryDirectory(prefix="threadline-peers-") as folder:
        data, port = Path(folder) / "data", _free_port()
        data.mkdir()
        started = time.perf_counter()
        with running(product, data, port) as group:
            start_seconds = time.perf_counter() - started
            time.sleep(IDLE_SECONDS)
            found = {"start, s": start_seconds, "memory idle, MiB": group.pss_bytes() / 2**20}
            field = Field(product, group, port, data, list(chats(size)))
            before_bytes = disk_bytes(data)
            found |= _writing(field)
            found["read your write, ms"] = _visible_ms(field)
            found |= _reading(field)
            found["memory after, MiB"] = group.pss_bytes() / 2**20
        # Once it has stopped: a journal that is on its way into the file would count twice.
        found["disk for a chat, bytes"] = (disk_bytes(data) - before_bytes) / size
    return found


def _writing(field: Field) -> Measures:
    http, product, size = field.http(), field.product, len(field.chats)
    for chat in chats(WARM_UP, first=size):
        product.log(http, product.encoded(chat))
    _await_count(field, http, WARM_UP)
    bodies = list(map(product.encoded, field.chats))
    before, started, answered_ms = field.group.cpu_seconds(), time.perf_counter(), list[float]()
    waiting = iter(bodies)
    lock = threading.Lock()
    clients = [
        threading.Thread(target=_client, args=(field, _taken(waiting, lock), answered_ms))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    accepted_seconds = time.perf_counter() - started
    assert len(answered_ms) == size, f"{product.name}: {size - len(answered_ms)} chats were not taken"
    _await_count(field, http, size + WARM_UP)
    queryable_seconds = time.perf_counter() - started
    return {
        "accepted, 1/s": size / accepted_seconds,
        "queryable, 1/s": size / queryable_seconds,
        "CPU for 1,000 queryable, s": (field.group.cpu_seconds() - before) / size * 1000,
        "POST p50, ms": statistics.median(answered_ms),
        "POST p99, ms": percentile(answered_ms, 0.99),
    }


def _taken(waiting: Iterator[bytes], lock: threading.Lock) -> Iterator[bytes]:
    while True:
        with lock:
            body = next(waiting, None)
        if body is None:
            return
        yield body


def _client(field: Field, bodies: Iterator[bytes], answered_ms: list[float]) -> None:
    http = field.http()
    answered_ms.extend(_milliseconds(partial(field.product.log, http, body)) for body in bodies)
    http.close()


def _await_count(field: Field, http: Http, count: int) -> None:
    ends_at = time.monotonic() + QUERYABLE_SECONDS
    while (found := field.product.count(http)) < count:
        if time.monotonic() > ends_at:
            raise TimeoutError(
                f"{field.product.name} has {found} of {count} chats after {QUERYABLE_SECONDS} s."
            )
        time.sleep(0.05)


def _visible_ms(field: Field) -> float:
    """Return the time from a POST until a GET shows the last message."""
    http, product, tries = field.http(), field.product, []
    for chat in chats(VISIBLE_CHATS, first=len(field.chats) + WARM_UP):
        wanted = chat.body["messages"][-1]["content"][:40].encode()
        started = time.perf_counter()
        product.log(http, product.encoded(chat))
        while wanted not in product.get(http, chat):
            time.sleep(0.002)
        tries.append((time.perf_counter() - started) * 1000)
    return statistics.median(tries[2:])


def _reading(field: Field) -> Measures:
    http, size = field.http(), len(field.chats)
    ways: dict[str, Callable[[int], object]] = {
        GET_ONE: lambda number: field.product.get(http, field.chats[number * 37 % size]),
        **field.product.reads(http, size),
    }
    found: Measures = {}
    for name in READS:
        if name in ways:
            found |= _read(field, name, ways[name])
    return found


def _read(field: Field, name: str, way: Callable[[int], object]) -> Measures:
    """Read again and again; a slow way is not repeated for long."""
    started, before, times = time.perf_counter(), field.group.cpu_seconds(), list[float]()
    try:
        while len(times) < READ_REPEATS and time.perf_counter() - started < READ_SECONDS:
            times.append(_milliseconds(lambda: way(len(times))))
    except RefusedError as error:
        print(f"{field.product.name}, {name}: {error}", file=sys.stderr)
        return {}
    cpu_ms = (field.group.cpu_seconds() - before) / len(times) * 1000
    return {f"{name}, ms": statistics.median(times), f"{name}, CPU ms": cpu_ms}


def _milliseconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def products(folder: Path) -> list[Product]:
    """Return the products that are there, installed now unless an earlier run has done it."""
    made: dict[str, Callable[[Path], Product]] = {"phoenix": Phoenix, "mlflow": MLflow}
    others = [made[name](place / "bin") for name in _PACKAGES if (place := _installed(folder, name))]
    return [Threadline(), *others]


def _installed(folder: Path, name: str) -> Path | None:
    place = folder / name
    done = place / "installed"
    if not done.exists():
        print(f"Installing {_PACKAGES[name]} into {place}", file=sys.stderr)
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True)
        pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", _PACKAGES[name]]
        installed = subprocess.run(pip, capture_output=True, text=True, check=False)
        if installed.returncode:
            print(f"{name} is left out: {installed.stderr.strip()[-500:]}", file=sys.stderr)
            return None
        done.touch()
    return place


def print_table(rounds: dict[str, list[Measures]], size: int) -> None:
    """Print a line per measure and a column per product; medians over the rounds."""
    print(
        f"\n{size:,} chats of six messages, {CLIENTS} clients; medians of {len(next(iter(rounds.values())))} rounds\n"
    )
    print(", ".join(f"{name} {value}" for name, value in machine().items()), end="\n\n")
    names = list(dict.fromkeys(name for each in rounds.values() for found in each for name in found))
    width = max(map(len, names))
    print(f"{'':{width}}", *(f"{name:>12}" for name in rounds), sep="")
    for name in names:
        print(f"{name:{width}}", *(f"{_told(found, name):>12}" for found in rounds.values()), sep="")


def _told(rounds: Sequence[Measures], name: str) -> str:
    values = [found[name] for found in rounds if name in found]
    if not values:
        return "-"
    value = statistics.median(values)
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _free_port() -> int:
    """Return a port that is free, and the next one too, as far as one can tell."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _enter_own_network() -> None:
    """Go on in a network of our own, where that is allowed: not every product listens on the loopback alone."""
    again = shlex.join([sys.executable, "-m", "tests.bench.peers", _ALONE, *sys.argv[1:]])
    command = f"ip link set lo up && exec {again}"
    if os.geteuid() == 0 and shutil.which("unshare") and shutil.which("ip"):
        os.execvp("unshare", ["unshare", "--net", "sh", "-c", command])


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        prog="python -m tests.bench.peers", description="Measure beside others."
    )
    options.add_argument("chats", nargs="?", type=int, default=CHATS, help="default: %(default)s")
    options.add_argument("--rounds", type=int, default=1, help="measure so often, in turns, take medians")
    options.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "threadline-bench" / "peers",
        help="where products are installed; default: %(default)s",
    )
    options.add_argument("--only", help="the name of one product")
    options.add_argument(_ALONE, action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    there = products(given.folder)
    if not given.alone:
        _enter_own_network()
    wanted = [product for product in there if given.only in {None, product.name}]
    rounds: dict[str, list[Measures]] = {product.name: [] for product in wanted}
    for _ in range(given.rounds):
        for product in wanted:
            print(f"Measuring {product.name}", file=sys.stderr)
            rounds[product.name].append(measure(product, given.chats))
    print_table(rounds, given.chats)


if __name__ == "__main__":
    main()
