"""Times in tables: by the clocks that were asked for, and no longer than they mean something."""

from __future__ import annotations

from typing import Any

import pytest

from threadline.cli.printing.times import Times

BERLIN = "Europe/Berlin"


def shown(value: Any, unit: str | None = None, zone: str | None = None) -> Any:
    select = [{"type": "time", "timeUnit": unit}] if unit else []
    times = Times.of({"select": select} | ({"timeZone": zone} if zone else {}), "at")
    return times.shown({f"at_{unit}": value})[f"at_{unit}"]


@pytest.mark.parametrize(
    ("unit", "zone", "text"),
    [
        ("hour", None, "2026-10-21 22:00"),
        ("day", None, "2026-10-21"),
        ("hour", BERLIN, "2026-10-22 00:00"),
        ("day", BERLIN, "2026-10-22"),
        ("week", BERLIN, "2026-10-22"),
        ("month", BERLIN, "2026-10"),
        ("quarter", BERLIN, "2026-Q4"),
        ("year", BERLIN, "2026"),
    ],
)
def test_a_unit_of_time_is_shown_as_far_as_it_goes(unit: str, zone: str | None, text: str) -> None:
    assert shown("2026-10-21T22:00:00.000Z", unit, zone) == text


def test_the_hour_that_clocks_show_twice_is_told_apart() -> None:
    hours = [shown(f"2026-10-25T0{hour}:00:00.000Z", "hour", BERLIN) for hour in range(3)]
    assert hours == ["2026-10-25 02:00 +0200", "2026-10-25 02:00 +0100", "2026-10-25 03:00"]


def test_other_times_are_of_the_same_zone_to_the_minute() -> None:
    assert shown("2026-10-21T22:05:06.789Z", None, BERLIN) == "2026-10-22 00:05"


def test_what_is_no_time_stays_as_it_is() -> None:
    for value in ("2026-10-21", "soon", 7, None, {"at": "2026-10-21T22:00:00.000Z"}):
        assert shown(value, "day", BERLIN) == value


def test_a_unit_of_another_field_is_known_by_its_key() -> None:
    times = Times.of({"select": [{"type": "time", "timeUnit": "day", "field": "updatedAt"}]}, "at")
    row = {"updatedAt_day": "2026-10-21T00:00:00.000Z", "at_day": "2026-10-21T00:00:00.000Z"}
    assert times.shown(row) == {"updatedAt_day": "2026-10-21", "at_day": "2026-10-21 00:00"}


def test_the_zone_is_said_when_one_was_asked_for() -> None:
    assert Times.of({}, "at").words == ""
    assert Times.of({"timeZone": BERLIN}, "at").words == "; times are of Europe/Berlin"


def test_a_zone_that_the_machine_does_not_know_is_said_and_shown_as_utc() -> None:
    times = Times.of({"select": [{"type": "time", "timeUnit": "day"}], "timeZone": "Nowhere/Here"}, "at")
    assert "times are UTC" in times.words
    assert times.shown({"at_day": "2026-10-21T22:00:00.000Z"}) == {"at_day": "2026-10-21 22:00"}


def test_times_at_the_end_of_the_calendar_do_not_break_a_table() -> None:
    assert shown("9999-12-31T23:30:00.000Z", "hour", BERLIN) == "9999-12-31T23:30:00.000Z"
