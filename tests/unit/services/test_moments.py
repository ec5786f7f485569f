"""Times inside and outside."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from threadline.moments import from_text, to_milliseconds, to_text
from threadline.services.moments import faults_of_time

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
WITHIN = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 28), timezones=ZONES)  # noqa: DTZ001  # zones are given


@given(WITHIN)
def test_a_time_told_as_text_is_the_same_time_to_the_millisecond(moment: datetime) -> None:
    text = to_text(to_milliseconds(moment))
    told = datetime.fromisoformat(text)
    assert timedelta(0) <= moment - told < timedelta(milliseconds=1)
    assert from_text(text) == to_milliseconds(moment)
    assert (len(text), text[-1]) == (24, "Z")


@given(WITHIN)
def test_no_fault_is_found_in_the_years_one_to_9999(moment: datetime) -> None:
    assert faults_of_time(moment, "/createdAt") == []


def test_a_time_that_leaves_the_calendar_in_utc_is_a_fault() -> None:
    early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    late = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-14)))
    assert [fault.pointer for fault in (*faults_of_time(early, "/a"), *faults_of_time(late, "/b"))] == [
        "/a",
        "/b",
    ]


def test_finer_digits_are_cut() -> None:
    assert to_milliseconds(datetime(1970, 1, 1, 0, 0, 0, 1999, tzinfo=UTC)) == 1
