"""NDJSON and Parquet: the rows of the query, in other clothes."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support.product import Caller, Json, Product, agent, condition, counting, opened, user
from threadline.query import VIEWS

NDJSON, PARQUET = "application/x-ndjson", "application/vnd.apache.parquet"


@pytest.fixture(autouse=True)
def data(api: Caller) -> None:
    for number in range(7):
        api.log(
            user(f"question {number}", id=f"m{number}", createdAt=f"2026-01-{number + 1:02}T10:00:00.250Z"),
            agent("answer"),
            id=f"c{number}",
            properties={
                "plan": ["pro", "free", None][number % 3],
                "seats": number,
                "nested": {"a": [1, "ü"]},
            },
            **({"userProperties": {"id": f"u{number}"}} if number % 2 else {}),
        )
    api.post("/feedback", {"type": "positive", "messageId": "m1", "reasons": [{"label": "fast"}]})
    api.post("/events", {"entityType": "search", "type": "search_query_submitted", "searchQuery": 'a "b"\nc'})


def exported(caller: Caller, accept: str, view: str, body: Json) -> bytes:
    headers = {"Authorization": f"Bearer {caller.key}", "Accept": accept}
    answer = caller.client.post(f"/query/{view}/export", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(accept.partition(";")[0])
    ending = {NDJSON: "ndjson", PARQUET: "parquet", "text/csv": "csv"}[accept.partition(";")[0]]
    assert answer.headers["content-disposition"] == f'attachment; filename="{view}.{ending}"'
    return answer.content


def json_lines(caller: Caller, view: str, body: Json) -> list[Json]:
    return [json.loads(line) for line in exported(caller, NDJSON, view, body).splitlines()]


def table(caller: Caller, folder: Path, view: str, body: Json) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return the types of the columns, and the rows."""
    path = folder / "answer.parquet"
    path.write_bytes(exported(caller, PARQUET, view, body))
    described = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    types = {str(name): str(type_) for name, type_, *_ in described}
    # A time with a zone comes to Python by way of a package that nothing else here needs.
    places = ", ".join(_place(place, type_) for place, type_ in enumerate(types.values()))
    names = ", ".join(f"c{place}" for place in range(len(types)))
    found = duckdb.execute(f"SELECT {places} FROM read_parquet(?) AS file({names})", [str(path)]).fetchall()
    return types, [dict(zip(types, row, strict=True)) for row in found]


def _place(place: int, type_: str) -> str:
    is_time = type_ == "TIMESTAMP WITH TIME ZONE"
    return f"strftime(c{place} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')" if is_time else f"c{place}"


