"""From bytes to values, with the place of a fault."""

import msgspec
import pytest

from threadline.api.decoding import decode, whole_number
from threadline.errors import MalformedError

ANYTHING = msgspec.json.Decoder()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  ", "empty"),
        (b"{'a':1}", "not JSON"),
        (b'"\xff"', "UTF-8"),
        (b'{"a":"\\ud800"}', "lone surrogate"),
        (b"[" * 100_000, "nested"),
    ],
)
def test_what_is_no_json_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(MalformedError, match=words):
        decode(content, ANYTHING)


@pytest.mark.parametrize(
    ("text", "number"), [("", 20), ("null", 20), ("0", 0), (" 7 ", 7), ("100", 100), ("5.0", 5)]
)
def test_a_parameter_is_a_whole_number_or_its_default(text: str, number: int) -> None:
    assert whole_number({"limit": text}, "limit", default=20, most=100) == number


@pytest.mark.parametrize("text", ["101", "-1", "x", "1.5", "²", "9" * 5000, "0x1"])
def test_any_other_parameter_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        whole_number({"limit": text}, "limit", default=20, most=100)
