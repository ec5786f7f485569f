"""The thirty questions that the contract leaves open (its section 10), each with the answer that this server gives.

The number in a test's name is the question's.
"""

from pathlib import Path

import pytest

from tests.support.product import Caller, Product, agent, assistant, condition, counting, opened, user

SEARCH = {"type": "search_query_submitted", "entityType": "search"}


def test_q01_write_only_keys_read_public_conversations_and_delete_none(product: Product, api: Caller) -> None:
    web, other_web = product.caller("web"), product.caller("slack")
    api.log(user("a"), id="private")
    api.log(user("a"), id="public", visibility="public")
    assert [web.get(f"/conversations/{id_}").status for id_ in ("private", "public")] == [404, 200]
    assert [each.delete("/conversations/public").status for each in (web, other_web)] == [403, 403]


def test_q01_both_switches_work_for_the_keys_own_integration(product: Product, api: Caller) -> None:
    web = product.caller("web", may_read_own=True, may_delete=True)
    api.log(user("a"), id="elsewhere")
    web.log(user("a"), id="own", type="openai")
    assert [web.get(f"/conversations/{id_}").status for id_ in ("elsewhere", "own")] == [404, 200]
    assert [web.delete(f"/conversations/{id_}").status for id_ in ("elsewhere", "own")] == [404, 200]


def test_q02_the_bodys_list_of_messages_is_authoritative(api: Caller) -> None:
    api.log(user("a", id="1"), agent("b", id="2"), id="c")
    api.log(agent("b", id="2"), id="c")
    assert [each["id"] for each in api.get("/conversations/c").body["messages"]] == ["2"]


def test_q03_messages_without_ids_match_by_place_role_and_beginning(api: Caller) -> None:
    first = api.log(user("one"), agent("two"), user("three"), id="c")
    again = api.log(user("one, and more"), user("two"), user("something else"), id="c")
    kept = [new["id"] == old["id"] for new, old in zip(again["messages"], first["messages"], strict=True)]
    assert kept == [True, False, False]


def test_q04_wrong_shapes_are_400_and_impossible_meanings_are_422(api: Caller) -> None:
    assert api.post("/conversations", {"type": "openai", "messages": "no"}).status == 400
    assert api.post("/conversations", {"type": "openai", "messages": []}).status == 422


def test_q05_feedback_on_an_unknown_message_waits_for_it(api: Caller) -> None:
    assert api.post("/feedback", {"id": "f", "type": "positive", "messageId": "m"}).status == 200
    assert api.get("/feedback/f").status == 404
    assert api.get("/feedback").body["positiveFeedbackCount"] == 0
    api.log(user("a", id="m"), id="c")
    assert api.get("/feedback/f").body["conversation"]["id"] == "c"
    assert api.rows("feedback")[0]["conversationId"] == "c"
    assert api.get("/feedback").body["positiveFeedbackCount"] == 1


def test_q05_a_strict_server_refuses_feedback_on_an_unknown_message(tmp_path: Path) -> None:
    with opened(tmp_path, unknown_messages="refuse") as product:
        answer = product.caller().post("/feedback", {"type": "positive", "messageId": "m"})
        assert (answer.status, answer.body["violations"][0]["pointer"]) == (422, "/messageId")


def test_q06_a_users_second_vote_replaces_the_first(api: Caller) -> None:
    stored = api.log(user("a"), agent("b"))
    vote = {"messageId": stored["messages"][1]["id"], "userProperties": {"id": 7}}
    first = api.post("/feedback", vote | {"type": "positive"}).body
    second = api.post("/feedback", vote | {"type": "negative"}).body
    api.post("/feedback", vote | {"type": "negative", "userProperties": None})
    assert second["id"] == first["id"]
    counts = api.get("/feedback").body
    assert (counts["positiveFeedbackCount"], counts["negativeFeedbackCount"]) == (0, 2)


