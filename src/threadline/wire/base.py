"""What every wire struct has in common: camelCase names, frozen values, and the three states of an optional field.

A field may be absent (`UNSET`), null (`None`) or given; an upsert treats the three differently.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

__all__ = ["IGNORED_HEADER", "OTHER_KEYS_HEADER", "UNSET", "JsonObject", "LoggedObject", "UnsetType", "Wire"]

IGNORED_HEADER = "Threadline-Ignored"
"""Names what a logged body had and the server did not keep: JSON Pointers, with commas between them."""

OTHER_KEYS_HEADER = "Threadline-Other-Keys"
"""How many property keys of a CSV file share the columns `otherProperties` and `otherUserProperties`."""

JsonObject = dict[str, object]
"""A caller's own object: kept as sent, whatever its keys and depth."""

MOST_MEMBERS = 1_000
"""Of an object that is logged: every key of properties may become a column of somebody's table."""

MOST_MEMBERS_WITHIN = 10_000
"""Of an object that is logged, with those of all objects inside it: each is a path that somebody may ask for."""

MOST_NAME_CHARACTERS = 1_000

LoggedObject = Annotated[
    dict[Annotated[str, Meta(max_length=MOST_NAME_CHARACTERS)], object], Meta(max_length=MOST_MEMBERS)
]
"""A caller's own object, as it comes in."""


class Wire(msgspec.Struct, frozen=True, rename="camel"):
    """A shape of the wire. Unknown keys are ignored, because real clients send some."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as the JSON object that goes over the wire, with what a newer server says beyond its fields."""
        document: dict[str, Any] = msgspec.to_builtins(self)
        for field in msgspec.structs.fields(self):
            value = getattr(self, field.name)
            if field.encode_name in document and isinstance(value, Wire | list):
                document[field.encode_name] = _plain(value)
        return {**document, **self._beyond()}

    def _beyond(self) -> Mapping[str, object]:
        """Return what was said beyond the fields; a struct of a server knows nothing of it."""
        return {}


def _plain(value: object) -> object:
    if isinstance(value, Wire):
        return value.to_dict()
    return [_plain(each) for each in value] if isinstance(value, list) else msgspec.to_builtins(value)
