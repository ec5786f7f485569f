"""The change log: what the projection and the text index still have to take in.

A change is written in the transaction of the row that changed. Followers read from the number that they reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from threadline.positions import Position
from threadline.records.connection import each, number, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from threadline.records.connection import Connection


class Kind(IntEnum):
    """What changed."""

    CONVERSATION = 1
    THREADS = 2
    """The feedback of a conversation, and with it the semantic threads."""
    EVENT = 3
    FEEDBACK = 4


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that changed since a number, once, however often it changed."""

    rid: int
    position: int
    """The first message that changed; 0 where the kind has no messages."""


def note(connection: Connection, kind: Kind, rid: int, position: int = 0) -> None:
    """Write down that a row changed."""
    run(connection, "INSERT INTO changes (kind, rid, position) VALUES (?, ?, ?)", (int(kind), rid, position))


def newest(connection: Connection) -> Position:
    """Return the place of the newest change; `START` when there is none."""
    return Position(number(connection, "SELECT max(seq) FROM changes"))


def since(
    connection: Connection, kinds: Sequence[Kind], *, after: Position, until: Position
) -> list[Changed]:
    """Return the rows of `kinds` that changed after one place and up to another, in order of `rid`."""
    marks = ", ".join("?" * len(kinds))
    return each(
        connection,
        f"SELECT rid, min(position) FROM changes WHERE seq > ? AND seq <= ? AND kind IN ({marks}) GROUP BY rid",
        (after.number, until.number, *(int(kind) for kind in kinds)),
        Changed,
    )


def prune(connection: Connection, *, reached: Iterable[Position]) -> None:
    """Forget what every follower has taken in; the newest change stays."""
    floor = min(*(each.number for each in reached), newest(connection).number - 1)
    run(connection, "DELETE FROM changes WHERE seq <= ?", (floor,))
