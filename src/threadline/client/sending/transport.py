"""A call becomes an HTTP request, and a failure of HTTP an error of the SDK; for both shells alike."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx2

from threadline.client.call import Call
from threadline.client.errors import TimedOutError, UnreachableError
from threadline.client.given import hint
from threadline.client.sending.defaults import (
    CONNECT_SECONDS,
    KEY_VARIABLE,
    api_key_or_default,
    base_url_or_default,
)
from threadline.client.sending.numbers import wait_seconds
from threadline.client.sending.retries import Outcome, Tries

_WAITS = ("connect", "read", "write", "pool")
_ARGUMENTS = ("api_key", "base_url", "timeout_seconds", "retries", "http_client")
_ELSEWHERE = {
    "timeout": "timeout_seconds=60.0",
    "max_retries": "retries=Retries(most_tries=5)",
    "url": "base_url",
    "host": "base_url",
    "key": "api_key",
    "token": "api_key",
    "api_token": "api_key",
    "bearer_token": "api_key",
    "session": "http_client",
    "client": "http_client",
}
"""Arguments of other clients, and ours."""

_SHORTEST_WAIT_SECONDS = 0.001
"""Zero would tell a socket not to wait at all, and it would fail in a way of its own."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the API is, and the key to it."""

    base_url: str
    api_key: str | None = field(repr=False)

    @property
    def origin(self) -> str:
        """Scheme, host and port. A name and a password in the address are left out."""
        url = httpx2.URL(self.base_url)
        return f"{url.scheme}://{url.netloc.decode()}"

    def request(self, http: httpx2.Client | httpx2.AsyncClient, call: Call[Any]) -> httpx2.Request:
        """Return the request of a call. It may be sent more than once: it keeps its idempotency key."""
        url = self.base_url + call.path
        if call.parameters:
            url += "?" + urlencode(call.parameters)
        return http.build_request(call.method, url, content=call.body, headers=self._headers(call))

    def last_word(self, outcome: Outcome, call: Call[Any]) -> httpx2.Response:
        """Return the answer, or raise that there is none.

        Raises:
            UnreachableError: the last try brought no answer.
        """
        if isinstance(outcome, httpx2.Response):
            return outcome
        raise self.unreachable(outcome, call) from outcome

    def unreachable(self, fault: httpx2.RequestError, call: Call[Any]) -> UnreachableError:
        """Return what a failure of HTTP means to a caller."""
        reason = str(fault) or type(fault).__name__
        kind = TimedOutError if isinstance(fault, httpx2.TimeoutException) else UnreachableError
        return kind(f"No whole answer to {call.method} {call.path} came from {self.origin}: {reason}")

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
    api_key: str | None, base_url: str | None, http: httpx2.Client | httpx2.AsyncClient
) -> Address:
    """Return the address that was given, else that of the HTTP client, else the default.

    Raises:
        TypeError: the key or the address is no text.
        ValueError: there is no key, or it cannot be sent, or the address is none of HTTP.
    """
    given = base_url if base_url is not None else str(http.base_url) or None
    url, key = base_url_or_default(given), api_key_or_default(api_key)
    if key is None and "authorization" not in http.headers:
        raise ValueError(
            f"A key is needed: pass `api_key=…`, or set {KEY_VARIABLE}. `threadline keys create` makes one."
        )
    return Address(url, key)


def refuse_others(others: Mapping[str, object]) -> None:
    """Do nothing if no argument is one that a client of the SDK does not have.

    Raises:
        TypeError: one is; the text names ours that does the same.
    """
    for name in others:
        ours = _ELSEWHERE.get(name)
        told = f" Here it is `{ours}`." if ours else hint(name, _ARGUMENTS)
        raise TypeError(f"There is no argument `{name}`.{told}")


def timeout(seconds: float) -> httpx2.Timeout:
    """Return the times that an HTTP client of our own waits.

    Raises:
        TypeError: it is no number of seconds.
        ValueError: nothing can wait so long, or so short.
    """
    wait = wait_seconds(seconds, "timeout_seconds")
    return httpx2.Timeout(wait, connect=min(wait, CONNECT_SECONDS))


def hurried(request: httpx2.Request, tries: Tries) -> httpx2.Request:
    """Return a request that waits for nothing longer than there is time until the deadline."""
    left = tries.seconds_left
    if left is not None:
        left = max(left, _SHORTEST_WAIT_SECONDS)
        given = request.extensions.get("timeout", {})
        waits = {name: left if given.get(name) is None else min(left, given[name]) for name in _WAITS}
        request.extensions = {**request.extensions, "timeout": waits}
    return request


def watched(response: httpx2.Response, tries: Tries) -> httpx2.Response:
    """Return a response of which no more is read after the deadline, however busily it trickles in."""

    def check() -> None:
        if tries.seconds_left == 0:
            raise httpx2.ReadTimeout("the deadline of the call has passed")

    if tries.seconds_left is not None:
        response.stream = Checked(response.stream, check)
    return response


class Checked(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body of which no piece is read unless a check passes."""

    def __init__(self, stream: Any, check: Callable[[], None]) -> None:
        """Take the body, and what raises when no more of it is to be read."""
        self._stream = stream
        self._check = check

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces."""
        self._check()
        for piece in self._stream:
            yield piece
            self._check()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the pieces, to be awaited."""
        self._check()
        async for piece in self._stream:
            yield piece
            self._check()

    def close(self) -> None:
        """Close the body."""
        self._stream.close()

    async def aclose(self) -> None:
        """Close the body, to be awaited."""
        await self._stream.aclose()
