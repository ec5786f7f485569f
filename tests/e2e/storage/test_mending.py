"""A follower that cannot be used: questions are refused with a time, writes go on, and it comes back by itself."""

from __future__ import annotations

import resource
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.product import Answer, Caller, Product, agent, counting, opened, user
from tests.support.waiting import until
from threadline.analytics import FILE_NAME as PROJECTION
from threadline.clock import now
from threadline.records.search import FILE_NAME as SEARCH
from threadline.server import kept_up
from threadline.services.keeping.upkeep import Upkeep

FIRST_BLOCK = 3 * 4096
PATIENCE_SECONDS = 60


def fill(api: Caller, count: int = 300) -> None:
    """Log enough for several blocks, of words that do not compress to nothing."""
    for start in range(0, count, 100):
        lines = [
            f'{{"id": "c{number}", "type": "openai", "properties": {{"x": "{number:x}"}}, "messages": '
            f'[{{"role": "user", "content": "question {number * 7919}"}}]}}'
            for number in range(start, start + 100)
        ]
        answer = api.send("POST", "/v1/bulk/conversations", "\n".join(lines).encode())
        assert answer.status == 200, answer.body


def upkeep(product: Product) -> Upkeep:
    return Upkeep(product.state.records, product.state.engine, now, product.state.used_keys)


def count(api: Caller) -> Answer:
    return api.post("/query/conversations", {"select": [counting()]})


def search(api: Caller) -> Answer:
    return api.post("/v1/search", {"query": "question", "limit": 1})


def refused(answer: Answer) -> bool:
    return answer.status == 503 and int(answer.headers["retry-after"]) > 0


def awaited(ask: Callable[[Caller], Answer], api: Caller) -> Answer:
    """Return the first answer that is no refusal for the moment."""
    answers: list[Answer] = []

    def is_answered() -> bool:
        answers.append(ask(api))
        return not refused(answers[-1])

    until(is_answered, seconds=PATIENCE_SECONDS)
    return answers[-1]


def spoil(file: Path, start: int) -> None:
    """Turn the bytes of a file round from a place on, where it lies: whoever has it open sees that."""
    with file.open("r+b") as opened_file:
        opened_file.seek(start)
        rest = opened_file.read()
        opened_file.seek(start)
        opened_file.write(bytes(255 - byte for byte in rest))


@contextmanager
def files_that_may_not_grow(size: int) -> Generator[None]:
    """Let every write behind a place of a file fail, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_save_that_fails_makes_questions_wait_until_the_file_is_opened_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api, keeper = product.caller(), upkeep(product)
        fill(api, 100)
        keeper.follow()
        keeper.save()
        fill(api)
        keeper.follow()
        with files_that_may_not_grow(8_192):
            product.state.engine.projection._had_room = True
            with pytest.raises(Exception, match="cannot be used just now"):
                keeper.save()
        assert refused(count(api))
        assert search(api).status == 200
        assert (
            api.post("/conversations", {"id": "later", "type": "openai", "messages": [user("x")]}).status
            == 200
        )
        keeper.run_once()
        assert count(api).body["data"]["result"] == [{"count": 301}]


def test_a_damaged_projection_is_found_by_who_asks_and_made_anew_beside_writes(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        fill(product.caller())
        upkeep(product).follow()
        upkeep(product).save()
    spoil(tmp_path / PROJECTION, FIRST_BLOCK + (1 << 18))
    with opened(tmp_path) as product:
        api = product.caller()
        with kept_up(product.state):
            assert awaited(count, api).body["data"]["result"] == [{"count": 300}]
            api.log(user("after"), agent("answer"), id="after")
            keys = awaited(lambda each: each.post("/query/property-keys", {"field": "properties"}), api)
            assert keys.status == 200
            assert awaited(lambda each: each.get("/readyz"), api).status == 200
            assert awaited(count, api).body["data"]["result"] == [{"count": 301}]


def test_a_text_index_that_is_damaged_while_it_is_open_is_made_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api, keeper = product.caller(), upkeep(product)
        fill(api)
        keeper.follow()
        product.state.engine.search.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        spoil(tmp_path / SEARCH, 4_096)
        product.state.engine.search.connection.execute("PRAGMA shrink_memory")
        answers = [search(api) for _ in range(2)]
        if any(answer.status != 200 for answer in answers):
            assert refused(answers[-1])
            assert refused(api.post("/query/semantic-threads", {"query": "question"}))
        assert count(api).status == 200
        keeper.follow()
        assert search(api).body["data"]["total"] == 300


@pytest.mark.parametrize("name", [PROJECTION, SEARCH])
def test_while_a_follower_is_out_of_use_the_server_is_not_ready_and_says_why(
    tmp_path: Path, name: str
) -> None:
    with opened(tmp_path) as product:
        api, engine = product.caller(), product.state.engine
        fill(api, 100)
        upkeep(product).follow()
        with kept_up(product.state):
            assert awaited(lambda each: each.get("/readyz"), api).status == 200
            assert 'threadline_job_failures{job="text-index"} 0.0' in api.get("/metrics").body
            if name == PROJECTION:
                engine.projection.standing.trouble = "a block is damaged"
            else:
                engine.search.trouble = "a block is damaged"
            answer = api.get("/readyz")
            assert answer.status in {200, 503}  # it may be mended already
            if answer.status == 503:
                assert "a block is damaged" in answer.body["detail"]
            assert awaited(lambda each: each.get("/readyz"), api).status == 200
        assert engine.mend() is False
        assert count(api).status == 200
        assert search(api).status == 200


def test_a_disk_without_room_refuses_searches_with_a_time_and_no_write_is_lost(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api, index = product.caller(), product.state.engine.search
        fill(api, 100)
        assert search(api).status == 200
        pages = index.connection.execute("PRAGMA page_count").fetchone()
        assert pages is not None
        index.connection.execute(f"PRAGMA max_page_count={pages[0]}")
        fill(api)
        assert refused(search(api))
        assert refused(api.post("/query/semantic-threads", {"query": "question"}))
        matching = {"condition": {"field": "messages", "operator": "matches", "value": "question"}}
        assert refused(api.post("/query/conversations", {"where": matching}))
        assert count(api).status == 200
        index.connection.execute("PRAGMA max_page_count=1000000")
        assert search(api).body["data"]["total"] == 300


def test_an_export_that_finds_no_room_is_refused_with_a_time(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api = product.caller()
        fill(api)
        assert count(api).status == 200
        parquet = {"Accept": "application/vnd.apache.parquet"}
        with files_that_may_not_grow(1_000):
            assert refused(api.post("/query/conversations/export", {}, headers=parquet))
        assert count(api).status == 200
        assert api.post("/query/conversations/export", {}, headers=parquet).status == 200
