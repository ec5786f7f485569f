"""Conversations in bulk: groups of lines in, what became of each line out.

A group is one job of the writer, so that other requests get their turn between two groups. A line that is refused
takes nothing else with it: it is refused before anything of it is written. Neither does a line that meets a defect of
ours: what it has written is undone, and its result says so. It is no 5xx, since the same line would fail again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadline.errors import InvalidRequestError, ServiceError, TooLargeError, Violation
from threadline.services import conversations
from threadline.wire.bulk import MOST_LINES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from threadline.records.protocol import Writing
    from threadline.services.access import Caller
    from threadline.services.importing.lines import Line
    from threadline.services.logged import Logged
    from threadline.services.policy import RequestFacts
    from threadline.wire.conversations import LogConversation

    Body = tuple[int, Logged[LogConversation] | ServiceError]
    """The number of a line, and what it says or why that cannot be read."""

    Outcome = tuple[int, "Stored | ServiceError"]
    """The number of a line, and what of it is stored or why nothing is."""

GROUP_LINES = 256
GROUP_BYTES = 1 << 20
"""A group ends with the line that reaches one of the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkLimits:
    """The numbers of a bulk request that no operator decides."""

    lines: int = MOST_LINES
    """Lines that are taken in, blank ones included; the rest is told in one result."""

    group_lines: int = GROUP_LINES
    """Lines with text that are stored at once at most."""


USUAL_LIMITS = BulkLimits()

_DEFECTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What goes wrong with the data of one line. A file that cannot be written is no fault of any line."""

_log = logging.getLogger("threadline.bulk")


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a line that was taken in."""

    id: str
    """Of its conversation."""

    ignored: tuple[str, ...] = ()
    """Places of members that are not kept."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """One bulk request."""

    caller: Caller
    decode: Callable[[bytes], Logged[LogConversation]]
    """Makes a body of a line, or raises a refusal."""

    def read(self, lines: Sequence[Line]) -> list[Body]:
        """Return what the lines of a group say."""
        return [(line.number, self._read(line)) for line in lines]

    def store(self, writing: Writing, bodies: Sequence[Body], facts: RequestFacts) -> list[Outcome]:
        """Store a group in the open transaction, in order: the last of several lines with one id counts."""
        try:
            return self._together(writing, bodies, facts)
        except _DEFECTS:
            return [self._alone(writing, body, facts) for body in bodies]

    def _read(self, line: Line) -> Logged[LogConversation] | ServiceError:
        if line.is_cut:
            return TooLargeError(f"The line is over the limit of {len(line.text):,} bytes.")
        try:
            return self.decode(line.text)
        except ServiceError as error:
            return error
        except _DEFECTS:
            return _defect(line.number)

    def _store(
        self, writing: Writing, logged: Logged[LogConversation] | ServiceError, facts: RequestFacts
    ) -> Stored | ServiceError:
        if isinstance(logged, ServiceError):
            return logged
        try:
            wanted = conversations.store(writing, self.caller, logged.body, facts)
            return Stored(wanted.row.id, logged.ignored)
        except ServiceError as error:
            return error

    def _together(self, writing: Writing, bodies: Sequence[Body], facts: RequestFacts) -> list[Outcome]:
        """Store lines in one savepoint: a defect in one undoes them all."""
        told: list[Outcome] = []
        with writing:
            told += ((line, self._store(writing, body, facts)) for line, body in bodies)
        return told

    def _alone(self, writing: Writing, body: Body, facts: RequestFacts) -> Outcome:
        try:
            return self._together(writing, [body], facts)[0]
        except _DEFECTS:
            return body[0], _defect(body[0])


def none_stored(bodies: Sequence[Body], error: ServiceError) -> list[Outcome]:
    """Return what became of a group that could not be written; lines that are wrong anyway keep their own fault."""
    return [(line, body if isinstance(body, ServiceError) else error) for line, body in bodies]


def _defect(line: int) -> ServiceError:
    """Log the exception that a line has caused, and return what is told of it."""
    _log.exception("Defect in line %d of a bulk request", line)
    sentence = (
        "The server failed at this line through a defect of its own, and stored nothing of it."
        " Its log has the cause. The same line again fails again."
    )
    return InvalidRequestError(Violation("", sentence))
