"""JSON between the wire and the rows: text when it is stored, raw bytes when it is told again, parsed never twice."""

from __future__ import annotations

import msgspec
from msgspec import UNSET

_encoder = msgspec.json.Encoder()
encode = _encoder.encode
encode_lines = _encoder.encode_lines
"""Returns values as NDJSON: one a line, each line ended."""

_NULL = msgspec.Raw(b"null")


def json_text(value: object) -> str | None:
    """Return a member of a body as normalised JSON text; `None` when it is absent or null."""
    return None if value is None or value is UNSET else encode(value).decode()


def raw(text: str | None) -> msgspec.Raw:
    """Return stored JSON text for embedding; `null` when there is none."""
    return _NULL if text is None else msgspec.Raw(text.encode())
