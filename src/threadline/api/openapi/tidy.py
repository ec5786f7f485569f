"""Schemas as a reader and a client generator like them: one way to say null, constants, no empty parts. Pure."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_ROOT = "#/components/schemas/"


def ref(name: str) -> Schema:
    """Return a reference to a component.

    >>> ref("Problem")
    {'$ref': '#/components/schemas/Problem'}
    """
    return {"$ref": _ROOT + name}


def one_of(key: str, names: dict[str, str]) -> Schema:
    """Return the choice between components by the value of their field `key`."""
    mapping = {value: _ROOT + name for value, name in names.items()}
    return {
        "oneOf": [ref(name) for name in names.values()],
        "discriminator": {"propertyName": key, "mapping": mapping},
    }


def tidied(schema: Schema, names: dict[str, str]) -> Schema:
    """Return a generated schema with its references renamed, and in the plainest words.

    >>> tidied({"anyOf": [{"type": "string"}, {"type": "null"}]}, {})
    {'type': ['string', 'null']}
    >>> tidied({"type": "array", "prefixItems": [{"type": "integer"}] * 2, "items": False}, {})
    {'type': 'array', 'items': {'type': 'integer'}}
    >>> tidied({"enum": ["openai"]}, {})
    {'type': 'string', 'const': 'openai'}
    """
    told = {key: _part(value, names) for key, value in schema.items() if not _is_empty(key, value)}
    if "prefixItems" in told:
        return _row_of(told)
    if "enum" in told:
        return {"type": "string", **_values(told)}
    if "anyOf" in told:
        return _choice(told)
    if told.get("additionalProperties") == {}:
        told["additionalProperties"] = True
    return told


def nullable(schema: Schema) -> Schema:
    """Return the schema of the same values and null.

    >>> nullable({"type": "string"})
    {'type': ['string', 'null']}
    """
    if "enum" in schema:
        return {**schema, "type": ["string", "null"], "enum": [*schema["enum"], None]}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _row_of(schema: Schema) -> Schema:
    """Return an array of fixed length without `prefixItems`, which generators of clients do not read."""
    first, *others = schema.pop("prefixItems")
    return {
        **schema,
        "items": first if all(each == first for each in others) else {"anyOf": [first, *others]},
    }


def _part(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return tidied(value, names)
    if isinstance(value, list):
        return [_part(each, names) for each in value]
    if isinstance(value, str) and value.startswith(_ROOT):
        name = value.removeprefix(_ROOT)
        return _ROOT + names.get(name, name)
    return value


def _is_empty(key: str, value: object) -> bool:
    """Say whether a part says nothing: the class name as a title, no required field, an empty description."""
    return (key == "title" and isinstance(value, str)) or (key in {"required", "description"} and not value)


def _values(schema: Schema) -> Schema:
    values = schema.pop("enum")
    return {**schema, **({"const": values[0]} if len(values) == 1 else {"enum": values})}


def _choice(schema: Schema) -> Schema:
    options, rest = schema.pop("anyOf"), schema
    if "discriminator" in rest:
        return {"oneOf": options, **rest}
    given = [each for each in options if each != {"type": "null"}]
    if len(given) == 1 and len(options) > 1:
        return {**nullable(given[0]), **rest}
    return {"anyOf": options, **rest}
