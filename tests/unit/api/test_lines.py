"""Cutting a body into lines and groups."""

import asyncio
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from threadline.api.lines import LineLimits, Lines
from threadline.errors import TooLargeError
from threadline.services.importing.bulk import GROUP_BYTES, GROUP_LINES
from threadline.services.importing.lines import Line
from threadline.serving.receiving import Receiving, Share

GENEROUS = LineLimits(line_bytes=10_000_000, body_bytes=100_000_000, lines=1_000_000)


def roomy() -> Share:
    room = Receiving(1 << 30)
    return Share(room, room.most_bytes)


def cut(pieces: list[bytes], limits: LineLimits = GENEROUS) -> list[list[Line]]:
    return read(pieces, limits)[0]


def read(pieces: list[bytes], limits: LineLimits) -> tuple[list[list[Line]], tuple[int, int] | None]:
    """Return the groups, and which lines were not taken."""
    left = [*({"type": "http.request", "body": piece, "more_body": True} for piece in pieces)]
    left.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        return left.pop(0)

    async def run() -> tuple[list[list[Line]], tuple[int, int] | None]:
        lines = Lines(Request({"type": "http", "headers": []}, receive), limits, roomy())
        return [group async for group in lines.groups()], lines.unread

    return anyio.run(run)


@given(st.lists(st.binary(max_size=20), max_size=8))
def test_where_the_pieces_end_makes_no_difference(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    expected = [(place, text) for place, text in enumerate(whole.split(b"\n"), 1) if text.strip()]
    assert [(line.number, line.text) for group in cut(pieces) for line in group] == expected


@given(st.lists(st.text("a \n\r", max_size=9).map(str.encode), max_size=8), st.integers(1, 5))
def test_behind_the_most_lines_the_rest_is_told_as_first_and_last(pieces: list[bytes], most: int) -> None:
    texts = [(number, text) for number, text in enumerate(b"".join(pieces).split(b"\n"), 1) if text.strip()]
    groups, unread = read(pieces, LineLimits(line_bytes=100, body_bytes=100, lines=most))
    taken = [each for each in texts if each[0] <= most]
    assert [(line.number, line.text) for group in groups for line in group] == taken
    rest = [number for number, _ in texts if number > most]
    assert unread == ((rest[0], rest[-1]) if rest else None)


def test_others_get_their_turn_between_lines_without_text() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def run() -> None:
        counting = asyncio.create_task(count())
        left = [{"type": "http.request", "body": b"\n" * 100_000, "more_body": False}]

        async def receive() -> Any:
            return left.pop(0)

        lines = Lines(Request({"type": "http", "headers": []}, receive), GENEROUS, roomy())
        assert [group async for group in lines.groups()] == []
        counting.cancel()

    asyncio.run(run())
    assert turns >= 100


def test_a_group_ends_with_its_last_line_or_its_last_byte() -> None:
    many = cut([b"x\n" * (GROUP_LINES + 1)])
    assert [len(group) for group in many] == [GROUP_LINES, 1]
    large = b"x" * (GROUP_BYTES // 2) + b"\n"
    assert [len(group) for group in cut([large * 3])] == [2, 1]


@pytest.mark.parametrize("line", [b"x", b"x" * (GROUP_BYTES // 2)], ids=["many", "large"])
def test_no_line_is_lost_when_the_last_one_fills_a_group_and_has_no_end(line: bytes) -> None:
    count = 2 if len(line) > 1 else GROUP_LINES
    found = cut([b"\n".join([line] * count)])
    assert [len(group) for group in found] == [count]


def test_of_a_long_line_only_the_beginning_is_kept() -> None:
    lines = cut([b"ab", b"cdef", b"gh\nabc\nabcd"], LineLimits(line_bytes=3, body_bytes=100, lines=9))[0]
    assert lines == [Line(1, b"abc", is_cut=True), Line(2, b"abc"), Line(3, b"abc", is_cut=True)]


def test_a_body_over_the_limit_is_refused_when_it_gets_there() -> None:
    with pytest.raises(TooLargeError):
        cut([b"abc", b"abc"], LineLimits(line_bytes=10, body_bytes=5, lines=9))