def decoded(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of a file as the query has it: JSON decoded, and no key without a value."""
    objects = ("properties", "userProperties", "reasons", "sources")
    return {
        name: json.loads(value) if name.partition(".")[0] in objects else value
        for name, value in row.items()
        if value is not None
    }


BODIES = [
    pytest.param("conversations", {}, id="all fields"),
    pytest.param(
        "conversations",
        {
            "select": [
                {"type": "field", "field": "id"},
                {"type": "field", "field": "properties", "path": ["seats"]},
            ],
            "where": condition("properties", "eq", {"path": ["plan"], "value": "pro"}),
            "orderBy": [{"field": "id", "direction": "desc"}],
        },
        id="filtered and ordered",
    ),
    pytest.param(
        "conversations",
        {
            "select": [
                {"type": "time", "timeUnit": "day", "field": "firstMessageTime"},
                counting(),
                {"type": "aggregation", "aggregation": "avg", "field": "userMessageCount"},
            ],
            "orderBy": [{"field": "firstMessageTime_day", "direction": "asc"}],
        },
        id="grouped",
    ),
    pytest.param("conversations", {"limit": 3}, id="limited"),
    pytest.param("conversations", {"where": condition("id", "eq", "none")}, id="no rows"),
    pytest.param("feedback", {}, id="feedback"),
    pytest.param("events", {}, id="events"),
    pytest.param("semantic-threads", {}, id="threads"),
    pytest.param("semantic-threads", {"query": "question 3"}, id="searched"),
]


@pytest.mark.parametrize(("view", "body"), BODIES)
def test_lines_are_the_rows_of_the_query(api: Caller, view: str, body: Json) -> None:
    assert json_lines(api, view, body) == api.rows(view, **body)


@pytest.mark.parametrize(("view", "body"), BODIES)
def test_a_parquet_file_has_the_rows_of_the_query(api: Caller, tmp_path: Path, view: str, body: Json) -> None:
    _, rows = table(api, tmp_path, view, body)
    assert [decoded(row) for row in rows] == [shown(row) for row in api.rows(view, **body)]


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the query without nulls, and the texts that threads show for other values as those values."""
    return {
        name: {key: _value(each) for key, each in value.items()} if isinstance(value, dict) else value
        for name, value in row.items()
        if value is not None
    }


def _value(shown_as: Any) -> Any:
    try:
        return json.loads(shown_as)
    except (TypeError, ValueError):
        return shown_as


def test_the_columns_of_a_parquet_file_are_typed(api: Caller, tmp_path: Path) -> None:
    types, _ = table(api, tmp_path, "conversations", {})
    assert list(types) == list(VIEWS["conversations"].names)
    assert types["firstMessageTime"] == "TIMESTAMP WITH TIME ZONE"
    assert types["userMessageCount"] == "INTEGER"
    assert types["properties"] == types["id"] == "VARCHAR"
    types, _ = table(api, tmp_path, "semantic-threads", {})
    assert types["messageIds"] == "VARCHAR[]"
    assert types["hasPositiveFeedback"] == "BOOLEAN"


def test_an_export_has_no_cap(api: Caller, tmp_path: Path) -> None:
    lines = (
        json.dumps({"type": "support_ticket", "id": f"x{n}", "messages": [user("x")]}) for n in range(1_200)
    )
    assert api.post("/v1/bulk/conversations", "\n".join(lines).encode()).status == 200
    assert len(json_lines(api, "conversations", {})) == 1_207
    _, rows = table(api, tmp_path, "conversations", {"orderBy": [{"field": "id", "direction": "asc"}]})
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert len(rows) == 1_207


def test_a_key_that_is_no_name_of_a_database_is_a_column_all_the_same(api: Caller, tmp_path: Path) -> None:
    name = 'a" b; --'
    api.log(user("x"), id="odd", properties={name: 1})
    body = {
        "select": [{"type": "field", "field": "properties", "path": [name]}],
        "where": condition("id", "eq", "odd"),
    }
    assert table(api, tmp_path, "conversations", body)[1] == [{f"properties.{name}": "1"}]


def test_nothing_stays_behind_in_the_data_folder(api: Caller, product: Product) -> None:
    exported(api, PARQUET, "conversations", {})
    assert list(product.desk.engine.projection.exports_folder.iterdir()) == []


def test_what_a_crash_left_behind_goes_at_the_next_start(tmp_path: Path) -> None:
    leftover = tmp_path / "again" / "exports" / "half.parquet"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"PAR1")
    with opened(tmp_path / "again"):
        assert not leftover.exists()


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "text/csv", f"{NDJSON};q=0", "nonsense;q=x", ""]
)
def test_csv_is_what_comes_when_nothing_else_is_asked_for(api: Caller, accept: str) -> None:
    headers = {"Authorization": f"Bearer {api.key}", "Accept": accept}
    answer = api.client.post("/query/conversations/export", json={}, headers=headers)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("id,")


def test_the_format_that_is_liked_best_is_chosen(api: Caller) -> None:
    assert exported(api, f"{NDJSON};q=0.9, text/csv;q=0.1", "events", {}).startswith(b"{")


def test_a_faulty_body_is_refused_in_every_format(api: Caller) -> None:
    for accept in (NDJSON, PARQUET):
        answer = api.post("/query/conversations/export", {"select": 1}, headers={"Accept": accept})
        assert (answer.status, answer.body["code"]) == (400, "bad_request")


def test_no_query_reaches_files(product: Product) -> None:
    projection = product.desk.engine.projection
    outside = projection.exports_folder.parent / "records.sqlite"
    for statement in (f"SELECT * FROM read_blob('{outside}')", f"COPY (SELECT 1) TO '{outside}.csv'"):
        with pytest.raises(duckdb.PermissionException):
            projection.run(statement, [])
