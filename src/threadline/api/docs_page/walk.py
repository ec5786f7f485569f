"""Ways through an OpenAPI document: its operations by tag, and what a reference points to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threadline.api.openapi.tidy import Schema


def operations_of(document: dict[str, Any], name: str) -> Iterator[tuple[str, str, Schema]]:
    """Yield method, path and operation of everything under a tag."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if name in operation["tags"]:
                yield method.upper(), path, operation


def resolved(document: dict[str, Any], schema: Schema) -> Schema:
    """Return what a reference points to; anything else is itself."""
    found: Any = document
    for step in schema.get("$ref", "").removeprefix("#/").split("/"):
        found = found[step] if step else schema
    return dict(found)
