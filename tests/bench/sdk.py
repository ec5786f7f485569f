"""What the SDK costs, beside other clients: `python -m tests.bench.sdk`, or `make bench-sdk`.

Three figures for each: the wheels that an installation downloads, the time that imports take (the quickest of several,
and the CPU time, which depends less on what else the machine does), and the time of a call to a server on the loopback
that answers at once with the smallest answer that the client takes. The clients come from the package index into
environments of their own, once. Of our own client also what a log call costs its caller.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.bench.report import Figure, print_report

ROOT = Path(__file__).parents[2]
IMPORTS = 15
CALLS = 500
MOST_IMPORT_MS = 150.0
MOST_MEGABYTES = 15.0

ANSWERS = {
    "/conversations": {"conversations": [], "total": 0, "pageSize": 20, "count": 0},
    "/models": {"object": "list", "data": []},
    "/api/public/health": {"version": "1", "status": "OK"},
}

IMPORT = """
from time import perf_counter, process_time
started, cpu = perf_counter(), process_time()
{load}
print((perf_counter() - started) * 1000, (process_time() - cpu) * 1000)
"""

CALL = """
from time import perf_counter, process_time
{load}
{make}
def call():
    {call}
for _ in range(20):
    call()
times, cpu = [], process_time()
for _ in range({count}):
    started = perf_counter()
    call()
    times.append(perf_counter() - started)
print(sorted(times)[len(times) // 2] * 1000, (process_time() - cpu) / {count} * 1000)
"""

LOG_CALLS = """
from time import perf_counter
from threadline import Threadline
from threadline.client.sending.retries import Retries
times = []
with Threadline("key", base_url="{url}", retries=Retries(most_tries=1)) as client:
    logger = client.logger()
    for number in range(2000):
        started = perf_counter()
        logger.log_event(type="seen", entity_type="search", search_query="sso")
        times.append(perf_counter() - started)
times.sort()
print(times[len(times) // 2] * 1e6, times[len(times) * 99 // 100] * 1e6)
"""


@dataclass(frozen=True, slots=True)
class Client:
    """A client of some API, and the words to use it."""

    name: str
    package: str
    """What pip installs."""

    load: str
    make: str
    call: str


def clients() -> list[Client]:
    """Return ours and the others."""
    return [
        Client(
            "threadline",
            "threadline",
            "from threadline import Threadline",
            "client = Threadline('key', base_url='{url}')",
            "client.conversations.list()",
        ),
        Client(
            "langfuse",
            "langfuse",
            "from langfuse import Langfuse",
            "client = Langfuse(public_key='key', secret_key='key', base_url='{url}', tracing_enabled=False)",
            "client.api.health.health()",
        ),
        Client(
            "openai",
            "openai",
            "from openai import OpenAI",
            "client = OpenAI(api_key='key', base_url='{url}')",
            "client.models.list()",
        ),
    ]


class Answering(BaseHTTPRequestHandler):
    """Answers every request at once."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with what the path has."""
        self._answer(ANSWERS[self.path.partition("?")[0]])

    def do_POST(self) -> None:
        """Take what comes."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({})

    def _answer(self, document: object) -> None:
        content = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def answering() -> Generator[str]:
    """Yield the address of a server that answers at once."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def installed(client: Client, folder: Path) -> Path:
    """Return the folder of a client, with its wheels and an environment; ours is always made anew."""
    place = folder / client.name
    if client.name == "threadline":
        shutil.rmtree(place, ignore_errors=True)
    if not (place / "installed").exists():
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place / "venv", with_pip=True)
        python = place / "venv" / "bin" / "python"
        _run(python, "-m", "pip", "download", "--quiet", "--dest", place / "wheels", _source(client, place))
        _run(python, "-m", "pip", "install", "--quiet", "--no-deps", *(place / "wheels").glob("*.whl"))
        (place / "installed").touch()
    return place


def _source(client: Client, place: Path) -> str:
    """Return what pip takes: a name, or our own wheel."""
    if client.name != "threadline":
        return client.package
    build: list[str | Path] = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        place / "own",
    ]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return str(next((place / "own").glob("*.whl")))


def measured(client: Client, folder: Path, url: str) -> list[Figure]:
    """Return the figures of a client."""
    place = installed(client, folder)
    python = place / "venv" / "bin" / "python"
    is_own = client.name == "threadline"
    wheels = sum(wheel.stat().st_size for wheel in (place / "wheels").glob("*.whl")) / 1e6
    package, package_cpu = _import(python, f"import {client.package}")
    class_, class_cpu = _import(python, client.load)
    make = client.make.format(url=url)
    program = CALL.format(load=client.load, make=make, call=client.call, count=CALLS)
    wall, cpu = map(float, _run(python, "-c", program).split())
    return [
        Figure(f"{client.name}, wheels", wheels, "MB", MOST_MEGABYTES if is_own else None),
        Figure(f"{client.name}, import", package, "ms", MOST_IMPORT_MS if is_own else None),
        Figure(f"{client.name}, import, CPU", package_cpu, "ms"),
        Figure(f"{client.name}, import of the class", class_, "ms", MOST_IMPORT_MS if is_own else None),
        Figure(f"{client.name}, import of the class, CPU", class_cpu, "ms"),
        Figure(f"{client.name}, a call", wall, "ms"),
        Figure(f"{client.name}, a call, CPU", cpu, "ms"),
    ]


def _import(python: Path, statement: str) -> tuple[float, float]:
    """Return the least time and the median CPU time of an import in a new process, in milliseconds."""
    _run(python, "-c", statement)
    runs = [_run(python, "-c", IMPORT.format(load=statement)).split() for _ in range(IMPORTS)]
    return min(float(wall) for wall, _ in runs), statistics.median(float(cpu) for _, cpu in runs)


def logger_figures(folder: Path, url: str) -> list[Figure]:
    """Return what a log call in the background costs its caller."""
    python = installed(clients()[0], folder) / "venv" / "bin" / "python"
    median, p99 = map(float, _run(python, "-c", LOG_CALLS.format(url=url)).split())
    return [Figure("log call, p50", median, "us"), Figure("log call, p99", p99, "us")]


def _run(*command: str | Path) -> str:
    """Return what a program prints.

    Raises:
        RuntimeError: it failed.
    """
    words = [str(word) for word in command]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"{command[0]} failed: {ended.stderr.strip()[-1000:]}")
    return ended.stdout


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.sdk", description="Measure the SDK.")
    options.add_argument("--json", action="store_true", help="print JSON")
    options.add_argument("--only", help="the name of one client")
    options.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "threadline-bench" / "sdk",
        help="where clients are installed; default: %(default)s",
    )
    chosen = options.parse_args(arguments)
    with answering() as url:
        figures = [
            figure
            for client in clients()
            if chosen.only in {None, client.name}
            for figure in measured(client, chosen.folder, url)
        ]
        figures += logger_figures(chosen.folder, url)
    print_report("Clients in Python", figures, as_json=chosen.json)


if __name__ == "__main__":
    main()
