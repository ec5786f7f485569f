"""Starts a real `threadline serve` on a free port of the loopback, for tests that need the whole product.

Not for tests that can run in process: a start costs about a second.
"""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Literal

import httpx2

from tests.support.waiting import until

THREADLINE = str(Path(sys.executable).with_name("threadline"))
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers, and the two keys of its project `main`."""

    url: str
    api_key: str
    web_key: str
    data_dir: Path
    process: subprocess.Popen[str]
    log: list[str]
    """What the server has written to stderr so far, by line."""


def create_key(data_dir: Path, *, project: str, kind: Literal["api", "web"]) -> str:
    """Return a new key of `project`, made by the command line; the project is made when missing."""
    command = [
        THREADLINE,
        "keys",
        "create",
        "--data",
        str(data_dir),
        "--project",
        project,
        "--type",
        kind,
        "--json",
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    key: str = json.loads(made.stdout)["key"]
    return key


@contextmanager
def running_server(data_dir: Path, *options: str) -> Generator[Server]:
    """Serve `data_dir` while the block runs, then stop with SIGTERM and wait for the end.

    The block begins when the server is ready, not when it listens: until then questions wait for the projection.
    """
    api_key = create_key(data_dir, project="main", kind="api")
    web_key = create_key(data_dir, project="main", kind="web")
    command = [THREADLINE, "serve", "--data", str(data_dir), "--host", "127.0.0.1", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        log: list[str] = []
        assert process.stderr is not None
        reader = Thread(target=log.extend, args=(process.stderr,), daemon=True)
        try:
            url = _address(process.stderr, log)
            # An unread pipe fills up, and then the server stands still.
            reader.start()
            until(lambda: httpx2.get(f"{url}/readyz").is_success)
            yield Server(url, api_key, web_key, data_dir, process, log)
        finally:
            _stop(process)
            if reader.ident is not None:
                reader.join()


def _address(stderr: IO[str], log: list[str]) -> str:
    """Return the address that the first line names; the line comes once the server listens."""
    for line in stderr:
        log.append(line)
        if found := ADDRESS.search(line):
            return found.group()
    raise AssertionError("the server ended before it was ready:\n" + "".join(log))


def _stop(process: subprocess.Popen[str]) -> None:
    """End the server as an operator would; kill it only when it does not obey."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
