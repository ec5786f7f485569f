"""Questions beyond the twelve, which nobody wrote statements by hand for: `query_others.ndjson`.

What stands for a word, a conversation or people in them is put in for each store: `RAREWORD`, `PEOPLE` and the like.
"""

import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.process import Serving
from tests.bench.query_line import Line
from tests.bench.query_store import Store
from tests.bench.report import machine
from tests.bench.search_words import Words

FILE = Path(__file__).with_suffix(".ndjson")

MOST_MS = 100.0
"""CPU time of an answer."""

MOST_TEXTS_MS = 250.0
"""The same, of a question that has to look at every text."""

MOST_FIRST_MS = 1_000.0
REPEATS = 5

_EVERY_TEXT = ("contains rare text",)
_PREFIX_LETTERS = 3
_PEOPLE = 1_000
_CONVERSATIONS = 200


@dataclass(frozen=True, slots=True)
class Other:
    """A question."""

    name: str
    path: str
    body: bytes

    @property
    def most_ms(self) -> float:
        """The CPU time that it may take."""
        return MOST_TEXTS_MS if any(each in self.name for each in _EVERY_TEXT) else MOST_MS


@dataclass(frozen=True, slots=True)
class Taken:
    """What a question took, in milliseconds."""

    first_ms: float
    times_ms: Sequence[float]
    cpu_ms: float


def words_of(data: Path) -> dict[str, str]:
    """Return what stands for words in the questions, and a word of a data folder's texts for each."""
    words = Words.of(data)
    return {
        "RAREWORD": words.rare,
        "MIDWORD": words.middling,
        "OTHERCOMMON": words.common[1],
        "COMMONWORD": words.common[0],
        "PRE": words.common[0][:_PREFIX_LETTERS],
    }


def others(store: Store) -> list[Other]:
    """Return the questions in order, about what a store has."""
    step = store.size // _CONVERSATIONS
    told: dict[str, Any] = words_of(store.data) | {
        "PEOPLE": [f"u{number}" for number in range(_PEOPLE)],
        "CONVERSATIONS": [f"conv-{number * step:08d}" for number in range(_CONVERSATIONS)],
        "CONVERSATION": f"conv-{store.size // 2:08d}",
    }
    documents = map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    return [
        Other(each["name"], each["path"], json.dumps(_put_in(each["body"], told)).encode())
        for each in documents
    ]


def _put_in(value: Any, told: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: _put_in(each, told) for name, each in value.items()}
    if isinstance(value, list):
        return [_put_in(each, told) for each in value]
    if not isinstance(value, str) or value in told:
        return told[value] if isinstance(value, str) else value
    for name, text in told.items():
        value = value.replace(name, text) if isinstance(text, str) else value
    return value


def measure_others(server: Serving, connection: Line, asked: Sequence[Other]) -> Iterator[Taken | OSError]:
    """Ask each for the first time, then again and again, and yield what it took or how it was refused."""
    first = [_first(connection, each) for each in asked]
    for _ in range(2):  # a path is asked for twice before it gets a column
        for each, ms in zip(asked, first, strict=True):
            if not isinstance(ms, OSError):
                connection.ask(each.path, each.body)
        server.settle()
    for each, ms in zip(asked, first, strict=True):
        if isinstance(ms, OSError):
            yield ms
            continue
        before = server.cpu_seconds()
        times = [connection.ask(each.path, each.body).milliseconds for _ in range(REPEATS)]
        yield Taken(ms, times, (server.cpu_seconds() - before) / REPEATS * 1000)


def _first(connection: Line, asked: Other) -> float | OSError:
    try:
        return connection.ask(asked.path, asked.body).milliseconds
    except OSError as error:  # refused, as over the time limit
        return error


def print_others(store: Store, asked: Sequence[Other], taken: Iterator[Taken | OSError]) -> None:
    """Print a line per question, as soon as it is measured."""
    print(f"\nOther questions to {store.size:,} conversations; milliseconds, warm but for the first column\n")
    print(", ".join(f"{name} {value}" for name, value in machine().items()), end="\n\n")
    width = max(len(each.name) for each in asked)
    print(" " * width, *(f"{head:>11}" for head in ("first", "p50", "least", "CPU", "at most", "")), sep="")
    for each, found in zip(asked, taken, strict=True):
        if isinstance(found, OSError):
            print(f"{each.name:{width}}  REFUSED {found}", flush=True)
            continue
        times = (found.first_ms, statistics.median(found.times_ms), min(found.times_ms), found.cpu_ms)
        is_good = found.cpu_ms <= each.most_ms and found.first_ms <= MOST_FIRST_MS
        cells = (*(f"{ms:,.0f}" for ms in times), f"{each.most_ms:g}", "good" if is_good else "OVER")
        print(f"{each.name:{width}}", *(f"{cell:>11}" for cell in cells), sep="", flush=True)
