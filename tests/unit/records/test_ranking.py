"""What words weigh in a ranking, and what a message's score is made of."""

from hypothesis import given
from hypothesis import strategies as st

from threadline.records.search.ranking import score, weight

COUNTS = st.integers(0, 10**9)
LENGTHS = st.floats(0.01, 100)


@given(COUNTS, COUNTS, COUNTS)
def test_rarer_words_weigh_more_and_every_word_weighs_something(one: int, other: int, more: int) -> None:
    rare, common = sorted((one, other))
    total = common + more
    assert weight(rare, total) >= weight(common, total) > 0


@given(st.integers(1, 10_000), st.integers(1, 10_000), LENGTHS)
def test_more_often_is_better_with_a_bound(frequency: int, more: int, length: float) -> None:
    assert score(1.0, frequency, length) < score(1.0, frequency + more, length) < 2.2


@given(st.integers(1, 10_000), LENGTHS, LENGTHS)
def test_a_shorter_message_is_not_worse(frequency: int, one: float, other: float) -> None:
    short, long = sorted((one, other))
    assert score(1.0, frequency, short) >= score(1.0, frequency, long)


def test_a_message_without_the_word_has_no_score() -> None:
    assert score(3.0, 0, 1.0) == 0
