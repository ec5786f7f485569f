"""Days by the clocks of a zone are those that a clock on the wall shows, around every change that zones ever had."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import duckdb
import pytest

from tests.support.zone_changes import Change, ZoneFile
from tests.support.zones import ZONES, clock_of
from threadline.catalog import VIEWS
from threadline.query.duckdb.times import bucket, bucket_key, bucket_of_key
from threadline.query.forms.plan import Bucket, Place
from threadline.query.sql import Sql, fill

VIEW = VIEWS["events"]
TIMES = "from (select unnest(?::timestamp[])::timestamp_ms as created_at)"
ODD = (
    *("America/Goose_Bay", "America/St_Johns", "Antarctica/Casey", "Antarctica/Troll", "Asia/Pyongyang"),
    *("America/Caracas", "Pacific/Apia", "Pacific/Kwajalein", "Africa/Monrovia", "Australia/Lord_Howe"),
    *("America/Scoresbysund", "America/Havana", "Atlantic/Azores", "Asia/Gaza", "Pacific/Kiritimati"),
)
"""Zones whose clocks changed by other spans than an hour, or at midnight."""


@cache
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def around(changes: list[Change]) -> list[datetime]:
    """Return times before and after changes, as the tables have them."""
    spans = (
        timedelta(seconds=-1),
        timedelta(0),
        timedelta(minutes=-65),
        timedelta(minutes=31),
        timedelta(hours=25),
    )
    return sorted({(each.moment + span).replace(tzinfo=None) for each in changes for span in spans})


def told(file: ZoneFile, times: list[datetime], changes: list[Change]) -> list[datetime]:
    """Return when the days of times begin, as Python has it."""
    days = [file.shown(time.replace(tzinfo=UTC)).replace(hour=0, minute=0, second=0) for time in times]
    first = {day: file.first_shown(day, changes).replace(tzinfo=None) for day in set(days)}
    return [first[day] for day in days]


def found(sql: Sql, times: list[datetime]) -> list[datetime]:
    statement = fill(f"select {{}} {TIMES}", sql)
    return [row[0] for row in database().execute(statement.text, [*statement.parameters, times]).fetchall()]


def test_days_around_every_change_of_clocks_are_those_of_the_wall() -> None:
    files = {file.content: (zone, file) for zone in ZONES for file in [ZoneFile.of(zone)]}
    wrong = []
    for zone, file in files.values():
        changes = file.changes()
        times = around(changes)
        days = found(bucket(Bucket(Place(VIEW.main_time), "day", zone), Sql(VIEW.main_time.column)), times)
        expected = told(file, times, changes)
        wrong += [(zone, *each) for each in zip(times, days, expected, strict=True) if each[1] != each[2]]
    assert wrong == []


@pytest.mark.parametrize("zone", ODD)
def test_days_of_known_clocks_are_those_of_the_wall(zone: str) -> None:
    file = ZoneFile.of(zone)
    changes = file.changes()
    times = around(changes)
    value = replace(Bucket(Place(VIEW.main_time), "day", zone), clock=clock_of(zone))
    key = fill("(select {} as k1)", bucket_key(value, Sql(VIEW.main_time.column)))
    assert changes
    assert found(fill("(select {} from {} as keys)", bucket_of_key(value, Sql("k1")), key), times) == told(
        file, times, changes
    )
