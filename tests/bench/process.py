"""A real `threadline serve`, seen from outside: when it is ready, and what it takes of the machine.

Reads `/proc`, so it measures on Linux alone.
"""

import http.client
import json
import os
import re
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from tests.bench.load import Target
from tests.support.server import ADDRESS, THREADLINE

STOP_SECONDS = 30
QUIET_SECONDS = 2.0
QUIET_CPU_SECONDS = 0.03
"""What a server without work may take in that time: its own clock ticks, and a look at the change log."""

SETTLE_SECONDS = 600
_UNSAVED = re.compile(r"^threadline_projection_unsaved_changes (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that answers."""

    process: subprocess.Popen[str]
    target: Target
    start_seconds: float
    """From the start of the process until `/readyz` said yes."""

    def cpu_seconds(self) -> float:
        """Return the CPU time that the process took so far, all threads together."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def pss_bytes(self) -> int:
        """Return the memory of the process; a page that processes share counts by shares."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) << 10

    def text(self, path: str) -> str:
        """Return a page.

        Raises:
            OSError: the server answers something else than 200.
        """
        return _ask(self.target, "GET", path)

    def query(self, view: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the rows that answer a query."""
        rows: list[dict[str, Any]] = json.loads(_ask(self.target, "POST", f"/query/{view}", body))["data"][
            "result"
        ]
        return rows

    def settle(self) -> float:
        """Wait until everything has followed the last write; return the CPU time when that was done.

        Done is: the projection is saved, and no work came in a time longer than the server's rounds of upkeep.

        Raises:
            TimeoutError: it goes on and on.
        """
        ends_at = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < ends_at:
            before = self.cpu_seconds()
            time.sleep(QUIET_SECONDS)
            is_quiet = self.cpu_seconds() - before <= QUIET_CPU_SECONDS
            if is_quiet and self._is_saved():
                return before
        raise TimeoutError(f"The server still works {SETTLE_SECONDS} seconds after the last write.")

    def _is_saved(self) -> bool:
        found = _UNSAVED.search(self.text("/metrics"))
        return found is not None and float(found[1]) == 0


@contextmanager
def serving(data: Path, key: str = "") -> Generator[Serving]:
    """Serve a folder while the block runs, then stop and wait for the end."""
    started = time.perf_counter()
    command = [THREADLINE, "serve", "--data", str(data), "--host", "127.0.0.1", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            target = Target(_port(process), key)
            _await_ready(target)
            yield Serving(process, target, time.perf_counter() - started)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def disk_bytes(folder: Path) -> int:
    """Return the size of all files of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stderr is not None
    log = []
    for line in process.stderr:
        log.append(line)
        if found := ADDRESS.search(line):
            # An unread pipe fills up, and then the server stands still.
            Thread(target=process.stderr.read, daemon=True).start()
            return int(found.group().rpartition(":")[2])
    raise OSError(f"The server ended before it was ready: {''.join(log)}")


def _await_ready(target: Target) -> None:
    ends_at = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < ends_at:
        try:
            _ask(target, "GET", "/readyz")
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise TimeoutError("The server does not become ready.")


def _ask(target: Target, method: str, path: str, body: dict[str, Any] | None = None) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=60)
    headers = {"Authorization": f"Bearer {target.key}", "Content-Type": "application/json"}
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise OSError(f"{method} {path} answered {answer.status}: {text}")
    return text
