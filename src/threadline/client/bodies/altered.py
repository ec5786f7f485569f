"""Log calls of which not everything reaches the store: said in a warning, and no error, for the rest is kept."""

import warnings
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote

import msgspec

from threadline.client.bodies.documents import to_document
from threadline.client.errors import AlteredWarning
from threadline.errors import pointer_of
from threadline.wire.base import IGNORED_HEADER, Wire
from threadline.wire.surrogates import halves, whole_value


def whole_document(body: Wire | Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Return a body without halves of characters, and the sentence that says where they were.

    The sentence is empty when all of them had their partners beside them: then nothing is lost.
    """
    document = to_document(body) if isinstance(body, Wire) else body
    plain = msgspec.to_builtins(document, builtin_types=(datetime,))
    places = ", ".join(f"`{pointer_of(place)}`" for place in halves(plain))
    whole: dict[str, Any] = whole_value(plain)
    return whole, f"Half of a character (a surrogate) becomes U+FFFD at {places}." if places else ""


def warn(sentence: str) -> None:
    """Say what is altered to whoever runs the program."""
    warnings.warn(sentence, AlteredWarning, stacklevel=2)


def warn_of_ignored(headers: Mapping[str, str]) -> None:
    """Say what the server does not keep of a body, when an answer names something."""
    if places := headers.get(IGNORED_HEADER):
        warn(not_kept(map(unquote, places.split(", "))))


def not_kept(places: Iterable[str]) -> str:
    """Return the sentence that names what the server does not keep."""
    return f"There is no place for {', '.join(f'`{each}`' for each in places)}: it is not kept."
