"""An export holds what the query holds: the same rows in the same order, value by value, in every format."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.bodies import Bodies
from tests.support.comparison import numbered, scope_of
from tests.support.compiling import compile_export
from tests.support.examples import examples
from tests.support.exported import CSV, NDJSON, PARQUET, csv_lines, exported, json_lines, parquet
from tests.support.product import Caller, Json, Product, opened
from threadline.catalog import VIEWS, View
from threadline.query import Column

Row = dict[str, Any]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
MODES = st.sampled_from([None, "unpack", "json"])
ODD = st.sampled_from([
    "", " ", ",", '"', '""', "\r", "\n", "\r\n", 'a "b", c\r\nd', "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1",
    "; ", "\x00", "\x1f", "\ufeff", "é", "日本語", "👩‍👩‍👧", "\u202e", "\u2028",
    "null", "true", "007", "1e5", "NaN", "{}",
])  # fmt: skip
TEXTS = st.text(max_size=8) | ODD
DOCUMENTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=4,
)
LIST_MEMBERS = {"reasons": ("label", "details"), "sources": ("type", "title", "url")}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with opened(tmp_path_factory.mktemp("agreement")) as product:
        yield product


@pytest.fixture(scope="module")
def api(product: Product) -> Caller:
    caller = product.caller()
    for view in VIEWS:
        assert caller.rows(view) == []
    return caller


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def with_modes(body: Row, mode: str | None) -> Row:
    """Return a body whose fields say how they are to be spread; with a path that is refused now and then."""
    select = [{**part, "mode": mode} if part["type"] == "field" else part for part in body.get("select", ())]
    return {**body, **({"select": select} if select and mode else {})}


def asked_of(view: View) -> Any:
    bodies = st.tuples(Bodies(view).bodies(), MODES).map(lambda pair: with_modes(*pair))
    return st.tuples(st.just(view), Bodies(view).rows(), bodies)


def odd_rows(view: View) -> Any:
    """Return rows whose texts are whatever texts can be, also as names of properties."""
    values: dict[str, Any] = {"string": TEXTS, "string_list": st.lists(TEXTS, max_size=2)}
    values["object"] = st.none() | st.dictionaries(TEXTS, DOCUMENTS, max_size=4)
    values["objects"] = st.none() | st.lists(
        st.dictionaries(st.sampled_from(["label", "title", "x"]), st.none() | TEXTS), max_size=2
    )
    fields = {
        field.name: values.get(field.type, st.none())
        for field in view.fields
        if field.name not in {"id", "projectId"}
    }
    plain = st.lists(st.fixed_dictionaries(fields), min_size=1, max_size=4)
    select = [
        {"type": "field", "field": field.name, "mode": "json"} for field in view.fields if field.is_json
    ]
    return st.tuples(st.just(view), plain, st.sampled_from([{}, {"select": select}]))


OF_ANY_VIEW = st.sampled_from(list(VIEWS.values())).flatmap(asked_of)
ODD_OF_ANY_VIEW = st.sampled_from(list(VIEWS.values())).flatmap(odd_rows)


@settings(max_examples=examples(20), deadline=None, suppress_health_check=SLOW)
@given(asked=OF_ANY_VIEW)
def test_every_format_has_what_the_query_has(
    product: Product, api: Caller, folder: Path, asked: tuple[View, list[Row], Row]
) -> None:
    check(product, api, folder, asked)


@settings(max_examples=examples(20), deadline=None, suppress_health_check=SLOW)
@given(asked=ODD_OF_ANY_VIEW)
def test_texts_arrive_as_they_are_whatever_is_in_them(
    product: Product, api: Caller, folder: Path, asked: tuple[View, list[Row], Row]
) -> None:
    check(product, api, folder, asked)


def check(product: Product, api: Caller, folder: Path, asked: tuple[View, list[Row], Row]) -> None:
    view, plain, asked_for = asked
    body = {**asked_for, "timeFormat": "rfc3339"}  # as files have times
    fill(product, api, view, plain)
    rows = queried(api, view.name, body)
    if rows is None:
        return
    columns = compile_export(body, view, scope=scope_of(body, [])).rows.columns
    _, found = parquet(exported(api, PARQUET, view.name, body), folder)
    maps = {field.name for field in view.fields if field.is_text_map}
    as_stored = {column.key for column in columns if column.mode == "json" and column.key in maps}
    assert as_texts(json_lines(exported(api, NDJSON, view.name, body))) == as_texts(
        {name: json.loads(other[name] or "null") if name in as_stored else row[name] for name in row}
        for row, other in zip(rows, found, strict=True)
    )
    assert as_texts(shown(columns, row, maps) for row in found) == as_texts(
        whole(columns, row) for row in rows
    )
    names = {column.key: members(found, column) for column in columns if column.mode == "unpack"}
    header, *lines = csv_lines(exported(api, CSV, view.name, body))
    assert header == [each for column in columns for each in headers(column, names)]
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        cells = iter(line)
        for column in columns:
            own = {each: next(cells) for each in headers(column, names)}
            check_cells(column, row.get(column.key), own, is_map=column.key in maps)


def fill(product: Product, api: Caller, view: View, plain: list[Row]) -> None:
    """Put rows in the place of those that the projection has."""
    projection = product.state.engine.projection
    project_id = product.state.recognise(api.key).project_id
    types = {field.name: field for field in view.fields}
    rows = [
        {
            (types[name].column if name in types else name): stored(
                name in types and types[name].is_json, value
            )
            for name, value in ({**row, "projectId": project_id}).items()
            if name != "messages"
        }
        for row in numbered(view, [{"messages": [], **row} for row in plain])
    ]
    projection.clear(view.table)
    projection.apply(view.table, gone=(), rows=[json.dumps(row, ensure_ascii=False) for row in rows])


def stored(is_json: bool, value: Any) -> Any:
    if is_json and value is not None:
        return msgspec.json.encode(value).decode()
    return round(value.timestamp() * 1_000) if isinstance(value, datetime) else value


def queried(api: Caller, view: str, body: Row) -> list[Row] | None:
    """Return all rows of a query, page by page where it allows; None if it is refused, and exports with it."""
    is_cut = "limit" in body or "offset" in body
    asked: Row = body if is_cut else {**body, "limit": 3, "cursor": None}
    rows: list[Row] = []
    while True:
        answer = api.post(f"/query/{view}", asked)
        if answer.status != 200:
            assert_refused(api, view, body, answer.body)
            return None
        rows += answer.body["data"]["result"]
        if "nextCursor" not in answer.body["data"]:
            return rows
        asked = {**asked, "cursor": answer.body["data"]["nextCursor"]}


def assert_refused(api: Caller, view: str, body: Row, problem: Json) -> None:
    for accept in (CSV, NDJSON, PARQUET):
        answer = api.post(f"/query/{view}/export", body, headers={"Accept": accept})
        assert (answer.status, answer.body["violations"]) == (problem["status"], problem["violations"])


def as_texts(rows: Any) -> list[str]:
    """Return rows as JSON: 7, 7.0 and true differ there, and so does the order of keys."""
    return [json.dumps(row) for row in rows]


def shown(columns: tuple[Column, ...], row: Row, maps: set[str]) -> Row:
    """Return a row of a Parquet file as the query shows it."""
    return {
        column.key: flat(json.loads(value), is_map=column.key in maps)
        if column.kind == "json" and value is not None
        else value
        for column, value in zip(columns, row.values(), strict=True)
    }


def flat(value: Any, *, is_map: bool) -> Any:
    """Return an object of events as the map of texts that queries show."""
    return {name: text(each) for name, each in value.items() if each is not None} if is_map else value


def whole(columns: tuple[Column, ...], row: Row) -> Row:
    """Return a row of the query with every key."""
    return {column.key: row.get(column.key) for column in columns}


def members(found: list[Row], column: Column) -> list[str]:
    """Return the names of the members that the objects of a column have in a Parquet file."""
    objects = [json.loads(row[column.key]) for row in found if row[column.key] is not None]
    return sorted({name for each in objects if isinstance(each, dict) for name in each})


def headers(column: Column, names: dict[str, list[str]]) -> list[str]:
    spread = LIST_MEMBERS.get(column.key, names.get(column.key, ())) if column.mode == "unpack" else ()
    return [f"{column.key}.{name}" for name in spread] or [column.key]


def check_cells(column: Column, value: Any, cells: dict[str, str], *, is_map: bool) -> None:
    for header, cell in cells.items():
        member = header.removeprefix(f"{column.key}.")
        if column.mode == "json":
            told = flat(json.loads(cell), is_map=is_map) if cell else None
            assert as_texts([told]) == as_texts([value]), header
        elif column.mode == "unpack" and column.key in LIST_MEMBERS:
            assert cell == "; ".join(text(each.get(member)) for each in value or ()), header
        elif column.mode == "unpack":
            assert cell == text((value or {}).get(member)), header
        else:
            assert cell == text(value), header


def text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
