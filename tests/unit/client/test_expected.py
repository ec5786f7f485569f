"""Tables have the columns that were asked for, whatever is found."""

from typing import Any, get_args

import msgspec
import pyarrow as pa  # type: ignore[import-untyped]  # it has none
import pytest

from threadline import Rows, q
from threadline.catalog import VIEWS
from threadline.catalog.names import ViewName
from threadline.client.operations import views
from threadline.client.tables.expected import columns_of
from threadline.wire.queries import QueryAnswer, QueryData

NOTHING = QueryAnswer(status="ok", data=QueryData(result=[], total=0, page_size=1_000, count=0))


def columns(view: ViewName, body: dict[str, Any]) -> list[str]:
    return list(columns_of(view, msgspec.json.encode(body)))


@pytest.mark.parametrize("view", get_args(ViewName))
def test_without_a_selection_they_are_the_fields_of_the_contract(view: ViewName) -> None:
    assert columns(view, {}) == [field.name for field in VIEWS[view].default_fields]


def test_they_are_named_as_in_the_rows() -> None:
    body = {
        "select": [
            {"type": "field", "field": "properties", "path": ["plan", "name"]},
            {"type": "time", "timeUnit": "day"},
            {"type": "aggregation", "aggregation": "count"},
            {"type": "aggregation", "aggregation": "avg", "field": "properties", "path": ["seats"]},
            {"type": "durationSeconds", "from": "createdAt", "to": "updatedAt"},
            {"type": "durationSeconds", "from": "createdAt", "to": "updatedAt", "aggregation": "p90"},
            {"type": "of a newer release"},
        ],
        "groupBy": [{"field": "type"}, {"field": "id", "includeInSelect": False}],
    }
    assert columns("conversations", body) == [
        "properties.plan.name",
        "firstMessageTime_day",
        "count",
        "avg_properties.seats",
        "durationSeconds_createdAt_updatedAt",
        "p90_durationSeconds_createdAt_updatedAt",
        "type",
    ]


def test_an_answer_without_rows_is_a_table_with_columns_and_types() -> None:
    question = q.conversations.select("id", "firstMessageTime")
    call = views.query_conversations(question)
    rows = call.read(200, msgspec.json.encode(NOTHING))
    assert rows.to_arrow().schema == pa.schema(
        [("id", pa.string()), ("firstMessageTime", pa.timestamp("ms", tz="UTC"))]
    )
    assert list(rows.to_pandas().columns) == rows.to_polars().columns == ["id", "firstMessageTime"]


def test_rows_that_nobody_asked_for_have_the_columns_that_they_have() -> None:
    assert Rows(NOTHING).to_arrow().num_columns == 0
