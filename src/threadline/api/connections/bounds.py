"""What connections may do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What connections may do."""

    connections: int
    """Open at once."""

    address_connections: int
    """Open at once from one address that is not loopback; 0 for any number."""

    head_bytes: int = 32 << 10
    """Of a request line with its headers."""

    head_fields: int = 100
    first_byte_seconds: float = 20.0
    """Until a new connection sends something."""

    head_seconds: float = 20.0
    """From the first byte of a request to the end of its headers."""

    body_seconds: float = 60.0
    body_bytes_a_second: int = 1_000
    """A body may take `body_seconds`, and beyond them as long as this many bytes a second came on average."""

    unread_seconds: float = 60.0
    unread_bytes: int = 64 << 10
    """A client that takes less than `unread_bytes` of its answer in `unread_seconds` does not read."""

    unsent_bytes: int = 256 << 20
    """Of answers that are written and not taken yet, of all connections together."""

    parting_seconds: float = 5.0
    parting_bytes: int = 16 << 20
    """What is still taken, and thrown away, behind an early answer, so that a client that sends comes to read it."""

    look_seconds: float = 1.0
    """Between two looks at all connections."""
