"""The formats of an export, and which of them a caller asks for: with `?format=`, or with `Accept` (RFC 9110 §12.5.1).

`Accept` is never refused with 406: clients of the contract ask for JSON now and then, and read the CSV that comes.
"""

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
"""The first that a caller likes best is sent."""


def named(ending: str) -> Format:
    """Return the format of files with an ending."""
    return next(each for each in FORMATS if each.ending == ending)


def asked_for(accept: str) -> Format:
    """Return the format that a caller likes best; CSV when none is named, as the contract has it.

    >>> asked_for("application/json, application/x-ndjson;q=0.5").ending
    'ndjson'
    >>> asked_for("application/x-ndjson;q=0.5, */*").ending
    'csv'
    """
    weights: dict[str, float] = {}
    for part in accept.split(","):
        name, weight = _weighed(part)
        weights[name] = max(weight, weights.get(name, 0.0))
    return max(FORMATS, key=lambda each: _liking(each.media_type, weights))


def _liking(media_type: str, weights: dict[str, float]) -> float:
    """Return the weight of the most particular range that a type is in."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[each] for each in ranges if each in weights), 0.0)


def _weighed(part: str) -> tuple[str, float]:
    """Return a range and its weight; one that cannot be read weighs nothing."""
    name, *parameters = (each.strip().lower() for each in part.split(";"))
    text = next((each.removeprefix("q=") for each in parameters if each.startswith("q=")), "1")
    try:
        weight = float(text)
    except ValueError:
        weight = 0.0
    return name, weight if 0 <= weight <= 1 else 0.0
