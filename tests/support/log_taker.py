"""A small server of the API that takes logs: what it answers can be set, and it keeps what came.

For what the real server does not do on demand: be down, be slow, have no endpoint for bulk, refuse or fail.
"""

import json
from collections.abc import Callable
from typing import Any

import httpx2

from threadline import Threadline
from threadline.client.logger.logger import Logger
from threadline.client.logger.poster import BULK_PATH

Answer = Callable[[httpx2.Request], httpx2.Response]


class LogTaker:
    """Answers in process, over a transport that is handed to the client."""

    def __init__(self) -> None:
        """Take everything, in bulk too."""
        self.bulk_status = 200
        """How a bulk request is answered."""
        self.requests: list[tuple[str, str]] = []
        """Method and path of each request."""
        self.bodies: list[dict[str, Any]] = []
        """What was stored, in order."""
        self.stored: dict[str, dict[str, Any]] = {}
        """What a GET of a conversation gives."""
        self.status_of: dict[str, int] = {}
        """By the id of an entry: how it is answered; 200 otherwise."""
        self.is_down = False
        self.answer: Answer | None = None
        """Answers instead, when it is set."""

    def logger(self, **options: Any) -> Logger:
        """Return a logger that sends here."""
        return self.client().logger(**options)

    def client(self) -> Threadline:
        """Return a client that sends here."""
        http = httpx2.Client(transport=httpx2.MockTransport(self._take))
        return Threadline("key", base_url="http://taker", http_client=http)

    def ids(self) -> list[str]:
        """Return the ids of what was stored, in order."""
        return [body["id"] for body in self.bodies]

    def _take(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append((request.method, request.url.path))
        if self.is_down:
            raise httpx2.ConnectError("connection refused", request=request)
        if self.answer is not None:
            return self.answer(request)
        if request.method == "GET":
            return self._give(request.url.path.rpartition("/")[2])
        if request.url.path == BULK_PATH:
            is_taken = self.bulk_status == 200
            return self._take_lines(request.content) if is_taken else problem(self.bulk_status)
        body = json.loads(request.content)
        status = self._store(body)
        return httpx2.Response(200, json={"id": body["id"]}) if status == 200 else problem(status)

    def _give(self, id_: str) -> httpx2.Response:
        return httpx2.Response(200, json=self.stored[id_]) if id_ in self.stored else problem(404)

    def _take_lines(self, content: bytes) -> httpx2.Response:
        results = [self._line(number, line) for number, line in enumerate(content.splitlines(), start=1)]
        return httpx2.Response(200, content=b"\n".join(json.dumps(result).encode() for result in results))

    def _line(self, number: int, line: bytes) -> dict[str, Any]:
        body = json.loads(line)
        status = self._store(body)
        if status == 200:
            return {"line": number, "id": body["id"]}
        told = {"status": status, "code": "bad_request", "detail": "No."}
        return {"line": number, "problem": told}

    def _store(self, body: dict[str, Any]) -> int:
        status = self.status_of.get(body["id"], 200)
        if status == 200:
            self.bodies.append(body)
        return status


def problem(status: int, **headers: str) -> httpx2.Response:
    """Return a refusal."""
    return httpx2.Response(status, json={"status": status, "code": "no", "detail": "No."}, headers=headers)
