"""Hostile input is stored and returned as sent, or refused with the place. Message text is data."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.product import Caller, agent, condition, counting, user

NAMES = [
    "it's",
    'say "hi"',
    "a.b",
    "a[0]",
    "$",
    "$.a",
    "*",
    "/",
    "~",
    "~1",
    "",
    " ",
    "0",
    "\\",
    "nul\0inside",
    "ключ",
    "🦆",
    "'; DROP TABLE conversations; --",
    '"}]}',
    "%",
    "__proto__",
    "tab\tand\nline",
]
VALUES: list[Any] = [
    *NAMES,
    1,
    1.5,
    -0.0,
    2**53 + 1,
    2**63,
    -(2**63),
    10**30,
    True,
    False,
    None,
    [],
    {},
    [[1], {"a": None}],
    "x" * 10_000,
]


def nested(depth: int) -> Any:
    value: Any = "bottom"
    for level in range(depth):
        value = {"d": value} if level % 2 else [value]
    return value


@pytest.mark.parametrize("name", NAMES)
def test_a_property_of_any_name_comes_back_and_can_be_asked_for(api: Caller, name: str) -> None:
    stored = api.log(user("a"), id="c", properties={name: "v", "other": {name: {name: 1}}})
    assert stored["properties"] == {name: "v", "other": {name: {name: 1}}}
    assert api.get("/conversations/c").body == stored
    where = condition("properties", "eq", {"path": [name], "value": "v"})
    deep = condition("properties", "eq", {"path": ["other", name, name], "value": 1})
    select = [{"type": "field", "field": "properties", "path": [name]}, counting()]
    assert api.rows("conversations", select=select, where={"and": [where, deep]}) == [
        {f"properties.{name}": "v", "count": 1}
    ]
    assert name in api.post("/query/property-keys", {"field": "properties"}).body["results"]
    assert api.post("/query/property-values", {"field": "properties", "key": name}).body["results"] == ["v"]
    contains = condition("properties", "jsonContains", {"other": {name: {name: 1}}})
    assert api.rows("conversations", where=contains)[0]["properties"] == stored["properties"]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_a_value_of_any_kind_comes_back_and_is_found(api: Caller, value: object) -> None:
    stored = api.log(user("a"), id="c", properties={"v": value})
    assert stored["properties"] == {"v": value}
    assert api.get("/conversations/c").body["properties"] == {"v": value}
    (row,) = api.rows("conversations", where=condition("properties", "jsonContains", {"v": value}))
    assert row["properties"] == {"v": value}
    exported = api.post("/query/conversations/export", {}).body
    assert exported.startswith("id,")


@pytest.mark.parametrize("text", [each for each in NAMES if each])
def test_ids_and_texts_of_any_kind_come_back(api: Caller, text: str) -> None:
    stored = api.log(user(text, id=text, name=text), agent(text), id=text, externalId=text, tags=[text])
    assert stored["id"] == text
    assert api.get(f"/conversations/{quote(text, safe='')}").body == stored
    assert api.get(f"/conversations/external/{quote(text, safe='')}").body == stored
    api.post("/feedback", {"id": text, "type": "negative", "messageId": text, "details": text})
    assert api.get(f"/feedback/{quote(text, safe='')}").body["details"] == text
    (row,) = api.rows("conversations", where=condition("id", "eq", text))
    assert row["id"] == text
    assert api.rows("semantic-threads", query=text) is not None
    assert api.delete(f"/conversations/{quote(text, safe='')}").status == 200


def test_a_hundred_levels_come_back(api: Caller) -> None:
    stored = api.log(user("a"), id="c", properties={"deep": nested(100)})
    assert stored["properties"] == {"deep": nested(100)}
    assert api.rows("conversations")[0]["properties"] == {"deep": nested(100)}


def test_a_body_that_is_nested_without_end_is_refused(api: Caller) -> None:
    body = (
        b'{"type":"openai","messages":[{"role":"user","content":"a"}],"properties":{"x":'
        + b"[" * 50_000
        + b"]" * 50_000
        + b"}}"
    )
    answer = api.post("/conversations", body)
    assert (answer.status, answer.body["code"]) == (400, "bad_request")


@pytest.mark.parametrize("number", ["1e400", "-1e999"])
def test_a_number_beyond_all_bounds_is_refused_with_its_place(api: Caller, number: str) -> None:
    body = f'{{"type":"openai","messages":[{{"role":"user","content":"a"}}],"properties":{{"x":{number}}}}}'
    answer = api.post("/conversations", body.encode())
    assert (answer.status, answer.body["code"]) == (400, "bad_request")
    assert "/properties" in answer.body["violations"][0]["pointer"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\\ud800", "\ufffd"),
        ("\\udc00", "\ufffd"),
        ("a\\ud83d\\u0041", "a\ufffdA"),
        ("\\ud800\\ud83e\\udd86", "\ufffd🦆"),
        ("\\\\ud800", "\\ud800"),
    ],
)
def test_half_a_character_becomes_the_sign_for_one_and_the_rest_is_kept(
    api: Caller, text: str, kept: str
) -> None:
    body = f'{{"type":"openai","messages":[{{"role":"user","content":"{text}"}}]}}'
    answer = api.post("/conversations", body.encode())
    assert answer.status == 200
    assert answer.body["messages"][0]["content"] == kept


def test_half_a_character_in_a_key_or_an_event_or_a_vote_is_mended_too(api: Caller) -> None:
    event = b'{"type":"t","entityType":"search","searchQuery":"a\\ud83d","properties":{"\\udc00":1}}'
    stored = api.post("/events", event).body
    assert (stored["searchQuery"], stored["properties"]) == ("a\ufffd", {"\ufffd": 1})
    vote = b'{"type":"positive","messageId":"m","details":"\\ud83d"}'
    assert api.post("/feedback", vote).body["details"] == "\ufffd"


def test_half_a_character_in_the_bytes_is_mended_and_other_encodings_are_refused(api: Caller) -> None:
    body = b'{"type":"openai","messages":[{"role":"user","content":"%b"}]}'
    assert api.post("/conversations", body % b"\xed\xa0\xbd!").body["messages"][0]["content"] == "\ufffd!"
    assert api.post("/conversations", body % "Grüße".encode("latin-1")).status == 400


def test_a_pair_of_surrogates_is_a_character(api: Caller) -> None:
    body = b'{"type":"openai","messages":[{"role":"user","content":"\\ud83e\\udd86"}]}'
    assert api.post("/conversations", body).body["messages"][0]["content"] == "🦆"


def test_ten_thousand_messages_come_back_in_order(api: Caller) -> None:
    messages = [
        {"role": "user" if number % 2 else "agent", "content": f"m{number}"} for number in range(10_000)
    ]
    stored = api.log(*messages, id="c")
    again = api.get("/conversations/c").body
    assert again == stored
    assert [each["content"] for each in again["messages"]] == [f"m{number}" for number in range(10_000)]
    assert api.rows("conversations")[0]["userMessageCount"] == 5_000
    longer = api.log(*messages, user("one more"), id="c")
    assert [each["id"] for each in longer["messages"]][:10_000] == [each["id"] for each in stored["messages"]]


def test_duplicate_keys_keep_the_last_value_everywhere(api: Caller) -> None:
    body = b'{"id":"c","type":"openai","messages":[{"role":"user","content":"a"}],"properties":{"k":1,"k":2}}'
    assert api.post("/conversations", body).body["properties"] == {"k": 2}
    assert api.rows("conversations", where=condition("properties", "eq", {"path": ["k"], "value": 2}))


def test_a_query_with_sql_in_every_place_finds_nothing_and_breaks_nothing(api: Caller) -> None:
    api.log(user("a"), id="c")
    sql = "') OR 1=1; DROP TABLE conversations; --"
    for body in (
        {"where": condition("id", "eq", sql)},
        {"where": condition("properties", "eq", {"path": [sql], "value": sql})},
        {"where": condition("properties", "jsonContains", {sql: sql})},
        {"where": condition("properties", "jsonHasKey", sql)},
        {"where": condition("id", "in", [sql])},
    ):
        assert api.rows("conversations", **body) == [], json.dumps(body)
    assert api.rows("semantic-threads", query=sql) == []
    assert len(api.rows("conversations")) == 1
