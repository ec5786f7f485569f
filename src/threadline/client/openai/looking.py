"""Fields of things that are dictionaries in one program and objects in the next."""

from collections.abc import Mapping
from typing import Any


def look(thing: object, name: str) -> Any:
    """Return a field of a dictionary or an object, or `None`."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def text(value: object) -> str:
    """Return a text, or an empty one for anything else."""
    return value if isinstance(value, str) else ""


def items(value: object) -> list[Any]:
    """Return the items of a list, or none for anything else."""
    return list(value) if isinstance(value, (list, tuple)) else []
