"""From bytes and query strings to typed values, with the place of a fault told as a JSON Pointer (RFC 6901)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from threadline.errors import MalformedError, Violation, did_you_mean, shorten
from threadline.refusing import violation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")

_LONE_SURROGATE = re.compile(
    rb"\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})|[c-fC-F][0-9a-fA-F]{2})"
)


def decode(content: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Return the body as a typed value.

    Raises:
        MalformedError: it is not JSON, or not of the decoder's type; the first fault is told with its place.
    """
    try:
        return decoder.decode(content)
    except msgspec.ValidationError as error:
        raise MalformedError(_violation(error, decoder.type, content)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedError(Violation("", _not_json(content, error))) from error
    except RecursionError as error:
        raise MalformedError(Violation("", "The body is nested too deeply to be read.")) from error


def whole_number(query: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    """Return a parameter of a list: digits, or the default when it is absent or empty.

    Raises:
        MalformedError: it is no whole number from 0 to `most`.
    """
    text = query.get(name, "").strip()
    if text in ("", "null"):
        return default
    digits = text.removeprefix("+").removesuffix(".0")
    if not (
        digits.isascii() and digits.isdecimal() and len(digits) <= len(str(most)) and int(digits) <= most
    ):
        sentence = f"`{name}` must be a whole number from 0 to {most}, not `{shorten(text)}`."
        raise MalformedError(Violation(f"/{name}", sentence))
    return int(digits)


def one_of(query: Mapping[str, str], name: str, choices: Sequence[str]) -> str | None:
    """Return a parameter that is one of a few words; none when it is absent or empty.

    Raises:
        MalformedError: it is another.
    """
    word = query.get(name, "").strip().lower()
    if not word:
        return None
    if word not in choices:
        sentence = f"`{name}` must be {' or '.join(f'`{each}`' for each in choices)}, not `{shorten(word)}`."
        raise MalformedError(Violation(f"/{name}", f"{sentence}{did_you_mean(word, choices)}"))
    return word


def flag(query: Mapping[str, str], name: str) -> bool:
    """Return a parameter that is on or off; absent is off.

    Raises:
        MalformedError: it is neither.
    """
    return one_of(query, name, ("1", "0", "true", "false")) in {"1", "true"}


def _violation(error: Exception, expected: Any, content: bytes) -> Violation:
    return violation(str(error), expected, _plain(content))


def _plain(content: bytes) -> object:
    """Return a body as plain values; `None` when even that is too much. Numbers beyond all bounds are infinite."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _not_json(content: bytes, error: Exception) -> str:
    if not content.strip():
        return "The body is empty; it must be a JSON object."
    surrogate = _LONE_SURROGATE.search(content)
    if surrogate:
        return (
            f"The body has the lone surrogate `{surrogate[0].decode()}` at byte {surrogate.start()}."
            " It stands for no character; send a pair, or leave it out."
        )
    if isinstance(error, UnicodeDecodeError):
        return f"The body is not UTF-8 ({error.reason})."
    return f"The body is not JSON: {error}."
