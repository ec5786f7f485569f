"""The OpenAPI 3.1 document: made of the table of operations, the wire structs and the catalogue, once per process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib import metadata
from typing import TYPE_CHECKING, Any

from threadline.api.answers import FORMATS
from threadline.api.openapi import examples, responses, schemas, view_schemas
from threadline.api.openapi.tidy import Schema, ref
from threadline.api.operations.contract import OPERATIONS
from threadline.api.operations.operation import Operation, Parameter
from threadline.catalog import VIEWS
from threadline.wire import conversations, events, queries
from threadline.wire.base import IGNORED_HEADER, OTHER_KEYS_HEADER

if TYPE_CHECKING:
    from collections.abc import Callable

API_KEY, WEB_KEY = "ApiIntegrationKey", "WebIntegrationKey"

_LOGGING = frozenset({"logConversation", "logEvent", "logFeedback"})
_OPTIONAL_BODIES = ("queryPropertyKeys", "queryPropertyValues")
"""In the contract their body is optional; without one they refuse, because `field` is required."""

_TAGS = {
    "Conversations": "Log, read and delete conversations with their whole message history.",
    "Conversation": "Read a conversation by its id in another system.",
    "Events": "Log what happens to messages and conversations, and in searches.",
    "Feedback": "Log, read and delete votes on messages.",
    "Query": "Select, filter, group and order; as JSON or as CSV.",
    "Legacy": "Older names, kept for older clients.",
    "Threadline": "What the contract does not have, and other servers of it do not answer.",
    "Server": "The server itself. No key is needed.",
}

_EVERYWHERE = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the server itself."""

    id: str
    summary: str
    sentence: str
    media_type: str
    problems: tuple[HTTPStatus, ...] = ()
    """Beside that of headers that are too large, which every address has."""


_PAGES = {
    "/healthz": Page("getHealth", "Health", "Whether the process answers.", "application/json"),
    "/readyz": Page(
        "getReadiness",
        "Readiness",
        "Whether the store is open and queries are answered.",
        "application/json",
        (HTTPStatus.SERVICE_UNAVAILABLE,),
    ),
    "/metrics": Page(
        "getMetrics",
        "Metrics",
        "Counters in the Prometheus text format. From another machine it takes a key.",
        "text/plain",
        (HTTPStatus.UNAUTHORIZED,),
    ),
    "/openapi.json": Page("getOpenAPI", "OpenAPI Document", "This document.", "application/json"),
    "/docs": Page("getDocs", "Docs Page", "This document as a page.", "text/html"),
}


@cache
def document() -> bytes:
    """Return the document as JSON."""
    return (json.dumps(described(), indent=2, ensure_ascii=False) + "\n").encode()


