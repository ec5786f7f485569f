"""The OpenAPI document: it is valid, complete, the committed file, and it tells what the server does."""

import json
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis

from tests.support.product import Caller, Json, opened
from threadline.api.docs_page.walk import resolved
from threadline.api.openapi import examples
from threadline.api.openapi.document import described, document
from threadline.api.operations.contract import OPERATIONS
from threadline.catalog import DURATION, VIEWS
from threadline.serving.problems import CODES

COMMITTED = Path(__file__).parents[2] / "openapi.json"

VENDOR_OPERATIONS = {
    ("post", "/conversations"): "logConversation",
    ("get", "/conversations"): "getAllConversation",
    ("get", "/conversations/{id}"): "getConversation",
    ("delete", "/conversations/{id}"): "deleteConversation",
    ("get", "/conversations/external/{externalId}"): "getConversationByExternalId",
    ("post", "/events"): "logEvent",
    ("post", "/feedback"): "logFeedback",
    ("get", "/feedback"): "getAllFeedback",
    ("get", "/feedback/{id}"): "getFeedbackById",
    ("delete", "/feedback/{id}"): "deleteFeedbackById",
    ("post", "/query/conversations"): "queryConversations",
    ("post", "/query/events"): "queryEvents",
    ("post", "/query/feedback"): "queryFeedback",
    ("post", "/query/semantic-threads"): "querySemanticThreads",
    ("post", "/query/conversations/export"): "exportConversationsQueryResults",
    ("post", "/query/events/export"): "exportEventsQueryResults",
    ("post", "/query/feedback/export"): "exportFeedbackQueryResults",
    ("post", "/query/semantic-threads/export"): "exportSemanticThreadsQueryResults",
    ("post", "/query/property-keys"): "queryPropertyKeys",
    ("post", "/query/property-values"): "queryPropertyValues",
    ("get", "/query/top-search-queries"): "topSearchQueries",
    ("get", "/query/weekly-search-users"): "weeklySearchUsers",
}
VENDOR_SCHEMAS = [
    "Conversation",
    "CreateConversation",
    "CreateOpenAIConversation",
    "CreateSupportCopilotConversation",
    "CreateSupportTicketConversation",
    "OpenAIConversation",
    "SupportTicketConversation",
    "SupportCopilotConversation",
    "Message",
    "OpenAIExtendedMessage",
    "SupportTicketMessage",
    "SupportCopilotMessage",
    "OpenAIChatCompletionMessage",
    "OpenAIContentItem",
    "OpenAIImageUrlObject",
    "OpenAIToolCall",
    "OpenAIToolCallFunction",
    "InsertEvent",
    "InsertMessageEvent",
    "InsertConversationEvent",
    "InsertSearchEvent",
    "SelectEvent",
    "SelectMessageEvent",
    "SelectConversationEvent",
    "SelectSearchEvent",
    "GetAllFeedbackResponse",
    "FilterOperator",
    "TimeUnit",
    "PropertyKeysRequestBody",
    "PropertyKeysResponseBody",
    "PropertyValuesRequestBody",
    "PropertyValuesResponseBody",
]
VENDOR_VIEW_SCHEMAS = [
    "Field",
    "Filter",
    "FilterAND",
    "FilterOR",
    "FilterCondition",
    "GroupBy",
    "OrderBy",
    "Selection",
    "SimpleFieldSelection",
    "AggregationSelection",
    "TimeBasedGroupBySelection",
]
ORDER_NAMES = {"Conversations": 190, "Events": 130, "Feedback": 140, "SemanticThread": 330}
REQUESTS = [
    pytest.param(operation, name, id=f"{operation.id}-{name}")
    for operation in OPERATIONS
    for name in examples.requests_of(operation.id)
]


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with opened(tmp_path_factory.mktemp("openapi")) as product:
        yield product.caller()


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = described()["components"]["schemas"][name]
    return found


@cache
def faults(reference: str, instance: str) -> list[str]:
    whole = {"$ref": reference, "components": described()["components"]}
    return [str(each) for each in jsonschema_rs.validator_for(whole).iter_errors(json.loads(instance))]


def content(operation: dict[str, Any], status: str = "200") -> tuple[str, dict[str, Any]]:
    kind, told = next(iter(resolved(described(), operation["responses"][status])["content"].items()))
    return kind, told


def test_the_committed_file_is_what_the_code_says() -> None:
    assert COMMITTED.read_bytes() == document()


def test_the_document_is_valid_openapi() -> None:
    schemathesis.openapi.from_dict(described()).validate()


