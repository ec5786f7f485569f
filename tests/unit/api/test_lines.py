"""Cutting a body into lines and groups."""

from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from threadline.api.lines import LineLimits, groups
from threadline.errors import TooLargeError
from threadline.services.importing.bulk import GROUP_BYTES, GROUP_LINES
from threadline.services.importing.lines import Line

GENEROUS = LineLimits(line_bytes=10_000_000, body_bytes=100_000_000)


def cut(pieces: list[bytes], limits: LineLimits = GENEROUS) -> list[list[Line]]:
    left = [*({"type": "http.request", "body": piece, "more_body": True} for piece in pieces)]
    left.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        return left.pop(0)

    async def run() -> list[list[Line]]:
        return [group async for group in groups(Request({"type": "http", "headers": []}, receive), limits)]

    return anyio.run(run)


@given(st.lists(st.binary(max_size=20), max_size=8))
def test_where_the_pieces_end_makes_no_difference(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    expected = [(place, text) for place, text in enumerate(whole.split(b"\n"), 1) if text.strip()]
    assert [(line.number, line.text) for group in cut(pieces) for line in group] == expected


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
    lines = cut([b"ab", b"cdef", b"gh\nabc\nabcd"], LineLimits(line_bytes=3, body_bytes=100))[0]
    assert lines == [Line(1, b"abc", is_cut=True), Line(2, b"abc"), Line(3, b"abc", is_cut=True)]


def test_a_body_over_the_limit_is_refused_when_it_gets_there() -> None:
    with pytest.raises(TooLargeError):
        cut([b"abc", b"abc"], LineLimits(line_bytes=10, body_bytes=5))