def test_q07_feedback_is_paged_per_list_and_counted_whole(api: Caller) -> None:
    stored = api.log(user("a"), agent("b"))
    for type_ in ("positive", "negative"):
        for number in range(3):
            body = {"id": f"{type_}{number}", "type": type_, "messageId": stored["messages"][1]["id"]}
            api.post("/feedback", body | {"createdAt": f"2026-01-0{number + 1}T00:00:00Z"})
    page = api.get("/feedback?limit=1&offset=1").body
    assert [[each["id"] for each in page[f"{type_}Feedback"]] for type_ in ("positive", "negative")] == [
        ["positive1"],
        ["negative1"],
    ]
    assert (page["positiveFeedbackCount"], page["negativeFeedbackCount"]) == (3, 3)


def test_q08_queries_are_capped_and_tell_the_whole_number(tmp_path: Path) -> None:
    with opened(tmp_path, plain_rows=2, grouped_rows=1) as product:
        api = product.caller()
        for number in range(3):
            api.log(user("a"), id=f"c{number}", properties={"n": number})
        data = api.post("/query/conversations", {}).body["data"]
        assert (data["total"], data["pageSize"], data["count"]) == (3, 2, 2)
        grouped = api.post("/query/conversations", {"groupBy": [{"field": "id"}]}).body["data"]
        assert (grouped["total"], grouped["pageSize"], grouped["count"]) == (3, 1, 1)
        last = api.post("/query/conversations", {"limit": 1, "offset": 2}).body["data"]
        assert (last["total"], last["pageSize"], last["count"]) == (3, 1, 1)


def test_q09_buckets_start_in_utc_and_weeks_on_monday(api: Caller) -> None:
    api.log(user("a", createdAt="2026-01-04T23:30:00-01:00"))
    select = [{"type": "time", "timeUnit": unit} for unit in ("hour", "day", "week", "month")]
    (row,) = api.rows("conversations", select=[*select, counting()])
    assert row == {
        "firstMessageTime_hour": "2026-01-05T00:00:00.000Z",
        "firstMessageTime_day": "2026-01-05T00:00:00.000Z",
        "firstMessageTime_week": "2026-01-05T00:00:00.000Z",
        "firstMessageTime_month": "2026-01-01T00:00:00.000Z",
        "count": 1,
    }


def test_q10_a_distinct_count_is_named_after_its_field(api: Caller) -> None:
    api.log(user("a"))
    select = [{"type": "aggregation", "aggregation": "countDistinct", "field": "id"}]
    assert api.rows("conversations", select=select) == [{"countDistinct_id": 1}]


@pytest.mark.parametrize(
    ("view", "key"),
    [
        ("conversations", "firstMessageTime_day"),
        ("semantic-threads", "firstMessageTime_day"),
        ("events", "createdAt_day"),
        ("feedback", "createdAt_day"),
    ],
)
def test_q11_time_without_a_field_is_the_views_main_time(api: Caller, view: str, key: str) -> None:
    stored = api.log(user("a", createdAt="2026-01-05T10:00:00Z"), id="c")
    at = {"createdAt": "2026-01-05T10:00:00Z"}
    api.post("/events", {"type": "t", "entityType": "conversation", "conversationId": "c"} | at)
    api.post("/feedback", {"type": "positive", "messageId": stored["messages"][0]["id"]} | at)
    rows = api.rows(view, select=[{"type": "time", "timeUnit": "day"}, counting()])
    assert rows == [{key: "2026-01-05T00:00:00.000Z", "count": 1}]


def test_q12_event_type_is_the_entity_and_type_is_free(api: Caller) -> None:
    api.post("/events", SEARCH | {"searchQuery": "q"})
    (row,) = api.rows("events")
    assert (row["eventType"], row["type"]) == ("search", "search_query_submitted")


def test_q13_event_properties_are_texts_in_rows_and_json_in_exports(api: Caller) -> None:
    api.post(
        "/events", SEARCH | {"searchQuery": "q", "properties": {"n": 1, "o": {"a": [1]}, "s": "x", "z": None}}
    )
    (row,) = api.rows("events")
    assert row["properties"] == {"n": "1", "o": '{"a":[1]}', "s": "x"}
    select = [{"type": "field", "field": "properties", "mode": "json"}]
    exported = api.post("/query/events/export", {"select": select}).body
    assert exported.splitlines()[1] == '"{""n"":1,""o"":{""a"":[1]},""s"":""x"",""z"":null}"'


