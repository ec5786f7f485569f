"""Schemas as tables for people: name, type, whether it is required, what it means."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from threadline.api.docs_page.markup import Html, code, details, joined, prose, table, tag, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threadline.api.openapi.tidy import Schema

_FEW_VALUES = 9
_TIME = "time"


def name_of(schema: Schema) -> str:
    """Return the name of the component that a reference names, or an empty text."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def fields(schema: Schema) -> Html:
    """Return the table of an object's fields, those that are required first."""
    required = set(schema.get("required", ()))
    named: Mapping[str, Schema] = schema.get("properties", {})
    ordered = sorted(named.items(), key=lambda item: item[0] not in required)
    return table(
        ("Field", "Type", "Meaning"),
        (_row(name, field, is_required=name in required) for name, field in ordered),
    )


def component(schema: Schema) -> Html:
    """Return what a component is: its fields, its values, or the components that it may be."""
    parts = [tag("p", prose(schema["description"]))] if schema.get("description") else []
    if schema.get("properties"):
        parts.append(fields(schema))
    else:
        parts.append(tag("p", type_of(schema), class_="type"))
    if schema.get("additionalProperties") is True and schema.get("properties"):
        parts.append(tag("p", text("Further keys are allowed."), class_="note"))
    return joined(parts)


def type_of(schema: Schema) -> Html:
    """Return the type of a value, in a few words; components are links."""
    name = name_of(schema)
    if name:
        return tag("a", text(name), href=f"#schema-{name}")
    if "const" in schema:
        return code(json.dumps(schema["const"]))
    if "enum" in schema:
        return _values(schema["enum"])
    for kind in ("oneOf", "anyOf", "allOf"):
        if kind in schema:
            return joined((type_of(each) for each in schema[kind]), " | ")
    return _plain(schema)


def limits_of(schema: Schema) -> Html:
    """Return the bounds and the default of a value, as text."""
    told = []
    if "minimum" in schema or "maximum" in schema:
        told.append(_range(schema.get("minimum"), schema.get("maximum")))
    if "minLength" in schema:
        told.append(f"at least {schema['minLength']} character")
    if "maxLength" in schema:
        told.append(f"at most {schema['maxLength']} characters")
    if "maxItems" in schema:
        told.append(f"at most {schema['maxItems']}")
    if "default" in schema:
        told.append(f"default {json.dumps(schema['default'])}")
    return tag("span", text(", ".join(told)), class_="limits") if told else Html("")


def _row(name: str, schema: Schema, *, is_required: bool) -> tuple[Html, ...]:
    mark = tag("span", text("required"), class_="required") if is_required else Html("")
    meaning = prose(schema.get("description", ""))
    return joined((code(name), mark), " "), joined((type_of(schema), limits_of(schema)), " "), meaning


def _plain(schema: Schema) -> Html:
    kinds = schema.get("type", "any")
    names = [kinds] if isinstance(kinds, str) else list(kinds)
    return joined((_kind(kind, schema) for kind in names), " | ")


def _kind(kind: str, schema: Schema) -> Html:
    if kind == "array":
        item = type_of(schema.get("items", {}))
        return joined((text("list of "), item))
    if kind == "object" and schema.get("properties"):
        members = joined(
            (joined((code(name), type_of(each)), ": ") for name, each in schema["properties"].items()), ", "
        )
        return joined((text("object with "), members))
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return joined((text("map of "), type_of(schema["additionalProperties"])))
    return text(_TIME if schema.get("format") == "date-time" and kind == "string" else kind)


def _values(values: list[str | None]) -> Html:
    shown = joined((code("null" if each is None else each) for each in values), " | ")
    if len(values) <= _FEW_VALUES:
        return shown
    names = joined((code(str(each)) for each in values), " ")
    return details(text(f"one of {len(values)} names"), tag("p", names, class_="values"), class_="inline")


def _range(least: int | None, most: int | None) -> str:
    if most is None:
        return f"at least {least}"
    return f"at most {most}" if least is None else f"{least} to {most}"
