"""Exports: the rows of the query, in other clothes. That values agree is in `test_export_agreement`."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import anyio
import duckdb
import pytest

from tests.support.exported import CSV, NDJSON, PARQUET, csv_lines, exported, json_lines, parquet
from tests.support.product import Caller, Json, Product, agent, condition, counting, opened, user
from threadline.analytics.projection import Projection, Snapshot
from threadline.catalog import VIEWS
from threadline.services.asking.exports import MOST_COLUMNS

EVERY = {"": CSV, "*/*": CSV, "application/json": CSV, CSV: CSV, NDJSON: NDJSON, PARQUET: PARQUET}


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
    assert json_lines(exported(api, NDJSON, view, body)) == api.rows(view, **body)


@pytest.mark.parametrize(("view", "body"), BODIES)
def test_a_parquet_file_has_the_rows_of_the_query(api: Caller, tmp_path: Path, view: str, body: Json) -> None:
    _, rows = parquet(exported(api, PARQUET, view, body), tmp_path)
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
    types, _ = parquet(exported(api, PARQUET, "conversations", {}), tmp_path)
    assert list(types) == [field.name for field in VIEWS["conversations"].default_fields]
    assert types["firstMessageTime"] == "TIMESTAMP WITH TIME ZONE"
    assert types["userMessageCount"] == "INTEGER"
    assert types["properties"] == types["id"] == "VARCHAR"
    types, _ = parquet(exported(api, PARQUET, "semantic-threads", {}), tmp_path)
    assert types["messageIds"] == "VARCHAR[]"
    assert types["hasPositiveFeedback"] == "BOOLEAN"


def test_an_export_has_no_cap(api: Caller, tmp_path: Path) -> None:
    lines = (
        json.dumps({"type": "support_ticket", "id": f"x{n}", "messages": [user("x")]}) for n in range(1_200)
    )
    assert api.post("/v1/bulk/conversations", "\n".join(lines).encode()).status == 200
    body = {"orderBy": [{"field": "id", "direction": "asc"}]}
    assert len(json_lines(exported(api, NDJSON, "conversations", body))) == 1_207
    assert len(csv_lines(exported(api, CSV, "conversations", body))) == 1_208
    _, rows = parquet(exported(api, PARQUET, "conversations", body), tmp_path)
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert len(rows) == 1_207


def test_a_key_that_is_no_name_of_a_database_is_a_column_all_the_same(api: Caller, tmp_path: Path) -> None:
    name = 'a" b; --'
    api.log(user("x"), id="odd", properties={name: 1})
    body = {
        "select": [{"type": "field", "field": "properties", "path": [name]}],
        "where": condition("id", "eq", "odd"),
    }
    _, rows = parquet(exported(api, PARQUET, "conversations", body), tmp_path)
    assert rows == [{f"properties.{name}": "1"}]


def test_names_that_differ_in_case_alone_are_told_apart_in_a_parquet_file(
    api: Caller, tmp_path: Path
) -> None:
    api.log(user("x"), id="odd", properties={"a": 1, "A": 2})
    select = [{"type": "field", "field": "properties", "path": [name]} for name in ("a", "A")]
    body = {"select": select, "where": condition("id", "eq", "odd")}
    assert csv_lines(exported(api, CSV, "conversations", body)) == [
        ["properties.a", "properties.A"],
        ["1", "2"],
    ]
    _, rows = parquet(exported(api, PARQUET, "conversations", body), tmp_path)
    assert rows == [{"properties.a": "1", "properties.A_1": "2"}]


def test_nothing_stays_behind_in_the_data_folder(api: Caller, product: Product) -> None:
    exported(api, PARQUET, "conversations", {})
    assert list(product.state.engine.projection.exports_folder.iterdir()) == []


def test_what_a_crash_left_behind_goes_at_the_next_start(tmp_path: Path) -> None:
    leftover = tmp_path / "again" / "exports" / "half.parquet"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"PAR1")
    with opened(tmp_path / "again"):
        assert not leftover.exists()


def test_csv_holds_the_values_and_nothing_else(api: Caller) -> None:
    """Quotes where RFC 4180 asks for them; what a spreadsheet would take for a formula is data all the same."""
    odd = {"formula": "=1+1", "lines": 'a "b",\r\nc', "nested": {"a": [1, "ü"]}, "none": None, "space": " x "}
    api.log(user("x"), id="odd", properties=odd)
    body = {
        "select": [{"type": "field", "field": "id"}, {"type": "field", "field": "properties"}],
        "where": condition("id", "eq", "odd"),
    }
    assert exported(api, CSV, "conversations", body).decode() == (
        "id,properties.formula,properties.lines,properties.nested,properties.none,properties.space\r\n"
        'odd,=1+1,"a ""b"",\r\nc","{""a"":[1,""ü""]}",, x \r\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\uff1d1",
        '=HYPERLINK("http://e.example","x")',
    ],
)
def test_for_spreadsheets_no_text_and_no_header_is_a_formula(api: Caller, text: str) -> None:
    api.log(user("x"), id=text, properties={text: text, "number": -2, "fine": "a=b"})
    body = {
        "select": [{"type": "field", "field": "id"}, {"type": "field", "field": "properties"}],
        "where": condition("id", "eq", text),
    }
    answer = api.post("/query/conversations/export?bom=1&formulas=escape", body).body
    assert answer.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(answer.removeprefix("\ufeff"), newline=""))
    assert row == {
        "id": f"'{text}",
        f"properties.{text}": f"'{text}",
        "properties.number": "-2",
        "properties.fine": "a=b",
    }


def test_a_server_may_defuse_formulas_by_default(tmp_path: Path) -> None:
    body = {"select": [{"type": "field", "field": "id"}]}
    with opened(tmp_path / "guarded", csv_formulas="escape") as product:
        api = product.caller()
        api.log(user("x"), id="=1")
        assert api.post("/query/conversations/export", body).body == "id\r\n'=1\r\n"
        assert api.post("/query/conversations/export?formulas=keep", body).body == "id\r\n=1\r\n"


def test_no_value_and_an_empty_text_are_different_cells(api: Caller) -> None:
    for id_, value in {"empty": "", "null": None, "absent": ...}.items():
        api.log(user("x"), id=id_, properties={"kind": "blank"} | ({} if value is ... else {"t": value}))
    path = {"type": "field", "field": "properties", "path": ["t"]}
    body = {
        "select": [{"type": "field", "field": "id"}, path],
        "where": condition("properties", "eq", {"path": ["kind"], "value": "blank"}),
        "orderBy": [{"field": "id", "direction": "asc"}],
    }
    assert exported(api, CSV, "conversations", body) == b'id,properties.t\r\nabsent,\r\nempty,""\r\nnull,\r\n'


@pytest.mark.parametrize(("name", "sent"), [("csv", CSV), ("ndjson", NDJSON), ("parquet", PARQUET)])
def test_a_format_can_be_named_in_the_address(api: Caller, name: str, sent: str) -> None:
    answer = api.post(f"/query/conversations/export?format={name}", {}, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith(sent)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("format=xlsx", "`format` must be `csv` or `ndjson` or `parquet`, not `xlsx`."),
        ("formulas=escpe", "Did you mean `escape`?"),
        ("bom=yes", "`bom` must be"),
    ],
)
def test_choices_of_a_file_that_are_none_are_refused(api: Caller, query: str, words: str) -> None:
    answer = api.post(f"/query/conversations/export?{query}", {})
    assert answer.status == 400
    assert answer.body["violations"][0]["pointer"] == f"/{query.partition('=')[0]}"
    assert words in answer.body["violations"][0]["message"]


def test_keys_beyond_the_most_frequent_share_one_column_and_a_header_says_how_many(tmp_path: Path) -> None:
    stored = {
        f"c{number}": {"zone": number} | {f"k{number}_{each:03}": each for each in range(300)}
        for number in range(3)
    }
    with opened(tmp_path / "wide") as product:
        api = product.caller()
        for id_, properties in stored.items():
            api.log(user("a"), id=id_, properties=properties)
        body = {"select": [{"type": "field", "field": each} for each in ("id", "properties")]}
        headers = {"Authorization": f"Bearer {api.key}"}
        answer = api.client.post("/query/conversations/export", json=body, headers=headers)
    header, *rows = csv_lines(answer.content)
    assert answer.headers["threadline-other-keys"] == "401"
    assert len(header) == 1 + MOST_COLUMNS + 1
    assert "properties.zone" in header
    assert header[-1] == "otherProperties"
    for row in rows:
        id_, *spread, others = row
        cells = zip(header[1:-1], spread, strict=True)
        found = {name.removeprefix("properties."): int(cell) for name, cell in cells if cell}
        rest = json.loads(others) if others else {}
        assert not found.keys() & rest.keys()
        assert found | rest == stored[id_]


def test_a_file_in_which_every_key_has_a_column_says_nothing_of_others(tmp_path: Path) -> None:
    with opened(tmp_path / "full") as product:
        api = product.caller()
        api.log(user("a"), properties={f"k{each}": each for each in range(MOST_COLUMNS)})
        headers = {"Authorization": f"Bearer {api.key}"}
        answer = api.client.post("/query/conversations/export", json={}, headers=headers)
    assert "threadline-other-keys" not in answer.headers
    assert "otherProperties" not in csv_lines(answer.content)[0]


def test_an_object_without_members_in_any_row_is_one_empty_column(api: Caller) -> None:
    body = {"select": [{"type": "field", "field": "properties"}], "where": condition("id", "eq", "none")}
    assert exported(api, CSV, "conversations", body) == b"properties\r\n"
    api.log(user("x"), id="none", properties={})
    assert exported(api, CSV, "conversations", body) == b'properties\r\n""\r\n'


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("accept", "sent"), EVERY.items())
def test_a_file_says_what_it_is(api: Caller, view: str, accept: str, sent: str) -> None:
    answer = api.post(f"/query/{view}/export", {}, headers={"Accept": accept})
    ending = {CSV: "csv", NDJSON: "ndjson", PARQUET: "parquet"}[sent]
    assert answer.headers["content-type"] == ("text/csv; charset=utf-8" if sent == CSV else sent)
    assert answer.headers["content-disposition"] == f'attachment; filename="{view}.{ending}"'
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        (f"{NDJSON};q=0.9, text/csv;q=0.1", NDJSON),
        (f"{NDJSON};q=0.5, */*", CSV),
        (f"{NDJSON}, */*;q=0.1", NDJSON),
        (f"text/*;q=0.2, {PARQUET};q=0.3", PARQUET),
        (f"{PARQUET.upper()}; Q=1.0", PARQUET),
        (f"{NDJSON};charset=utf-8;q=0.1, application/json", NDJSON),
        (f"text/csv;q=0, {NDJSON};q=0.001", NDJSON),
        ("text/html, application/xhtml+xml, */*;q=0.8", CSV),
        (f"{NDJSON};q=0", CSV),
        (f"{NDJSON};q=nan", CSV),
        (f"{NDJSON};q=2, nonsense;q=x, ;,", CSV),
    ],
)
def test_the_format_that_is_liked_best_is_chosen_and_csv_when_none_is(
    api: Caller, accept: str, sent: str
) -> None:
    answer = api.post("/query/events/export", {}, headers={"Accept": accept})
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, sent)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_an_export_is_asked_for_with_post_alone(api: Caller, method: str) -> None:
    headers = {"Authorization": f"Bearer {api.key}"}
    answer = api.client.request(method, "/query/conversations/export", headers=headers)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_browsers_may_ask_for_exports_from_anywhere(api: Caller) -> None:
    answer = api.send("OPTIONS", "/query/conversations/export")
    assert answer.status == 200
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_a_faulty_body_is_refused_in_every_format(api: Caller) -> None:
    for accept in (CSV, NDJSON, PARQUET):
        answer = api.post("/query/conversations/export", {"select": 1}, headers={"Accept": accept})
        assert (answer.status, answer.body["code"]) == (400, "bad_request")


def test_no_query_reaches_files(product: Product) -> None:
    projection = product.state.engine.projection
    outside = projection.exports_folder.parent / "records.sqlite"
    for statement in (f"SELECT * FROM read_blob('{outside}')", f"COPY (SELECT 1) TO '{outside}.csv'"):
        with pytest.raises(duckdb.PermissionException):
            projection.run(statement, [])


@pytest.mark.parametrize("accept", [CSV, NDJSON, PARQUET])
def test_an_export_that_memory_does_not_hold_is_refused_before_it_is_a_file(
    tmp_path: Path, accept: str
) -> None:
    with opened(tmp_path / "small", memory_megabytes=16) as product:
        api = product.caller()
        api.log(user("x"))
        fill(product, api.rows("conversations")[0]["projectId"], 300_000)
        answer = api.post("/query/conversations/export", {}, headers={"Accept": accept})
    assert (answer.status, answer.body["code"]) == (422, "unprocessable_entity")
    assert "more memory than there is" in answer.body["detail"]


@pytest.mark.parametrize("accept", [CSV, NDJSON, PARQUET])
def test_who_hangs_up_leaves_nothing_open(
    api: Caller, product: Product, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    fill(product, api.rows("conversations")[0]["projectId"], 50_000)
    moments: list[Snapshot] = []
    taken = Projection.snapshot

    def noted(projection: Projection) -> Snapshot:
        moments.append(taken(projection))
        return moments[-1]

    monkeypatch.setattr(Projection, "snapshot", noted)
    before = open_files()
    assert 2 <= anyio.run(pieces_until_hanging_up, api, accept) < 20
    assert [is_open(each) for each in moments] == ([] if accept == PARQUET else [False])
    assert open_files() == before
    assert len(csv_lines(exported(api, CSV, "conversations", {}))) == 50_008


def fill(product: Product, project_id: str, rows: int) -> None:
    """Put as many more rows as that into the projection."""
    product.state.engine.projection.run(
        "INSERT INTO conversations (rid, project_id, id, properties)"
        " SELECT 1000000 + n, ?, 'n' || n, '{\"hash\":\"' || sha256('' || n) || '\"}' FROM range(?) AS t(n)",
        [project_id, rows],
    )


def is_open(moment: Snapshot) -> bool:
    try:
        moment.cursor.execute("SELECT 1")
    except duckdb.ConnectionException:
        return False
    return True


def open_files() -> list[str]:
    """Return the exported files that this process has open."""
    found = [each.readlink() for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    return [str(each) for each in found if each.match("*.parquet*")]


async def pieces_until_hanging_up(caller: Caller, accept: str) -> int:
    """Return how many pieces came to a client that hangs up at the second."""
    pieces: list[bytes] = []
    gone = anyio.Event()
    asked = [{"type": "http.request", "body": b"{}", "more_body": False}]

    async def receive() -> Json:
        if asked:
            return asked.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Json) -> None:
        pieces.append(message.get("body", b""))
        if len(pieces) == 3:
            gone.set()
            await anyio.sleep_forever()

    headers = [(b"authorization", f"Bearer {caller.key}".encode()), (b"accept", accept.encode())]
    path = "/query/conversations/export"
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    await caller.client.app(scope, receive, send)
    return len(pieces) - 1


def test_events_have_their_objects_as_stored_in_every_format_that_is_asked_for_json(
    api: Caller, tmp_path: Path
) -> None:
    properties = {"n": 7, "o": {"a": [1, None]}, "b": True, "none": None, "text": "7"}
    event = {"entityType": "search", "type": "typed", "searchQuery": "x", "properties": properties}
    assert api.post("/events", event).status == 200
    flat = {"n": "7", "o": '{"a":[1,null]}', "b": "true", "text": "7"}
    where = condition("type", "eq", "typed")
    for mode, told in (("json", properties), ("unpack", flat), (None, flat)):
        body = {"select": [{"type": "field", "field": "properties", "mode": mode}], "where": where}
        assert json_lines(exported(api, NDJSON, "events", body)) == [{"properties": told}]
        assert api.rows("events", **body) == [{"properties": flat}]
    as_json = {"select": [{"type": "field", "field": "properties", "mode": "json"}], "where": where}
    assert json.loads(csv_lines(exported(api, CSV, "events", as_json))[1][0]) == properties
    _, rows = parquet(exported(api, PARQUET, "events", as_json), tmp_path)
    assert json.loads(rows[0]["properties"]) == properties
