"""Starts a real `threadline serve` on a free port of the loopback, for tests that need the whole product.

Not for tests that can run in process: a start costs about a second.
"""

import re
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

import httpx2

from tests.support.waiting import PATIENCE_SECONDS, until
from threadline.clock import new_id, now
from threadline.records.store import open_records
from threadline.services import keys
from threadline.services.access import KeyType
from threadline.services.keys import KeyWish
from threadline.services.policy import RequestFacts

THREADLINE = str(Path(sys.executable).with_name("threadline"))
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
STOP_SECONDS = 60
LONG = 60.0
"""Seconds that an answer may take: on a busy machine more than a client waits by itself."""


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


def create_key(data_dir: Path, *, project: str, kind: KeyType) -> str:
    """Return a new key of `project`; the project is made when missing. A server may run on the folder meanwhile."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    records = open_records(data_dir, now=now())
    try:
        wish = KeyWish(project=project, type=kind)
        return records.writer.write(
            lambda connection: keys.create(connection, wish, RequestFacts(now(), new_id))
        ).secret
    finally:
        records.close()


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
            # Certificates are read for each client, which takes longer than an answer.
            with httpx2.Client(verify=False, timeout=PATIENCE_SECONDS) as client:
                until(lambda: client.get(f"{url}/readyz").is_success)
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
