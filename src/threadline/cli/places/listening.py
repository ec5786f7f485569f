"""Where a server listens: the address for this machine, and what is said when others reach it too."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # told apart, not bound
"""Where this machine reaches a server that listens on all of its addresses."""


@dataclass(frozen=True, slots=True)
class Listening:
    """The address that a server has bound.

    >>> there = Listening.at("http://0.0.0.0:8787")
    >>> there.url, there.who
    ('http://127.0.0.1:8787', 'every address of this machine (0.0.0.0:8787)')
    >>> Listening.at("http://127.0.0.1:8787").who
    ''
    """

    host: str
    port: int

    @classmethod
    def at(cls, url: str) -> Listening:
        """Read the address that the server tells."""
        parts = urlsplit(url)
        return cls(parts.hostname or "", parts.port or 0)

    @property
    def url(self) -> str:
        """An address that this machine can ask, also when the server listens on all of them."""
        return f"http://{_LOOPBACK.get(self.host, self._host)}:{self.port}"

    @property
    def who(self) -> str:
        """Where others reach it; empty when nobody beyond this machine does."""
        address = ip_address(self.host)
        if address.is_loopback:
            return ""
        place = f"{self._host}:{self.port}"
        return f"every address of this machine ({place})" if address.is_unspecified else place

    @property
    def warning(self) -> str:
        """What an operator is to know before others reach it; empty when nobody does."""
        if not self.who:
            return ""
        return (
            f"Warning: it listens on {self.who} in plain HTTP, so keys and texts can be read on the way. "
            "Let it listen on loopback, and put a proxy with TLS in front: docs/guides/secure.md shows how."
        )

    @property
    def _host(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host
