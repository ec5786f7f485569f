"""The extensions of queries over HTTP, on stored conversations."""

from tests.support.product import Caller, Json, agent, condition, counting, user

MATCHES = condition("messages", "matches", '"reset link" -spam')


def first_and_rest(api: Caller, body: Json) -> tuple[list[Json], str | None]:
    answer = api.post("/query/conversations", body)
    assert answer.status == 200, answer.body
    data = answer.body["data"]
    return data["result"], data.get("nextCursor")


def test_a_search_over_messages_finds_conversations_and_threads(api: Caller) -> None:
    api.log(user("Where is the reset link?"), agent("In the mail."), user("Thanks"), agent("Sure"), id="a")
    api.log(user("The link resets, says the reset form"), agent("Yes."), id="b")
    api.log(user("Reset LINK"), agent("This is spam"), user("reset link spam"), agent("No"), id="c")
    assert sorted(row["id"] for row in api.rows("conversations", where=MATCHES)) == ["a", "c"]
    threads = api.rows("semantic-threads", where=MATCHES)
    assert sorted(row["question"] for row in threads) == ["Reset LINK", "Where is the reset link?"]
    missed = {"or": [condition("messages", "matches", "nowhere"), condition("id", "eq", "b")]}
    assert [row["id"] for row in api.rows("conversations", where=missed)] == ["b"]


def test_a_search_never_looks_into_other_projects(api: Caller, product: "Json") -> None:
    other = product.caller(project="other")
    other.log(user("reset link"), agent("x"), id="theirs")
    api.log(user("reset link"), agent("x"), id="ours")
    assert [row["id"] for row in api.rows("conversations", where=MATCHES)] == ["ours"]


def test_a_message_is_found_as_soon_as_its_write_is_acknowledged(api: Caller) -> None:
    for index in range(3):
        api.log(user(f"reset link {index}"), agent("x"))
        assert len(api.rows("conversations", where=MATCHES)) == index + 1


def test_exports_and_property_values_search_too(api: Caller) -> None:
    api.log(user("reset link"), agent("x"), properties={"plan": "pro"})
    api.log(user("other"), agent("x"), properties={"plan": "free"})
    select = [{"type": "field", "field": "properties", "path": ["plan"]}]
    export = api.post("/query/conversations/export", {"select": select, "where": MATCHES, "cursor": None})
    assert export.body.split() == ["properties.plan", "pro"]
    values = api.post("/query/property-values", {"field": "properties", "key": "plan", "where": MATCHES})
    assert values.body == {"results": ["pro"]}


def test_pages_neither_repeat_nor_skip_rows_while_others_are_written(api: Caller) -> None:
    for index in range(5):
        api.log(user("a", createdAt=f"2026-01-05T10:0{index}:00Z"), id=f"c{index}")
    body: Json = {"select": [{"type": "field", "field": "id"}], "limit": 2, "cursor": None}
    rows, cursor = first_and_rest(api, body)
    api.log(user("a", createdAt="2026-01-06T10:00:00Z"), id="newer")
    api.delete("/conversations/c3")
    api.log(user("a", createdAt="2026-01-04T10:00:00Z"), id="older")
    while cursor is not None:
        more, cursor = first_and_rest(api, {**body, "cursor": cursor})
        rows += more
    assert [row["id"] for row in rows] == ["c4", "c3", "c2", "c1", "c0", "older"]


def test_a_text_that_writes_a_value_is_a_group_of_its_own_on_every_page(api: Caller) -> None:
    values: list[Json] = ["true", True, "false", False, "{}", {}, "[1]", [1]]
    for value in values:
        api.log(user("question"), properties={"x": value})
    place = {"field": "properties", "path": ["x"]}
    body: Json = {"select": [counting()], "groupBy": [place], "limit": 1}
    found, cursor = [], None
    while True:
        data = api.post("/query/conversations", {**body, "cursor": cursor}).body["data"]
        found += [row["properties.x"] for row in data["result"]]
        cursor = data.get("nextCursor")
        if cursor is None:
            break
    cut = [api.rows("conversations", **body, offset=offset)[0]["properties.x"] for offset in range(8)]
    assert found == cut == [[1], "[1]", False, "false", True, "true", {}, "{}"]


def test_a_body_that_asks_for_no_pages_never_sees_a_cursor(api: Caller) -> None:
    for _ in range(2):
        api.log(user("a"))
    data = api.post("/query/conversations", {"limit": 1}).body["data"]
    assert set(data) == {"result", "total", "pageSize", "count"}
    assert data["total"] == 2


def test_the_last_page_has_no_cursor_and_every_page_the_same_total(api: Caller) -> None:
    for _ in range(4):
        api.log(user("a"))
    first = api.post("/query/conversations", {"limit": 2, "cursor": ""}).body["data"]
    last = api.post("/query/conversations", {"limit": 2, "cursor": first["nextCursor"]}).body["data"]
    assert "nextCursor" not in last
    assert (first["total"], first["count"], last["total"], last["count"]) == (4, 2, 4, 2)


def test_relative_times_count_back_from_the_request(api: Caller) -> None:
    api.log(user("a"), id="now")
    api.log(user("a", createdAt="2020-01-05T10:00:00Z"), id="then")
    recent = condition("firstMessageTime", "gte", "1d")
    assert [row["id"] for row in api.rows("conversations", where=recent)] == ["now"]
    keys = api.post("/query/property-keys", {"field": "properties", "where": recent})
    assert keys.status == 200


def test_groups_are_chosen_by_their_aggregates(api: Caller) -> None:
    for plan in ("pro", "pro", "free"):
        api.log(user("a"), properties={"plan": plan})
    body = {"select": [counting()], "groupBy": [{"field": "properties", "path": ["plan"]}]}
    answer = api.post("/query/conversations", {**body, "having": condition("count", "gt", 1)}).body["data"]
    assert (answer["result"], answer["total"]) == ([{"properties.plan": "pro", "count": 2}], 1)


def test_an_explanation_tells_plan_statement_and_cost(api: Caller) -> None:
    api.log(user("reset link"), agent("x"))
    api.log(user("other"), agent("x"))
    data = api.post("/query/conversations", {"where": MATCHES, "explain": True}).body["data"]
    told = data["explain"]
    assert told["plan"][1] == 'where messages match ("reset link") NOT ("spam"), found in 1 messages'
    assert told["sql"].count("?") == len(told["parameters"])
    assert (told["rowsScanned"], data["count"]) == (2, 1)
    assert told["milliseconds"] >= 0
