"""Halves of characters."""

import json

from hypothesis import given
from hypothesis import strategies as st

from threadline.wire.surrogates import SIGN, halves, whole, whole_json, whole_value

ANY_TEXT = st.text(st.characters(codec=None))  # surrogates included


@given(ANY_TEXT)
def test_a_text_without_halves_stays_and_any_other_becomes_one(text: str) -> None:
    mended = whole(text)
    mended.encode()
    assert (mended.count(SIGN) > text.count(SIGN)) is bool(list(halves(text)))


@given(ANY_TEXT)
def test_json_is_mended_as_its_text_is(text: str) -> None:
    assert json.loads(whole_json(json.dumps(text).encode())) == whole(text)


def test_places_are_named_and_keys_are_mended() -> None:
    value = {"messages": [{"content": "ok"}, {"content": "a\ud83d"}], "\udc00": 1}
    assert list(halves(value)) == [("messages", "1", "content"), ("\ufffd",)]
    assert whole_value(value) == {"messages": [{"content": "ok"}, {"content": "a\ufffd"}], "\ufffd": 1}
