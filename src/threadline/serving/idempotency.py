"""Writes that come with an idempotency key: done once, however often they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from threadline.errors import ConflictError, DeletedError
from threadline.records.tables.memory import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.records.protocol import Writing
    from threadline.services.access import Caller


@dataclass(frozen=True, slots=True)
class Once:
    """How to tell that a write comes a second time."""

    caller: Caller
    key: str
    """The `Idempotency-Key` header."""

    fingerprint: bytes
    """A digest of operation and body."""

    path: str
    """The address of the operation: the row that it writes is below it."""


class _Named(msgspec.Struct, frozen=True):
    """What of an answer names its row."""

    id: str


_named = msgspec.json.Decoder(_Named).decode


def remembered(job: Callable[[Writing], bytes], once: Once, now: int) -> Callable[[Writing], bytes]:
    """Return a job that writes once, and answers as it did when it comes again.

    Raises:
        ConflictError: when it runs, if the key was used for another body.
    """

    def run(writing: Writing) -> bytes:
        before = writing.recall(once.caller.key_rid, once.key)
        if before is not None and before.fingerprint != once.fingerprint:
            raise ConflictError(
                "This `Idempotency-Key` was used for another body. Use a new key for a new write."
            )
        if before is not None:
            if not before.answer:
                raise DeletedError
            return before.answer
        answer = job(writing)
        wrote = f"{once.path}/{_named(answer).id}"
        request = Remembered(once.fingerprint, answer, wrote)
        writing.remember(once.caller.key_rid, once.key, request, now=now)
        return answer

    return run
