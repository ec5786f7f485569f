"""Write scalars as JSON text, in the one way that the database writes them, and read numbers in texts."""

import json
import re
from math import isfinite
from typing import TypeGuard

from threadline.query.forms.expression import JSON

EXACT_TEXTS = 1e16
"""Below it, a double without a fraction is written as a whole number."""

_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|.)")


def is_number(operand: JSON) -> TypeGuard[int | float]:
    """Say whether an operand is a JSON number."""
    return isinstance(operand, int | float) and not isinstance(operand, bool)


def literal_of(operand: JSON) -> str:
    """Return the JSON text of a scalar that is not a number."""
    if isinstance(operand, str):
        return string_literal(operand)
    return "null" if operand is None else str(operand).lower()


def string_literal(text: str) -> str:
    r"""Return a JSON string as the database writes it: few escapes, hexadecimal digits upper-case.

    >>> string_literal("é\x1f")
    '"é\\u001F"'
    """
    return _ESCAPE.sub(_upper_digits, json.dumps(text, ensure_ascii=False))


def _upper_digits(escape: re.Match[str]) -> str:
    return f"\\u{escape[0][2:].upper()}" if escape[0].startswith("\\u") else escape[0]


def json_text(operand: JSON) -> str:
    """Return a JSON value as the database writes it.

    >>> json_text({"a": [1, 2.0, "b", None]})
    '{"a":[1,2.0,"b",null]}'
    """
    if isinstance(operand, dict):
        members = (f"{string_literal(name)}:{json_text(value)}" for name, value in operand.items())
        return f"{{{','.join(members)}}}"
    if isinstance(operand, list):
        return f"[{','.join(map(json_text, operand))}]"
    return repr(operand) if is_number(operand) else literal_of(operand)


def number_text(number: float) -> str:
    """Return the one text of a number.

    >>> number_text(7.0), number_text(0.5), number_text(12)
    ('7', '0.5', '12')
    """
    is_whole = isinstance(number, int) or (number.is_integer() and abs(number) < EXACT_TEXTS)
    return str(int(number)) if is_whole else repr(number)


def number_in(text: str) -> int | float | None:
    """Return the number that a text is the one text of, or None; none is beyond doubles, as in every operand.

    >>> number_in("7"), number_in("0.5"), number_in("7.0"), number_in("07"), number_in("9" * 400)
    (7, 0.5, None, None, None)
    """
    try:
        number = int(text) if text.lstrip("-").isdecimal() else float(text)
        is_finite = isfinite(number)
    except (ValueError, OverflowError):
        return None
    return number if is_finite and number_text(number) == text else None
