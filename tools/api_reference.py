"""The reference page of the HTTP API, out of the OpenAPI document: every operation, and the objects that it takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from threadline.api.docs_page.curl import command, command_of_lines
from threadline.api.docs_page.walk import operations_of, resolved
from threadline.api.openapi.document import document as openapi_document
from tools.query_reference import table
from tools.schema_words import bounds, component_of, fields, is_here, link, references, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.schema_words import Schema

INTRODUCTION = """# HTTP API

Every operation of the server: what it takes, what it answers and how it refuses. This page is generated from the
OpenAPI document, which a running server has at `/openapi.json`, and as a page with examples at `/docs`. **ext** marks
what the contract does not have: other servers of the same API do not answer it.

* The address is that of your server, `http://127.0.0.1:8787` unless set otherwise. Bodies and answers are JSON.
* The key goes into the header `Authorization: Bearer KEY`. It opens one project. *API key* means a key of type `api`;
  *any key* includes the write-only types, such as `web` ([more](../guides/secure.md#keys-and-what-they-may-do)).
* Every success is status 200, also for create and delete. Every refusal is a [problem](errors.md#body).
* Every answer has the header `X-Request-ID`, by which the server's log knows the request; send one to choose it.
* Members of a body that nobody knows are ignored. An unknown field, operator or other value of an enum is refused.
"""

SAME_SECTION = {"Conversation": "Conversations"}
"""Tags of the document that a reader looks for in the section of another."""
_KEYS = {"none": "no key", "any": "any key", "api": "API key"}


def page() -> str:
    """Return the text of the page."""
    document: dict[str, Any] = json.loads(openapi_document())
    sections = "".join("".join(_section(document, tag)) for tag in document["tags"])
    return INTRODUCTION + _overview(document) + sections + "".join(_objects(document))


def operations(document: dict[str, Any]) -> list[tuple[str, str, Schema]]:
    """Return method, path and operation of everything, in the order of the page."""
    tags = [tag["name"] for tag in document["tags"]]
    return [each for tag in tags for each in _operations_under(document, tag) if tag not in SAME_SECTION]


def _operations_under(document: dict[str, Any], tag: str) -> Iterator[tuple[str, str, Schema]]:
    for name in (tag, *(small for small, large in SAME_SECTION.items() if large == tag)):
        yield from operations_of(document, name)


def _overview(document: dict[str, Any]) -> str:
    rows = (
        (
            f"[`{method} {path}`]({_anchor(operation)})",
            _first_sentence(operation["description"]),
            ", ".join(filter(None, (_key(operation), _mark(operation)))),
        )
        for method, path, operation in operations(document)
    )
    return "\n## Operations\n" + table(("operation", "does", "key"), rows)


def _first_sentence(text: str) -> str:
    return f"{text.partition('. ')[0].rstrip('.')}."


def _section(document: dict[str, Any], tag: Schema) -> Iterator[str]:
    if tag["name"] in SAME_SECTION:
        return
    yield f"\n## {tag['name']}\n\n{tag['description']}\n"
    for method, path, operation in _operations_under(document, tag["name"]):
        yield from _operation(document, method, path, operation)


def _operation(document: dict[str, Any], method: str, path: str, operation: Schema) -> Iterator[str]:
    marks = ", ".join(each for each in (f"`{method} {path}`", _key(operation), _mark(operation)) if each)
    yield f"\n### {operation['summary']}\n\n{marks}\n\n{operation['description']}\n"
    yield from _parameters(document, operation)
    yield from _body(document, operation)
    yield from _answer(operation)
    refusals = [
        f"[{status}](errors.md#{status}-{_code_of(document, answer)})"
        for status, answer in operation["responses"].items()
        if status != "200" and "$ref" in answer
    ]
    if refusals:
        yield f"\nRefusals: {', '.join(refusals)}\n"
    yield from _call(method, path, operation)


def _parameters(document: dict[str, Any], operation: Schema) -> Iterator[str]:
    found = [resolved(document, each) for each in operation.get("parameters", ())]
    rows = (
        (
            f"`{each['name']}`",
            each["in"],
            ", ".join(words for words in (type_of(each["schema"]), bounds(each["schema"])) if words),
            "yes" if each.get("required") else "",
            each["description"],
        )
        for each in found
    )
    if found:
        yield table(("parameter", "in", "is a", "required", "means"), rows)


def _body(document: dict[str, Any], operation: Schema) -> Iterator[str]:
    if "requestBody" not in operation:
        return
    kind, content = next(iter(operation["requestBody"]["content"].items()))
    schema = content["schema"]
    whole = resolved(document, schema)
    if "properties" not in whole or operation["operationId"].startswith("export"):
        yield f"\nBody (`{kind}`): {type_of(schema)}\n"
        return
    yield f"\nBody (`{kind}`):\n{fields(whole)}"


def _answer(operation: Schema) -> Iterator[str]:
    success = operation["responses"]["200"]
    kinds = (
        f"`{kind}`{_of(component_of(content['schema']))}" for kind, content in success["content"].items()
    )
    yield f"\nAnswer ({', '.join(kinds)}): {success['description']}\n"


def _of(name: str) -> str:
    return f", {link(name)}" if name else ""


def _call(method: str, path: str, operation: Schema) -> Iterator[str]:
    for parameter in operation.get("parameters", ()):
        if parameter.get("in") == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
    content = operation.get("requestBody", {}).get("content", {})
    requests = content.get("application/json", {}).get("examples", {})
    if "application/x-ndjson" in content:
        yield f"\n```sh\n{command_of_lines(path)}\n```\n"
    elif requests and not operation["operationId"].startswith("export"):
        body = next(iter(requests.values()))["value"]
        yield f"\n```sh\n{command(method, path, body=body)}\n```\n"


def _objects(document: dict[str, Any]) -> Iterator[str]:
    yield "\n## Objects\n\nWhat the operations take and answer, by name.\n"
    components: dict[str, Schema] = document["components"]["schemas"]
    for name in sorted(_reached(document)):
        schema = components[name]
        yield f"\n### {name}\n"
        if schema.get("description"):
            yield f"\n{schema['description']}\n"
        yield fields(schema) if schema.get("properties") else f"\n{_sentence(type_of(schema))}\n"
        if schema.get("additionalProperties") is True and schema.get("properties"):
            yield "\nFurther keys are allowed.\n"


def _sentence(text: str) -> str:
    return f"One of: {text}." if " or " in text else f"{text}."


def _reached(document: dict[str, Any]) -> set[str]:
    """Return the components that are explained on this page: those that an operation leads to."""
    waiting = [name for _, _, each in operations(document) for name in references(_contents(each))]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found and is_here(name):
            found.add(name)
            waiting.extend(references(document["components"]["schemas"][name]))
    return found


def _contents(operation: Schema) -> list[Schema]:
    """Return the schemas of what an operation takes and answers."""
    holders = [operation.get("requestBody", {}), operation["responses"]["200"]]
    return [content["schema"] for holder in holders for content in holder.get("content", {}).values()]


def _code_of(document: dict[str, Any], answer: Schema) -> str:
    """Return the code that is fixed for a refusal."""
    (content,) = resolved(document, answer)["content"].values()
    return str(content["schema"]["allOf"][1]["properties"]["code"]["enum"][0])


def _anchor(operation: Schema) -> str:
    return f"#{operation['summary'].lower().replace(' ', '-')}"


def _key(operation: Schema) -> str:
    security = operation.get("security")
    return _KEYS["api" if security is None else "any" if security else "none"]


def _mark(operation: Schema) -> str:
    return "**ext**" if operation.get("x-extension") else "older name" if operation.get("deprecated") else ""
