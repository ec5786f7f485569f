"""Limits that protect: a query that asks for too much is refused with what to narrow, and keeps nobody waiting."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.product import Json, Product, condition, counting, opened, user

ROWS = 400_000
HEAVY_COUNT = 5
"""More than the slow lane takes at once, and than the fast lane."""

HEAVY = {
    "select": [
        {"type": "aggregation", "aggregation": "countDistinct", "field": "properties", "path": ["text"]}
    ],
    "where": {"or": [condition("id", "contains", f"no-{number}") for number in range(1_000)]},
}
"""Minutes of work: every row is held against every text."""

LIGHT = {"select": [counting()], "groupBy": [{"field": "type"}]}


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with opened(tmp_path_factory.mktemp("crowded"), query_seconds=2.0, groups=1_000) as product:
        # On a busy machine a statement takes its time to notice that it was stopped.
        product.state.pool.patience_seconds = 60.0
        crowd(product)
        yield product


def crowd(product: Product) -> None:
    """Put many rows into the projection; each is its own and has tags."""
    api = product.caller()
    logged = api.log(user("the only one that the records know"))
    api.rows("conversations")
    product.state.engine.projection.standing.connection.execute(
        """
        insert into projection.conversations
          (rid, project_id, id, type, user_message_count, first_message_at, properties)
        select 1000 + i, ?, 'c' || i, 'support_ticket', i % 7, timestamp_ms '2026-01-01' + to_hours(i::int),
          '{"text": "' || md5(i::varchar) || '", "tags": [{"name": "tag-' || (i % 9) || '"}, {"name": "other"}]}'
        from range(?) as t(i)
        """,
        [logged["projectId"], ROWS],
    )


def violation(body: Json) -> Json:
    return body["violations"][0]


def test_a_query_over_the_time_limit_is_refused_with_what_to_narrow(crowded: Product) -> None:
    answer = crowded.caller().post("/query/conversations", HEAVY)
    assert answer.status == 422
    assert answer.body["code"] == "unprocessable_entity"
    assert violation(answer.body)["pointer"] == "/where"
    message = violation(answer.body)["message"]
    assert "longer than 2 seconds and" in message
    assert '{"field": "firstMessageTime", "operator": "gte", "value": "30d"}' in message


def test_quick_queries_and_writes_are_answered_while_heavy_ones_run(crowded: Product) -> None:
    heavy, light = crowded.caller(), crowded.caller()
    with ThreadPoolExecutor(HEAVY_COUNT) as threads:
        running = [threads.submit(heavy.post, "/query/conversations", HEAVY) for _ in range(HEAVY_COUNT)]
        quick = 0
        while not all(each.done() for each in running):
            light.log(user(f"written meanwhile {quick}"))
            assert light.post("/query/conversations", LIGHT).status == 200
            quick += 1
        assert quick >= 3
        statuses = [each.result().status for each in running]
    assert set(statuses) <= {422, 503}


def test_a_query_with_too_many_groups_is_refused(crowded: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowded.state.pool, "limit_seconds", 60.0)
    body = {"select": [counting()], "groupBy": [{"field": "properties", "path": ["text"]}]}
    answer = crowded.caller().post("/query/conversations", body)
    assert answer.status == 422
    assert violation(answer.body)["pointer"] == "/groupBy"
    assert "1,000 are the most" in violation(answer.body)["message"]
    few = {"select": [counting()], "groupBy": [{"field": "userMessageCount"}]}
    assert crowded.caller().post("/query/conversations", few).body["data"]["total"] == 7


def test_an_export_may_make_more_groups_than_a_query(crowded: Product) -> None:
    body = {"select": [counting()], "groupBy": [{"field": "properties", "path": ["text"]}]}
    answer = crowded.caller().post("/query/conversations/export", body)
    assert answer.status == 200
    assert answer.body.count("\r\n") == ROWS + 2


def test_a_query_over_the_memory_limit_is_refused_and_others_go_on(tmp_path: Path) -> None:
    with opened(tmp_path, memory_megabytes=16) as product:
        crowd(product)
        api = product.caller()
        percentiles = [
            {"type": "aggregation", "aggregation": "countDistinct", "field": "properties", "path": ["text"]},
            {"type": "aggregation", "aggregation": "countDistinct", "field": "id"},
        ]
        answer = api.post("/query/conversations", {"select": percentiles, "groupBy": [{"field": "id"}]})
        assert answer.status == 422
        assert "more memory" in violation(answer.body)["message"]
        assert api.post("/query/conversations", LIGHT).status == 200


def test_large_statements_spill_into_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    with opened(tmp_path / "data", memory_megabytes=60) as product:
        crowd(product)
        rows = product.caller().rows("conversations", select=[{"type": "field", "field": "id"}], limit=3)
        assert len(rows) == 3
        answer = product.caller().post(
            "/query/conversations/export",
            {
                "select": [{"type": "field", "field": "id"}],
                "orderBy": [{"field": "id", "direction": "asc"}],
            },
        )
        assert answer.body.count("\r\n") == ROWS + 2
    assert not list(elsewhere.iterdir())
