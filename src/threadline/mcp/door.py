"""What the server says about agents: who is known, under which names it may be called, and what may be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from threadline.errors import ServiceError
    from threadline.services.access import Caller

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the server says about agents."""

    recognise: Callable[[str], Caller]
    """Who shows an `Authorization` header."""

    refuse: Callable[[ServiceError, str], Response]
    """The answer that tells a refusal of a path."""

    hosts: tuple[str, ...]
    """Names that a request may call this server by; empty: any. Against DNS rebinding."""

    body_bytes: int
    """Largest body."""

    shielded: Callable[[list[tuple[bytes, bytes]]], list[tuple[bytes, bytes]]]
    """Adds to the headers of an answer what browsers are to heed."""

    may_write: bool
    """Whether tools that store something are offered."""


def hosts_of(host: str, more: str) -> tuple[str, ...]:
    """Return the names that a server may be called by.

    Args:
        host: where it listens. On loopback, a page in a browser of this machine could reach it under a name of its own.
        more: further names, with commas between them, as a proxy passes them on.

    >>> hosts_of("127.0.0.1", "chats.example.com")
    ('127.0.0.1', 'localhost', '[::1]', 'chats.example.com')
    >>> hosts_of("0.0.0.0", "")
    ()
    """
    further = tuple(name.strip() for name in more.split(",") if name.strip())
    is_loopback = host in ("127.0.0.1", "localhost", "::1")
    return (*_LOOPBACK, *further) if is_loopback or further else ()
