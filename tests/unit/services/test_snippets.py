"""Snippets: the same words as the text index, and the place where they are."""

import pytest

from threadline.search_text import pieces
from threadline.services.asking.snippets import SNIPPET_CHARACTERS, Snippet, snippet, wanted_of


def shown(search: str, text: str) -> Snippet:
    return snippet(text, wanted_of(pieces(search)))


def marked(search: str, text: str) -> list[str]:
    found = shown(search, text)
    return [found.text[first:last] for first, last in found.highlights]


def test_a_short_text_is_shown_whole() -> None:
    assert shown("webhook", "Why does my webhook fail?") == Snippet("Why does my webhook fail?", [(12, 19)])


def test_case_and_accents_do_not_count() -> None:
    assert marked("erreur cafe", "ERREUR au Café, cafés exclus") == ["ERREUR", "Café"]


def test_a_mark_of_its_own_belongs_to_its_word() -> None:
    assert marked("cafe", "un cafe\u0301 noir") == ["cafe\u0301"]


def test_a_word_inside_another_is_no_match() -> None:
    assert marked("port", "export the report to port 80") == ["port"]


def test_the_whole_of_a_word_that_begins_so_is_marked() -> None:
    assert marked("export*", "Exporting exports, no re-exporter? An import.") == [
        "Exporting",
        "exports",
        "exporter",
    ]


def test_a_phrase_is_marked_as_one_whatever_stands_between_its_words() -> None:
    assert marked('"rate limit"', "a limit, a rate; the Rate-\nLimit") == ["Rate- Limit"]


def test_words_that_must_not_be_there_are_not_marked() -> None:
    assert marked("rate -limit", "rate and limit") == ["rate"]


def test_what_a_regular_expression_would_take_for_an_operator_is_only_text() -> None:
    assert marked("a.c (x|y)", "abc a.c x|y") == ["a.c", "x|y"]


def test_of_a_long_text_the_part_with_the_most_matches_is_shown() -> None:
    text = f"{'filler ' * 100}alpha {'filler ' * 100}alpha beta gamma {'filler ' * 100}"
    found = shown("alpha beta gamma", text)
    assert [found.text[first:last] for first, last in found.highlights] == ["alpha", "beta", "gamma"]
    assert found.text.startswith("…filler")
    assert found.text.endswith("…")
    assert len(found.text) <= SNIPPET_CHARACTERS + 2


def test_a_text_without_a_match_shows_its_beginning() -> None:
    assert shown("nowhere", "word " * 100).text.startswith("word word")


@pytest.mark.parametrize("text", ["", " ", "\0"])
def test_a_text_without_words_has_an_empty_snippet(text: str) -> None:
    assert shown("word", text).highlights == []


@pytest.mark.parametrize(
    ("search", "text", "expected"),
    [
        ("退款", "请问怎么退款。退款", ["退款", "退款"]),
        ("款", "退款", ["款"]),
        ("iPhone手机", "我的 iPhone 手机壳", ["iPhone 手机"]),
        ("ก่อน", "ก่อนหน้า", ["ก่อน"]),
        ("กอ", "ก่อน", []),
        ("office", "the o\ufb03ce, an office", ["o\ufb03ce", "office"]),
        ("STRASSE", "die Straße und die Hauptstraße", ["Straße"]),
        ("rechnung", "Rech\u00adnung", ["Rech\u00adnung"]),
        ("ガ", "ｶﾞ", ["ｶﾞ"]),
        ("😡", "broken 😡, 😡🏽", ["😡", "😡🏽"]),
        ("user_i*", "the user_id", ["user_id"]),
        ('"الى مسوول"', "إلى مَسؤول", ["إلى مَسؤول"]),
    ],
)
def test_places_are_those_of_the_text_as_it_is_written(search: str, text: str, expected: list[str]) -> None:
    assert marked(search, text) == expected
