"""All open connections: how many they are, and a look at each once a second.

The kernel keeps a connection until somebody closes it, and a client that does not read keeps its answer here. A reverse
proxy is one address with the connections of everybody, so none of loopback is counted by address.
"""

from __future__ import annotations

import ipaddress
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from threadline.api.connections.bounds import Bounds


class Member(Protocol):
    """A connection, as the crowd sees it."""

    loop: asyncio.AbstractEventLoop
    since: float
    """When what it waits for began."""

    @property
    def is_waiting(self) -> bool:
        """Whether no request of it is being answered."""
        ...

    @property
    def unsent_bytes(self) -> int:
        """How much of what was written the client has not taken."""
        ...

    def look(self, now: float) -> None:
        """End what takes too long."""
        ...

    def hang_up(self) -> None:
        """Close at once, whatever is unsent."""
        ...


@dataclass(slots=True, eq=False)
class Crowd:
    """All open connections of a server."""

    bounds: Bounds
    new_id: Callable[[str], str]
    """Makes request ids."""

    _open: dict[Member, str] = field(default_factory=dict)
    """With the address of each."""

    _by_address: Counter[str] = field(default_factory=Counter)
    _is_looking: bool = False

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._open)

    def all(self) -> list[Member]:
        """Return those that are open now."""
        return list(self._open)

    def let_in(self, connection: Member, address: str) -> bool:
        """Take a new connection; when there are too many, the one that waits longest for a request makes room.

        Returns:
            Whether there is room: there is none when all others are being answered.
        """
        most, bounds = self.bounds.address_connections, self.bounds
        address = _holder_of(address)
        is_counted = most > 0 and address != _HERE
        is_room = True
        if is_counted and self._by_address[address] >= most:
            is_room = self._make_room([each for each, of in self._open.items() if of == address])
        elif len(self._open) >= bounds.connections:
            is_room = self._make_room(list(self._open))
        if is_room:
            self._open[connection] = address
            self._by_address[address] += 1
            self._look_later(connection.loop)
        return is_room

    def let_out(self, connection: Member) -> None:
        """Forget a connection."""
        address = self._open.pop(connection, None)
        if address is not None:
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]

    def _make_room(self, among: list[Member]) -> bool:
        waiting = [each for each in among if each.is_waiting]
        if not waiting:
            return False
        min(waiting, key=lambda each: each.since).hang_up()
        return True

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._is_looking:
            self._is_looking = True
            loop.call_later(self.bounds.look_seconds, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for connection in list(self._open):
            connection.look(now)
        self._shed()
        self._is_looking = False
        if self._open:
            self._look_later(loop)

    def _shed(self) -> None:
        """Hang up on those who have left most of their answers unread, until all others fit."""
        unsent = {each: each.unsent_bytes for each in self._open}
        total = sum(unsent.values())
        for connection in sorted(unsent, key=lambda each: -unsent[each]):
            if total <= self.bounds.unsent_bytes:
                return
            total -= unsent[connection]
            connection.hang_up()


_HERE = "here"
_OWN_BITS = 64


def _holder_of(address: str) -> str:
    """Return who has an address: this machine, one address of IPv4, or a network of IPv6, as one customer has it.

    >>> [_holder_of(each) for each in ("127.0.0.9", "::1", "::ffff:192.0.2.1", "2001:db8::1:2", "")]
    ['here', 'here', '192.0.2.1', '2001:db8::', 'here']
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        # A socket of the file system.
        return _HERE
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback:
        return _HERE
    if found.version == 6:  # noqa: PLR2004  # the name of a protocol
        return str(ipaddress.ip_network((found, _OWN_BITS), strict=False).network_address)
    return str(found)
