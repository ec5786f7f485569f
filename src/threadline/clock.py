"""The clock and chance, read here alone: whoever is not at the edge is told the time and takes a maker of ids."""

from __future__ import annotations

import secrets
import time


def now() -> int:
    """Return the time in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def new_id(prefix: str) -> str:
    """Return a new id: time first, so that ids are about in order, then 64 random bits."""
    return f"{prefix}_{now():011x}{secrets.token_hex(8)}"
