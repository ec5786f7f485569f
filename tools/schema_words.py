"""Schemas of the OpenAPI document in the words of a reference page: types, bounds, and where each is explained."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tools.query_reference import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Schema = dict[str, Any]

_LANGUAGE = "query-language.md"
_ELSEWHERE = (
    (r"GroupFilter", "filter over groups", f"{_LANGUAGE}#filters-over-groups"),
    (r"Query\w+ResponseData", "rows and counts", f"{_LANGUAGE}#answer"),
    (r"Query\w+ResponseBody", "rows", f"{_LANGUAGE}#answer"),
    (r"Query\w+RequestBody", "query", f"{_LANGUAGE}#body"),
    (r"\w+Filter(AND|OR|Condition)?", "filter", f"{_LANGUAGE}#filters"),
    (r"\w+Selection", "selection", f"{_LANGUAGE}#selections"),
    (r"\w+GroupBy", "selection without a type", f"{_LANGUAGE}#selections"),
    (r"\w+OrderBy", "order", f"{_LANGUAGE}#order"),
    (r"\w+ResultItem", "row", f"{_LANGUAGE}#views"),
    (r"GroupCondition", "condition over groups", f"{_LANGUAGE}#filters-over-groups"),
    (r"FilterOperator", "operator", f"{_LANGUAGE}#operators"),
    (r"TimeUnit", "unit of time", f"{_LANGUAGE}#units-of-time"),
    (r"Problem\w*", "problem", "errors.md#body"),
)
"""Components that have a page of their own, by their whole name; the first that fits."""


def component_of(schema: Schema) -> str:
    """Return the name of the component that a reference names, or an empty text."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def link(name: str) -> str:
    """Return a link to where a component is explained."""
    for pattern, words, place in _ELSEWHERE:
        if re.fullmatch(pattern, name):
            return f"[{words}]({place})"
    return f"[{name}](#{name.lower()})"


def is_here(name: str) -> bool:
    """Say whether a component is explained on the page itself."""
    return "(#" in link(name)


def references(schema: object) -> Iterator[str]:
    """Yield the name of every component that a schema refers to, in its order."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield component_of(schema)
        for each in schema.values():
            yield from references(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from references(each)


def fields(schema: Schema) -> str:
    """Return the table of an object's fields, those that are required first."""
    required = set(schema.get("required", ()))
    named: Mapping[str, Schema] = schema.get("properties", {})
    ordered = sorted(named.items(), key=lambda item: item[0] not in required)
    rows = (
        (f"`{name}`", _type_and_bounds(each), "yes" if name in required else "", each.get("description", ""))
        for name, each in ordered
    )
    return table(("field", "is a", "required", "means"), rows)


def type_of(schema: Schema) -> str:
    """Return the type of a value, in a few words."""
    if "$ref" in schema:
        return link(component_of(schema))
    if "const" in schema:
        return _code(schema["const"])
    if "enum" in schema:
        return _either(map(_code, schema["enum"]))
    for kind in ("oneOf", "anyOf", "allOf"):
        if kind in schema:
            return _either(map(type_of, schema[kind]))
    kinds = schema.get("type", "any value")
    return _either(_kind(each, schema) for each in ([kinds] if isinstance(kinds, str) else kinds))


def bounds(schema: Schema) -> str:
    """Return the bounds and the default of a value, in a few words."""
    told = [
        (f"at least {schema.get('minimum')}", "minimum" in schema),
        (f"at most {schema.get('maximum'):,}" if "maximum" in schema else "", "maximum" in schema),
        (f"at least {schema.get('minLength')} character", "minLength" in schema),
        (f"at most {schema.get('maxLength')} characters", "maxLength" in schema),
        (f"at most {schema.get('maxItems')}", "maxItems" in schema),
        (f"default {_code(schema.get('default'))}", "default" in schema),
    ]
    return ", ".join(words for words, holds in told if holds)


def _type_and_bounds(schema: Schema) -> str:
    return ", ".join(each for each in (type_of(schema), bounds(schema)) if each)


def _either(names: Iterator[str] | map[str]) -> str:
    *most, last = dict.fromkeys(names)
    return f"{', '.join(most)} or {last}" if most else last


def _kind(kind: str, schema: Schema) -> str:
    if kind == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if kind == "object" and schema.get("properties"):
        members = (f"`{name}`: {type_of(each)}" for name, each in schema["properties"].items())
        return f"object with {', '.join(members)}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map of {type_of(schema['additionalProperties'])}"
    return "time" if kind == "string" and schema.get("format") == "date-time" else kind


def _code(value: object) -> str:
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"
