"""CSV in lines as shells read them: a line feed ends each, where RFC 4180 §2 has a carriage return before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def shell_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    r"""Yield the same CSV with other ends of lines; what stands in quotes stays as it is.

    >>> list(shell_lines([b'a,b\r', b'\n"x\r\ny",2\r\n']))
    [b'a,b', b'\n"x\r\ny",2\n']
    """
    is_quoted, rest = False, b""
    for piece in pieces:
        parts = (rest + piece).split(b'"')
        # The line feed may come with the next piece.
        is_open = is_quoted != (len(parts) % 2 == 0)
        rest = b"\r" if not is_open and parts[-1].endswith(b"\r") else b""
        parts[-1] = parts[-1].removesuffix(rest)
        for at, part in enumerate(parts):
            if is_quoted == (at % 2 == 1):
                parts[at] = part.replace(b"\r\n", b"\n")
        is_quoted = is_open
        yield b'"'.join(parts)
    if rest:
        yield rest
