"""The reference pages are what the code says, and name everything."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import duckdb
import pytest

import threadline
from tests.support.compiling import compile_filter
from tests.support.help import commands
from tests.support.product import opened, user
from threadline.catalog import AGGREGATIONS, OPERATORS, TIME_UNITS, VIEWS, FieldType
from threadline.errors import InvalidRequestError
from threadline.query import Scope
from threadline.serving.problems import CODES
from threadline.settings import PREFIX, Settings
from threadline.wire.queries import Query, QueryData
from tools import query_fits, query_words
from tools.reference import FOLDER, pages

LANGUAGE = (FOLDER / "query-language.md").read_text()
ERRORS = (FOLDER / "errors.md").read_text()
SDK = (FOLDER / "sdk.md").read_text()
EXPORTED: dict[str, dict[str, Any]] = {
    "properties": {"plan": "pro", "seats": 5},
    "userProperties": {"userId": "u-1"},
}


@pytest.mark.parametrize("name", [file.name for file in pages()])
def test_a_page_is_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text() == pages()[FOLDER / name], "Run `make reference`."


def test_every_setting_has_a_row_with_its_meaning() -> None:
    rows = re.findall(
        rf"^\| `{PREFIX}(\w+)` \|.*\| (.+) \|$", (FOLDER / "settings.md").read_text(), re.MULTILINE
    )
    assert [name.lower() for name, meaning in rows if meaning.strip()] == [
        field.name for field in fields(Settings)
    ]


def test_every_command_has_a_section() -> None:
    sections = re.findall(r"^## (.+)$", (FOLDER / "command-line.md").read_text(), re.MULTILINE)
    assert sections == [name for name, _ in commands()]


@pytest.mark.parametrize(
    "page", [FOLDER / "query-language.md", FOLDER.parent / "tutorial" / "query-language.md"]
)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]*)(?:#([\w-]+))?\)", page.read_text())
    assert links
    for file, anchor in links:
        target = page.parent / file if file else page
        headings = re.findall(r"^##* (.+)$", target.read_text(), re.MULTILINE)
        assert not anchor or anchor in {heading.lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (OPERATORS, query_words.OPERATORS),
        (AGGREGATIONS, query_words.AGGREGATIONS),
        (TIME_UNITS, query_words.UNITS),
        (get_args(FieldType), query_words.TYPES),
        (QueryData.__struct_encode_fields__, query_words.ANSWER),
    ],
    ids=["operators", "aggregations", "units", "types", "answer"],
)
def test_every_name_of_the_language_has_a_sentence(
    declared: tuple[str, ...], told: Mapping[str, object]
) -> None:
    assert set(declared) == set(told)


def test_every_member_of_a_body_has_a_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", section("Body"), re.MULTILINE)
    assert rows == list(Query.__struct_encode_fields__)


@pytest.mark.parametrize("name", VIEWS)
def test_every_field_of_a_view_has_a_row_with_its_type_and_meaning(name: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| \[`(\w+)`\]\S* .*?\| (.+?) \|", section(name), re.MULTILINE)
    assert rows == [(field.name, field.type, field.sentence) for field in VIEWS[name].fields]


@pytest.mark.parametrize("name", VIEWS)
def test_what_fits_a_field_is_what_the_page_says_of_its_type(name: str) -> None:
    view = VIEWS[name]
    for field in view.fields:
        (row,) = re.findall(rf"^\| `{field.type}` \|.*", section("Types"), re.MULTILINE)
        _, _, _, operators, aggregations, path, unit, _, _, _ = row.split("|")
        assert re.findall(r"`(\w+)`", operators) == list(query_fits.operators(view, field))
        assert re.findall(r"`(\w+)`", aggregations) == list(query_fits.aggregations(view, field))
        assert (path.strip() == "yes") == query_fits.takes_path(view, field)
        assert (unit.strip() == "yes") == query_fits.is_bucket(view, field)


@pytest.mark.parametrize(("heading", "count"), [("Operators", 17), ("Aggregations", 6), ("Units of time", 4)])
def test_names_of_the_contract_are_not_marked_as_extensions(heading: str, count: int) -> None:
    rows = re.findall(r"^\| `\w+` \|.*", section(heading), re.MULTILINE)
    assert len([row for row in rows if "**ext**" not in row]) == count
    assert 0 < len([row for row in rows if "**ext**" in row]) == len(rows) - count


@pytest.mark.parametrize("unit", query_words.RELATIVE)
def test_relative_times_have_up_to_four_digits(unit: str) -> None:
    scope = Scope(project_id="p1", now_ms=1_767_607_200_000)
    where = {"condition": {"field": "firstMessageTime", "operator": "gte", "value": f"9999{unit}"}}
    assert compile_filter(where, VIEWS["conversations"], scope=scope)[1]
    where["condition"]["value"] = f"10000{unit}"
    with pytest.raises(InvalidRequestError):
        compile_filter(where, VIEWS["conversations"], scope=scope)


@pytest.mark.parametrize("name", VIEWS)
def test_exports_have_the_columns_of_the_page(name: str, tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api = product.caller()
        logged = api.log(user("where is it?"), **EXPORTED)
        about = {"messageId": logged["messages"][0]["id"], "conversationId": logged["id"], **EXPORTED}
        api.post("/events", {"type": "seen", "entityType": "message", **about})
        api.post("/feedback", {"type": "negative", "reasons": [{"label": "wrong", "details": ""}], **about})
        headers = next(csv.reader(io.StringIO(api.post(f"/query/{name}/export", {}).body)))
        accept = {"Accept": "application/vnd.apache.parquet"}
        answer = product.client.post(
            f"/query/{name}/export", json={}, headers=accept | {"Authorization": f"Bearer {api.key}"}
        )
    file = tmp_path / "exported.parquet"
    file.write_bytes(answer.content)
    columns = duckdb.connect().execute("describe select * from read_parquet(?)", [str(file)]).fetchall()
    view = VIEWS[name]
    assert {field.name: _parquet_type(field.type) for field in view.default_fields} == {
        column[0]: column[1] for column in columns
    }
    assert headers == [header for field in view.default_fields for header in _headers(name, field.name)]


def _parquet_type(type_: FieldType) -> str:
    return query_words.TYPES[type_].parquet.partition(",")[0].strip("`")


def _headers(view: str, field: str) -> list[str]:
    """Return the columns that the page gives a field, with the keys of what was stored."""
    (cell,) = re.findall(rf"^\| `{field}` \|.*\| ([^|]+) \| [^|]*\|$", section(view), re.MULTILINE)
    told = re.findall(r"`([^`]+)`", cell)
    return [f"{field}.{key}" for key in sorted(EXPORTED[field])] if told == [f"{field}.…"] else told


@pytest.mark.parametrize("page", [ERRORS, SDK], ids=["errors", "sdk"])
def test_headings_of_a_page_are_different_so_that_links_are_not_mistaken(page: str) -> None:
    headings = [each.lower() for each in re.findall(r"^##+ (.+)$", page, re.MULTILINE)]
    assert len(headings) == len(set(headings))


def test_every_code_has_a_section_and_says_whether_to_try_again() -> None:
    sections = re.findall(
        r"^### (\d+) (\w+)\n.*?^\* Try again: ([^\n]+)\.$", ERRORS, re.MULTILINE | re.DOTALL
    )
    assert [(int(status), code) for status, code, _ in sections] == [
        (status.value, code) for status, code in CODES.items()
    ]
    again = {code for _, code, words in sections if words != "no"}
    assert again == {"internal_server_error", "request_timeout", "unavailable"}


def test_every_public_name_of_the_sdk_is_on_its_page() -> None:
    headings = set(re.findall(r"^### (.+)$", SDK, re.MULTILINE))
    rows = set(re.findall(r"^\| `(\w+)` \| `\w+` \|", SDK, re.MULTILINE))
    assert set(threadline.__all__) <= headings | rows


def test_every_method_of_the_client_is_on_its_page() -> None:
    client = threadline.Threadline(api_key="shown-nowhere")
    for noun in ("conversations", "events", "feedback", "query"):
        verbs = [verb for verb in dir(getattr(client, noun)) if not verb.startswith("_") and verb != "client"]
        assert all(f"client.{noun}.{verb}(" in SDK for verb in verbs)


def section(heading: str) -> str:
    """Return the text of a section of the page of the query language."""
    (text,) = re.findall(rf"^##+ {heading}\n(.*?)(?=^##|\Z)", LANGUAGE, re.MULTILINE | re.DOTALL)
    return str(text)
