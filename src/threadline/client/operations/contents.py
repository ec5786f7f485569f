"""The JSON of a body, or the place in it that has none. What the values mean is the server's to judge."""

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from reprlib import repr as shortened
from typing import Any

import msgspec

from threadline.client.bodies.altered import warn, whole_document
from threadline.client.bodies.keywords import LOGGED, Document, json_of
from threadline.client.given import plain
from threadline.client.questions.filters import Filter
from threadline.client.questions.groups import Having
from threadline.client.questions.question import Question
from threadline.errors import pointer_of
from threadline.wire.base import UNSET, Wire

_WITHOUT_NUMBERS = frozenset({str, int, bool, type(None)})


def content_of(
    body: Wire | Document | None, fields: Mapping[str, object], keywords: type, *, also: tuple[str, ...] = ()
) -> bytes:
    """Return the JSON of a body that is given whole or as keywords; see `json_of`.

    Raises:
        TypeError: it is no body, it is given twice, a keyword is unknown, or a value has no JSON.
        ValueError: a number or a text has no JSON, or the body has no end.
    """
    _check_body(body)
    given = fields if body is None else body
    try:
        content = json_of(body, fields, keywords, also=also)
    except RecursionError as error:
        raise ValueError("The body holds itself, or is nested too deeply to be sent.") from error
    except (TypeError, UnicodeEncodeError) as error:
        if isinstance(error, UnicodeEncodeError) and keywords in LOGGED:
            return _mended(given, keywords)
        _refuse(given, error)
        raise
    # Numbers that JSON lacks are written as null. Most bodies have none of either, and are not looked through.
    if b"null" in content and _has_odd_number(given):
        _refuse(given, None)
    return content


def _mended(given: Wire | Mapping[str, object], keywords: type) -> bytes:
    """Return the JSON of a body that is logged, without halves of characters: nothing is lost for one of them."""
    document, told = whole_document(given)
    if told:
        warn(told)
    return content_of(document, {}, keywords)


def shown(thing: object) -> str:
    """Return what a caller gave, in a few words, with its type."""
    return f"{shortened(thing)} of type `{type(thing).__name__}`"


def _check_body(body: object) -> None:
    if body is not None and not isinstance(body, Wire | Mapping):
        raise TypeError(
            f"A body is a dictionary in wire names, a struct of `threadline`, or keywords; not {shown(body)}."
        )


def _refuse(given: object, cause: Exception | None) -> None:
    """Raise what is wrong with the first part of a body that has no JSON, if there is one."""
    for place, whole in _parts(given, ""):
        part = plain(whole)
        if isinstance(part, float) and not isfinite(part):
            raise ValueError(
                f"JSON has no number for the {part} at `{place}`. Give None, or leave it out."
            ) from cause
        if isinstance(part, str) and not _is_unicode(part):
            raise ValueError(
                f"The text at `{place}` has half of a character (a surrogate), and cannot be sent."
            ) from cause
        if not _has_json(part):
            raise TypeError(f"There is no JSON for what is at `{place}`: {shown(part)}.") from cause


def _has_odd_number(value: object) -> bool:
    """Return whether JSON lacks a number of a body; quickly, as bodies with a null in them are many."""
    value = plain(value)
    if isinstance(value, float):
        return not isfinite(value)
    inner: Iterable[object]
    if isinstance(value, dict):
        inner = value.values()
    elif isinstance(value, list | tuple):
        inner = value
    else:
        inner = (each for _, each in _inner(value) or ())
    return any(type(each) not in _WITHOUT_NUMBERS and _has_odd_number(each) for each in inner)


def _parts(value: object, place: str) -> Iterator[tuple[str, object]]:
    """Yield all that holds nothing else, with its place as a JSON pointer."""
    inner = _inner(value)
    if inner is None:
        yield place or "/", value
        return
    for key, each in inner:
        yield from _parts(each, f"{place}{pointer_of([str(key)])}")


def _inner(value: Any) -> Iterator[tuple[object, object]] | None:
    """Return what something holds, by key or by number; `None` when it is no such thing."""
    value = value.wire if isinstance(value, Question | Filter | Having) else value
    if isinstance(value, Wire):
        return ((field.encode_name, getattr(value, field.name)) for field in msgspec.structs.fields(value))
    if isinstance(value, Mapping):
        return iter(value.items())
    return iter(enumerate(value)) if isinstance(value, list | tuple | set | frozenset) else None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _has_json(part: object) -> bool:
    if part is UNSET or part is None or isinstance(part, str | int | float):
        return True
    try:
        msgspec.json.encode(part)
    except TypeError:
        return False
    return True
