"""Behind every number: the filter of a row, asked with, gives that row again and nothing else."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.bodies import Bodies
from tests.support.comparison import compiled, differences, numbered, scope_of, store
from tests.support.compiling import Request, compile_behind, filter_behind
from tests.support.examples import examples
from tests.support.product import Caller, Json, Product, agent, condition, counting, user
from tests.support.warehouse import Warehouse
from tests.support.zones import ZONES
from threadline.catalog import VIEWS, View
from threadline.errors import FaultyRequestError, InvalidRequestError
from threadline.query import Limits, bind, parse

Rows = list[dict[str, Any]]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
ASKED = {name: st.tuples(Bodies(view).rows(), Bodies(view).bodies()) for name, view in VIEWS.items()}
OF_ANY_VIEW = st.sampled_from(list(VIEWS)).flatmap(lambda name: st.tuples(st.just(VIEWS[name]), ASKED[name]))
CHOOSING = ("having", "limit", "offset", "orderBy")
"""What of a body chooses among rows: a filter does not repeat it."""


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    return Warehouse()


@settings(max_examples=examples(75), deadline=None, suppress_health_check=SLOW)
@given(asked=OF_ANY_VIEW)
def test_a_query_with_the_filter_behind_a_row_has_that_row_alone(
    warehouse: Warehouse, asked: tuple[View, tuple[Rows, dict[str, Any]]]
) -> None:
    view, (plain, body) = asked
    rows = numbered(view, plain)
    scope = scope_of(body, rows)
    query = compiled(body, view, scope)
    if query is None:
        return
    store(warehouse, view, rows)
    for row in warehouse.run(query.rows)[:4]:
        try:
            where = filter_behind(Request(query=body, row=row), view)
        except InvalidRequestError as refused:
            silent = [re.search("hidden key|as texts alone", each.message) for each in refused.violations]
            if not all(silent):
                raise
            continue
        again = {name: part for name, part in body.items() if name not in CHOOSING} | {"where": where}
        narrowed = compiled(again, view, scope)
        assert narrowed is not None
        found = warehouse.run(narrowed.rows)
        assert found
        if bind(parse(body, view), view, zones=ZONES).is_grouped:
            assert len(found) == 1
        assert all(not differences([each], [row]) for each in found)


@settings(max_examples=examples(50), deadline=None, suppress_health_check=SLOW)
@given(asked=OF_ANY_VIEW)
def test_the_rows_behind_all_groups_are_all_rows(
    warehouse: Warehouse, asked: tuple[View, tuple[Rows, dict[str, Any]]]
) -> None:
    view, (plain, body) = asked
    rows = numbered(view, plain)
    scope = scope_of(body, rows)
    body = {name: part for name, part in body.items() if name not in CHOOSING}
    query = compiled({**body, "select": [*body.get("select", []), counting()]}, view, scope)
    if query is None or "False" in str(body.get("groupBy")):
        return
    store(warehouse, view, rows)
    for row in warehouse.run(query.rows):
        request = Request(query={**body, "select": [*body.get("select", []), counting()]}, row=row)
        try:
            behind = compile_behind(request, view, scope=scope, limits=Limits())
        except InvalidRequestError:
            return
        assert warehouse.fetch(behind.count)[0][0] == row["count"]


def drill(api: Caller, view: str, query: Json, row: Json, **more: Json) -> Json:
    answer = api.post(f"/v1/query/{view}/drilldown", {"query": query, "row": row, **more})
    assert answer.status == 200, answer.body
    return answer.body["data"]


PER_PLAN = {"select": [counting()], "groupBy": [{"field": "properties", "path": ["plan"]}]}


@pytest.fixture
def filled(api: Caller) -> Caller:
    for number, plan in enumerate(["pro", "pro", "free", 7, "7", 7.0, None, {"b": 1, "a": [2.0]}]):
        api.log(user(f"question {number}"), agent("answer"), id=f"c{number}", properties={"plan": plan})
    api.log(user("no plan"), id="c8")
    return api


def test_every_group_leads_to_as_many_conversations_as_it_counts(filled: Caller) -> None:
    rows = filled.rows("conversations", **PER_PLAN)
    assert sorted(row["count"] for row in rows) == [1, 1, 1, 2, 2, 2]
    for row in rows:
        data = drill(filled, "conversations", PER_PLAN, row)
        assert data["rowCount"] == data["total"] == len(data["result"]) == row["count"]


def test_a_number_that_javascript_has_written_anew_still_finds_its_rows(filled: Caller) -> None:
    found = drill(filled, "conversations", PER_PLAN, {"properties.plan": 7, "count": 2})
    assert {each["id"] for each in found["result"]} == {"c3", "c5"}
    nested = drill(filled, "conversations", PER_PLAN, {"properties.plan": {"a": [2], "b": 1}})
    assert [each["id"] for each in nested["result"]] == ["c7"]


def test_the_filter_can_be_asked_with(filled: Caller) -> None:
    data = drill(filled, "conversations", PER_PLAN, {"properties.plan": "pro", "count": 2})
    assert data["filter"] == condition("properties", "eq", {"path": ["plan"], "value": "pro"})
    assert filled.rows("conversations", where=data["filter"], select=[counting()]) == [{"count": 2}]


def test_a_bucket_becomes_its_bounds(api: Caller) -> None:
    for month in ("01", "02"):
        at = {"createdAt": f"2026-{month}-15T08:00:00Z"}
        api.log(user("question", **at), agent("answer", **at), createdAt=at["createdAt"])
    query = {"select": [{"type": "time", "timeUnit": "month"}, counting()]}
    (row, _) = api.rows("conversations", **query)
    data = drill(api, "conversations", query, row)
    assert data["rowCount"] == 1
    assert data["filter"] == {
        "and": [
            condition("firstMessageTime", "gte", "2026-01-01T00:00:00.000Z"),
            condition("firstMessageTime", "lt", "2026-02-01T00:00:00.000Z"),
        ]
    }


def test_numbers_about_feedback_lead_to_the_conversations_it_is_about(api: Caller) -> None:
    logged = [api.log(user("question", id=f"m{number}"), id=f"c{number}") for number in range(3)]
    assert logged
    for message, kind in (("m0", "negative"), ("m1", "negative"), ("m1", "negative"), ("m2", "positive")):
        answer = api.post("/feedback", {"type": kind, "messageId": message})
        assert answer.status == 200, answer.body
    query = {"select": [counting()], "groupBy": [{"field": "type"}]}
    data = drill(api, "feedback", query, {"type": "negative", "count": 3})
    assert data["rowCount"] == 3
    assert {each["id"] for each in data["result"]} == {"c0", "c1"}
    assert data["total"] == 2


def test_numbers_about_threads_lead_to_the_conversations_they_are_in(api: Caller) -> None:
    api.log(user("How do I export a report?"), agent("With the button."), id="a")
    api.log(user("How do I delete it?"), agent("You cannot."), id="b")
    query = {"select": [counting()], "where": condition("messages", "matches", "export")}
    data = drill(api, "semantic-threads", query, {"count": 1})
    assert (data["rowCount"], [each["id"] for each in data["result"]]) == (1, ["a"])


def test_one_number_leads_to_the_rows_that_it_is_made_from(filled: Caller) -> None:
    query = {
        "select": [
            counting(),
            {"type": "aggregation", "aggregation": "count", "field": "properties", "path": ["plan"]},
            {"type": "aggregation", "aggregation": "avg", "field": "properties", "path": ["plan"]},
        ]
    }
    (row,) = filled.rows("conversations", **query)
    assert drill(filled, "conversations", query, row)["rowCount"] == 9
    assert drill(filled, "conversations", query, row, key="count_properties.plan")["rowCount"] == 7
    assert drill(filled, "conversations", query, row, key="avg_properties.plan")["rowCount"] == 2


def test_pages_of_conversations_follow_each_other(filled: Caller) -> None:
    query: Json = {"select": [counting()]}
    found, cursor = [], None
    while True:
        data = drill(filled, "conversations", query, {"count": 9}, limit=4, cursor=cursor)
        found += [each["id"] for each in data["result"]]
        assert data["total"] == 9
        cursor = data.get("nextCursor")
        if cursor is None:
            break
    assert sorted(found) == [f"c{number}" for number in range(9)]
    refused = filled.post(
        "/v1/query/conversations/drilldown",
        {"query": PER_PLAN, "row": {"properties.plan": "pro"}, "cursor": "nonsense"},
    )
    assert refused.status == 400


@pytest.mark.parametrize(
    ("body", "status", "pointer", "words"),
    [
        ({"query": {"select": 7}, "row": {}}, 400, "/query/select", "list"),
        (
            {"query": {"groupBy": [{"field": "typ"}]}, "row": {}},
            400,
            "/query/groupBy/0/field",
            "Did you mean `type`?",
        ),
        (
            {
                "query": {"groupBy": [{"field": "type", "includeInSelect": False}], "select": [counting()]},
                "row": {"count": 1},
            },
            422,
            "/query/groupBy/0",
            "hidden",
        ),
        (
            {"query": {"select": [counting()]}, "row": {"count": 1}, "key": "cout"},
            400,
            "/key",
            "`count`",
        ),
        ({"query": {}, "row": 7}, 400, "/row", "object"),
        ({"query": [], "row": {}}, 400, "/query", "object"),
        ({"query": {}, "row": {"type": "openai"}}, 400, "/row/id", "missing"),
        ({"query": PER_PLAN, "row": {"plan": "pro"}}, 400, "/row/plan", "`properties.plan`"),
        ({"query": PER_PLAN, "row": {"a/b~c": "pro"}}, 400, "/row/a~1b~0c", "`properties.plan`"),
        (
            {"query": {"groupBy": [{"field": "firstMessageTime"}]}, "row": {"firstMessageTime": "soon"}},
            422,
            "/row/firstMessageTime",
            "a time",
        ),
    ],
)
def test_a_request_that_says_too_little_is_refused_with_its_place(
    api: Caller, body: Json, *, status: int, pointer: str, words: str
) -> None:
    answer = api.post("/v1/query/conversations/drilldown", body)
    assert answer.status == status, answer.body
    assert [each["pointer"] for each in answer.body["violations"]] == [pointer]
    assert words in answer.body["violations"][0]["message"]


def test_an_unknown_view_is_not_there(api: Caller) -> None:
    assert api.post("/v1/query/tickets/drilldown", {"query": {}, "row": {}}).status == 404


@pytest.mark.usefixtures("filled")
def test_nobody_sees_the_conversations_of_another_project(product: Product) -> None:
    other = product.caller(project="other")
    data = drill(other, "conversations", PER_PLAN, {"properties.plan": "pro", "count": 2})
    assert (data["rowCount"], data["result"]) == (0, [])


def test_the_faults_of_a_query_are_all_told() -> None:
    with pytest.raises(FaultyRequestError) as refused:
        filter_behind(
            Request(query={"groupBy": [{"field": "a"}, {"field": "b"}]}, row={}), VIEWS["conversations"]
        )
    assert [each.pointer for each in refused.value.violations] == [
        "/query/groupBy/0/field",
        "/query/groupBy/1/field",
    ]


HUGE = 10**400
DEEP = json.loads("[" * 70 + "]" * 70)


@pytest.mark.parametrize(
    "value", [HUGE, {"a": HUGE}, DEEP, list(range(10_001))], ids=["number", "inside", "deep", "many"]
)
def test_a_row_that_no_filter_can_say_is_refused_at_its_place_in_the_row(api: Caller, value: Json) -> None:
    api.log(user("question"), id="c", properties={"a/b": value})
    query = {"select": [counting()], "groupBy": [{"field": "properties", "path": ["a/b"]}]}
    (row,) = api.rows("conversations", **query)
    answer = api.post("/v1/query/conversations/drilldown", {"query": query, "row": row})
    assert answer.status == 422
    assert [each["pointer"] for each in answer.body["violations"]] == ["/row/properties.a~1b"]


def test_a_long_text_of_digits_is_a_text_like_any_other(api: Caller) -> None:
    for number, value in enumerate((HUGE, str(HUGE))):
        api.log(user("question"), id=f"c{number}", properties={"plan": value})
    found = drill(api, "conversations", PER_PLAN, {"properties.plan": str(HUGE)})
    assert [each["id"] for each in found["result"]] == ["c1"]
    for operator in ("eq", "in"):
        value = str(HUGE) if operator == "eq" else [str(HUGE)]
        where = condition("properties", operator, {"path": ["plan"], "value": value})
        assert [row["id"] for row in api.rows("conversations", where=where)] == ["c1"]


def test_a_filter_that_is_full_already_is_refused_at_its_place_in_the_query(api: Caller) -> None:
    query = {"where": {"and": [condition("id", "isNotNull")] * 1_000}, "groupBy": [{"field": "type"}]}
    row = {"type": "openai"}
    answer = api.post("/v1/query/conversations/drilldown", {"query": query, "row": row})
    assert answer.status == 422
    assert [each["pointer"] for each in answer.body["violations"]] == ["/query/where"]


@pytest.mark.parametrize(
    "number", [7, 7.5, 1e-7, 0.00001, 1e19, 1e22, 2**64, HUGE], ids=lambda number: str(number)[:8]
)
def test_a_number_that_is_shown_as_a_text_leads_to_its_rows(api: Caller, number: float) -> None:
    api.log(user("question"), id="c", userProperties={"userId": number})
    query = {"select": [counting()], "groupBy": [{"field": "userProperties", "path": ["userId"]}]}
    (row,) = api.rows("conversations", **query)
    assert isinstance(row["userProperties.userId"], str)
    assert [each["id"] for each in drill(api, "conversations", query, row)["result"]] == ["c"]
