"""What storing conversations costs: `python -m tests.bench.ingest`, or `make bench-ingest`.

A conversation is paid for when it is durable, in the projection and in the text index: the CPU time of the
whole server process is taken until it rests again. CPU time depends little on what else a machine does; times
until an answer depend on it much.
"""

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.chats import chats, rare_word
from tests.bench.load import Load, Target, send_all
from tests.bench.process import Serving, disk_bytes, serving
from tests.bench.report import Figure, print_report
from tests.support.server import create_key

CONVERSATIONS = 5_000
CLIENTS = 16
WARM_UP = 200
STARTS = 3
STAGES = (2, 4, 6)
"""Messages of a growing chat each time it is logged."""

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Ingested:
    """What storing some conversations took."""

    load: Load
    answered_cpu_seconds: float
    """Until the last answer."""

    settled_cpu_seconds: float
    """Until everything had followed, too."""

    idle_pss_bytes: int
    pss_bytes: int
    disk_bytes: int


def ingest(
    bodies: Sequence[bytes], warm_up: Sequence[bytes], *, clients: int, conversations: int
) -> Ingested:
    """Log bodies with a server on an empty folder, and check that all of it is found in the end."""
    with tempfile.TemporaryDirectory(prefix="threadline-bench-") as folder:
        data = Path(folder)
        with serving(data, create_key(data, project="bench", kind="api")) as server:
            server.settle()
            idle_pss_bytes = server.pss_bytes()
            send_all(server.target, _posts(server.target, warm_up), clients=clients)
            before = server.settle()
            before_bytes = disk_bytes(data)
            load = send_all(server.target, _posts(server.target, bodies), clients=clients)
            answered = server.cpu_seconds()
            settled = server.settle()
            grown_bytes, pss_bytes = disk_bytes(data) - before_bytes, server.pss_bytes()
            _check(server, conversations)
    return Ingested(load, answered - before, settled - before, idle_pss_bytes, pss_bytes, grown_bytes)


def start_seconds() -> float:
    """Return the usual time from the start on an empty folder until `/readyz` says yes."""
    tries = []
    for _ in range(STARTS):
        with (
            tempfile.TemporaryDirectory(prefix="threadline-bench-") as folder,
            serving(Path(folder)) as server,
        ):
            tries.append(server.start_seconds)
    return statistics.median(tries)


def measure_whole(count: int, clients: int) -> list[Figure]:
    """Measure conversations that are logged once, whole."""
    bodies = [chat.encoded() for chat in chats(WARM_UP + count)]
    found = ingest(bodies[WARM_UP:], bodies[:WARM_UP], clients=clients, conversations=len(bodies))
    return [
        Figure("CPU per 1,000, all caught up", found.settled_cpu_seconds / count * 1000, "s", 1.0),
        Figure("CPU per 1,000, until the last answer", found.answered_cpu_seconds / count * 1000, "s"),
        Figure("conversations per second", count / found.load.wall_seconds, "1/s"),
        Figure("time of an answer, p50", found.load.percentile(0.50), "ms"),
        Figure("time of an answer, p99", found.load.percentile(0.99), "ms", 30),
        Figure("time of an answer, longest", max(found.load.milliseconds), "ms"),
        Figure("body of a conversation", statistics.mean(map(len, bodies)), "bytes"),
        Figure("disk for a conversation", found.disk_bytes / count, "bytes"),
        Figure("memory, idle", found.idle_pss_bytes / _MEBIBYTE, "MiB", 150),
        Figure("memory, after the load", found.pss_bytes / _MEBIBYTE, "MiB"),
        Figure("start until ready", start_seconds(), "s", 2.0),
    ]


def measure_growing(count: int, clients: int) -> list[Figure]:
    """Measure chats that are logged again with every turn, as a live chat is."""
    whole = list(chats(WARM_UP + count))
    # Stage after stage: by then, the earlier one of the same chat is long answered.
    bodies = [chat.encoded(stage) for stage in STAGES for chat in whole[WARM_UP:]]
    warm_up = [chat.encoded() for chat in whole[:WARM_UP]]
    found = ingest(bodies, warm_up, clients=clients, conversations=len(whole))
    return [
        Figure("growing: CPU per 1,000 chats, all caught up", found.settled_cpu_seconds / count * 1000, "s"),
        Figure(
            "growing: CPU per 1,000 requests, all caught up",
            found.settled_cpu_seconds / len(bodies) * 1000,
            "s",
        ),
        Figure("growing: time of an answer, p50", found.load.percentile(0.50), "ms"),
        Figure("growing: time of an answer, p99", found.load.percentile(0.99), "ms"),
        Figure("growing: disk for a chat", found.disk_bytes / count, "bytes"),
    ]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        prog="python -m tests.bench.ingest", description="Measure what storing costs."
    )
    options.add_argument(
        "conversations", nargs="?", type=int, default=CONVERSATIONS, help="default: %(default)s"
    )
    options.add_argument(
        "--clients", type=int, default=CLIENTS, help="connections at once; default: %(default)s"
    )
    options.add_argument(
        "--rounds", type=int, default=1, help="measure so often, take medians; default: %(default)s"
    )
    options.add_argument("--only", choices=["whole", "growing"], help="leave the other half out")
    options.add_argument("--json", action="store_true", help="print JSON")
    given = options.parse_args()
    figures = []
    if given.only != "growing":
        figures += _medians([measure_whole(given.conversations, given.clients) for _ in range(given.rounds)])
    if given.only != "whole":
        growing = max(given.conversations // len(STAGES), given.clients)
        figures += _medians([measure_growing(growing, given.clients) for _ in range(given.rounds)])
    title = f"Storing {given.conversations:,} conversations of six messages with {given.clients} clients"
    print_report(title, figures, as_json=given.json)


def _posts(target: Target, bodies: Sequence[bytes]) -> list[bytes]:
    return [target.post("/conversations", body) for body in bodies]


def _check(server: Serving, conversations: int) -> None:
    """Prove that everything was stored, and that both followers have the last of it."""
    counted = server.query("conversations", {"select": [{"type": "aggregation", "aggregation": "count"}]})
    assert counted == [{"count": conversations}], (
        f"{conversations} conversations were logged, and there are {counted}"
    )
    threads = server.query("semantic-threads", {"query": rare_word(conversations - 1)})
    assert len(threads) == 1, "the text index lacks the last conversation"


def _medians(rounds: Sequence[Sequence[Figure]]) -> list[Figure]:
    return [
        Figure(same[0].name, statistics.median(each.value for each in same), same[0].unit, same[0].target)
        for same in zip(*rounds, strict=True)
    ]


if __name__ == "__main__":
    main()
