"""The product in one process, on a folder of its own: real app, real stores, no socket."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from threadline.api.app import make_app
from threadline.clock import new_id, now
from threadline.server import open_state
from threadline.services import keys
from threadline.services.keys import KeyWish
from threadline.services.policy import RequestFacts
from threadline.serving.state import AppState
from threadline.settings import Settings

Json = Any
"""A decoded JSON document: tests look into it freely."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Caller:
    """One key, and requests with it."""

    client: TestClient
    key: str

    def send(self, method: str, path: str, body: Json = None, **options: Any) -> Answer:
        """Return the answer to one request; a body is sent as JSON unless it is bytes."""
        headers = {"Authorization": f"Bearer {self.key}"} | options.pop("headers", {})
        content = {"content": body} if isinstance(body, bytes) else {"json": body} if body is not None else {}
        response = self.client.request(method, path, headers=headers, **content, **options)
        is_json = response.headers.get("content-type", "").partition(";")[0].endswith(("/json", "+json"))
        return Answer(
            response.status_code, response.json() if is_json else response.text, dict(response.headers)
        )

    def get(self, path: str, **options: Any) -> Answer:
        """GET."""
        return self.send("GET", path, **options)

    def post(self, path: str, body: Json, **options: Any) -> Answer:
        """POST."""
        return self.send("POST", path, body, **options)

    def delete(self, path: str) -> Answer:
        """DELETE."""
        return self.send("DELETE", path)

    def log(self, *messages: Json, **fields: Any) -> Json:
        """Return the stored conversation after logging one that the server must accept."""
        answer = self.post("/conversations", {"type": "support_ticket", "messages": list(messages)} | fields)
        assert answer.status == 200, answer.body
        return answer.body

    def rows(self, view: str, **body: Any) -> list[Json]:
        """Return the rows of a query that the server must accept."""
        answer = self.post(f"/query/{view}", body)
        assert answer.status == 200, answer.body
        rows: list[Json] = answer.body["data"]["result"]
        return rows


@dataclass(frozen=True, slots=True)
class Product:
    """An open data folder with its application."""

    state: AppState
    client: TestClient

    def caller(self, type_: str = "api", *, project: str = "main", **wish: Any) -> Caller:
        """Return a caller with a new key."""
        asked = KeyWish(project=project, type=type_, **wish)
        created = self.state.records.writer.write(
            lambda connection: keys.create(connection, asked, RequestFacts(now(), new_id))
        )
        return Caller(self.client, created.secret)


@contextmanager
def opened(folder: Path, **settings: Any) -> Generator[Product]:
    """Open the product on `folder` while the block runs."""
    chosen = Settings(data=folder, memory_megabytes=512, threads=1, repeat_seconds=0.0)
    with open_state(Settings(**(_fields(chosen) | settings))) as state:
        client = TestClient(make_app(state), base_url="http://127.0.0.1", raise_server_exceptions=False)
        with client:
            yield Product(state, client)


def user(content: Json, **fields: Any) -> Json:
    """Return a message of a customer."""
    return {"role": "user", "content": content} | fields


def assistant(content: Json, **fields: Any) -> Json:
    """Return a message of an assistant."""
    return {"role": "assistant", "content": content} | fields


def agent(content: Json, **fields: Any) -> Json:
    """Return a message of a support agent."""
    return {"role": "agent", "content": content} | fields


def counting() -> Json:
    """Return the selection that counts rows."""
    return {"type": "aggregation", "aggregation": "count"}


def condition(field_: str, operator: str, *value: Json) -> Json:
    """Return a filter of one condition."""
    return {"condition": {"field": field_, "operator": operator} | ({"value": value[0]} if value else {})}


def _fields(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in Settings.__slots__}
