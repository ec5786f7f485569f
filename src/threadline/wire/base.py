"""What every wire struct has in common: camelCase names, frozen values, and the three states of an optional field.

A field may be absent (`UNSET`), null (`None`) or given; an upsert treats the three differently.
"""

import msgspec
from msgspec import UNSET, UnsetType

__all__ = ["IGNORED_HEADER", "UNSET", "JsonObject", "UnsetType", "Wire"]

IGNORED_HEADER = "Threadline-Ignored"
"""Names what a logged body had and the server did not keep: JSON Pointers, with commas between them."""

JsonObject = dict[str, object]
"""A caller's own object: kept as sent, whatever its keys and depth."""


class Wire(msgspec.Struct, frozen=True, rename="camel"):
    """A shape of the wire. Unknown keys are ignored, because real clients send some."""
