"""One keep-alive connection to any product: JSON in and out. Opened again when the server has closed it."""

import http.client
import json
from dataclasses import dataclass, field
from typing import Any

_SECONDS = 120


class RefusedError(Exception):
    """The product answered with something else than success."""


@dataclass(slots=True)
class Http:
    """A connection. For one thread at a time."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> bytes:
        """Return what is at a path."""
        return self._send("GET", path, None, "")

    def post(self, path: str, content: bytes, kind: str = "application/json") -> bytes:
        """Return the answer to a body."""
        return self._send("POST", path, content, kind)

    def ask(self, path: str, body: object) -> Any:
        """Return the answer to a JSON body, decoded."""
        return json.loads(self.post(path, json.dumps(body).encode()) or b"null")

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def _send(self, method: str, path: str, content: bytes | None, kind: str) -> bytes:
        headers = self.headers | ({} if content is None else {"Content-Type": kind})
        is_fresh = self._connection is None
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        try:
            self._connection.request(method, path, content, headers)
            answer = self._connection.getresponse()
            found = answer.read()
        except (ConnectionError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            if is_fresh:
                raise
            return self._send(method, path, content, kind)
        if answer.status >= http.client.BAD_REQUEST:
            raise RefusedError(f"{method} {path} answered {answer.status}: {found[:300]!r}")
        return found
