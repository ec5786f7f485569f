"""What surrounds every request: keys, problems, CORS, limits, request ids, repeated writes."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.product import Answer, Caller, Json, Product, opened, user
from threadline.records.session import open_session
from threadline.records.store import FILE_NAME
from threadline.records.tables import projects
from threadline.services import keys
from threadline.services.policy import RequestFacts

PROBLEM = ["title", "status", "detail", "instance", "requestId", "code", "error"]
CHAT: Json = {"type": "openai", "messages": [user("a")]}

WRITES: list[tuple[str, Json]] = [
    ("/conversations", CHAT),
    ("/events", {"type": "t", "entityType": "conversation", "conversationId": "c"}),
    ("/feedback", {"type": "positive", "messageId": "m"}),
]
READS = [
    ("GET", "/conversations"),
    ("GET", "/conversations/external/x"),
    ("GET", "/feedback"),
    ("GET", "/feedback/x"),
    ("DELETE", "/feedback/x"),
    ("DELETE", "/conversations/x"),
    ("GET", "/query/top-search-queries"),
    ("GET", "/query/weekly-search-users"),
    *(("POST", f"/query/{view}") for view in ("conversations", "events", "feedback", "semantic-threads")),
    *(
        ("POST", f"/query/{view}/export")
        for view in ("conversations", "events", "feedback", "semantic-threads")
    ),
    ("POST", "/query/property-keys"),
    ("POST", "/query/conversations_view"),
]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer nobody-knows-this-key"])
def test_a_request_without_a_known_key_is_unauthorized(product: Product, header: str) -> None:
    response = product.client.get("/conversations", headers={"Authorization": header} if header else {})
    assert (response.status_code, response.json()["code"]) == (401, "unauthorized")


def test_a_problem_has_the_body_of_the_contract(api: Caller) -> None:
    answer = api.get("/conversations/nothing")
    assert answer.headers["content-type"] == "application/problem+json"
    assert list(answer.body) == PROBLEM
    assert answer.body["error"] == {"code": "not_found", "message": answer.body["detail"]}
    assert answer.headers["x-request-id"] == answer.body["requestId"]


@pytest.mark.parametrize("type_", ["web", "slack", "discord", "support_copilot", "mcp"])
def test_write_only_keys_write_and_nothing_else(product: Product, type_: str) -> None:
    caller = product.caller(type_)
    assert {caller.post(path, body).status for path, body in WRITES} == {200}
    refused = {caller.send(method, path, {} if method == "POST" else None).status for method, path in READS}
    assert refused == {403}


def test_a_key_that_another_process_revokes_is_unknown_from_the_next_request_on(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api = product.caller()
        (key,) = projects.keys(product.state.records.reader)
        assert api.get("/conversations").status == 200
        elsewhere = open_session(tmp_path / FILE_NAME)
        keys.revoke(elsewhere, key.id, RequestFacts(1, product.state.new_id))
        elsewhere.close()
        assert api.get("/conversations").status == 401


@pytest.mark.parametrize(
    "path", ["/conversations", "/nothing", "/docs", "/openapi.json", "/healthz", "/metrics"]
)
def test_a_browser_takes_no_answer_for_another_type_and_shows_none_in_a_frame(api: Caller, path: str) -> None:
    headers = api.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(
        headers["content-security-policy"].split("; ")
    )


def test_no_page_of_another_origin_reads_the_metrics(product: Product) -> None:
    here = TestClient(product.client.app, client=("127.0.0.1", 1))
    for host in ("localhost:8787", "127.0.0.1:8787", "[::1]", "LOCALHOST"):
        answer = here.get("/metrics", headers={"Host": host, "Origin": "https://evil.example"})
        assert (answer.status_code, answer.headers.get("access-control-allow-origin")) == (200, None)
        assert "access-control-allow-origin" not in here.options("/metrics", headers={"Host": host}).headers
    for host in ("evil.example", "evil.example:8787", "localhost.evil.example", "127.0.0.1.evil.example"):
        assert here.get("/metrics", headers={"Host": host}).status_code == 401


def test_the_scheme_is_read_in_any_case(product: Product, api: Caller) -> None:
    response = product.client.get("/conversations", headers={"Authorization": f"bearer {api.key}"})
    assert response.status_code == 200


def test_browsers_may_call_from_anywhere(product: Product, api: Caller) -> None:
    preflight = product.client.options(
        "/conversations",
        headers={
            "Origin": "https://docs.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    assert {"GET", "POST", "DELETE"} <= set(preflight.headers["access-control-allow-methods"].split(", "))
    assert int(preflight.headers["access-control-max-age"]) >= 3600
    for answer in (api.get("/conversations"), api.get("/nothing")):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "X-Request-ID" in answer.headers["access-control-expose-headers"]


def test_a_callers_request_id_is_kept_when_it_is_harmless(api: Caller) -> None:
    assert api.get("/conversations", headers={"X-Request-ID": "trace-1"}).headers["x-request-id"] == "trace-1"
    assert (
        api.get("/conversations", headers={"X-Request-ID": "x" * 101})
        .headers["x-request-id"]
        .startswith("req_")
    )


def test_a_body_over_two_megabytes_is_too_large(api: Caller) -> None:
    body = json.dumps({"type": "openai", "messages": [user("x" * 2_000_000)]}).encode()
    answer = api.post("/conversations", body)
    assert (answer.status, answer.body["code"]) == (413, "payload_too_large")
    assert api.post("/query/conversations", body).status == 413
    nearly = json.dumps({"type": "openai", "messages": [user("x" * 1_990_000)]}).encode()
    assert api.post("/conversations", nearly).status == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 100_000])
@pytest.mark.parametrize("path", ["/conversations", "/events", "/feedback", "/query/conversations"])
def test_what_is_no_json_object_is_a_bad_request(api: Caller, path: str, body: bytes) -> None:
    answer = api.post(path, body)
    assert (answer.status, answer.body["code"]) == (400, "bad_request"), answer.body


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/conversations", {"type": "openai"}, ""),
        ("/conversations", {"type": "other", "messages": []}, "/type"),
        ("/conversations", {"type": "openai", "messages": [{"role": "user"}]}, "/messages/0"),
        ("/conversations", {"type": "openai", "messages": [user(1)]}, "/messages/0/content"),
        ("/conversations", {"type": "openai", "messages": [user("a", links=[{}])]}, "/messages/0/links/0"),
        ("/conversations", CHAT | {"createdAt": "2026-01-01T00:00:00"}, "/createdAt"),
        ("/conversations", CHAT | {"createdAt": "0001-01-01T00:00:00+14:00"}, "/createdAt"),
        ("/conversations", CHAT | {"userProperties": {"userId": True}}, "/userProperties/userId"),
        (
            "/conversations",
            CHAT | {"userProperties": {"supportAgentName": 5}},
            "/userProperties/supportAgentName",
        ),
        ("/conversations", CHAT | {"visibility": "secret"}, "/visibility"),
        ("/events", {"type": "t", "entityType": "other"}, "/entityType"),
        ("/events", {"type": "t", "entityType": "search", "searchQuery": "q", "id": ""}, "/id"),
        ("/feedback", {"type": "so-so", "messageId": "m"}, "/type"),
        ("/feedback", {"type": "positive", "messageId": "m", "reasons": [{}]}, "/reasons/0"),
    ],
)
def test_a_wrong_shape_is_told_with_its_place(api: Caller, path: str, body: object, pointer: str) -> None:
    answer = api.post(path, body)
    assert (answer.status, answer.body["violations"][0]["pointer"]) == (400, pointer), answer.body


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/conversations", CHAT, "/properties"),
        ("/conversations", CHAT, "/userProperties"),
        ("/conversations", {"type": "support_ticket", "messages": [user("a")]}, "/messages/0/properties"),
        ("/events", {"type": "t", "entityType": "search", "searchQuery": "q"}, "/properties"),
        ("/feedback", {"type": "positive", "messageId": "m"}, "/userProperties"),
    ],
)
def test_an_object_has_a_thousand_members_and_no_more(
    web: Caller, path: str, body: Json, pointer: str
) -> None:
    *outer, name = pointer.split("/")[1:]

    def sent(members: Json) -> Answer:
        whole = json.loads(json.dumps(body))
        place = whole
        for step in outer:
            place = place[int(step) if step.isdecimal() else step]
        place[name] = members
        return web.post(path, whole)

    assert sent({f"k{number}": number for number in range(1_000)}).status == 200
    assert sent({"a": {f"k{number}": number for number in range(9_999)}}).status == 200
    for many, fault in (
        ({f"k{number}": number for number in range(1_001)}, "at most 1,000 members here, not 1,001"),
        ({"a": {"b": [{f"k{number}": number} for number in range(9_999)]}}, "in all depths, not 10,001"),
        ({"k" * 1_001: 1}, "has at most 1,000 characters"),
    ):
        answer = sent(many)
        assert (answer.status, answer.body["violations"][0]["pointer"]) == (400, pointer)
        assert fault in answer.body["detail"]


def test_property_keys_come_in_pages(api: Caller) -> None:
    api.log(user("a"), properties={f"k{number}": number for number in range(50)})
    api.log(user("a"), properties={"k7": 1})

    def keys(**more: Json) -> Answer:
        return api.post("/query/property-keys", {"field": "properties"} | more)

    whole = keys().body["results"]
    assert (len(whole), whole[0]) == (50, "k7")
    assert [*keys(limit=20).body["results"], *keys(limit=30, offset=20).body["results"]] == whole
    assert keys(limit=20, offset=45).body["results"] == whole[45:]
    assert keys(limit=10_001).status == keys(limit=0).status == keys(offset=-1).status == 400


def test_keys_that_real_clients_send_beside_the_contract_are_ignored(api: Caller) -> None:
    message = user("", metadata={"context": 1}, type="openai", conversationId="c", tool_calls=[])
    body = {"messages": [message], "sources": [], "eventName": "x"}
    stored = api.post("/conversations", body)
    assert (stored.status, stored.body["type"]) == (200, "openai")
    event = {"type": "t", "eventName": "t", "entityType": "conversation", "conversationId": "c"}
    assert api.post("/events", event).status == 200
    assert (
        api.post("/feedback", {"type": "negative", "messageId": "m", "reasons": [{"label": "x"}]}).status
        == 200
    )


def test_an_empty_id_is_no_id(api: Caller) -> None:
    stored = api.log(user("a", id=""), id="")
    assert stored["id"].startswith("conv_")
    assert stored["messages"][0]["id"].startswith("msg_")


def test_an_idempotency_key_answers_the_second_write_with_the_first(api: Caller) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = api.post("/conversations", CHAT, headers=headers)
    assert api.post("/conversations", CHAT, headers=headers).body == first.body
    assert api.get("/conversations").body["total"] == 1
    answer = api.post("/conversations", CHAT | {"tags": ["x"]}, headers=headers)
    assert (answer.status, answer.body["code"]) == (409, "conflict")


@pytest.mark.parametrize(("path", "body"), [WRITES[0], WRITES[2]])
def test_what_was_deleted_is_written_anew_however_soon(tmp_path: Path, path: str, body: Json) -> None:
    with opened(tmp_path, repeat_seconds=60.0) as product:
        api = product.caller()
        api.log(user("a", id="m"))
        first = api.post(path, body).body["id"]
        assert api.delete(f"{path}/{first}").status == 200
        second = api.post(path, body).body["id"]
        assert second != first
        assert api.get(f"{path}/{second}").status == 200


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/conversations", CHAT | {"id": "x" * 1_025}, "/id"),
        ("/conversations", CHAT | {"externalId": "ü" * 1_025}, "/externalId"),
        ("/conversations", CHAT | {"messages": [user("a"), user("b", id="x" * 1_025)]}, "/messages/1/id"),
        ("/events", WRITES[1][1] | {"id": "x" * 1_025}, "/id"),
        ("/feedback", WRITES[2][1] | {"id": "x" * 1_025}, "/id"),
    ],
)
def test_an_id_too_long_for_an_address_is_refused(api: Caller, path: str, body: Json, pointer: str) -> None:
    answer = api.post(path, body)
    assert (answer.status, answer.body["violations"][0]["pointer"]) == (400, pointer)


def test_unknown_paths_and_methods_are_problems(api: Caller) -> None:
    assert (api.get("/nothing").status, api.get("/nothing").body["code"]) == (404, "not_found")
    answer = api.send("PATCH", "/conversations")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, POST")


def test_pages_about_the_server_need_no_key(product: Product) -> None:
    for path in ("/healthz", "/readyz", "/openapi.json", "/docs"):
        assert product.client.get(path).status_code == 200, path


def test_metrics_need_a_key_from_elsewhere(product: Product, api: Caller) -> None:
    assert product.client.get("/metrics").status_code == 401
    assert 'threadline_requests_total{operation="getAllConversation"' in _metrics_after_a_list(api)


def test_the_older_names_of_the_queries_work(api: Caller) -> None:
    api.log(user("a"), id="c")
    assert api.post("/query/conversations_view", {}).body["data"]["count"] == 1
    assert api.post(
        "/query/semantic_threads_view/export", {"select": [{"type": "field", "field": "question"}]}
    ).body == ("question\r\na\r\n")
    assert api.post("/query/no_such_view", {}).status == 404


def _metrics_after_a_list(api: Caller) -> str:
    api.get("/conversations")
    text: str = api.get("/metrics").body
    return text
