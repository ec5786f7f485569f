"""The twelve questions that people ask most, each in three hands: `query_questions/*`.

In the public query language; in SQL over JSON text, as one would write it without us (`.text.sql`); and in SQL over
the columns that our own projection has in the end (`.columns.sql`), the least that an answer can cost.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

FOLDER = Path(__file__).with_suffix("")

Layout = Literal["text", "columns"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
Rows = list[tuple[Any, ...]]


class _Head(msgspec.Struct, rename="camel"):
    """What a question's JSON file says."""

    name: str
    path: str
    most_milliseconds: float
    body: dict[str, Any] | None = None
    """What is posted; a report is got without one."""
    at: str = "data"
    """Where the answer has its rows: in `data`, or, as plain values, in `results`."""
    keys: list[str] = []
    """The members of a row, in the order of the statements."""
    has_total: bool = False
    """Whether the statements tell the total too, in each row, where it is more than the rows that are shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in three hands."""

    head: _Head
    by_hand: dict[Layout, str]
    """A statement for each layout."""

    @property
    def name(self) -> str:
        """What is asked."""
        return self.head.name

    @property
    def encoded(self) -> bytes | None:
        """The body of the request, or `None`."""
        return None if self.head.body is None else json.dumps(self.head.body).encode()

    def rows(self, answer: bytes) -> Rows:
        """Return the rows of an answer, in a form to compare."""
        document = json.loads(answer)
        if self.head.at == "results":
            return [(value,) for value in document["results"]]
        data = document["data"]
        last = (data["total"],) if self.head.has_total else ()
        return comparable((*map(row.get, self.head.keys), *last) for row in data["result"])


def questions() -> list[Question]:
    """Return the questions in order."""
    return [
        Question(
            msgspec.json.decode(file.read_bytes(), type=_Head),
            {layout: file.with_suffix(f".{layout}.sql").read_text(encoding="utf-8") for layout in LAYOUTS},
        )
        for file in sorted(FOLDER.glob("*.json"))
    ]


def comparable(rows: Iterable[Sequence[Any]]) -> Rows:
    """Return rows with means rounded and documents parsed: what the hands write differently means the same."""
    return [tuple(map(_comparable, row)) for row in rows]


def _comparable(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 9)
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value
