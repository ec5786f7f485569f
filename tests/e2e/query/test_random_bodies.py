"""Random bodies on random rows: the database and plain Python give the same answer, whole and page by page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.bodies import Bodies
from tests.support.comparison import (
    compiled,
    cuts,
    differences,
    numbered,
    pages,
    scope_of,
    store,
    wanted,
)
from tests.support.compiling import compile_export, compile_query
from tests.support.examples import examples
from tests.support.warehouse import Warehouse
from threadline.catalog import VIEWS, View
from threadline.errors import FaultyRequestError
from threadline.query import Limits, Scope
from threadline.query.sql import NO_COLUMNS

Rows = list[dict[str, Any]]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
ASKED = {name: st.tuples(Bodies(view).rows(), Bodies(view).bodies()) for name, view in VIEWS.items()}
OF_ANY_VIEW = st.sampled_from(list(VIEWS)).flatmap(lambda name: st.tuples(st.just(VIEWS[name]), ASKED[name]))
CONVERSATIONS = VIEWS["conversations"]
SCOPE = Scope(project_id="p1")


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    return Warehouse()


@settings(max_examples=examples(75), deadline=None, suppress_health_check=SLOW)
@given(asked=OF_ANY_VIEW)
def test_a_random_body_is_answered_as_the_oracle_answers(
    warehouse: Warehouse, asked: tuple[View, tuple[Rows, dict[str, Any]]]
) -> None:
    view, (plain, body) = asked
    rows = numbered(view, plain)
    query = compiled(body, view, scope_of(body, rows))
    if query is None:
        return
    store(warehouse, view, rows)
    told = wanted(body, view, rows)
    assert differences(warehouse.run(query.rows), told.rows) == []
    assert warehouse.run(query.total) == [{"total": told.total}]


@settings(max_examples=examples(40), deadline=None, suppress_health_check=SLOW)
@given(asked=OF_ANY_VIEW)
def test_pages_together_are_the_whole_answer(
    warehouse: Warehouse, asked: tuple[View, tuple[Rows, dict[str, Any]]]
) -> None:
    view, (plain, body) = asked
    body = {name: value for name, value in body.items() if name != "offset"}
    rows = numbered(view, plain)
    scope = scope_of(body, rows)
    if compiled(body, view, scope) is None:
        return
    store(warehouse, view, rows)
    found = list(pages(warehouse, body, view, scope))
    told = wanted({**body, "limit": None}, view, rows)
    assert differences([row for page in found for row in page], told.rows) == []
    assert all(len(page) == body.get("limit", len(page)) for page in found[:-1])


@settings(max_examples=examples(40), deadline=None, suppress_health_check=SLOW)
@given(asked=Bodies(CONVERSATIONS).alike(), cutting=st.sampled_from([pages, cuts]))
def test_values_that_are_written_alike_come_once_each(
    warehouse: Warehouse,
    asked: tuple[Rows, dict[str, Any]],
    cutting: Callable[..., Iterator[Rows]],
) -> None:
    plain, body = asked
    empty = {name: None for name in CONVERSATIONS.names if name not in {"id", "projectId"}}
    rows = numbered(CONVERSATIONS, [{**empty, **row} for row in plain])
    store(warehouse, CONVERSATIONS, rows)
    told = wanted({**body, "limit": None}, CONVERSATIONS, rows)

    read = compile_query(body, CONVERSATIONS, scope=SCOPE, limits=Limits()).paths
    for columns in (NO_COLUMNS, warehouse.promote("conversations", read)):
        found = list(cutting(warehouse, body, CONVERSATIONS, SCOPE, columns=columns))
        assert differences([row for page in found for row in page], told.rows) == []


@settings(max_examples=examples(30), deadline=None, suppress_health_check=SLOW)
@given(asked=ASKED["conversations"])
def test_an_export_holds_the_rows_of_the_query(
    warehouse: Warehouse, asked: tuple[Rows, dict[str, Any]]
) -> None:
    plain, body = asked
    rows = numbered(CONVERSATIONS, plain)
    try:
        export = compile_export(body, CONVERSATIONS, scope=scope_of(body, rows))
    except FaultyRequestError:
        return
    store(warehouse, CONVERSATIONS, rows)
    assert differences(warehouse.run(export.rows), wanted(body, CONVERSATIONS, rows).rows) == []
