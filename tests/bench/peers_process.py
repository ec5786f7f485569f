"""A product's server with all its helpers, seen from outside. Reads `/proc`, so it measures on Linux alone."""

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.peers_http import Http, RefusedError
from tests.bench.peers_products import Product

START_SECONDS = 180
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Group:
    """The processes of a server: the one that was started leads them."""

    leader: int

    def cpu_seconds(self) -> float:
        """Return the CPU time of all that live, and of those they waited for."""
        ticks = sum(sum(map(int, fields[11:15])) for fields in self._stats())
        return ticks / os.sysconf("SC_CLK_TCK")

    def pss_bytes(self) -> int:
        """Return their memory; a page that processes share counts by shares."""
        return sum(_pss(int(fields[-1])) for fields in self._stats())

    def _stats(self) -> Iterator[list[str]]:
        """Yield the numbers of each process from its state on, and its id at the end."""
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = file.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
                if int(fields[2]) == self.leader:
                    yield [*fields, file.parent.name]


@contextmanager
def running(product: Product, data: Path, port: int) -> Generator[Group]:
    """Run a product on an empty folder while the block runs, then end all its processes."""
    command, settings = product.command(data, port)
    with (data.parent / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=dict(os.environ) | settings, cwd=data, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _await(product, port, process)
            yield Group(process.pid)
        finally:
            _end(process)


def _await(product: Product, port: int, process: subprocess.Popen[bytes]) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while True:
        try:
            Http(port, product.headers()).get(product.health)
        except (OSError, RefusedError, http.client.HTTPException):
            if process.poll() is not None or time.monotonic() > ends_at:
                raise
            time.sleep(0.1)
        else:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _pss(pid: int) -> int:
    """Return the memory of a process; nothing when it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) << 10
