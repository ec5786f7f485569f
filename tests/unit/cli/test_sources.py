"""Lines of files: packed or not, whole or cut."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import zstandard

from threadline.cli.importing import sources

TEXT = b'{"a": 1}\n\n{"b": 2}'


def lines(path: Path, *, after: int = 0) -> list[tuple[int, bytes]]:
    with sources.opened(str(path)) as source:
        source.skip(after)
        return [(line.number, line.text) for line in source.lines()]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_a_file_is_unpacked_whatever_its_name(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "some.file"
    path.write_bytes(pack(TEXT))
    assert lines(path) == [(1, b'{"a": 1}\n'), (2, b"\n"), (3, b'{"b": 2}')]
    assert lines(path, after=2) == [(3, b'{"b": 2}')]


def test_packed_pieces_that_were_joined_are_one_file(tmp_path: Path) -> None:
    for pack in (gzip.compress, zstandard.compress):
        path = tmp_path / pack.__name__
        path.write_bytes(pack(b"1\n") + pack(b"2\n"))
        assert lines(path) == [(1, b"1\n"), (2, b"2\n")]


def test_a_byte_order_mark_is_not_part_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "marked"
    path.write_bytes(b"\xef\xbb\xbf{}\n")
    assert lines(path) == [(1, b"{}\n")]


def test_a_line_beyond_the_limit_is_cut_and_the_next_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LINE_BYTES", 10)
    path = tmp_path / "long"
    path.write_bytes(b"x" * 5_000 + b"\n{}\n")
    with sources.opened(str(path)) as source:
        assert [(line.number, line.is_cut) for line in source.lines()] == [(1, True), (2, False)]


def test_a_file_that_became_shorter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short"
    path.write_bytes(b"{}\n")
    with pytest.raises(click.ClickException, match="has 1 line, and 2 were read before"):
        lines(path, after=2)


def test_a_broken_pack_is_refused_with_the_last_good_line(tmp_path: Path) -> None:
    path = tmp_path / "broken"
    path.write_bytes(gzip.compress(b"{}\n" * 100_000)[:-20])
    with pytest.raises(click.ClickException, match=r"cannot be unpacked after line [0-9,]+"):
        lines(path)


@pytest.mark.parametrize("text", [b'[{"a": 1}]', b"\n  [\n"])
def test_a_json_array_is_refused_with_what_would_work(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "array"
    path.write_bytes(text)
    with (
        sources.opened(str(path)) as source,
        pytest.raises(click.ClickException, match="one JSON object a line is needed"),
    ):
        source.require_lines()


def test_a_file_keeps_its_identity_while_it_grows_and_loses_it_when_it_is_another(tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl"
    path.write_bytes(b'{"a": 1}\n')
    before = sources.identity("conversations", path)
    path.write_bytes(b'{"a": 1}\n{"a": 2}\n')
    assert sources.identity("conversations", path) == before
    assert sources.identity("events", path) != before
    path.write_bytes(b'{"b": 1}\n')
    assert sources.identity("conversations", path) != before
