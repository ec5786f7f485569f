"""Which time zones the database tells."""

from zoneinfo import available_timezones

from tests.support.zones import ZONES
from threadline.analytics.opening import open_projection
from threadline.analytics.projection import Budget


def test_utc_is_first_and_the_others_come_by_name() -> None:
    assert ZONES[0] == "UTC"
    assert list(ZONES[1:]) == sorted({*ZONES} - {"UTC"})


def test_every_name_is_one_of_the_iana() -> None:
    assert {*ZONES} - available_timezones() == set()


def test_a_projection_knows_them_from_its_opening() -> None:
    projection = open_projection(None, Budget(memory_bytes=64 << 20, threads=1))
    try:
        assert projection.zones == ZONES
    finally:
        projection.close()
