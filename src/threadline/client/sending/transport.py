"""A call becomes an HTTP request, and a failure of HTTP an error of the SDK; for both shells alike."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx2

from threadline.client.call import Call
from threadline.client.defaults import CONNECT_SECONDS, api_key_or_default, base_url_or_default
from threadline.client.errors import TimedOutError, UnreachableError
from threadline.client.sending.retries import Outcome, Tries

_WAITS = ("connect", "read", "write", "pool")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the API is, and the key to it."""

    base_url: str
    api_key: str | None = field(repr=False)

    def request(self, http: httpx2.Client | httpx2.AsyncClient, call: Call[Any]) -> httpx2.Request:
        """Return the request of a call. It may be sent more than once: it keeps its idempotency key."""
        url = self.base_url + call.path
        if call.parameters:
            url += "?" + urlencode(call.parameters)
        return http.build_request(call.method, url, content=call.body, headers=self._headers(call))

    def _headers(self, call: Call[Any]) -> dict[str, str]:
        headers = {"Accept": call.accept, "User-Agent": "threadline-python"}
        if self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        if call.body is not None:
            headers["Content-Type"] = call.content_type
        if call.effect == "keyed write":
            headers["Idempotency-Key"] = uuid4().hex
        return headers


def address_of(
    api_key: str | None, base_url: str | None, http_client: httpx2.Client | httpx2.AsyncClient | None
) -> Address:
    """Return the address that was given, else that of the HTTP client, else the default."""
    own = str(http_client.base_url) if http_client is not None else ""
    return Address(base_url_or_default(base_url or own), api_key_or_default(api_key))


def timeout(seconds: float) -> httpx2.Timeout:
    """Return the times that an HTTP client of our own waits."""
    return httpx2.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))


def last_word(outcome: Outcome, call: Call[Any]) -> httpx2.Response:
    """Return the answer, or raise that there is none.

    Raises:
        UnreachableError: the last try brought no answer.
    """
    if isinstance(outcome, httpx2.Response):
        return outcome
    raise unreachable(outcome, call) from outcome


def unreachable(fault: httpx2.RequestError, call: Call[Any]) -> UnreachableError:
    """Return what a failure of HTTP means to a caller."""
    reason = str(fault) or type(fault).__name__
    kind = TimedOutError if isinstance(fault, httpx2.TimeoutException) else UnreachableError
    return kind(f"No whole answer to {call.method} {call.path} came: {reason}")


def hurried(request: httpx2.Request, tries: Tries) -> httpx2.Request:
    """Return a request that waits for nothing longer than there is time until the deadline."""
    left = tries.seconds_left
    if left is not None:
        given = request.extensions.get("timeout", {})
        waits = {name: left if given.get(name) is None else min(left, given[name]) for name in _WAITS}
        request.extensions = {**request.extensions, "timeout": waits}
    return request


def watched(response: httpx2.Response, tries: Tries) -> httpx2.Response:
    """Return a response of which no more is read after the deadline, however busily it trickles in."""
    if tries.seconds_left is not None:
        response.stream = _Watched(response.stream, lambda: tries.seconds_left == 0)
    return response


class _Watched(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that ends with an error once it is late."""

    def __init__(self, stream: Any, is_late: Callable[[], bool]) -> None:
        self._stream = stream
        self._is_late = is_late

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield self._in_time(piece)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield self._in_time(piece)

    def close(self) -> None:
        self._stream.close()

    async def aclose(self) -> None:
        await self._stream.aclose()

    def _in_time(self, piece: bytes) -> bytes:
        if self._is_late():
            raise httpx2.ReadTimeout("the deadline of the call has passed")
        return piece
