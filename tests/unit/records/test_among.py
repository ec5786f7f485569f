"""Flags of conversations that count, and which part of the index they are in."""

from hypothesis import given
from hypothesis import strategies as st

from threadline.records.search.among import Among
from threadline.records.search.parts import EACH, part_of, span_of

RIDS = st.sets(st.integers(0, 5 * EACH), max_size=30)


@given(RIDS)
def test_those_that_were_chosen_count_and_no_others(chosen: set[int]) -> None:
    among = Among.of(chosen)
    assert among.rids() == sorted(chosen)
    assert among.count() == len(chosen)
    near = {rid + step for rid in chosen for step in (-1, 0, 1)}
    assert {rid for rid in near if rid in among} == chosen


@given(RIDS)
def test_every_conversation_is_in_one_part(chosen: set[int]) -> None:
    among = Among.of(chosen)
    by_part = {part: among.of_part(part) for part in range(7)}
    assert [rid for each in by_part.values() for rid in each.rids()] == sorted(chosen)
    for part, each in by_part.items():
        first, end = span_of(part)
        assert all(first <= rid < end and part_of(rid) == part for rid in each.rids())
        assert not each.flags or first <= each.first < each.end <= end
