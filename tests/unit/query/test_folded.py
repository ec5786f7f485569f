"""`contains` and `startsWith`: DuckDB finds a text in another where both are the same once they are folded."""

# ruff: noqa: RUF001 -- letters that look like others are what is tested

from typing import Literal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadline.folding import fold
from threadline.query.duckdb.texts import MOST_FOLDED, has
from threadline.query.sql import Sql, bound

DATABASE = duckdb.connect()
SIGNS = "aAeé sSßfﬁﬃﬀlæøŁıIİςΣάガか退款한กำ😡❤\u00ad\u200b-.*[]()\\^$|?+{}\0\n'\"_%½"


def is_found(text: str, operand: str, where: Literal["anywhere", "start"] = "anywhere") -> bool:
    sql = has(bound(text), operand, where)
    found = DATABASE.execute(f"SELECT {sql.text}", list(sql.parameters)).fetchone()
    return found == (True,)


@pytest.mark.parametrize(
    ("text", "operand"),
    [
        ("ΣΟΦΟΣ", "σοφος"),
        ("straße", "STRASSE"),
        ("Strasse", "straße"),
        ("straße", "stras"),
        ("Łódź", "lodz"),
        ("smørrebrød Æsir Œuvre", "SMORREBROD aesir oeuvre"),
        ("ISPARTA", "ısparta"),
        ("أحمد مَسؤول", "احمد مسوول"),
        ("the o\ufb03ce", "office"),
        ("the o\ufb03ce", "ice"),
        ("ＡＢＣ１２３", "abc123"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("\u1112\u1161\u11ab글", "한글"),
        ("Rech\u00adnung", "rechnung"),
        ("cafe\u0301 noir", "café noir"),
        ("a\u00a0b", "a b"),
        ("мой й", "и\u0306"),
        ("怎么退款", "退款"),
        ("100 % [sic] a.b", "% [SIC] a.b"),
        ("x", ""),
        ("x", "\u00ad"),
        ("", ""),
    ],
)
def test_a_text_is_found_however_it_is_written(text: str, operand: str) -> None:
    assert is_found(text, operand)


@pytest.mark.parametrize(
    ("text", "operand"),
    [
        ("cafe", "cafes"),
        ("aXb", "a.b"),
        ("カ", "ガ"),
        ("", "a"),
        ("x y", "xy"),
        ("и", "й"),
        ("a", "^a"),
        ("s", "ss"),
    ],
)
def test_what_is_not_in_a_text_is_not_found(text: str, operand: str) -> None:
    assert not is_found(text, operand)


def test_a_text_begins_with_another_whatever_cannot_be_seen_before_it() -> None:
    assert is_found("\u200bÉcole ouverte", "ecole", "start")
    assert is_found("ﬁle", "f", "start")
    assert not is_found("une École", "ecole", "start")
    assert not is_found("a\nb", "b", "start")


@given(st.text(SIGNS, max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_every_part_of_a_text_is_in_it_as_it_is_and_folded(text: str, first: int, end: int) -> None:
    assert is_found(text, text[first:end])
    assert is_found(text, fold(text[first:end]))
    assert is_found(fold(text), text[first:end])
    assert is_found(text, text[:end], "start")


@given(st.text(SIGNS, max_size=12), st.text(SIGNS, max_size=3))
def test_what_is_found_is_there_once_both_are_folded(text: str, operand: str) -> None:
    if is_found(text, operand):
        assert fold(operand) in fold(text)


def test_a_long_text_is_compared_by_case_alone() -> None:
    long = "Ein Übertrag " * (MOST_FOLDED // 10)
    assert is_found(long, long.upper())
    assert not is_found(long, fold(long))
    assert is_found(long, fold(long)[:MOST_FOLDED])
    assert is_found("F" * MOST_FOLDED, "f" * MOST_FOLDED)


def test_the_text_of_a_caller_is_a_parameter() -> None:
    assert "'" not in has(Sql("type"), "' or true --", "anywhere").text
