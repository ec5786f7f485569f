"""A model reads as much as it can bear, and is told what was left out."""

from threadline.mcp.sizing import Cutter, fitting


def test_texts_are_cut_however_deep_they_lie_and_counted() -> None:
    cutter = Cutter(2)
    assert cutter.cut({"key": ["abc", {"ab": "xyz"}], "n": 12345}) == {
        "ke…": ["ab…", {"ab": "xy…"}],
        "n": 12345,
    }
    assert cutter.cut_count == 3


def test_a_text_of_just_the_length_stays_whole() -> None:
    cutter = Cutter(3)
    assert (cutter.cut("abc"), cutter.cut_count) == ("abc", 0)


def test_rows_are_kept_up_to_a_budget() -> None:
    rows = [{"text": "x" * 90}] * 10
    assert len(fitting(rows, characters=350)) == 3


def test_the_first_row_is_shown_however_long_it_is() -> None:
    assert fitting(["x" * 1_000, "y"], characters=10) == ["x" * 1_000]


def test_no_rows_are_no_rows() -> None:
    assert fitting([]) == []
