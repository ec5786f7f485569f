"""What services are told about a request: what the operator decided, in one value, and the time and the maker of ids.

The defaults of what an operator can decide stand here, and nowhere else. The clock, chance and the settings are read at
the edge of the program and never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from threadline.annotators import CUSTOMER_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Roles:
    """What the operator decided about roles."""

    chats: str = "strict"
    """`strict`, or `lenient` to accept `developer`, `tool` and `function` in chats."""

    customers: frozenset[str] = CUSTOMER_ROLES
    """In lower case: whose messages `userMessageCount` counts, and who asks in semantic threads."""


USUAL_ROLES = Roles()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the operator decided; the settings of the same names say what each means."""

    organization: str = "org_default"
    roles: Roles = USUAL_ROLES
    unknown_messages: Literal["accept", "refuse"] = "accept"
    repeat_seconds: float = 3.0
    body_bytes: int = 2_000_000
    bulk_bytes: int = 100_000_000
    received_megabytes: int = 0
    fold_typing_seconds: float = 5.0
    fold_typing: Literal["web", "all"] = "web"
    anonymous_searches: Literal["count", "ignore"] = "count"
    csv_formulas: Literal["keep", "escape"] = "keep"
    mcp_writes: Literal["off", "on"] = "off"
    hosts: tuple[str, ...] = ()
    """Names by which agents may call this server; empty: any. Against DNS rebinding."""


USUAL = Policy()


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What a service is told about a request."""

    now: int
    """In milliseconds since 1970 UTC."""

    new_id: Callable[[str], str]
    """Takes a prefix such as `conv`."""

    policy: Policy = USUAL


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


def customers_with(names: str) -> frozenset[str]:
    """Return the roles of customers, and some more, which commas separate.

    >>> sorted(customers_with("Member, guest") - CUSTOMER_ROLES)
    ['guest', 'member']
    """
    return CUSTOMER_ROLES | {name.strip().lower() for name in names.split(",") if name.strip()}
