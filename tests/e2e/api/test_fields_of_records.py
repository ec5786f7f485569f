"""Every field of a stored conversation can be asked for, and a body that names none of them is answered as ever."""

from typing import cast

import pytest

from tests.support.product import Caller, Json, agent, condition, counting, user

TICKET: Json = {
    "id": "t1",
    "type": "support_ticket",
    "externalId": "4711",
    "externalUrl": "https://desk.example/4711",
    "visibility": "public",
    "createdAt": "2026-01-05T09:00:00.000Z",
    "updatedAt": "2026-01-07T09:00:00.000Z",
    "tags": ["billing", "urgent"],
}
OURS = [
    *(
        "tags",
        "externalId",
        "externalUrl",
        "visibility",
        "supportTicketConversationId",
        "createdAt",
        "updatedAt",
    ),
    *("messagesCount", "lastMessageTime", "lastMessageRole"),
]


def fields(*names: str) -> list[Json]:
    return [{"type": "field", "field": name} for name in names]


def ids(api: Caller, **body: Json) -> list[str]:
    return sorted(row["id"] for row in api.rows("conversations", select=fields("id"), **body))


@pytest.fixture
def desk(api: Caller) -> Caller:
    """Three conversations: a ticket with everything, a copilot chat about it, and a chat with nothing."""
    late = agent("Done.", createdAt="2026-01-06T08:00:00.500Z")
    api.log(late, user("Refund?", createdAt="2026-01-05T10:00:00Z"), **TICKET)
    api.log(
        user("What is 4711?", createdAt="2026-01-06T10:00:00Z"),
        id="t2",
        type="support_copilot",
        supportTicketConversationId="t1",
        tags=["billing"],
    )
    api.log(user("Hello", createdAt="2026-01-04T10:00:00Z"), id="t3", tags=[])
    return api


def test_a_body_that_names_them_gets_all_that_was_stored(desk: Caller) -> None:
    found = desk.rows("conversations", select=fields(*OURS), where=condition("id", "eq", "t1"))
    stored = desk.get("/conversations/t1").body
    assert found == [
        {
            **{name: stored.get(name) for name in OURS[:7]},
            "messagesCount": 2,
            "lastMessageTime": "2026-01-06T08:00:00.500Z",
            "lastMessageRole": "agent",
        }
    ]
    assert found[0]["tags"] == ["billing", "urgent"]


def test_a_body_that_names_nothing_gets_the_fields_of_the_contract(desk: Caller) -> None:
    for row in desk.rows("conversations"):
        assert not set(row) & set(OURS)
    header = desk.post("/query/conversations/export", {}).body.splitlines()[0]
    assert not set(header.split(",")) & set(OURS)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (condition("tags", "eq", "billing"), ["t1", "t2"]),
        (condition("tags", "neq", "urgent"), ["t2", "t3"]),
        (condition("tags", "in", ["urgent", "nope"]), ["t1"]),
        (condition("tags", "in", [["billing"], "urgent"]), ["t1", "t2"]),
        (condition("tags", "in", ["urgent", None]), ["t1", "t3"]),
        (condition("tags", "notIn", ["urgent", "nope"]), ["t2", "t3"]),
        (condition("tags", "notIn", []), ["t1", "t2", "t3"]),
        (condition("tags", "arrayContains", ["billing", "urgent"]), ["t1"]),
        (condition("tags", "contains", "BILL"), ["t1", "t2"]),
        (condition("tags", "isNull"), ["t3"]),
        (condition("externalId", "eq", 4711), ["t1"]),
        (condition("externalUrl", "startsWith", "https://desk."), ["t1"]),
        (condition("visibility", "eq", "public"), ["t1"]),
        (condition("supportTicketConversationId", "eq", "t1"), ["t2"]),
        (condition("createdAt", "lt", "2026-01-06"), ["t1"]),
        (condition("updatedAt", "is", {"timeUnit": "day", "value": "2026-01-07"}), ["t1"]),
        (condition("messagesCount", "gt", 1), ["t1"]),
        (condition("lastMessageTime", "gte", "2026-01-06T08:00:00.500Z"), ["t1", "t2"]),
        (condition("lastMessageRole", "eq", "user"), ["t2", "t3"]),
    ],
)
def test_each_of_them_can_be_filtered_by(desk: Caller, where: Json, found: list[str]) -> None:
    assert ids(desk, where=where) == found