def test_q14_a_group_without_a_value_lacks_the_key_where_null_would_fail(api: Caller) -> None:
    api.post("/events", SEARCH | {"searchQuery": "q"})
    assert api.rows("events", select=[counting()], groupBy=[{"field": "messageId"}]) == [{"count": 1}]


def test_q15_numeric_user_ids_are_text_in_the_dotted_key_and_numbers_inside(api: Caller) -> None:
    api.log(user("a"), userProperties={"userId": 7})
    select = [
        {"type": "field", "field": "userProperties"},
        {"type": "field", "field": "userProperties", "path": ["userId"]},
    ]
    assert api.rows("conversations", select=select) == [
        {"userProperties": {"userId": 7}, "userProperties.userId": "7"}
    ]


def test_q16_extremes_of_times_are_milliseconds_and_of_text_refused(api: Caller) -> None:
    api.log(user("a", createdAt="2026-01-01T00:00:00Z"))
    highest = {"type": "aggregation", "aggregation": "max", "field": "firstMessageTime"}
    assert api.rows("conversations", select=[highest]) == [{"max_firstMessageTime": 1767225600000}]
    answer = api.post("/query/conversations", {"select": [highest | {"field": "type"}]})
    assert (answer.status, answer.body["violations"][0]["pointer"]) == (422, "/select/0")


def test_q17_after_is_an_inclusive_bound_and_refused_when_it_is_no_time(api: Caller) -> None:
    for day in (1, 2):
        api.post("/events", SEARCH | {"searchQuery": f"q{day}", "createdAt": f"2026-01-0{day}T00:00:00Z"})
    for after in ("2026-01-02", "2026-01-02T00:00:00Z", "2026-01-02T01:00:00+01:00"):
        report = api.get("/query/top-search-queries", params={"after": after}).body
        assert [each["search_query"] for each in report["data"]["result"]] == ["q2"], after
    answer = api.get("/query/weekly-search-users?after=yesterday")
    assert (answer.status, answer.body["violations"][0]["pointer"]) == (400, "/after")


def test_q18_a_search_counts_once_and_typing_is_folded_when_set(tmp_path: Path) -> None:
    with opened(tmp_path, fold_typing="all") as product:
        api = product.caller()
        for second, text in enumerate(("a", "ap", "app")):
            at = {"createdAt": f"2026-11-20T10:00:0{second}Z", "userProperties": {"id": "u"}}
            api.post("/events", SEARCH | {"searchQuery": text} | at)
        for type_ in ("search_query_response_received", "search_result_clicked"):
            api.post("/events", SEARCH | {"searchQuery": "app", "type": type_})
        report = api.get("/query/top-search-queries?after=2026-11-01").body["data"]
        assert report == {"result": [{"search_query": "app", "count": "1"}], "total": 1}


def test_q19_searches_that_differ_in_case_and_spaces_are_one(api: Caller) -> None:
    for text in (" Reset", "Reset ", "reset"):
        api.post("/events", SEARCH | {"searchQuery": text})
    report = api.get("/query/top-search-queries").body["data"]
    assert report == {"result": [{"search_query": "Reset", "count": "3"}], "total": 1}


def test_q20_an_api_key_sets_its_integration_and_only_its_own_project(product: Product, api: Caller) -> None:
    own = api.log(user("a"), integrationId="int_mine")
    assert own["integrationId"] == "int_mine"
    body = {"type": "openai", "messages": [user("a")], "projectId": "proj_other"}
    assert api.post("/conversations", body).status == 403
    web = product.caller("web")
    stored = web.log(user("a"), type="openai", projectId="proj_other", integrationId="int_forged")
    assert stored["projectId"] == own["projectId"]
    assert stored["integrationId"] not in ("int_forged", "int_mine")


def test_q21_the_organisation_comes_from_the_server(api: Caller) -> None:
    api.log(user("a"))
    assert api.rows("conversations")[0]["organizationId"] == "org_default"


def test_q22_message_ids_are_unique_in_a_conversation_and_feedback_finds_the_newest(api: Caller) -> None:
    api.log(user("old", id="1"), id="a")
    api.log(user("new", id="1"), id="b")
    api.post("/feedback", {"id": "f", "type": "positive", "messageId": "1"})
    assert api.get("/feedback/f").body["conversation"]["id"] == "b"
    twice = {"type": "openai", "messages": [user("x", id="1"), user("y", id="1")]}
    answer = api.post("/conversations", twice)
    assert (answer.status, answer.body["violations"][0]["pointer"]) == (422, "/messages/1/id")


