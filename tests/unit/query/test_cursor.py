"""Cursors: they hold for one query, and a changed one is refused before its values reach the database."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.support.compiling import compile_query
from threadline.catalog import VIEWS
from threadline.errors import MalformedError
from threadline.query import CompiledQuery, Limits, Scope, next_cursor

ORDER = {"orderBy": [{"field": "userMessageCount", "direction": "asc"}]}
NOW_MS = 1_767_607_200_000


def compiled(body: dict[str, Any], view: str = "conversations", *, now_ms: int = NOW_MS) -> CompiledQuery:
    return compile_query(body, VIEWS[view], scope=Scope(project_id="p1", now_ms=now_ms), limits=Limits())


def cursor_of(body: dict[str, Any], *values: Any) -> str:
    """Return the cursor behind a row, given what it sorts by."""
    query = compiled({**body, "cursor": None})
    found = next_cursor(query, [*(None for _ in query.rows.columns), *values])
    assert found is not None
    return found


def content(cursor: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(cursor))


def written(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def is_refused(body: dict[str, Any], cursor: str, view: str = "conversations") -> bool:
    with pytest.raises(MalformedError) as caught:
        compiled({**body, "cursor": cursor}, view)
    return [violation.pointer for violation in caught.value.violations] == ["/cursor"]


def test_a_body_without_a_cursor_has_no_pages() -> None:
    query = compiled(ORDER)
    assert query.page is None
    assert next_cursor(query, ["x"]) is None


@pytest.mark.parametrize("start", [None, ""])
def test_null_and_an_empty_text_start_the_same_pages(start: str | None) -> None:
    assert compiled({**ORDER, "cursor": start}) == compiled({**ORDER, "cursor": ""})


def test_a_page_asks_for_one_row_more_than_it_shows() -> None:
    query = compiled({**ORDER, "limit": 5, "cursor": ""})
    assert query.page_size == 5
    assert 6 in query.rows.parameters


def test_a_cursor_carries_what_the_last_row_sorts_by() -> None:
    query = compiled({**ORDER, "cursor": cursor_of(ORDER, 3, "c7")})
    assert query.page is not None
    assert query.page.after == (3, "c7")


@pytest.mark.parametrize(
    "change", [{"limit": 3}, {"notes": "page two"}, {"explain": True}], ids=["limit", "notes", "explain"]
)
def test_what_does_not_change_rows_may_change_from_page_to_page(change: dict[str, Any]) -> None:
    assert compiled({**ORDER, **change, "cursor": cursor_of(ORDER, 3, "c7")}).page


def test_a_cursor_of_another_body_or_view_is_refused() -> None:
    cursor = cursor_of(ORDER, 3, "c7")
    assert is_refused({"orderBy": [{"field": "userMessageCount", "direction": "desc"}]}, cursor)
    assert is_refused({}, cursor_of({}, 1, "x"), "events")


@pytest.mark.parametrize(
    "values",
    [
        [],
        [3],
        [3, "c7", 1],
        ["3", "c7"],
        [True, "c7"],
        [1.5, "c7"],
        [2**63, "c7"],
        [3, 7],
        [3, "\ud800"],
        [[3], "c7"],
        "3c",
        None,
    ],
)
def test_values_that_rows_cannot_sort_by_are_refused(values: Any) -> None:
    digest = content(cursor_of(ORDER, 3, "c7"))[0]
    assert is_refused(ORDER, written(digest, NOW_MS, values))


@pytest.mark.parametrize("moment", ["now", -1, 1e3, 10**18, True])
def test_a_moment_that_cannot_be_is_refused(moment: Any) -> None:
    digest = content(cursor_of(ORDER, 3, "c7"))[0]
    assert is_refused(ORDER, written(digest, moment, [3, "c7"]))


@pytest.mark.parametrize("text", ["x", "é", "////", "W10=", "eyJhIjoxfQ==", "W1tbW1tbW1tb" * 5_000, "MQ=="])
def test_a_text_that_is_no_cursor_is_refused(text: str) -> None:
    assert is_refused(ORDER, text)


def test_a_time_beyond_what_the_database_reads_is_refused() -> None:
    digest = content(cursor_of({}, 1, "x"))[0]
    assert is_refused({}, written(digest, NOW_MS, [10**18, "x"]))


def test_relative_times_stay_where_they_were_on_the_first_page() -> None:
    condition = {"field": "firstMessageTime", "operator": "gte", "value": "1d"}
    body = {"where": {"condition": condition}}
    first = compiled({**body, "cursor": ""})
    cursor = cursor_of(body, 1_767_000_000_000_000, "c7")
    later = compiled({**body, "cursor": cursor}, now_ms=NOW_MS + 999_999)
    assert later.rows.parameters[1] == first.rows.parameters[1]
    assert replace(later, page=None).total == first.total
