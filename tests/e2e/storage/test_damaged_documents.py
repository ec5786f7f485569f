"""A stored document that cannot be read is left out, counted and named; all others are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.product import Product, agent, counting, opened, user
from threadline.analytics import FILE_NAME as PROJECTION
from threadline.clock import now
from threadline.records.search import FILE_NAME as SEARCH
from threadline.services.keeping.upkeep import Upkeep

DAMAGES = {
    "no JSON": "X'7b226964223a22'",
    "no UTF-8": "CAST(replace(CAST(document AS BLOB), X'7370', X'ff70') AS TEXT)",
    "a time that is none": "json_set(document, '$.createdAt', 'yesterday')",
    "a text that is none": "json_set(document, '$.content', 5)",
    "no object": "'[]'",
}


def damage(folder: Path, change: str) -> None:
    """Change one document by hand, and lose the followers."""
    with opened(folder) as product:
        api = product.caller()
        for name in ("a", "b", "c"):
            api.log(user(f"special question {name}"), agent(f"answer {name}"), id=name)
        product.state.records.writer.write(
            lambda each: each.execute(
                f"UPDATE messages SET document = CAST({change} AS TEXT) WHERE rid % 1048576 = 0"
                " AND rid / 1048576 = (SELECT rid FROM conversations WHERE id = 'b')"
            )
        )
    for name in (PROJECTION, SEARCH):
        (folder / name).unlink()


def upkeep(product: Product) -> Upkeep:
    return Upkeep(product.state.records, product.state.engine, now, product.state.used_keys)


@pytest.mark.parametrize("kind", DAMAGES)
def test_all_others_are_there_and_the_log_and_the_metrics_tell(
    tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    damage(tmp_path, DAMAGES[kind])
    with opened(tmp_path) as product:
        api = product.caller()
        upkeep(product).run_once()
        totals = [
            api.post("/v1/search", {"query": word}).body["data"]["total"] for word in ("special", "answer")
        ]
        assert totals == [2, 3]
        assert api.rows("conversations", select=[counting()]) == [{"count": 3}]
        assert len(api.rows("semantic-threads", query="question")) >= 2
        assert caplog.text.count("of conversation b (") == 1
        assert "threadline_damaged_messages 1.0" in api.get("/metrics").body
        api.log(user("special question d"), id="d")
        assert api.post("/v1/search", {"query": "special"}).body["data"]["total"] == 3
        assert len(api.rows("conversations")) == 4


@pytest.mark.parametrize("kind", ["no JSON", "no UTF-8"])
def test_pages_of_conversations_have_what_can_be_read(tmp_path: Path, kind: str) -> None:
    damage(tmp_path, DAMAGES[kind])
    with opened(tmp_path) as product:
        page = product.caller().get("/conversations").body["conversations"]
        assert {each["id"] for each in page} == {"a", "b", "c"}
        assert product.caller().get("/conversations/b").status == 200


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_conversation_with_a_damaged_message_is_logged_again_and_whole_then(
    tmp_path: Path, kind: str
) -> None:
    damage(tmp_path, DAMAGES[kind])
    with opened(tmp_path) as product:
        api = product.caller()
        stored = api.log(user("special question b"), agent("answer b"), user("and more"), id="b")
        assert [each["content"] for each in stored["messages"]] == [
            "special question b",
            "answer b",
            "and more",
        ]
        assert api.get("/conversations/b").body == stored
        assert api.post("/v1/search", {"query": "special"}).body["data"]["total"] == 3
        assert api.rows("conversations", select=[counting()]) == [{"count": 3}]


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_conversation_with_a_damaged_message_is_voted_on_and_deleted(tmp_path: Path, kind: str) -> None:
    damage(tmp_path, DAMAGES[kind])
    with opened(tmp_path) as product:
        api = product.caller()
        damaged, whole = product.state.records.reader.execute(
            "SELECT id FROM messages WHERE rid / 1048576 = (SELECT rid FROM conversations WHERE id = 'b')"
            " ORDER BY rid"
        ).fetchall()
        for (id_,) in (damaged, whole):
            assert api.post("/feedback", {"type": "negative", "messageId": id_}).status == 200
        listed = api.get("/feedback")
        assert (listed.status, isinstance(listed.body, dict)) == (200, True)
        assert whole[0] in {each["messageId"] for each in listed.body["negativeFeedback"]}
        assert api.delete("/conversations/b").status == 200
        assert api.rows("conversations", select=[counting()]) == [{"count": 2}]


def test_damaged_properties_are_unknown_and_nothing_else_is(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api = product.caller()
        for name in ("a", "b"):
            api.log(user("x"), id=name, properties={"plan": name}, tags=["t"])
        product.state.records.writer.write(
            lambda each: each.execute(
                "UPDATE conversations SET properties = '{\"plan', tags = '[\"t' WHERE id = 'b'"
            )
        )
        assert api.rows("conversations", select=[counting()]) == [{"count": 2}]
        keys = api.post("/query/property-keys", {"field": "properties"})
        assert keys.status == 200
