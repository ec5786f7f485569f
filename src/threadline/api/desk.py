"""What every route works with: the open store, the engine, the clock, and the rules of this server.

Made once by `server`; knows no HTTP.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from threadline.analytics.leash import TimeLimitError
from threadline.api.receiving import Receiving
from threadline.api.repeats import Repeats
from threadline.errors import ConflictError, DeletedError, UnauthenticatedError, UnavailableError
from threadline.records import memory
from threadline.records.memory import Remembered
from threadline.services import keys
from threadline.services.moments import Given
from threadline.services.roles import USUAL_ROLES, Roles

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.api.lanes.lanes import Lanes
    from threadline.records.connection import Connection
    from threadline.records.store import Records
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine

T = TypeVar("T")

_BUSY_SECONDS = 5
_RECOGNISED_KEYS = 1_000
"""Whose rights are kept in memory. Whether a key is revoked is looked up each time: another process may do it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator of this server decided."""

    body_bytes: int = 2_000_000
    bulk_bytes: int = 100_000_000
    received_bytes: int = 512 << 20
    roles: Roles = USUAL_ROLES
    unknown_messages: str = "accept"
    repeat_seconds: float = 3.0
    fold_typing_milliseconds: int = 5_000
    fold_typing: Literal["web", "all"] = "web"
    anonymous_searches: str = "count"
    csv_formulas: str = "keep"


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, told from the edge of the program."""

    milliseconds: Callable[[], int]
    """Since 1970 UTC."""

    seconds: Callable[[], float]
    """Of a clock that never goes back."""


@dataclass(slots=True)
class Desk:
    """The parts that a route may use."""

    records: Records
    engine: Engine
    lanes: Lanes
    """Threads for queries and pages, so that the loop stays free for the rest."""

    clock: Clock
    new_id: Callable[[str], str]
    rules: Rules = field(default_factory=Rules)
    hindrance: Callable[[], str] = lambda: ""
    """Says why questions are not answered just now; empty when they are."""

    used_keys: dict[int, int] = field(default_factory=dict)
    """Times of last use by key, not written yet."""

    _admitted: dict[str, Caller] = field(default_factory=dict)
    _recognised: OrderedDict[str, Caller] = field(default_factory=OrderedDict)
    receiving: Receiving = field(init=False)
    """The room for bodies."""

    repeats: Repeats = field(init=False)
    """The writes without a name whose answers may not have arrived."""

    def __post_init__(self) -> None:
        self.receiving = Receiving(self.rules.received_bytes)
        self.repeats = Repeats(self.rules.repeat_seconds, self.clock.seconds)

    def given(self) -> Given:
        """Return the time and the maker of ids for one request."""
        return Given(self.clock.milliseconds(), self.new_id)

    def recognise(self, authorization: str) -> Caller:
        """Return who shows an `Authorization` header.

        Raises:
            UnauthenticatedError: there is no key in it, or nobody issued it, or it is revoked.
        """
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise UnauthenticatedError("A key is needed: send the header `Authorization: Bearer KEY`.")
        caller = self._caller(secret.strip())
        self.used_keys[caller.key_rid] = self.clock.milliseconds()
        return caller

    def admit(self, secret: str, caller: Caller) -> None:
        """Take a secret that is no key for a caller, as long as this process runs: that of its own tools."""
        self._admitted[secret] = caller

    async def think(self, work: Callable[[Engine], T], caller: Caller) -> T:
        """Run work that takes more than a moment in a thread, with an engine whose statements have a time limit.

        It may be begun anew, so it must not write. Keys take turns.

        Raises:
            UnavailableError: so much other work goes on that this one found no turn, or did not stop in time.
        """
        try:
            return await self.lanes.run(lambda leash: work(self.engine.on(leash)), who=caller.key_rid)
        except TimeLimitError as error:
            # A statement that stops says so itself, and with what would work; this one is still at it.
            sentence = "This takes longer than a question may, and the server is too busy to stop it at once."
            raise UnavailableError(sentence, retry_after_seconds=_BUSY_SECONDS) from error

    async def write(self, job: Callable[[Connection], T]) -> T:
        """Run a job in a transaction of the writer, and return after its commit."""
        return await self.write_soon(job)

    def write_soon(self, job: Callable[[Connection], T]) -> asyncio.Future[T]:
        """Return the future result of a job in a transaction of the writer."""
        return self.records.writer.write_soon(job, asyncio.get_running_loop())

    async def remove(self, job: Callable[[Connection], None]) -> None:
        """Run a job that deletes. What comes again afterwards is a new write, and no repeat of one before."""
        await self.write(job)
        self.repeats.forget()

    async def write_once(self, job: Callable[[Connection], bytes], once: Once) -> bytes:
        """Run a job that came with an idempotency key: once, however often it comes.

        Raises:
            ConflictError: the key was used for another body.
        """
        return await self.write(_remembered(job, once, self.clock.milliseconds()))

    def _caller(self, secret: str) -> Caller:
        if secret in self._admitted:
            return self._admitted[secret]
        reader, known = self.records.reader, self._recognised.get(secret)
        if known is not None and keys.is_valid(reader, known):
            return known
        caller = keys.recognise(reader, secret)
        if caller is None:
            self._recognised.pop(secret, None)
            raise UnauthenticatedError("This key is unknown or revoked.")
        self._recognised[secret] = caller
        if len(self._recognised) > _RECOGNISED_KEYS:
            self._recognised.popitem(last=False)
        return caller


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


def _remembered(job: Callable[[Connection], bytes], once: Once, now: int) -> Callable[[Connection], bytes]:
    def run(connection: Connection) -> bytes:
        before = memory.recall(connection, once.caller.key_rid, once.key)
        if before is not None and before.fingerprint != once.fingerprint:
            raise ConflictError(
                "This `Idempotency-Key` was used for another body. Use a new key for a new write."
            )
        if before is not None:
            if not before.answer:
                raise DeletedError
            return before.answer
        answer = job(connection)
        wrote = f"{once.path}/{_named(answer).id}"
        memory.remember(
            connection, once.caller.key_rid, once.key, Remembered(once.fingerprint, answer, wrote), now=now
        )
        return answer

    return run
