"""Pointers and literals: every name survives, and nothing of a name is syntax."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from threadline.errors import pointer_of
from threadline.query.duckdb import DUCKDB
from threadline.query.emitting.context import Context, JsonValue
from threadline.query.literals import number_in, number_text, string_literal
from threadline.query.sql import Sql

NAMES = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["", "~", "/", "~1", "~01", "*", "$", "a.b"]
)


def steps_of(pointer: str) -> list[str]:
    """Return the names of a pointer, read as RFC 6901 says."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


@given(st.lists(NAMES, max_size=5))
@example(["~1", "/", "~0"])
def test_a_pointer_reads_back_as_the_path_it_was_made_from(path: list[str]) -> None:
    assert steps_of(pointer_of(path)) == path


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_no_name_of_a_path_gets_into_the_text_of_a_statement(path: list[str]) -> None:
    context = Context(DUCKDB, "conversations", {})
    value = JsonValue(context, Sql("properties"), tuple(path))
    plain = JsonValue(context, Sql("properties"), ("x",) * len(path))
    for part in ("literal", "keys", "elements", "number", "string", "text"):
        assert getattr(value, part).text == getattr(plain, part).text


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example('\x00\x1f\x7f\\u001f"\u2028')
def test_a_string_literal_reads_back_as_the_string(text: str) -> None:
    assert json.loads(string_literal(text)) == text


def test_control_characters_have_upper_case_digits_and_backslashes_stay() -> None:
    assert string_literal("\x1f") == '"\\u001F"'
    assert string_literal("\\u001f") == '"\\\\u001f"'


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_of_a_number_reads_back_as_that_number(number: float) -> None:
    assert number_in(number_text(number)) == number


@given(
    st.sampled_from(
        ["", "07", "7.0", "+7", "1_0", " 7", "7 ", "inf", "nan", "0x1", "²", "٣", "-", "--7", "1e400"]
    )
)
def test_a_text_that_no_number_writes_is_no_number(text: str) -> None:
    assert number_in(text) is None
