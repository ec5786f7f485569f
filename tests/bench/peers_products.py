"""The products that are measured side by side: what each calls the same things. Each speaks its published API.

A product's `reads` are asked with a number that goes up; a measure that its API cannot give is left out.
"""

import json
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from tests.bench.chats import AREAS, FIRST_DAY, SPREAD_SECONDS, Chat, rare_word
from tests.bench.peers_http import Http, RefusedError
from tests.bench.peers_otlp import PROJECT, traces
from tests.support.server import THREADLINE, create_key

PAGE = 50
AREA = AREAS[1]
_END = FIRST_DAY + timedelta(seconds=SPREAD_SECONDS + 24 * 3600)
_PROTOBUF = "application/x-protobuf"

Reads = Mapping[str, Callable[[int], object]]

GET_ONE = "get one, with its messages"
LIST = f"list {PAGE} newest"
FILTER = f"filter by property, {PAGE}"
PER_DAY = "count per day"
GROUPED = "group by property"
SEARCH = "text search, one rare word"
READS = (GET_ONE, LIST, FILTER, PER_DAY, GROUPED, SEARCH)


class Product(Protocol):
    """A server that keeps conversations."""

    @property
    def name(self) -> str:
        """As in the table."""
        ...

    @property
    def health(self) -> str:
        """A path that answers once it is ready."""
        ...

    def command(self, data: Path, port: int) -> tuple[list[str], dict[str, str]]:
        """Return how to start it, and what to add to the environment."""
        ...

    def headers(self) -> dict[str, str]:
        """Return what every request carries."""
        ...

    def encoded(self, chat: Chat) -> bytes:
        """Return the body that logs a chat."""
        ...

    def log(self, http: Http, body: bytes) -> None:
        """Log a chat."""
        ...

    def count(self, http: Http) -> int:
        """Return how many whole chats it says it has."""
        ...

    def get(self, http: Http, chat: Chat) -> bytes:
        """Return a chat with all its messages; nothing while it is not there."""
        ...

    def reads(self, http: Http, size: int) -> Reads:
        """Return the other ways to read."""
        ...


