"""Rows as tables: every column has the type that its key promises, else that of its values."""

import sys
from datetime import UTC, datetime
from typing import Any

import pandas as pd  # type: ignore[import-untyped]  # it has types, and does not say so
import polars as pl
import pytest

from threadline import MissingExtraError
from threadline.client.tables import frames
from threadline.client.tables.columns import columns
from threadline.client.tables.rows import Rows
from threadline.wire.queries import QueryAnswer, QueryData

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
TEXT = "2026-01-05T12:00:00.000Z"


def kinds(*rows: dict[str, Any]) -> dict[str, tuple[str, list[Any]]]:
    return {each.name: (each.kind, each.values) for each in columns(rows)}


def test_times_are_aware() -> None:
    found = kinds(
        {"firstMessageTime": TEXT, "createdAt_week": TEXT, "max_createdAt": NOON.timestamp() * 1000}
    )
    assert found == {
        "firstMessageTime": ("time", [NOON]),
        "createdAt_week": ("time", [NOON]),
        "max_createdAt": ("time", [NOON]),
    }


def test_counts_are_whole_and_means_are_not() -> None:
    found = kinds({"count": 2, "countDistinct_id": 1, "userMessageCount": 3, "avg_properties.a": 2})
    assert found == {
        "count": ("integer", [2]),
        "countDistinct_id": ("integer", [1]),
        "userMessageCount": ("integer", [3]),
        "avg_properties.a": ("number", [2.0]),
    }
    assert kinds({"sum_properties.a": 2}, {"sum_properties.a": 3})["sum_properties.a"][0] == "integer"
    assert kinds({"sum_properties.a": 2}, {"sum_properties.a": 0.5})["sum_properties.a"][0] == "number"


def test_objects_and_mixed_values_are_their_json() -> None:
    assert kinds({"properties": {"a": [1]}}) == {"properties": ("json", ['{"a":[1]}'])}
    assert kinds({"properties.a": 7}, {"properties.a": "7"}, {}) == {
        "properties.a": ("json", ["7", '"7"', None])
    }
    assert kinds({"properties.a": 1 << 70}) == {"properties.a": ("json", [str(1 << 70)])}


def test_values_at_paths_have_the_type_that_they_have() -> None:
    found = kinds({"properties.a": "x", "properties.b": True, "properties.c": 1, "properties.d": 0.5})
    assert [kind for kind, _ in found.values()] == ["text", "boolean", "integer", "number"]


def test_rows_need_not_have_the_same_keys() -> None:
    assert kinds({"id": "a"}, {"type": "x"}) == {"id": ("text", ["a", None]), "type": ("text", [None, "x"])}
    assert columns([]) == []


def test_the_texts_of_csv_are_read_by_their_keys() -> None:
    row = {
        "createdAt": TEXT,
        "count": "2",
        "hasPositiveFeedback": "true",
        "languages": '["en"]',
        "properties.n": "7",
    }
    assert kinds(row) == {
        "createdAt": ("time", [NOON]),
        "count": ("integer", [2]),
        "hasPositiveFeedback": ("boolean", [True]),
        "languages": ("texts", [["en"]]),
        "properties.n": ("text", ["7"]),
    }


@pytest.mark.parametrize(
    "row",
    [
        {"createdAt": "yesterday"},
        {"count": "many"},
        {"hasPositiveFeedback": "maybe"},
        {"languages": "en"},
        {"avg_id": "low"},
    ],
)
def test_a_value_that_breaks_the_promise_of_its_key_stays_as_it_is(row: dict[str, Any]) -> None:
    ((kind, values),) = kinds(row).values()
    assert (kind, values) == ("text", list(row.values()))


ROWS = [
    {"firstMessageTime": TEXT, "count": 1, "type": "openai", "languages": ["en"], "properties": {"a": 1}},
    {"type": None, "hasPositiveFeedback": True, "avg_userMessageCount": 2},
]


def rows() -> Rows:
    return Rows(
        QueryAnswer(status="ok", data=QueryData(result=ROWS, total=2, page_size=10, count=2))  # type: ignore[arg-type]  # JSON
    )


def test_pandas_gets_types_that_know_missing_values() -> None:
    frame = rows().to_pandas()
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "firstMessageTime": "datetime64[ms, UTC]",
        "count": "Int64",
        "type": "str",
        "languages": "object",
        "properties": "str",
        "hasPositiveFeedback": "boolean",
        "avg_userMessageCount": "float64",
    }
    assert frame["firstMessageTime"].to_list()[0] == pd.Timestamp(NOON)
    assert frame["count"].to_list() == [1, pd.NA]


def test_polars_gets_its_own_types() -> None:
    frame = rows().to_polars()
    assert dict(frame.schema) == {
        "firstMessageTime": pl.Datetime("ms", "UTC"),
        "count": pl.Int64(),
        "type": pl.String(),
        "languages": pl.List(pl.String()),
        "properties": pl.String(),
        "hasPositiveFeedback": pl.Boolean(),
        "avg_userMessageCount": pl.Float64(),
    }
    assert frame["firstMessageTime"][0] == NOON
    assert frame["properties"].to_list() == ['{"a":1}', None]


def test_arrow_gets_its_own_types() -> None:
    table = rows().to_arrow()
    assert [str(field.type) for field in table.schema] == [
        *("timestamp[ms, tz=UTC]", "int64", "string", "list<item: string>", "string", "bool", "double")
    ]
    assert table.column("firstMessageTime")[0].as_py() == NOON


@pytest.mark.parametrize("empty", [frames.to_pandas, frames.to_polars, frames.to_arrow])
def test_no_rows_are_an_empty_table(empty: Any) -> None:
    assert len(empty([])) == 0


@pytest.mark.parametrize(
    ("library", "convert", "extra"),
    [
        ("pandas", frames.to_pandas, "pandas"),
        ("pyarrow", frames.to_pandas, "pandas"),
        ("polars", frames.to_polars, "polars"),
        ("pyarrow", frames.to_arrow, "arrow"),
    ],
)
def test_a_library_that_is_missing_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, library: str, convert: Any, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"`{library}`.*pip install '\.\[{extra}\]'"):
        convert(ROWS)
