"""One operation on the docs page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from threadline.api.docs_page.curl import command, command_of_lines
from threadline.api.docs_page.markup import Html, code, details, joined, prose, table, tag, text
from threadline.api.docs_page.tables import fields, limits_of, name_of, type_of
from threadline.api.docs_page.walk import resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threadline.api.openapi.tidy import Schema

KEYS = {
    "API key": "Only a key that may read and write.",
    "any key": "Write-only keys as well, such as the key of a web page.",
    "no key": "Open to everybody.",
}
"""Who may call, and what that means."""


def card(document: dict[str, Any], method: str, path: str, operation: Schema) -> Html:
    """Return everything about one operation: what it does and takes on one side, calls of it on the other."""
    line = tag(
        "p", method_badge(method), tag("code", text(path), class_="path"), *_marks(operation), class_="line"
    )
    left = (
        tag("p", prose(operation["description"])),
        _parameters(document, operation),
        _body(document, operation),
        _answer(document, operation),
        _refusals(document, operation),
    )
    told = tag("div", *left, class_="told")
    shown = tag("div", *_calls(method, path, operation), class_="shown")
    heading = tag("h3", tag("a", text(operation["summary"]), href=f"#{operation['operationId']}"))
    return tag("article", heading, line, tag("div", told, shown, class_="pair"), id=operation["operationId"])


def method_badge(method: str) -> Html:
    """Return the method of an operation."""
    return tag("b", text(method), class_=f"method {method.lower()}")


def _marks(operation: Schema) -> Iterator[Html]:
    security = operation.get("security")
    keys = "API key" if security is None else "any key" if security else "no key"
    yield tag("span", text(keys), class_="mark", title=KEYS[keys])
    if operation.get("deprecated"):
        yield tag("span", text("older name"), class_="mark old")


def _parameters(document: dict[str, Any], operation: Schema) -> Html:
    parameters = [resolved(document, each) for each in operation.get("parameters", ())]
    if not parameters:
        return Html("")
    rows = (
        (
            joined((code(each["name"]), tag("span", text(each["in"]), class_="where")), " "),
            joined((type_of(each["schema"]), limits_of(each["schema"])), " "),
            prose(each["description"]),
        )
        for each in parameters
    )
    return joined((tag("h4", text("Parameters")), table(("Name", "Type", "Meaning"), rows)))


def _body(document: dict[str, Any], operation: Schema) -> Html:
    if "requestBody" not in operation:
        return Html("")
    schema = next(iter(operation["requestBody"]["content"].values()))["schema"]
    link = tag("span", type_of(schema), class_="of")
    return joined((tag("h4", joined((text("Body"), link), " ")), *_shapes(document, schema)))


def _shapes(document: dict[str, Any], schema: Schema) -> Iterator[Html]:
    """Yield the table of a body, or one to open for each shape that it may have."""
    whole = resolved(document, schema)
    options: list[Schema] = whole.get("oneOf") or whole.get("anyOf") or []
    if not options:
        yield fields(whole)
    for option in options:
        yield details(code(name_of(option)), fields(resolved(document, option)), is_open=option is options[0])


def _answer(document: dict[str, Any], operation: Schema) -> Html:
    success = operation["responses"]["200"]
    kind, content = next(iter(success["content"].items()))
    of = joined((code(kind), type_of(content["schema"])), " ")
    heading = tag("h4", joined((text("Answer"), tag("span", of, class_="of")), " "))
    schema = resolved(document, content["schema"])
    shape = details(text("Fields"), fields(schema)) if "properties" in schema else Html("")
    return joined((heading, tag("p", prose(success["description"])), shape))


def _refusals(document: dict[str, Any], operation: Schema) -> Html:
    statuses = [status for status in operation["responses"] if status != "200"]
    if not statuses:
        return Html("")
    chips = (
        tag("a", text(status), href=f"#problem-{status}", title=_title(document, operation, status))
        for status in statuses
    )
    return joined((tag("h4", text("Problems")), tag("p", joined(chips, " "), class_="chips")))


def _title(document: dict[str, Any], operation: Schema, status: str) -> str:
    return str(resolved(document, operation["responses"][status])["description"])


def _calls(method: str, path: str, operation: Schema) -> Iterator[Html]:
    for parameter in operation.get("parameters", ()):
        if parameter.get("in") == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
    has_key = operation.get("security") != []
    requests = (
        operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    )
    if not requests:
        has_lines = "application/x-ndjson" in operation.get("requestBody", {}).get("content", {})
        call = command_of_lines(path) if has_lines else command(method, path, has_key=has_key)
        yield tag("pre", tag("code", text(call)))
    for position, example in enumerate(requests.values()):
        call = tag("pre", tag("code", text(command(method, path, body=example["value"]))))
        title = text(example["summary"])
        yield joined((tag("p", title, class_="caption"), call)) if position == 0 else details(title, call)
    yield from _example_answer(operation)


def _example_answer(operation: Schema) -> Iterator[Html]:
    content = next(iter(operation["responses"]["200"]["content"].values()))
    if "example" not in content:
        return
    example = content["example"]
    shown = example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)
    yield details(text("An answer"), tag("pre", tag("code", text(shown))))
