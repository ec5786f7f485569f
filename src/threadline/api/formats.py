"""The formats of an export, and which of them a caller asks for with `Accept` (RFC 9110 §12.5.1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    media_type: str
    content_type: str
    """The media type with its parameters."""

    ending: str


CSV = Format("text/csv", "text/csv; charset=utf-8", "csv")
NDJSON = Format("application/x-ndjson", "application/x-ndjson", "ndjson")
PARQUET = Format("application/vnd.apache.parquet", "application/vnd.apache.parquet", "parquet")
FORMATS = (CSV, NDJSON, PARQUET)
_OF_TYPES = {each.media_type: each for each in FORMATS}


def asked_for(accept: str) -> Format:
    """Return the format that a caller likes best; CSV when none is named, as the contract has it.

    >>> asked_for("application/json, application/x-ndjson;q=0.5").ending
    'ndjson'
    """
    liked = sorted(map(_weighed, accept.split(",")), key=lambda each: -each[1])
    return next((_OF_TYPES[name] for name, weight in liked if weight > 0 and name in _OF_TYPES), CSV)


def _weighed(part: str) -> tuple[str, float]:
    name, _, rest = part.partition(";")
    _, _, weight = rest.replace(" ", "").partition("q=")
    try:
        return name.strip().lower(), float(weight.partition(";")[0] or 1)
    except ValueError:
        return name.strip().lower(), 0.0
