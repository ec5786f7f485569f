"""Halves of characters: a UTF-16 surrogate without its partner, as programs that cut text by its length leave it.

It stands for no character, so neither UTF-8 nor a database can hold it. It becomes U+FFFD, the sign for what could not
be read, and all around it stays.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

SIGN = "\ufffd"
"""Stands where half a character stood."""

_HALF = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    rb"|\\[\s\S]"
)
"""A pair, a half, or any other escape: a backslash that is escaped itself begins none."""


def whole(text: str) -> str:
    r"""Return a text without halves: two that belong together become their character, others U+FFFD.

    >>> whole("a\ud83d\ude00b\ud83d") == "a\U0001f600b\ufffd"
    True
    """
    if not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def whole_json(content: bytes) -> bytes:
    r"""Return JSON without halves, be they escaped or in the bytes; the same bytes when there are none.

    >>> whole_json(b'"a\\ud83d b\\\\ud83d"')
    b'"a\\ufffd b\\\\ud83d"'
    """
    mended = _ESCAPE.sub(_sign, content) if b"\\u" in content else content
    try:
        mended.decode()
    except UnicodeDecodeError:
        try:
            return whole(mended.decode("utf-8", "surrogatepass")).encode()
        except UnicodeDecodeError:
            return content
    return mended


def whole_value(value: Any) -> Any:
    """Return a value as JSON has it, without halves in any text or key."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, Mapping):
        return {whole_value(key): whole_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [whole_value(each) for each in value]
    return value


def halves(value: object, place: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the places of texts with halves that find no partner."""
    if isinstance(value, str):
        if _is_broken(value):
            yield place
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if isinstance(key, str) and _is_broken(key):
                yield (*place, whole(key))
            yield from halves(each, (*place, whole(str(key))))
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from halves(each, (*place, str(index)))


def _is_broken(text: str) -> bool:
    return bool(_HALF.search(text)) and whole(text).count(SIGN) > text.count(SIGN)


def _sign(found: re.Match[bytes]) -> bytes:
    return b"\\ufffd" if found["half"] else found[0]