def test_q23_a_free_text_ranks_threads_and_leaves_out_the_unrelated(api: Caller) -> None:
    api.log(user("Where are invoices kept?"), agent("Under billing."), id="one")
    api.log(user("My webhook signature fails. The webhook is old."), agent("Check the clock."), id="two")
    api.log(user("Webhook?"), agent("Signature of a webhook signature, webhook."), user("Thanks"), id="three")
    found = api.rows("semantic-threads", query="webhook signature")
    assert {row["conversationIds"][0] for row in found} == {"two", "three"}
    assert all("ebhook" in row["question"] for row in found)


def test_q24_reasons_and_sources_are_joined_into_a_column_per_member(api: Caller) -> None:
    reasons = [{"label": "a", "details": "x"}, {"label": "b"}]
    sources = [{"type": "new", "url": "https://docs.example"}]
    api.post("/feedback", {"type": "negative", "messageId": "m", "reasons": reasons, "sources": sources})
    select = [{"type": "field", "field": "reasons"}, {"type": "field", "field": "sources"}]
    exported = api.post("/query/feedback/export", {"select": select}).body.splitlines()
    assert exported == [
        "reasons.label,reasons.details,sources.type,sources.title,sources.url",
        "a; b,x; ,new,,https://docs.example",
    ]


def test_q25_spread_properties_have_the_sorted_keys_of_all_exported_rows(api: Caller) -> None:
    api.log(user("a"), id="1", properties={"b": 1}, createdAt="2026-01-02T00:00:00Z")
    api.log(user("a"), id="2", properties={"a": [1], "c": None})
    select = [{"type": "field", "field": "id"}, {"type": "field", "field": "properties"}]
    body = {"select": select, "orderBy": [{"field": "id", "direction": "asc"}]}
    exported = api.post("/query/conversations/export", body).body.splitlines()
    assert exported == ["id,properties.a,properties.b,properties.c", "1,,1,", "2,[1],,"]


def test_q26_tool_roles_need_the_lenient_setting(tmp_path: Path, api: Caller) -> None:
    messages = [
        {"role": "developer", "content": "Be kind."},
        assistant("Looking"),
        {"role": "tool", "content": "42", "name": "lookup"},
    ]
    answer = api.post("/conversations", {"type": "openai", "messages": messages})
    assert [fault["pointer"] for fault in answer.body["violations"]] == [
        "/messages/0/role",
        "/messages/2/role",
    ]
    with opened(tmp_path / "lenient", roles="lenient") as product:
        stored = product.caller().log(*messages, type="openai")
        assert [each["role"] for each in stored["messages"]] == ["system", "assistant"]
        assert stored["messages"][1]["properties"] == {"toolResults": [{"name": "lookup", "content": "42"}]}


def test_q27_content_may_be_null(api: Caller) -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    stored = api.log(user("a"), {"role": "assistant", "content": None, "tool_calls": [call]}, type="openai")
    assert stored["messages"][1]["content"] == ""
    stored = api.log(user("a"), {"role": "assistant", "content": None}, type="openai")
    assert [each["content"] for each in stored["messages"]] == ["a", ""]


def test_q28_deleting_by_user_is_no_compatible_path(api: Caller) -> None:
    assert api.delete("/conversations").status == 405


def test_q29_there_is_no_rate_limit_by_default(api: Caller) -> None:
    assert {api.get("/conversations").status for _ in range(50)} == {200}


def test_q30_long_notes_are_accepted(api: Caller) -> None:
    assert api.post("/query/conversations", {"notes": "n" * 200}).status == 200


def test_threads_of_negative_feedback_are_found_by_a_filter(api: Caller) -> None:
    stored = api.log(user("a"), agent("b"), user("c"), agent("d"))
    api.post("/feedback", {"type": "negative", "messageId": stored["messages"][3]["id"]})
    found = api.rows("semantic-threads", where=condition("hasNegativeFeedback", "eq", True))  # a value
    assert [row["question"] for row in found] == ["c"]