def test_they_can_be_grouped_aggregated_and_ordered_by(desk: Caller) -> None:
    grouped = desk.rows(
        "conversations",
        select=[counting(), {"type": "aggregation", "aggregation": "sum", "field": "messagesCount"}],
        groupBy=[{"field": "lastMessageRole"}],
        orderBy=[{"field": "sum_messagesCount", "direction": "desc"}],
    )
    assert [(row["lastMessageRole"], row["count"], row["sum_messagesCount"]) for row in grouped] in (
        [("agent", 1, 2), ("user", 2, 2)],
        [("user", 2, 2), ("agent", 1, 2)],
    )
    order = [{"field": "lastMessageTime", "direction": "desc"}]
    newest = desk.rows("conversations", select=fields("id"), orderBy=order)
    assert [row["id"] for row in newest] == ["t2", "t1", "t3"]


def test_a_change_of_a_conversation_is_seen_by_the_next_question(desk: Caller) -> None:
    more = [user("Hello"), agent("Hi", createdAt="2026-02-01T10:00:00Z")]
    desk.log(*more, id="t3", tags=["greeting"])
    assert ids(desk, where=condition("tags", "eq", "greeting")) == ["t3"]
    where = {"and": [condition("lastMessageRole", "eq", "agent"), condition("messagesCount", "eq", 2)]}
    assert ids(desk, where=where) == ["t1", "t3"]


def test_each_tag_is_a_group_when_asked_for(desk: Caller) -> None:
    desk.log(user("Twice"), id="t4", tags=["urgent", "urgent", "a.b"])
    body: Json = {"select": [counting()], "groupBy": [{"field": "tags", "each": True}]}
    answer = desk.post("/query/conversations", body).body["data"]
    assert [(row["tags"], row["count"]) for row in answer["result"]] == [
        ("a.b", 1),
        ("billing", 2),
        ("urgent", 2),
        (None, 1),
    ]
    assert answer["total"] == 4
    for row in answer["result"]:
        behind = desk.post("/v1/query/conversations/drilldown", {"query": body, "row": row}).body["data"]
        assert behind["rowCount"] == row["count"]


def test_groups_of_each_tag_are_ordered_chosen_paged_and_exported(desk: Caller) -> None:
    body: Json = {
        "select": [counting()],
        "groupBy": [{"field": "tags", "each": True}, {"field": "type"}],
        "orderBy": [{"field": "count", "direction": "desc"}, {"field": "tags", "direction": "desc"}],
        "having": condition("count", "gte", 1),
        "where": condition("tags", "isNotNull"),
        "limit": 2,
    }
    rows, cursor = [], cast("str | None", "")
    while cursor is not None:
        data = desk.post("/query/conversations", {**body, "cursor": cursor}).body["data"]
        rows += [(row["tags"], row["type"]) for row in data["result"]]
        cursor = data.get("nextCursor")
    found = [("urgent", "support_ticket"), ("billing", "support_ticket"), ("billing", "support_copilot")]
    assert sorted(rows) == sorted(found)
    lines = desk.post("/query/conversations/export", {**body, "limit": 9}).body.split()
    assert sorted(lines[1:]) == sorted(f"{tag},{kind},1" for tag, kind in found)


@pytest.mark.parametrize(
    ("group_by", "pointer"),
    [
        ([{"field": "type", "each": True}], "/groupBy/0/each"),
        ([{"field": "properties", "each": True}], "/groupBy/0/each"),
    ],
)
def test_only_lists_of_texts_are_taken_apart(desk: Caller, group_by: list[Json], pointer: str) -> None:
    answer = desk.post("/query/conversations", {"groupBy": group_by})
    assert (answer.status, answer.body["violations"][0]["pointer"]) == (422, pointer)
    assert "`tags`" in answer.body["violations"][0]["message"]


def test_the_first_year_has_no_bucket_in_year_zero(desk: Caller) -> None:
    desk.log(user("zero", createdAt="0001-01-01T00:00:00Z"), id="zero")
    for unit in ("hour", "day", "week", "month", "quarter", "year"):
        for zone in ("Europe/Berlin", "America/New_York", "UTC"):
            body: Json = {
                "select": [{"type": "time", "timeUnit": unit}, counting()],
                "timeZone": zone,
                "where": condition("id", "eq", "zero"),
            }
            (row,) = desk.rows("conversations", **body)
            assert row[f"firstMessageTime_{unit}"].startswith("0001-01-01T")
            behind = desk.post("/v1/query/conversations/drilldown", {"query": body, "row": row}).body["data"]
            assert behind["rowCount"] == 1


def test_what_is_behind_a_group_of_them_is_found(desk: Caller) -> None:
    query: Json = {"select": [counting()], "groupBy": [{"field": "tags"}]}
    for row in desk.rows("conversations", **query):
        answer = desk.post("/v1/query/conversations/drilldown", {"query": query, "row": row})
        assert answer.status == 200, answer.body
        assert answer.body["data"]["rowCount"] == row["count"]
