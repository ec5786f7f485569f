"""Counts of property keys stay those of the rows, whatever happens to the rows."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.product import Caller, opened, user
from threadline.analytics import FILE_NAME, key_counts
from threadline.analytics.opening import open_projection
from threadline.analytics.projection import Budget, Projection
from threadline.positions import Position

TABLES = ("conversations", "feedback")
BUDGET = Budget(memory_bytes=1 << 28, threads=1)
Counts = Counter[tuple[str, str, str, str]]

OBJECTS = st.none() | st.dictionaries(
    st.sampled_from(("a", "b", "é", "", "a.b", 'x"y')), st.none(), max_size=3
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "rid": st.integers(1, 6),
            "project_id": st.sampled_from(("p1", "p2")),
            "properties": OBJECTS,
            "user_properties": OBJECTS,
        }
    ),
    max_size=5,
)


class Step(NamedTuple):
    """Something that happens to the rows of a table."""

    name: str
    table: str
    rows: list[dict[str, Any]]


NAMES = ("apply", "apply", "fill", "broken", "clear", "checkpoint")
STEPS = st.lists(st.builds(Step, st.sampled_from(NAMES), st.sampled_from(TABLES), ROWS), max_size=12)


@dataclass(slots=True)
class Model:
    """The rows that a projection should have, by table and row number."""

    rows: dict[tuple[str, int], list[dict[str, Any]]] = field(default_factory=dict)

    def apply(self, table: str, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            self.rows.pop((table, row["rid"]), None)
        self.fill(table, rows)

    def fill(self, table: str, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            self.rows.setdefault((table, row["rid"]), []).append(row)

    def clear(self, table: str) -> None:
        self.rows = {place: rows for place, rows in self.rows.items() if place[0] != table}

    def counts(self) -> Counts:
        return Counter(
            (table, row["project_id"], name, key)
            for (table, _), rows in self.rows.items()
            for row in rows
            for name in ("properties", "user_properties")
            for key in row[name] or ()
        )


@pytest.fixture
def projection(monkeypatch: pytest.MonkeyPatch) -> Iterator[Projection]:
    monkeypatch.setattr(key_counts, "MOST_DIFFERENCES", 0)
    projection = open_projection(None, BUDGET)
    yield projection
    projection.close()


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_counts_are_those_of_the_rows_after_every_step(projection: Projection, steps: list[Step]) -> None:
    model = Model()
    for table in TABLES:
        projection.clear(table)
    for step in steps:
        take(step, projection, model)
        assert counts(projection) == model.counts(), step


def take(step: Step, projection: Projection, model: Model) -> None:
    """Do one step to a projection and to what it should be."""
    rids, texts = [row["rid"] for row in step.rows], [text_of(row) for row in step.rows]
    if step.name == "apply":
        projection.apply(step.table, gone=rids, rows=texts)
        model.apply(step.table, step.rows)
    elif step.name == "fill":
        projection.fill(step.table, texts)
        projection.filled(step.table, Position(1))
        model.fill(step.table, step.rows)
    elif step.name == "broken":
        with pytest.raises(duckdb.Error):
            projection.apply(step.table, gone=rids, rows=[*texts, "{"])
    elif step.name == "clear":
        projection.clear(step.table)
        model.clear(step.table)
    else:
        projection.checkpoint()


def text_of(row: dict[str, Any]) -> str:
    """Return a row as the projection takes it in, with its objects as JSON text."""
    objects = {
        name: row[name] if row[name] is None else json.dumps(row[name])
        for name in ("properties", "user_properties")
    }
    return json.dumps(row | objects)


def counts(projection: Projection) -> Counts:
    sql = "SELECT tbl, project_id, field, key, sum(times)::BIGINT FROM property_keys GROUP BY ALL"
    return Counter(
        {
            (str(row[0]), str(row[1]), str(row[2]), str(row[3])): int(str(row[4]))
            for row in projection.run(sql, ())
            if row[4]
        }
    )


def test_differences_are_added_up_when_there_are_many(projection: Projection) -> None:
    for _ in range(3):
        projection.apply("feedback", gone=(), rows=[text_of(row(1, {"a": 1}))])
    projection.apply("feedback", gone=[1], rows=[text_of(row(1, {"b": 1}))])
    assert projection.run("SELECT count(*) FROM property_keys", ()) == [(5,)]
    projection.checkpoint()
    assert projection.run("SELECT key, times FROM property_keys", ()) == [("b", 1)]


def test_a_change_that_keeps_the_keys_notes_nothing(projection: Projection) -> None:
    projection.apply("feedback", gone=(), rows=[text_of(row(1, {"a": 1}))])
    projection.apply("feedback", gone=[1], rows=[text_of(row(1, {"a": 2}))])
    assert projection.run("SELECT key, times FROM property_keys", ()) == [("a", 1)]


def row(rid: int, properties: dict[str, Any]) -> dict[str, Any]:
    return {"rid": rid, "project_id": "p1", "properties": properties, "user_properties": None}


def keys(api: Caller, **body: Any) -> list[str]:
    found: list[str] = api.post("/query/property-keys", {"field": "properties", **body}).body["results"]
    return found


def test_keys_follow_writes_restarts_and_rebuilds(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api = product.caller()
        api.log(user("a"), id="1", properties={"plan": "pro", "seats": 1})
        api.log(user("a"), id="2", properties={"plan": "pro", "old": 1})
        assert keys(api) == ["plan", "old", "seats"]
        api.log(user("a"), id="2", properties={"new": 1})
        product.state.engine.projection.checkpoint()
        expected = ["new", "plan", "seats"]
        assert sorted(keys(api)) == expected
    with opened(tmp_path) as product:
        api = product.caller()
        assert sorted(keys(api)) == expected
        assert keys(api, search="SEA") == ["seats"]
        api.delete("/conversations/2")
        assert keys(api) == ["plan", "seats"]
        assert keys(product.caller(project="other")) == []
    (tmp_path / FILE_NAME).unlink()
    with opened(tmp_path) as product:
        assert keys(product.caller()) == ["plan", "seats"]


def test_keys_of_kept_counts_are_those_of_a_filter_that_holds_for_all_rows(api: Caller) -> None:
    for number in range(8):
        api.log(user("a"), properties={f"k{bit}": bit for bit in range(3) if number >> bit & 1})
    everything = {"condition": {"field": "id", "operator": "isNotNull"}}
    assert keys(api) == keys(api, where=everything) == ["k0", "k1", "k2"]