@cache
def described() -> dict[str, Any]:
    """Return the document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Threadline Analytics API",
            "version": metadata.version("threadline"),
            "summary": "Store support tickets and AI chats, and ask questions about them.",
            "description": (
                "Every success is status 200. Every refusal is `application/problem+json` with a fixed `code`."
                " A key belongs to one project; nothing of another project is ever visible."
            ),
            "contact": {"name": "The Threadline maintainers"},
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{API_KEY: []}],
        "tags": [{"name": name, "description": sentence} for name, sentence in _TAGS.items()],
        "paths": _paths(),
        "components": {
            "schemas": dict(sorted(_schemas().items())),
            "responses": responses.refusal_components(),
            "headers": {"RequestId": responses.REQUEST_ID_HEADER},
            "parameters": {"IdempotencyKey": _IDEMPOTENCY_KEY},
            "securitySchemes": {
                WEB_KEY: _bearer("A key that may write, and read what is public."),
                API_KEY: _bearer("A key that may read and write."),
            },
        },
    }


_IDEMPOTENCY_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "A name for this write. The same name and body again is answered with the first answer.",
}


def _bearer(sentence: str) -> Schema:
    return {"type": "http", "scheme": "bearer", "description": sentence}


def _schemas() -> dict[str, Schema]:
    structs = schemas.struct_schemas()
    kept = {name: schema for name, schema in structs.items() if name not in view_schemas.QUERY_STRUCTS}
    components = {**schemas.wire_components(kept), **view_schemas.view_components(structs)}
    for (name, field), schema in _of_some_view().items():
        fields = components[name]["properties"]
        fields[field] = {**schema, "description": fields[field]["description"]}
    return components


def _of_some_view() -> dict[tuple[str, str], Schema]:
    """Return the schemas of fields that hold a part of a query: which parts there are differs from view to view."""
    any_query = {"anyOf": [view_schemas.request_body(name) for name in VIEWS]}
    return {
        ("SearchMessages", "where"): ref("ConversationsFilter"),
        ("AskForWords", "where"): ref("ConversationsFilter"),
        ("PropertyKeysRequestBody", "where"): view_schemas.any_filter(),
        ("PropertyValuesRequestBody", "where"): view_schemas.any_filter(),
        ("Drilldown", "query"): any_query,
        ("DrilldownData", "filter"): view_schemas.any_filter(),
    }


def _paths() -> dict[str, Schema]:
    paths: dict[str, Schema] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    for path, page in _PAGES.items():
        paths[path] = {"get": _page(page)}
    return paths


def _operation(operation: Operation) -> Schema:
    told: Schema = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.sentence,
    }
    if operation.keys == "any":
        told["security"] = [{WEB_KEY: []}, {API_KEY: []}]
    if operation.is_legacy:
        told["deprecated"] = True
    if operation.is_extension:
        told["x-extension"] = True
    parameters = [_parameter(operation, each) for each in operation.parameters]
    if HTTPStatus.CONFLICT in operation.problems:
        parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
    if parameters:
        told["parameters"] = parameters
    if operation.body is not None:
        told["requestBody"] = _body(operation)
    told["responses"] = {"200": _success(operation), **responses.refusal_refs(operation.problems)}
    return told


def _parameter(operation: Operation, parameter: Parameter) -> Schema:
    told = {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.where == "path",
        "description": parameter.sentence,
        "schema": parameter.schema,
    }
    if parameter.where == "path":
        told["example"] = examples.path_value(operation.id, parameter.name)
    return told


def _body(operation: Operation) -> Schema:
    if operation.lines == "both":
        return {"required": True, "content": _lines(_body_schema(operation))}
    content = {"schema": _body_schema(operation), "examples": examples.requests_of(operation.id)}
    return {
        "required": operation.id not in _OPTIONAL_BODIES,
        "content": {"application/json": content},
    }


def _success(operation: Operation) -> Schema:
    headers: Schema = {"X-Request-ID": responses.REQUEST_ID}
    if operation.lines == "both":
        lines = _lines(_answer_schema(operation))
        return {"description": _answer_sentence(operation), "headers": headers, "content": lines}
    if operation.id in _LOGGING:
        headers[IGNORED_HEADER] = responses.IGNORED
    if operation.answer is None:
        headers["Content-Disposition"] = {"description": "A file name.", "schema": {"type": "string"}}
        headers[OTHER_KEYS_HEADER] = responses.OTHER_KEYS
    content: Schema = {"schema": _answer_schema(operation)}
    example = examples.response_of(operation.id)
    if example is not None:
        content["example"] = example
    kinds = [each.media_type for each in FORMATS] if operation.answer is None else ["application/json"]
    contents = {kind: content if kind == kinds[0] else {"schema": content["schema"]} for kind in kinds}
    return {"description": _answer_sentence(operation), "headers": headers, "content": contents}


def _lines(line: Schema) -> Schema:
    """Return the content of NDJSON. OpenAPI 3.1 has no word for a line; what a text holds is the nearest."""
    name = line["$ref"].rpartition("/")[2]
    schema = {
        "type": "string",
        "description": f"NDJSON: one `{name}` a line.",
        "contentMediaType": "application/json",
        "contentSchema": line,
    }
    return {"application/x-ndjson": {"schema": schema}}


def _body_schema(operation: Operation) -> Schema:
    if operation.body is queries.Query:
        return _of_view(operation, view_schemas.request_body)
    if operation.body == conversations.LogConversation:
        return ref("CreateConversation")
    return ref("InsertEvent") if operation.body == events.LogEvent else _of_struct(operation.body)


def _answer_schema(operation: Operation) -> Schema:
    if operation.answer is None:
        return {"type": "string"}
    if operation.answer is queries.QueryAnswer:
        return _of_view(operation, view_schemas.response_body)
    if operation.id == "queryPropertyValues":
        return ref("PropertyValuesResponseBody")
    return _of_struct(operation.answer)


def _answer_sentence(operation: Operation) -> str:
    if operation.answer is None:
        return (
            "The rows as CSV, after a line with their keys. With `Accept: application/x-ndjson` one row of the query a"
            " line, and with `Accept: application/vnd.apache.parquet` typed columns; both are extensions."
        )
    return (operation.answer.__doc__ or "").partition("\n")[0]


def _of_view(operation: Operation, of_view: Callable[[str], Schema]) -> Schema:
    """Return the schema of the view in the path; of any view, when the path has a place for its name."""
    name = operation.path.split("/")[2]
    return of_view(name) if name in VIEWS else {"anyOf": [of_view(each) for each in VIEWS]}


def _of_struct(struct: Any) -> Schema:
    name: str = struct.__name__
    return ref(schemas.NAMES.get(name, name))


def _page(page: Page) -> Schema:
    kind = "string" if page.media_type.startswith("text") else "object"
    success = {
        "description": page.sentence,
        "headers": {"X-Request-ID": responses.REQUEST_ID},
        "content": {page.media_type: {"schema": {"type": kind}}},
    }
    return {
        "operationId": page.id,
        "tags": ["Server"],
        "summary": page.summary,
        "description": page.sentence,
        "security": [],
        "responses": {"200": success, **responses.refusal_refs((*page.problems, _EVERYWHERE))},
    }
