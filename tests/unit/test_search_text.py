"""The text of a search: any text becomes an expression that the text index takes, or is refused with a reason."""

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadline.records.search.expressions import expression_of
from threadline.search_text import MOST_PIECES, NothingToFindError, Piece, pieces, read_search

INDEX = apsw.Connection(":memory:")
INDEX.execute("create virtual table words using fts5(content, tokenize='ascii')")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("refund", '("refund")'),
        ("  refund\tlate ", '("refund" "late")'),
        ('"not delivered"', '("not delivered")'),
        ('"not delivered', '("not delivered")'),
        ("deliver*", '("deliver" *)'),
        ('"not deliver"*', '("not deliver" *)'),
        ("refund -test", '("refund") NOT ("test")'),
        ('-"a test" refund -sp*', '("refund") NOT ("a test" OR "sp" *)'),
        ("don't", '("don\'t")'),
        ("well-known", '("well-known")'),
        ("content:refund OR (x) AND NOT y", '("content:refund" "OR" "(x)" "AND" "NOT" "y")'),
        ('a ! - "" -!', '("a")'),
        ("a\0b", '("a" "b")'),
        ("ab*", '("ab" *)'),
        ('"a bc"*', '("a bc" *)'),
        ("退*", '("退" *)'),
        ("退", '("退" *)'),
        ("退款吗", '("退款 款吗")'),
        ("iPhone手机", '("iphone 手机")'),
        ("Über -Öl", '("uber") NOT ("ol")'),
        ("\N{FULLWIDTH QUOTATION MARK}a b\N{FULLWIDTH QUOTATION MARK}", '("a b")'),
        ("“not delivered” late", '("not delivered" "late")'),
        ("😡 👍🏽", '("😡" "👍")'),
        ("user_i*", '("user_i" *)'),
        ("don't*", '("don\'t" *)'),
        ('"refund a"*', '("refund a" *)'),
        ("npm install --force", '("npm" "install" "-force")'),
        ("--legacy-peer-deps", '("-legacy-peer-deps")'),
        ("docker run -it --rm -p 8080:80", '("docker" "run" "it" "-rm" "p" "8080:80")'),
        ("kubectl get pods -n kube", '("kubectl" "get" "pods" "n" "kube")'),
        ("error -32602", '("error" "32602")'),
        ('-"a b" -c', '("c") NOT ("a b")'),
        ('"a"-bc d-ef', '("a" "-bc" "d-ef")'),
    ],
)
def test_a_text_becomes_an_expression(text: str, expression: str) -> None:
    assert expression_of(read_search(text)) == expression


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no words"),
        ("!?", "no words"),
        ("*", "no words"),
        ("-test", "leave out"),
        ('-"a b" -cd', "leave out"),
        ("a*", "`a\\*` begins too many words. Give at least 2 letters"),
        ("refund -a*", "2 letters"),
    ],
)
def test_a_text_that_finds_nothing_in_particular_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NothingToFindError, match=reason):
        expression_of(read_search(text))


def test_a_search_has_a_bound_of_words() -> None:
    assert len(read_search("a " * MOST_PIECES).wanted) == MOST_PIECES
    with pytest.raises(NothingToFindError, match="65 words"):
        read_search("a " * (MOST_PIECES + 1))


@given(st.text() | st.text(alphabet='ab"*-() :^+{}\0', max_size=20))
def test_the_index_takes_every_expression(text: str) -> None:
    try:
        expression = expression_of(read_search(text))
    except NothingToFindError:
        return
    assert list(INDEX.execute("select rowid from words where words match ?", (expression,))) == []


@given(
    st.lists(
        st.tuples(st.booleans(), st.text("abc ", min_size=1).filter(str.strip), st.booleans()), max_size=5
    )
)
def test_pieces_are_read_as_they_were_written(written: list[tuple[bool, str, bool]]) -> None:
    text = " ".join(f'{"-" * minus}"{words}"{"*" * star}' for minus, words, star in written)
    assert list(pieces(text)) == [Piece(words, minus, star) for minus, words, star in written]