def test_every_component_is_a_valid_json_schema() -> None:
    for name, each in described()["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid(each), name


def test_every_operation_of_the_contract_has_the_id_that_clients_know() -> None:
    paths = described()["paths"]
    assert {
        place: paths[place[1]][place[0]]["operationId"] for place in VENDOR_OPERATIONS
    } == VENDOR_OPERATIONS


def test_every_component_has_the_name_that_clients_know() -> None:
    queries = ("QueryConversations", "QueryEvents", "QueryFeedback", "QuerySemanticThreads")
    known = {
        *VENDOR_SCHEMAS,
        *(f"{view}{kind}" for view in ORDER_NAMES for kind in VENDOR_VIEW_SCHEMAS),
        *(f"{query}{kind}" for query in queries for kind in ("RequestBody", "ResponseBody", "ResponseData")),
    }
    assert known - described()["components"]["schemas"].keys() == set()


def test_every_route_of_the_table_is_described() -> None:
    paths = described()["paths"]
    assert {paths[each.path][each.method.lower()]["operationId"] for each in OPERATIONS} == {
        each.id for each in OPERATIONS
    }


def test_a_view_can_be_ordered_by_the_names_of_the_contract() -> None:
    names = {view: schema(f"{view}OrderBy")["properties"]["field"]["enum"] for view in ORDER_NAMES}
    counts = {view: len([each for each in names[view] if DURATION not in each]) for view in ORDER_NAMES}
    assert counts == ORDER_NAMES


def test_the_fields_of_a_view_are_those_of_the_catalogue() -> None:
    assert schema("SemanticThreadField")["enum"] == list(VIEWS["semantic-threads"].names_near(DURATION))


def test_only_threads_can_be_searched_by_text() -> None:
    names = ("Conversations", "Events", "Feedback", "SemanticThreads")
    searchable = [name for name in names if "query" in schema(f"Query{name}RequestBody")["properties"]]
    assert searchable == ["SemanticThreads"]


def test_every_field_of_every_component_has_a_meaning() -> None:
    bare = [
        f"{name}.{field}"
        for name, each in described()["components"]["schemas"].items()
        for field, told in each.get("properties", {}).items()
        if not told.get("description") and "Filter" not in name
    ]
    assert bare == []


def test_a_write_only_key_is_declared_where_it_may_call() -> None:
    either: list[dict[str, list[str]]] = [{"WebIntegrationKey": []}, {"ApiIntegrationKey": []}]
    declared = {
        each.id
        for each in OPERATIONS
        if described()["paths"][each.path][each.method.lower()].get("security") == either
    }
    assert declared == {
        "logConversation",
        "getConversation",
        "deleteConversation",
        "logEvent",
        "logFeedback",
        "logConversationsInBulk",
    }


def test_only_the_property_requests_have_an_optional_body() -> None:
    optional = {
        operation["operationId"]
        for methods in described()["paths"].values()
        for operation in methods.values()
        if operation.get("requestBody", {}).get("required") is False
    }
    assert optional == {"queryPropertyKeys", "queryPropertyValues"}


def test_every_problem_carries_the_code_of_its_status() -> None:
    for operation in OPERATIONS:
        told = described()["paths"][operation.path][operation.method.lower()]
        for status in operation.problems:
            kind, answer = content(told, str(int(status)))
            fixed = answer["schema"]["allOf"][1]["properties"]
            assert (kind, fixed["code"]["enum"][0]) == ("application/problem+json", CODES[status])


@pytest.mark.parametrize(("operation", "name"), REQUESTS)
def test_every_example_request_fits_its_schema(operation: Any, name: str) -> None:
    told = described()["paths"][operation.path]["post"]["requestBody"]["content"]["application/json"]
    body = json.dumps(told["examples"][name]["value"])
    references = [each["$ref"] for each in told["schema"].get("anyOf", [told["schema"]])]
    assert min(faults(each, body) for each in references) == []


@pytest.mark.parametrize(("operation", "name"), REQUESTS)
def test_every_example_request_is_answered_as_declared(operation: Any, name: str, caller: Caller) -> None:
    path = operation.path.format(**examples.PATH_VALUES)
    answer = caller.post(path, examples.requests_of(operation.id)[name]["value"])
    kind, _ = content(described()["paths"][operation.path]["post"])
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (HTTPStatus.OK, kind)


FEW: Json = {"condition": {"field": "count", "operator": "gt", "value": 1}}
GROUPED: Json = {"groupBy": [{"field": "type"}]}
SEARCH: Json = {"entityType": "search", "type": "t", "searchQuery": "x"}
PAIRS = {
    "two members": ("/query/events", {**GROUPED, "having": FEW}, {**GROUPED, "having": {**FEW, "and": []}}),
    "no member": ("/query/events", {**GROUPED, "having": {"or": [FEW]}}, {**GROUPED, "having": {}}),
    "time zone": ("/query/events", {"timeZone": "UTC"}, {"timeZone": ""}),
    "time": ("/events", {**SEARCH, "createdAt": "2026-01-05T10:00:00Z"}, {**SEARCH, "createdAt": ""}),
}
"""A body that is right, and one that nobody takes."""


@pytest.mark.parametrize(("path", "right", "wrong"), PAIRS.values(), ids=PAIRS)
def test_the_document_refuses_what_the_server_refuses(
    caller: Caller, path: str, right: Json, wrong: Json
) -> None:
    told = described()["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    for body, is_right in ((right, True), (wrong, False)):
        fits = faults(told["$ref"], json.dumps(body)) == []
        assert (fits, caller.post(path, body).status == HTTPStatus.OK) == (is_right, is_right)


def test_every_example_answer_fits_its_schema() -> None:
    for operation in OPERATIONS:
        kind, told = content(described()["paths"][operation.path][operation.method.lower()])
        if kind == "application/json" and "example" in told and "$ref" in told["schema"]:
            assert faults(told["schema"]["$ref"], json.dumps(told["example"])) == [], operation.id


@pytest.mark.parametrize(
    "key", ["id", "userId", "supportAgentName", "supportAgentEmail", "userType", "identificationType"]
)
def test_a_key_of_the_user_with_a_fixed_type_is_refused_when_it_has_another(key: str, caller: Caller) -> None:
    message = {"role": "user", "content": "Hello"}
    body = {"type": "openai", "messages": [message], "userProperties": {key: [1]}}
    assert key in schema("UserProperties")["properties"]
    assert faults("#/components/schemas/CreateConversation", json.dumps(body)) != []
    assert caller.post("/conversations", body).status == HTTPStatus.BAD_REQUEST


def test_the_server_hands_the_document_out_without_a_key(caller: Caller) -> None:
    answer = caller.client.get("/openapi.json")
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, described())
