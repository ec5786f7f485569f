"""Snippets: the same words as the text index, and the place where they are."""

import apsw
import pytest

from threadline.query.parsing.words import pieces
from threadline.services.asking.snippets import SNIPPET_CHARACTERS, Snippet, fold, pattern_of, snippet


def shown(search: str, text: str) -> Snippet:
    return snippet(text, pattern_of(pieces(search)))


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


def test_every_letter_is_compared_as_the_index_compares_it() -> None:
    """But for capitals that are younger than the index's tables: those it leaves as they are."""
    connection = apsw.Connection(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5(content, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(words, instance)")
    letters = [chr(code) for code in range(0x80, 0x3000) if chr(code).isalpha()]
    connection.executemany(
        "INSERT INTO words (rowid, content) VALUES (?, ?)", [(ord(each), each) for each in letters]
    )
    found = {
        chr(int(str(code))): str(term) for code, term in connection.execute("SELECT doc, term FROM terms")
    }
    different = {letter for letter, term in found.items() if term not in {letter, fold(letter)}}
    assert len(found) > 4_000
    assert different == {"Ǡ"}
