"""The projection and the text index: they follow the change log, and are made anew when they are lost."""

from pathlib import Path

import pytest

from tests.support.product import Caller, Product, agent, counting, opened, user
from threadline.analytics import FILE_NAME as PROJECTION
from threadline.analytics.opening import open_projection
from threadline.analytics.tables import TABLES
from threadline.catalog import VIEWS
from threadline.clock import now
from threadline.errors import LockedError, StoppedError
from threadline.records.connection import number
from threadline.records.search import FILE_NAME as SEARCH
from threadline.records.search.index import match_any
from threadline.server import _budget
from threadline.services.keeping.upkeep import Upkeep
from threadline.settings import Settings


def fill(api: Caller) -> None:
    for index in range(5):
        stored = api.log(user(f"question {index}"), agent("answer"), id=f"c{index}")
        api.post("/feedback", {"type": "positive", "messageId": stored["messages"][1]["id"]})
        api.post("/events", {"type": "t", "entityType": "conversation", "conversationId": f"c{index}"})
    api.delete("/conversations/c4")


def counts(api: Caller) -> dict[str, int]:
    return {view: api.rows(view, select=[counting()])[0]["count"] for view in VIEWS} | {
        "found": len(api.rows("semantic-threads", query="question"))
    }


def upkeep(product: Product) -> Upkeep:
    return Upkeep(product.state.records, product.state.engine, now, product.state.used_keys)


EXPECTED = {"conversations": 4, "events": 5, "feedback": 4, "semantic-threads": 4, "found": 4}


def test_every_table_has_the_columns_of_its_view() -> None:
    for view in VIEWS.values():
        columns = {name for name, _ in TABLES[view.table].columns}
        assert {field.column for field in view.fields} <= columns, view.name
        assert {"rid", "project_id"} <= columns


@pytest.mark.parametrize("junk", [None, b"", b"not a database" * 1000])
@pytest.mark.parametrize("name", [PROJECTION, SEARCH])
def test_a_missing_or_broken_follower_is_made_anew(tmp_path: Path, name: str, junk: bytes | None) -> None:
    with opened(tmp_path) as product:
        fill(product.caller())
        upkeep(product).run_once()
    for leftover in tmp_path.glob(f"{name}*"):
        leftover.unlink()
    if junk is not None:
        (tmp_path / name).write_bytes(junk)
    with opened(tmp_path) as product:
        assert counts(product.caller()) == EXPECTED


def test_followers_go_on_where_they_were(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        fill(product.caller())
        upkeep(product).save()
    with opened(tmp_path) as product:
        api = product.caller()
        api.log(user("question six"), id="c6")
        assert counts(api) == {
            name: count + (name not in ("events", "feedback")) for name, count in EXPECTED.items()
        }


def test_changes_that_every_follower_has_are_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        fill(product.caller())
        keeper = upkeep(product)
        keeper.run_once()
        keeper.save()
        assert number(product.state.records.reader, "SELECT count(*) FROM changes") == 1
        assert counts(product.caller()) == EXPECTED


def test_an_older_projection_is_made_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        fill(product.caller())
        product.state.engine.projection.standing.connection.execute(
            "UPDATE projection.reached SET seq = 0 WHERE name = 'schema'"
        )
    with opened(tmp_path) as product:
        assert counts(product.caller()) == EXPECTED


def test_a_projection_that_is_open_elsewhere_is_not_touched(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api = product.caller()
        fill(api)
        with pytest.raises(LockedError):
            open_projection(tmp_path, _budget(Settings()))
        assert counts(api) == EXPECTED


def test_a_write_of_another_process_is_seen_by_the_next_query(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        api = product.caller()
        api.log(user("a"), id="c")
        assert len(api.rows("conversations")) == 1
        product.state.records.writer.write(lambda c: c.execute("UPDATE conversations SET type = 'openai'"))
        api.log(user("b"), id="d")
        assert len(api.rows("conversations")) == 2


def test_words_of_any_script_are_looked_up_without_syntax() -> None:
    assert match_any('AND (x OR "y") NEAR* ключ') == '"and" OR "x" OR "or" OR "y" OR "near" OR "ключ"'
    assert match_any("?!") == ""


def test_a_stop_ends_a_rebuild_and_the_next_start_makes_it_whole(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        fill(product.caller())
    for name in (PROJECTION, SEARCH):
        for leftover in tmp_path.glob(f"{name}*"):
            leftover.unlink()
    with opened(tmp_path) as product:
        engine = product.state.engine
        engine.catching_up.stopping.set()
        engine.search.stopping.set()
        with pytest.raises(StoppedError):
            engine.catching_up.catch_up("conversations")
        with pytest.raises(StoppedError):
            engine.search.catch_up(product.state.records.reader)
    with opened(tmp_path) as product:
        assert counts(product.caller()) == EXPECTED
