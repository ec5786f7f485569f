"""How long a log call takes in the caller's thread: `python -m tests.bench.sdk_logger`.

The server is one in process that takes everything, so that the worker's share of the interpreter is in the figures, as
it is in an app. Calls come one after the other, and, as in an app that waits for other things meanwhile, with pauses;
after a pause the processor's caches are cold. What `json.dumps` of the same chat takes then says how cold.
"""

import copy
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
import msgspec

from threadline import Logger, Threadline

CALLS = 20_000
PAUSED_CALLS = 1_000
PAUSE_SECONDS = 0.002
BODY = {
    "id": "conv_0",
    "type": "openai",
    "properties": {"plan": "pro", "page": "/export"},
    "userProperties": {"id": "u-17"},
    "messages": [
        {"id": f"msg_{number}", "role": role, "content": "How do I export my data to a file? " * 8}
        for number, role in enumerate(("user", "assistant") * 2)
    ],
}
"""A chat of two questions and two answers, 1.4 KB."""


@dataclass(frozen=True, slots=True)
class Microseconds:
    """Of one call."""

    p50: float
    p99: float


def log_call_microseconds() -> dict[str, Microseconds]:
    """Return how long calls of the logger take, by what is logged and how."""
    found: dict[str, Microseconds] = {}
    with TemporaryDirectory() as folder:
        for name, spool in (("memory", None), ("spool", Path(folder))):
            client = Threadline("key", http_client=httpx2.Client(transport=httpx2.MockTransport(_taken)))
            logger = client.logger(spool=spool, most_entries=2 * CALLS, most_bytes=1 << 30)
            found |= {f"{call} ({name})": times for call, times in _times(logger).items()}
            client.close()
    return found


def encode_and_copy_microseconds() -> tuple[float, float]:
    """Return what it takes to make JSON of a chat, and to copy it: two ways to keep what a caller may change."""
    return (
        _measured(lambda: msgspec.json.encode(BODY), CALLS).p50,
        _measured(lambda: copy.deepcopy(BODY), CALLS).p50,
    )


def cold_dumps_microseconds() -> Microseconds:
    """Return what `json.dumps` takes after a pause."""
    return _measured(lambda: json.dumps(BODY), PAUSED_CALLS, pause_seconds=PAUSE_SECONDS)


def _times(logger: Logger) -> dict[str, Microseconds]:
    def log_chat() -> object:
        return logger.log_conversation(BODY)

    def log_event() -> object:
        return logger.log_event(type="copied", entity_type="conversation", conversation_id="conv_0")

    logger.log_conversation(BODY)
    logger.flush(60)
    times = {"chat": _measured(log_chat, CALLS)}
    logger.flush(60)
    times["chat, with pauses"] = _measured(log_chat, PAUSED_CALLS, pause_seconds=PAUSE_SECONDS)
    times["event without id"] = _measured(log_event, PAUSED_CALLS)
    logger.flush(60)
    return times


def _measured(act: Callable[[], object], calls: int, *, pause_seconds: float = 0.0) -> Microseconds:
    taken: list[int] = []
    for _ in range(calls):
        if pause_seconds:
            time.sleep(pause_seconds)
        began = time.perf_counter_ns()
        act()
        taken.append(time.perf_counter_ns() - began)
    taken.sort()
    return Microseconds(taken[calls // 2] / 1000, taken[calls * 99 // 100] / 1000)


def _taken(request: httpx2.Request) -> httpx2.Response:
    lines = request.content.count(b"\n")
    results = (b'{"line":%d,"id":"conv_0"}\n' % number for number in range(1, lines + 1))
    return httpx2.Response(200, content=b"".join(results))


def main() -> None:
    """Print the figures."""
    for name, times in log_call_microseconds().items():
        print(f"{name:28} p50 {times.p50:6.1f} us   p99 {times.p99:6.1f} us")
    cold = cold_dumps_microseconds()
    print(f"{'json.dumps, with pauses':28} p50 {cold.p50:6.1f} us   p99 {cold.p99:6.1f} us")
    encoded, copied = encode_and_copy_microseconds()
    print(f"{'JSON of the chat':28} p50 {encoded:6.1f} us")
    print(f"{'copy of the chat':28} p50 {copied:6.1f} us")


if __name__ == "__main__":
    main()
