"""Buckets by the clocks of a zone, where clocks change too."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.compiling import compile_query
from tests.support.oracle import answer
from tests.support.warehouse import Warehouse, utc
from tests.support.zones import ZONES, clock_of
from threadline.catalog import VIEWS
from threadline.query import Limits, Scope, bind, needs_of, parse

VIEW = VIEWS["events"]


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    warehouse = Warehouse()
    warehouse.add("events", [{"id": "e1", "createdAt": utc(2026, 1, 5, 10)}])
    return warehouse


def buckets(
    times: list[datetime], unit: str, zone: str, *, knows_clocks: bool = False
) -> tuple[list[Any], list[Any]]:
    """Return the buckets of times, as the database and as the oracle tells them."""
    warehouse = Warehouse()
    names = dict.fromkeys(VIEW.names)
    rows = [{**names, "id": f"e{index:03}", "createdAt": time} for index, time in enumerate(times)]
    warehouse.add("events", [{"id": row["id"], "createdAt": row["createdAt"]} for row in rows])
    body = {
        "select": [{"type": "time", "timeUnit": unit}],
        "orderBy": [{"field": "id", "direction": "asc"}],
        "timeZone": zone,
    }
    if knows_clocks:  # which groups alone are made by
        body = body | {"groupBy": [{"field": "id"}]}
    clocks = {zone: clock_of(zone)} if knows_clocks else {}
    compiled = compile_query(body, VIEW, scope=Scope(project_id="p1", clocks=clocks), limits=Limits())
    told = answer(body, rows, fields=VIEW.names, main_time="createdAt")
    return warehouse.run(compiled.rows), told.rows


@pytest.mark.parametrize("zone", ZONES)
def test_the_database_knows_every_zone(warehouse: Warehouse, zone: str) -> None:
    body = {"select": [{"type": "time", "timeUnit": "day"}], "timeZone": zone}
    compiled = compile_query(body, VIEW, scope=Scope(project_id="p1"), limits=Limits())
    assert len(warehouse.run(compiled.rows)) == 1


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Berlin", utc(2025, 3, 30, 1)),
        ("Europe/Berlin", utc(2025, 10, 26, 1)),
        ("America/New_York", utc(2025, 11, 2, 6)),
        ("America/Havana", utc(2025, 11, 2, 5)),
        ("America/Sao_Paulo", utc(2018, 11, 4, 3)),
        ("Africa/Cairo", utc(2025, 4, 24, 22)),
        ("Atlantic/Azores", utc(2024, 10, 27, 1)),
        ("Asia/Kathmandu", utc(2025, 1, 1, 0)),
    ],
)
@pytest.mark.parametrize("unit", ["hour", "day", "week", "month", "quarter", "year"])
def test_buckets_around_a_change_of_clocks_are_those_of_the_oracle(
    zone: str, change: datetime, unit: str
) -> None:
    found, told = buckets([change + timedelta(minutes=20 * step) for step in range(-100, 100)], unit, zone)
    assert found == told


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Berlin", utc(2025, 3, 30, 1)),
        ("America/Havana", utc(2025, 11, 2, 5)),
        ("America/Sao_Paulo", utc(2018, 11, 4, 3)),
        ("Australia/Lord_Howe", utc(2025, 4, 5, 15)),
        ("America/Scoresbysund", utc(2024, 3, 31, 0)),
        ("Pacific/Apia", utc(2011, 12, 30, 10)),
        ("Antarctica/Troll", utc(2025, 10, 26, 1)),
    ],
)
@pytest.mark.parametrize("unit", ["day", "month"])
def test_clocks_may_change_by_any_span_where_their_changes_are_known(
    zone: str, change: datetime, unit: str
) -> None:
    times = [change + timedelta(minutes=40 * step) for step in range(-60, 60)]
    found, told = buckets(times, unit, zone, knows_clocks=True)
    assert found == told


@pytest.mark.parametrize("unit", ["day", "month"])
def test_times_far_from_today_are_in_buckets_too(unit: str) -> None:
    years = [1920, 1969, 1970, 2049, 2050, 2100]
    times = [utc(year, 1, 1) + timedelta(hours=7 * step) for year in years for step in range(-8, 8)]
    found, told = buckets(times, unit, "Europe/Berlin", knows_clocks=True)
    assert found == told


def test_groups_by_days_of_known_clocks_are_those_of_the_databases_rules() -> None:
    warehouse = Warehouse()
    first = utc(2024, 3, 20)
    times = [first + timedelta(hours=5 * step) for step in range(200)]
    warehouse.add("events", [{"id": f"e{index}", "createdAt": time} for index, time in enumerate(times)])
    body = {
        "select": [{"type": "time", "timeUnit": "day"}, {"type": "aggregation", "aggregation": "count"}],
        "orderBy": [{"field": "createdAt_day", "direction": "desc"}],
        "timeZone": "America/New_York",
    }
    by_rules, by_clocks = (
        warehouse.run(
            compile_query(body, VIEW, scope=Scope(project_id="p1", clocks=clocks), limits=Limits()).rows
        )
        for clocks in (
            {},
            {zone: clock_of(zone) for zone in needs_of(bind(parse(body, VIEW), VIEW, zones=ZONES)).zones},
        )
    )
    assert by_clocks == by_rules
    assert len(by_rules) > 40


def test_the_zones_of_the_buckets_of_a_query_are_told_beforehand() -> None:
    day = {"type": "time", "timeUnit": "day"}
    body = {"select": [day], "timeZone": "Europe/Berlin"}
    assert needs_of(bind(parse(body, VIEW), VIEW, zones=ZONES)).zones == ("Europe/Berlin",)
    by_day = {"timeZone": "Europe/Berlin", "orderBy": [{"field": "createdAt_day", "direction": "asc"}]}
    assert needs_of(bind(parse(by_day, VIEW), VIEW, zones=ZONES)).zones == ("Europe/Berlin",)
    for other in ({"select": [day], "timeZone": "UTC"}, {"select": [], "timeZone": "Europe/Berlin"}):
        assert needs_of(bind(parse(other, VIEW), VIEW, zones=ZONES)).zones == ()


def test_days_around_a_change_of_clocks_have_23_and_25_hours() -> None:
    spring, _ = buckets(
        [utc(2025, 3, 29, 23), utc(2025, 3, 30, 21, 59), utc(2025, 3, 30, 22)], "day", "Europe/Berlin"
    )
    autumn, _ = buckets(
        [utc(2025, 10, 25, 22), utc(2025, 10, 26, 22, 59), utc(2025, 10, 26, 23)], "day", "Europe/Berlin"
    )
    assert [row["createdAt_day"][8:16] for row in spring] == ["29T23:00", "29T23:00", "30T22:00"]
    assert [row["createdAt_day"][8:16] for row in autumn] == ["25T22:00", "25T22:00", "26T23:00"]
