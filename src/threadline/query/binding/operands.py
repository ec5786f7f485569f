"""Give a scalar operand the type of the place that it is compared with.

Texts are accepted where their meaning is plain (`"7"` for a number, `"true"` for a boolean, ISO 8601 or `30d` for
a time).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import isfinite

from threadline.catalog import WORDS, FieldType
from threadline.errors import shorten
from threadline.query.faults import Faults
from threadline.query.forms.expression import JSON
from threadline.query.forms.plan import Place, Scalar
from threadline.query.literals import is_number, number_text
from threadline.query.parsing.members import describe

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_AGO = re.compile(r"([0-9]{1,4})([hdw])")
_AGO_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_EXAMPLES: dict[FieldType, str] = {
    "timestamp": " Write it as `2026-01-05T10:00:00.000Z`, or as `12h`, `30d` or `2w` before now."
}


def bind_scalar(place: Place, operand: JSON, pointer: str, faults: Faults) -> Scalar | None:
    """Return the operand as the place's type, or None after keeping that it is not of that type.

    Values at a path have no declared type: any text, number or boolean is taken as it is.
    """
    scalar = _AS_TYPE.get(place.field.type, _as_json)(operand)
    if scalar is None:
        field = place.field
        given = f"`{shorten(operand)}`" if isinstance(operand, str) else describe(operand)
        message = (
            f"`{field.name}` is {WORDS[field.type]}, which {given} is not.{_EXAMPLES.get(field.type, '')}"
        )
        faults.impossible(pointer, message)
    return scalar


def _as_json(operand: JSON) -> Scalar | None:
    return operand if isinstance(operand, str | int | float) else None


def _as_text(operand: JSON) -> Scalar | None:
    return number_text(operand) if is_number(operand) else operand if isinstance(operand, str) else None


def _as_number(operand: JSON) -> Scalar | None:
    """Return a number as a double; None for a text that writes none, or one too large."""
    if isinstance(operand, str):
        operand = float(operand) if _NUMBER.fullmatch(operand) else None
    return float(operand) if is_number(operand) and isfinite(operand) else None


def _as_boolean(operand: JSON) -> Scalar | None:
    if isinstance(operand, str):
        return {"true": True, "false": False}.get(operand)
    return operand if isinstance(operand, bool) else None


def time_of(operand: JSON) -> Scalar | None:
    """Return the UTC time of an ISO 8601 text, without a zone; one that names no zone is UTC already.

    A text such as `30d` is that long before now.
    """
    if not isinstance(operand, str):
        return None
    if ago := _AGO.fullmatch(operand):
        return int(ago[1]) * _AGO_UNITS[ago[2]]
    try:
        time = datetime.fromisoformat(operand)
        return time if time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _as_nothing(_operand: JSON) -> Scalar | None:
    """Refuse every scalar: a list of texts equals none."""
    return None


_AS_TYPE: dict[FieldType, Callable[[JSON], Scalar | None]] = {
    "string": _as_text,
    "integer": _as_number,
    "number": _as_number,
    "boolean": _as_boolean,
    "timestamp": time_of,
    "string_list": _as_nothing,
}
