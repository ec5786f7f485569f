"""Cutting a conversation into question and answer pairs, by roles alone: no judgement, no model.

A pair is a customer's turn (one or more messages in a row) and the replies up to the customer's next turn. What
nobody asked (a greeting before the first question) belongs to no pair. A question that nobody answered is a pair
without an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from threadline.annotators import CUSTOMER_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SILENT_ROLES = frozenset({"system", "developer", "tool", "function", "action", "note", "event"})
"""Roles whose messages are neither asked nor answered by anybody: prompts, tool results, internal notes."""


class Turn(msgspec.Struct, frozen=True, gc=False):
    """A message as far as its place in a pair depends on it."""

    position: int
    id: str
    role: str
    text: str
    created_at: int
    """Milliseconds since 1970 UTC."""


class Pair(msgspec.Struct, frozen=True, gc=False):
    """A question with its answer."""

    turns: tuple[Turn, ...]
    question: str
    answer: str | None
    is_initial: bool

    @property
    def first_at(self) -> int:
        """The time of the earliest message, in milliseconds."""
        return min(turn.created_at for turn in self.turns)

    @property
    def last_at(self) -> int:
        """The time of the latest message, in milliseconds."""
        return max(turn.created_at for turn in self.turns)


def cut(turns: Sequence[Turn], named: frozenset[str] = CUSTOMER_ROLES) -> list[Pair]:
    """Return the pairs of a conversation in order.

    Where no role is a customer's (roles of tickets are free text), the first to speak is the customer. `named` are the
    roles of customers, in lower case.

    >>> [pair.question for pair in cut([Turn(0, "a", "user", "Why?", 0), Turn(1, "b", "assistant", "So.", 1)])]
    ['Why?']
    """
    spoken = [turn for turn in turns if turn.role.lower() not in SILENT_ROLES]
    customers = _customers(spoken, named)
    return [
        _pair(part, customers, is_initial=index == 0) for index, part in enumerate(_parts(spoken, customers))
    ]


def _customers(spoken: Sequence[Turn], named: frozenset[str]) -> frozenset[str]:
    roles = frozenset(turn.role for turn in spoken)
    found = frozenset(role for role in roles if role.lower() in named)
    return found or frozenset(turn.role for turn in spoken[:1])


def _parts(spoken: Sequence[Turn], customers: frozenset[str]) -> Iterator[list[Turn]]:
    part: list[Turn] = []
    for turn in spoken:
        is_customer = turn.role in customers
        if is_customer and part and part[-1].role not in customers:
            yield part
            part = []
        if is_customer or part:
            part.append(turn)
    if part:
        yield part


def _pair(part: Sequence[Turn], customers: frozenset[str], *, is_initial: bool) -> Pair:
    asked = [turn.text for turn in part if turn.role in customers]
    replies = [turn.text for turn in part if turn.role not in customers]
    return Pair(
        turns=tuple(part),
        question="\n\n".join(filter(None, asked)),
        answer="\n\n".join(filter(None, replies)) if replies else None,
        is_initial=is_initial,
    )
