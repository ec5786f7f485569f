"""FairSemaphore: places go round between those who ask."""

import asyncio

from threadline.serving.fairness import FairSemaphore


async def ask(turns: FairSemaphore, who: str, order: list[str]) -> None:
    async with turns.place(who):
        order.append(who)
        await asyncio.sleep(0)


def test_who_asks_once_does_not_wait_behind_all_of_who_asks_often() -> None:
    async def scene() -> None:
        turns, order = FairSemaphore(1), list[str]()
        asked = [asyncio.create_task(ask(turns, who, order)) for who in ("a", "a", "a", "a", "b")]
        await asyncio.gather(*asked)
        assert order == ["a", "a", "b", "a", "a"]

    asyncio.run(scene())


def test_who_leaves_a_line_takes_no_place_along() -> None:
    async def scene() -> None:
        turns = FairSemaphore(1)
        await turns.take("a")
        waiting = asyncio.create_task(turns.take("b"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        turns.give_back()
        assert not turns.is_full

    asyncio.run(scene())


def test_a_place_that_was_given_to_who_leaves_goes_to_the_next() -> None:
    async def scene() -> None:
        turns = FairSemaphore(1)
        await turns.take("a")
        leaving = asyncio.create_task(turns.take("b"))
        staying = asyncio.create_task(turns.take("c"))
        await asyncio.sleep(0)
        turns.give_back()
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        await staying
        assert turns.is_full

    asyncio.run(scene())


def test_who_gave_up_costs_those_behind_in_the_same_line_no_turn() -> None:
    async def scene() -> None:
        turns, order = FairSemaphore(1), list[str]()
        await turns.take("first")
        given_up = asyncio.create_task(turns.take("a"))
        asked = [asyncio.create_task(ask(turns, who, order)) for who in ("a", "b", "b")]
        await asyncio.sleep(0)
        given_up.cancel()
        turns.give_back()
        await asyncio.gather(*asked)
        assert order == ["a", "b", "b"]

    asyncio.run(scene())
