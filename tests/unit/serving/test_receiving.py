"""Bodies that are received share one bound."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from threadline.errors import UnavailableError
from threadline.services.access import Caller
from threadline.serving.receiving import Receiving

TRUSTED = Caller(1, "key_1", "api", 1, "main", "org", "int", may_read_own=False, may_delete=False)
PUBLIC = replace(TRUSTED, type="web")


def test_a_request_beyond_the_bound_waits_and_is_then_told_to_come_again() -> None:
    room = Receiving(100, patience_seconds=0.01)

    async def run() -> None:
        with room.share(TRUSTED) as one, room.share(TRUSTED) as other:
            await one.hold(60)
            await other.hold(40)
            with pytest.raises(UnavailableError) as refusal:
                await other.hold(41)
            assert refusal.value.retry_after_seconds > 0
            assert room.held_bytes == 100

    asyncio.run(run())
    assert room.held_bytes == 0


def test_room_that_is_given_back_is_taken_by_who_waits() -> None:
    room = Receiving(100, patience_seconds=60)

    async def run() -> None:
        with room.share(TRUSTED) as waits:
            with room.share(TRUSTED) as one:
                await one.hold(100)
                waiting = asyncio.create_task(waits.hold(90))
                await asyncio.sleep(0)
                assert not waiting.done()
            await waiting
            assert room.held_bytes == 90

    asyncio.run(run())


def test_one_body_alone_finds_room_however_long_it_is() -> None:
    room = Receiving(100, patience_seconds=0.01)

    async def run() -> None:
        with room.share(PUBLIC) as alone:
            await alone.hold(101)

    asyncio.run(run())


def test_keys_of_public_pages_leave_room_for_others() -> None:
    room = Receiving(100, patience_seconds=0.01)

    async def run() -> None:
        with room.share(PUBLIC) as one, room.share(PUBLIC) as other, room.share(TRUSTED) as own:
            await one.hold(70)
            with pytest.raises(UnavailableError):
                await other.hold(10)
            await own.hold(30)

    asyncio.run(run())