class Threadline:
    """This project."""

    name = "Threadline"
    health = "/readyz"

    def __init__(self) -> None:
        self._key = ""

    def command(self, data: Path, port: int) -> tuple[list[str], dict[str, str]]:
        self._key = create_key(data, project=PROJECT, kind="api")
        return [THREADLINE, "serve", "--data", str(data), "--host", "127.0.0.1", "--port", str(port)], {}

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"}

    def encoded(self, chat: Chat) -> bytes:
        return chat.encoded()

    def log(self, http: Http, body: bytes) -> None:
        http.post("/conversations", body)

    def count(self, http: Http) -> int:
        return int(self._rows(http, {"select": [_COUNT]})[0]["count"])

    def get(self, http: Http, chat: Chat) -> bytes:
        return http.get(f"/conversations/{chat.id}")

    def reads(self, http: Http, size: int) -> Reads:
        place = {"field": "properties", "path": ["area"]}
        is_area = {
            "field": "properties",
            "operator": "eq",
            "value": {"path": ["area"], "value": AREA},
        }
        return {
            LIST: lambda _: http.get(f"/conversations?limit={PAGE}&offset=0"),
            FILTER: lambda _: _several(self._rows(http, {"where": {"condition": is_area}, "limit": PAGE})),
            PER_DAY: lambda _: self._rows(http, {"select": [{"type": "time", "timeUnit": "day"}, _COUNT]}),
            GROUPED: lambda _: self._rows(http, {"select": [_COUNT], "groupBy": [place]}),
            SEARCH: lambda number: _one(
                http.ask("/query/semantic-threads", {"query": rare_word(number % size)})["data"]["result"]
            ),
        }

    @staticmethod
    def _rows(http: Http, body: dict[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = http.ask("/query/conversations", body)["data"]["result"]
        return rows


@dataclass(frozen=True, slots=True)
class Phoenix:
    """Arize Phoenix: traces with sessions, on SQLite."""

    bin: Path
    name: str = "Phoenix"
    health: str = "/healthz"

    def command(self, data: Path, port: int) -> tuple[list[str], dict[str, str]]:
        settings = {
            "PHOENIX_HOST": "127.0.0.1",
            "PHOENIX_PORT": str(port),
            "PHOENIX_GRPC_PORT": str(port + 1),
            "PHOENIX_WORKING_DIR": str(data),
            "PHOENIX_TELEMETRY_ENABLED": "false",
            "PHOENIX_ALLOW_EXTERNAL_RESOURCES": "false",
        }
        return [str(self.bin / "phoenix"), "serve"], settings

    def headers(self) -> dict[str, str]:
        return {}

    def encoded(self, chat: Chat) -> bytes:
        return traces(chat, self._turn)

    def log(self, http: Http, body: bytes) -> None:
        http.post("/v1/traces", body, _PROTOBUF)

    def count(self, http: Http) -> int:
        found = self._project(http, "sessionCount traceCount")
        return min(found["sessionCount"], found["traceCount"] // 3) if found else 0

    def get(self, http: Http, chat: Chat) -> bytes:
        turns = "traces(first:10){edges{node{startTime rootSpan{metadata input{value} output{value}}}}}"
        query = f'{{getProjectSessionById(sessionId:"{chat.id}"){{sessionId {turns}}}}}'
        return json.dumps(self._graph(http, query)).encode()

    def reads(self, http: Http, size: int) -> Reads:
        span = f'timeRange:{{start:"{FIRST_DAY.isoformat()}",end:"{_END.isoformat()}"}}'
        node = "{edges{node{sessionId startTime endTime numTraces firstInput{value} lastOutput{value}}}}"
        newest = f"sessions(first:{PAGE},sort:{{col:startTime,dir:desc}}){node}"
        is_area = urllib.parse.quote(f'metadata["area"] == "{AREA}"')
        sessions = f"/v1/projects/{PROJECT}/sessions?limit={PAGE}&order=desc&filter={is_area}"
        per_day = f"traceCountTimeSeries({span},timeBinConfig:{{scale:DAY}}){{data{{timestamp value}}}}"

        def search(number: int) -> object:
            found = f"'{rare_word(number % size)}' in input.value"
            spans = f'spans(first:{PAGE},filterCondition:"{found}"){{edges{{node{{spanId}}}}}}'
            return _one(self._project(http, spans)["spans"]["edges"])

        return {
            LIST: lambda _: self._project(http, newest),
            FILTER: lambda _: _several(json.loads(http.get(sessions))["data"]),
            PER_DAY: lambda _: self._project(http, per_day),
            SEARCH: search,
        }

    def _project(self, http: Http, fields: str) -> Any:
        return self._graph(http, f'{{p:getProjectByName(name:"{PROJECT}"){{{fields}}}}}')["p"]

    @staticmethod
    def _graph(http: Http, query: str) -> Any:
        answer = http.ask("/graphql", {"query": query})
        if answer.get("errors"):
            raise RefusedError(str(answer["errors"])[:300])
        return answer["data"]

    @staticmethod
    def _turn(chat: Chat, asked: str, answered: str) -> Mapping[str, str]:
        return {
            "session.id": chat.id,
            "user.id": chat.body["userProperties"]["id"],
            "input.value": asked,
            "output.value": answered,
            "openinference.span.kind": "LLM",
            "metadata": json.dumps(chat.body["properties"]),
        }


@dataclass(frozen=True, slots=True)
class MLflow:
    """MLflow: traces with sessions, on SQLite, with one worker."""

    bin: Path
    name: str = "MLflow"
    health: str = "/health"

    def command(self, data: Path, port: int) -> tuple[list[str], dict[str, str]]:
        where = ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
        store = ["--backend-store-uri", f"sqlite:///{data}/mlflow.db", "--default-artifact-root", str(data)]
        settings = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"}
        # It starts helpers by name, and must find its own.
        settings["PATH"] = f"{self.bin}:/usr/local/bin:/usr/bin:/bin"
        return [str(self.bin / "mlflow"), "server", *where, *store], settings

    def headers(self) -> dict[str, str]:
        return {"x-mlflow-experiment-id": "0"}

    def encoded(self, chat: Chat) -> bytes:
        return traces(chat, self._turn)

    def log(self, http: Http, body: bytes) -> None:
        http.post("/v1/traces", body, _PROTOBUF)

    def count(self, http: Http) -> int:
        sessions, turns = (
            sum(sum(point["values"].values()) for point in self._points(http, name))
            for name in ("session_count", "trace_count")
        )
        return int(min(sessions, turns // 3))

    def get(self, http: Http, chat: Chat) -> bytes:
        found = self._search(http, f"metadata.`mlflow.trace.session` = '{chat.id}'")
        ids = urllib.parse.urlencode([("trace_ids", each["trace_id"]) for each in found])
        return http.get(f"{_MLFLOW}/batchGet?{ids}") if found else b""

    def reads(self, http: Http, size: int) -> Reads:
        milliseconds = (round(moment.timestamp() * 1000) for moment in (FIRST_DAY, _END))
        span = dict(zip(("start_time_ms", "end_time_ms"), milliseconds, strict=True))
        return {
            LIST: lambda _: self._search(http),
            FILTER: lambda _: _several(self._search(http, f"span.attributes.area LIKE '%{AREA}%'")),
            PER_DAY: lambda _: self._points(http, "session_count", time_interval_seconds=86_400, **span),
            SEARCH: lambda number: _one(
                self._search(http, f"trace.text LIKE '%{rare_word(number % size)}%'")
            ),
        }

    @staticmethod
    def _points(http: Http, name: str, **more: object) -> list[dict[str, Any]]:
        body = {
            "experiment_ids": ["0"],
            "view_type": "TRACES",
            "metric_name": name,
            "aggregations": [{"aggregation_type": "COUNT"}],
        }
        points: list[dict[str, Any]] = http.ask(f"{_MLFLOW}/metrics", body | more).get("data_points", [])
        return points

    @staticmethod
    def _search(http: Http, wanted: str = "") -> list[dict[str, Any]]:
        place = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}
        body = {"locations": [place], "max_results": PAGE, "order_by": ["timestamp_ms DESC"]}
        body |= {"filter": wanted} if wanted else {}
        found: list[dict[str, Any]] = http.ask(f"{_MLFLOW}/search", body).get("traces", [])
        return found

    @staticmethod
    def _turn(chat: Chat, asked: str, answered: str) -> Mapping[str, str]:
        return {
            "session.id": chat.id,
            "user.id": chat.body["userProperties"]["id"],
            "mlflow.spanInputs": json.dumps({"messages": [{"role": "user", "content": asked}]}),
            "mlflow.spanOutputs": json.dumps({"role": "assistant", "content": answered}),
            "mlflow.spanType": json.dumps("CHAT_MODEL"),
            **chat.body["properties"],
        }


_MLFLOW = "/api/3.0/mlflow/traces"
_COUNT = {"type": "aggregation", "aggregation": "count"}


def _one(found: list[Any]) -> object:
    if len(found) != 1:
        raise RefusedError(f"a rare word was found {len(found)} times")
    return found[0]


def _several(found: list[Any]) -> object:
    if not found:
        raise RefusedError("the filter found nothing")
    return found
