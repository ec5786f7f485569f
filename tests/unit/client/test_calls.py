"""Calls: method, path, query string and body of every operation."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from threadline import q
from threadline.api.operations.contract import OPERATIONS
from threadline.api.operations.extensions import EXTENSIONS
from threadline.client.bodies.keywords import ExportFormat, MessageFields
from threadline.client.call import Call
from threadline.client.errors import AnswerError
from threadline.client.operations import calls, extensions, views
from threadline.client.operations.bulk import Batches
from threadline.wire.conversations import LogSupportTicketConversation
from threadline.wire.events import LogSearchEvent
from threadline.wire.feedback import SubmitFeedback
from threadline.wire.messages import LogSupportMessage
from threadline.wire.queries import Query, SelectTime

EVERY_CALL: dict[str, Call[Any]] = {
    "logConversation": calls.log_conversation(type="openai", messages=[]),
    "getAllConversation": calls.list_conversations(),
    "getConversation": calls.get_conversation("ID"),
    "deleteConversation": calls.delete_conversation("ID"),
    "getConversationByExternalId": calls.get_conversation_by_external_id("ID"),
    "logEvent": calls.log_event(type="t", entity_type="search", search_query="q"),
    "logFeedback": calls.submit_feedback(type="positive", message_id="m"),
    "getAllFeedback": calls.list_feedback(),
    "getFeedbackById": calls.get_feedback("ID"),
    "deleteFeedbackById": calls.delete_feedback("ID"),
    "queryConversations": views.query_conversations(),
    "queryEvents": views.query_events(),
    "queryFeedback": views.query_feedback(),
    "querySemanticThreads": views.query_semantic_threads(),
    "exportConversationsQueryResults": views.export_conversations(),
    "exportEventsQueryResults": views.export_events(),
    "exportFeedbackQueryResults": views.export_feedback(),
    "exportSemanticThreadsQueryResults": views.export_semantic_threads(),
    "queryPropertyKeys": calls.property_keys(field="properties"),
    "queryPropertyValues": calls.property_values(field="properties", key="k"),
    "topSearchQueries": calls.top_search_queries(),
    "weeklySearchUsers": calls.weekly_search_users(),
}


CONTRACT = [each for each in OPERATIONS if not each.is_legacy and not each.is_extension]
"""The operations that every server of the API has."""


def body(call: Call[Any]) -> Any:
    assert call.body is not None
    return json.loads(call.body)


def test_every_operation_of_the_contract_has_a_call() -> None:
    def path(operation_path: str) -> str:
        return operation_path.replace("{id}", "ID").replace("{externalId}", "ID")

    served = {each.id: (each.method, path(each.path)) for each in CONTRACT}
    assert {name: (call.method, call.path) for name, call in EVERY_CALL.items()} == served


def test_calls_with_a_body_are_those_of_operations_with_one() -> None:
    with_body = {each.id for each in CONTRACT if each.body is not None}
    assert {name for name, call in EVERY_CALL.items() if call.body is not None} == with_body


OWN_CALLS: dict[str, Call[Any]] = {
    "drillDown": extensions.drill_down("events", query={}, row={"count": 1}),
    "searchMessages": extensions.search("refund"),
    "frequentWords": extensions.frequent_words(where=q.field("type") == "openai", limit=5),
    "logConversationsInBulk": Batches([{"type": "openai", "messages": []}]).call(),
}


def test_every_extension_has_a_call() -> None:
    served = {each.id: (each.method, each.path.replace("{view}", "events")) for each in EXTENSIONS}
    assert {name: (call.method, call.path) for name, call in OWN_CALLS.items()} == served


def test_a_search_takes_words_and_a_filter() -> None:
    call = extensions.search("refund -test", where=q.field("type") == "openai", order="newest", limit=5)
    where = {"condition": {"field": "type", "operator": "eq", "value": "openai"}}
    assert body(call) == {"query": "refund -test", "where": where, "order": "newest", "limit": 5}


def test_a_drill_down_takes_the_question_and_a_row_of_its_answer() -> None:
    question = q.conversations.group_by("type").count()
    call = extensions.drill_down("conversations", query=question, row={"type": "openai"}, key="count")
    assert body(call) == {"query": question.to_dict(), "row": {"type": "openai"}, "key": "count"}
    walk = extensions.conversations_behind("conversations", query=question, row={"type": "openai"})
    assert (body(walk.call())["cursor"], body(walk.call())["limit"]) == (None, 100)


@pytest.mark.parametrize(
    ("format_", "accept"),
    [("csv", "text/csv"), ("ndjson", "application/x-ndjson"), ("parquet", "application/vnd.apache.parquet")],
)
def test_an_export_asks_for_the_format_that_is_named(format_: ExportFormat, accept: str) -> None:
    call = views.export_events(format=format_, limit=3)
    assert (call.accept, body(call)) == (accept, {"limit": 3})


def test_exports_ask_for_csv_and_the_rest_for_json() -> None:
    csv = {name for name, call in EVERY_CALL.items() if call.accept == "text/csv"}
    assert csv == {name for name in EVERY_CALL if name.startswith("export")}


@pytest.mark.parametrize(
    ("id_", "segment"),
    [
        ("conv_1", "conv_1"),
        ("a/b", "a%2Fb"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("50% of?#", "50%25%20of%3F%23"),
        ("é", "%C3%A9"),
        ("../feedback", "..%2Ffeedback"),
    ],
)
def test_an_id_is_one_segment_of_the_path(id_: str, segment: str) -> None:
    assert calls.get_conversation(id_).path == f"/conversations/{segment}"
    assert calls.get_conversation_by_external_id(id_).path == f"/conversations/external/{segment}"
    assert calls.delete_feedback(id_).path == f"/feedback/{segment}"


@pytest.mark.parametrize("build", [calls.get_conversation, calls.delete_conversation, calls.get_feedback])
def test_an_empty_id_is_refused_before_it_names_the_list(build: Callable[[str], Call[Any]]) -> None:
    with pytest.raises(ValueError, match="id is needed"):
        build("")


def test_pages_are_asked_for_in_the_query_string() -> None:
    assert calls.list_conversations(limit=5, offset=10).parameters == (("limit", "5"), ("offset", "10"))
    assert calls.list_feedback().parameters == (("limit", "10"), ("offset", "0"))


def test_reports_take_a_date_a_time_or_a_text() -> None:
    moment = datetime(2026, 1, 31, 10, tzinfo=UTC)
    assert calls.top_search_queries().parameters == ()
    assert calls.top_search_queries(after=date(2026, 1, 31)).parameters == (("after", "2026-01-31"),)
    assert calls.weekly_search_users(after=moment).parameters == (("after", "2026-01-31T10:00:00+00:00"),)
    assert calls.weekly_search_users(after="2026-01-31", project_id="p").parameters == (
        ("after", "2026-01-31"),
        ("project_id", "p"),
    )


def test_struct_dictionary_and_keywords_give_the_same_body() -> None:
    message: MessageFields = {"role": "user", "content": "Hello", "externalId": "1"}
    whole = {"type": "support_ticket", "externalId": "T-1", "messages": [message]}
    struct = LogSupportTicketConversation(
        external_id="T-1", messages=[LogSupportMessage(role="user", content="Hello", external_id="1")]
    )
    assert body(calls.log_conversation(whole)) == whole
    assert body(calls.log_conversation(struct)) == whole
    assert body(calls.log_conversation(type="support_ticket", external_id="T-1", messages=[message])) == whole


def test_null_is_sent_and_what_is_not_given_is_not() -> None:
    sent = body(calls.submit_feedback(type="negative", message_id="m", details=None))
    assert sent == {"type": "negative", "messageId": "m", "details": None}


def test_a_query_may_mix_structs_and_dictionaries() -> None:
    expected = {
        "select": [{"type": "time", "timeUnit": "day"}, {"type": "aggregation", "aggregation": "count"}],
        "groupBy": [{"field": "type"}],
    }
    day = SelectTime(time_unit="day")
    counted = {"type": "aggregation", "aggregation": "count"}
    assert body(views.query_events(select=[day, counted], group_by=[{"field": "type"}])) == expected
    assert body(views.export_events(expected)) == expected
    assert body(views.query_events(Query(select=[day]))) == {"select": [{"type": "time", "timeUnit": "day"}]}
    assert body(views.query_events()) == {}


def test_writes_that_name_their_row_need_no_key_and_others_do() -> None:
    search = LogSearchEvent(id="e1", type="t", search_query="q")
    assert calls.log_event(search).effect == "write"
    assert calls.submit_feedback(SubmitFeedback(type="positive", message_id="m")).effect == "keyed write"
    assert calls.log_conversation({"id": "c1"}).effect == "write"
    assert calls.log_conversation({"id": ""}).effect == "keyed write"
    assert calls.log_conversation(id="c1").effect == "write"
    assert calls.delete_conversation("c1").effect == "write"
    assert views.query_events().effect == "read"


def test_rows_are_a_list_that_knows_how_many_there_are() -> None:
    answer = b'{"status":"ok","data":{"result":[{"count":2}],"total":7,"pageSize":1,"count":1}}'
    rows = views.query_conversations().read(200, answer)
    assert (rows, rows.total, rows.page_size) == ([{"count": 2}], 7, 1)


def test_envelopes_are_taken_off() -> None:
    assert calls.property_keys(field="properties").read(200, b'{"results":["plan"]}') == ["plan"]
    counted = b'{"data":{"result":[{"search_query":"sso","count":"3"}],"total":1}}'
    assert calls.top_search_queries().read(200, counted).result[0].search_query == "sso"
    weeks = b'{"data":{"result":[{"week":"2026-01-05T00:00:00.000Z","unique_users":"2"}],"total":1}}'
    assert calls.weekly_search_users().read(200, weeks).result[0].unique_users == "2"


@pytest.mark.parametrize("content", [b"<html>", b"", b"[]", b'{"success":"yes"}'])
def test_success_with_another_body_is_said_to_be_no_answer(content: bytes) -> None:
    with pytest.raises(AnswerError, match="DELETE /conversations/c1"):
        calls.delete_conversation("c1").read(200, content)
