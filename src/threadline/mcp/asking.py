"""How tools reach the product: by the HTTP API, with the key of whoever asks.

In the server the API is asked in process, without a socket; from elsewhere, over the network. The rights, limits, turns
and refusals of an agent are those of every other caller of the API, because they are made in the same place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx2
import msgspec

from threadline.client.asynchronous import AsyncThreadline
from threadline.client.call import Call
from threadline.client.sending.retries import Retries

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_IN_PROCESS = "http://in-process"
_ONCE = Retries(most_tries=1)
"""The agent decides whether to try again: it is told when that makes sense."""

_decode = msgspec.json.Decoder().decode


class Api:
    """The API, as one caller sees it."""

    def __init__(self, client: AsyncThreadline) -> None:
        """Ask with the address and the key of a client."""
        self._client = client

    async def get(self, path: str, **parameters: str) -> Any:
        """Return the answer to a GET.

        Raises:
            ProblemError: the API refuses.
            UnreachableError: no answer came.
        """
        return await self._client.send(
            Call(method="GET", path=path, decode=_decode, parameters=tuple(parameters.items()))
        )

    async def ask(self, path: str, body: dict[str, Any]) -> Any:
        """Return the answer to a POST that reads.

        Raises:
            ProblemError: the API refuses.
            UnreachableError: no answer came.
        """
        content = msgspec.json.encode(body)
        return await self._client.send(Call(method="POST", path=path, decode=_decode, body=content))

    async def write(self, path: str, body: dict[str, Any]) -> Any:
        """Return the answer to a POST that stores something about what is there: an agent may have mistyped an id.

        Raises:
            ProblemError: the API refuses.
            UnreachableError: no answer came.
        """
        content = msgspec.json.encode(body)
        return await self._client.send(
            Call(
                method="POST",
                path=path,
                decode=_decode,
                parameters=(("mustExist", "1"),),
                body=content,
                effect="keyed write",
            )
        )


def over_network(url: str, key: str) -> Api:
    """Return the API of a running server."""
    return Api(AsyncThreadline(key, base_url=url, retries=_ONCE))


def in_process(app: ASGIApp) -> httpx2.AsyncClient:
    """Return an HTTP client of an application in this process; it opens no connection."""
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=_IN_PROCESS, timeout=None)


def with_key(http: httpx2.AsyncClient, key: str) -> Api:
    """Return the API that an HTTP client reaches, as the holder of a key sees it."""
    return Api(AsyncThreadline(key, base_url=_IN_PROCESS, http_client=http, retries=_ONCE))


def segment(id: str) -> str:
    """Return an id as one part of a path."""
    return quote(id, safe="")
