"""A call becomes an HTTP request, and a failure of HTTP an error of the SDK; for both shells alike."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx2

from threadline.client.call import Call
from threadline.client.defaults import CONNECT_SECONDS, api_key_or_default, base_url_or_default
from threadline.client.errors import UnreachableError
from threadline.client.retries import Outcome


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
            headers["Content-Type"] = "application/json"
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
    return UnreachableError(f"No whole answer to {call.method} {call.path} came: {reason}")
