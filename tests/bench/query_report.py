"""The tables that `tests.bench.query` prints: a line per question, and what grew with ten times as much."""

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from tests.bench.query_store import Store
from tests.bench.report import Figure, machine

MOST_TIMES_COLUMNS = 1.3
MOST_ON_TOP_MS = 3.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question took, in three hands. Times are in milliseconds."""

    name: str
    most_ms: float
    first_ms: float
    """The first time that anybody asked it."""
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    columns_ms: float
    columns_cpu_ms: float
    text_ms: float
    text_cpu_ms: float

    @property
    def times_columns(self) -> float:
        """How many times the statement over columns this is."""
        return self.p50_ms / self.columns_ms

    @property
    def times_text(self) -> float:
        """How many times the statement over JSON text this is."""
        return self.p50_ms / self.text_ms

    @property
    def on_top_ms(self) -> float:
        """What of it neither the statement over columns nor the share that it may take on top explains."""
        return self.p50_ms - MOST_TIMES_COLUMNS * self.columns_ms


class Result(msgspec.Struct, frozen=True):
    """Everything that a run has measured, as it is kept."""

    size: int
    machine: dict[str, str]
    asked: list[Asked]
    figures: list[Figure]


_Cell = Callable[[Asked], str]
_COLUMNS: tuple[tuple[str, _Cell], ...] = (
    ("first", lambda asked: _told(asked.first_ms)),
    ("p50", lambda asked: _told(asked.p50_ms)),
    ("p95", lambda asked: _told(asked.p95_ms)),
    ("CPU", lambda asked: _told(asked.cpu_ms)),
    ("columns", lambda asked: _told(asked.columns_ms)),
    ("CPU", lambda asked: _told(asked.columns_cpu_ms)),
    ("text", lambda asked: _told(asked.text_ms)),
    ("CPU", lambda asked: _told(asked.text_cpu_ms)),
    ("x columns", lambda asked: f"{asked.times_columns:.2f}"),
    ("x text", lambda asked: f"{asked.times_text:.3f}"),
    ("at most", lambda asked: f"{asked.most_ms:g}"),
    ("", lambda asked: "good" if asked.p50_ms <= asked.most_ms else "OVER"),
)


def print_questions(store: Store, asked: Sequence[Asked]) -> None:
    """Print a line per question."""
    print(f"\nAsking {store.size:,} conversations; milliseconds, warm but for the first column\n")
    print(", ".join(f"{name} {value}" for name, value in machine().items()), end="\n\n")
    width = max(len(each.name) for each in asked)
    print(" " * width, *(f"{head:>11}" for head, _ in _COLUMNS), sep="")
    for each in asked:
        print(f"{each.name:{width}}", *(f"{cell(each):>11}" for _, cell in _COLUMNS), sep="")


def summary(store: Store, asked: Sequence[Asked]) -> list[Figure]:
    """Return the medians over the questions, and what making the store took."""
    built = store.built
    return [
        Figure(
            "median over the questions: times the columns", _median(asked, lambda it: it.times_columns), ""
        ),
        Figure(
            f"median over the questions: beyond {MOST_TIMES_COLUMNS} x columns",
            _median(asked, lambda it: it.on_top_ms),
            "ms",
            MOST_ON_TOP_MS,
        ),
        Figure("median over the questions: times the text", _median(asked, lambda it: it.times_text), ""),
        Figure("slowest question, p50", max(it.p50_ms for it in asked), "ms", 100.0),
        *(Figure(f"making {table} anew", seconds, "s") for table, seconds in built.table_seconds.items()),
        Figure("making the projection anew, CPU", built.cpu_seconds, "s"),
        Figure("projection, file", built.projection_bytes / 2**20, "MiB"),
        Figure("records, file", built.records_bytes / 2**20, "MiB"),
    ]


def keep(store: Store, asked: Sequence[Asked], figures: Sequence[Figure]) -> Result:
    """Keep what was measured beside the store, and return it."""
    result = Result(store.size, machine(), list(asked), list(figures))
    _file(store.place).write_text(json.dumps(msgspec.to_builtins(result), indent=2), encoding="utf-8")
    return result


def print_growth(few: Store, many: Store) -> None:
    """Print how many times a larger store takes, when both were measured."""
    if not (_file(few.place).exists() and _file(many.place).exists()):
        return
    smaller, larger = ({each.name: each for each in _read(store.place).asked} for store in (few, many))
    print(f"\nFrom {few.size:,} to {many.size:,} conversations\n")
    width = max(map(len, larger))
    print(f"{'':{width}}{'p50':>10}{'columns':>10}{'text':>10}  times as much")
    for name in [name for name in larger if name in smaller]:
        before, after = asdict(smaller[name]), asdict(larger[name])
        grown = (after[key] / before[key] for key in ("p50_ms", "columns_ms", "text_ms"))
        print(f"{name:{width}}", *(f"{times:10.1f}" for times in grown), sep="")


def _read(place: Path) -> Result:
    return msgspec.json.decode(_file(place).read_bytes(), type=Result)


def _file(place: Path) -> Path:
    return place / "result.json"


def _median(asked: Sequence[Asked], value: Callable[[Asked], float]) -> float:
    return statistics.median(map(value, asked))


def _told(milliseconds: float) -> str:
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.3g}"
