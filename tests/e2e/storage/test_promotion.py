"""Promoted columns of the real projection: made beside queries, kept by later writes, by restarts and by rebuilds."""

import threading
from pathlib import Path

import pytest

from tests.support.product import Caller, Product, assistant, condition, counting, opened, user
from threadline.analytics import FILE_NAME, promotion
from threadline.analytics import projection as projections
from threadline.analytics.projection import Projection
from threadline.services.asking.engine import Engine
from threadline.services.keeping.upkeep import Upkeep


def ask(api: Caller, name: str = "plan") -> int:
    where = condition("properties", "eq", {"path": [name], "value": "pro"})
    rows = api.rows("conversations", select=[counting()], where=where)
    count: int = rows[0]["count"]
    return count


def of(product: Product) -> Projection:
    return product.state.engine.projection


def columns(product: Product) -> set[str]:
    return {pointer for _, pointer in of(product).promoted_columns("conversations")}


def wish(product: Product, *names: str) -> None:
    """Ask for paths as often as it takes, and let upkeep have its turn after each."""
    api = product.caller()
    for name in names:
        for _ in range(promotion.LEAST_WISHES):
            ask(api, name)
        of(product).promote_wished("conversations")


@pytest.fixture
def promoting(product: Product) -> Product:
    of(product).promote_from_rows = 0
    return product


def test_a_path_gets_a_column_when_it_is_asked_for_again_and_later_writes_fill_it(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        of(product).promote_from_rows = 0
        api = product.caller()
        api.log(user("a"), id="1", properties={"plan": "pro"})
        assert ask(api) == 1
        of(product).promote_wished("conversations")
        assert columns(product) == set()
        wish(product, "plan")
        assert (ask(api), columns(product)) == (1, {"/plan"})
        api.log(user("a"), id="2", properties={"plan": "pro"})
        api.log(user("a"), id="1", properties={"plan": "free"})
        api.log(user("a"), id="3", properties={"plan": "pro"})
        assert ask(api) == 2
        of(product).checkpoint()
    with opened(tmp_path) as product:
        api = product.caller()
        assert (ask(api), columns(product)) == (2, {"/plan"})
        api.delete("/conversations/2")
        assert ask(api) == 1
    (tmp_path / FILE_NAME).unlink()
    with opened(tmp_path) as product:
        assert (ask(product.caller()), columns(product)) == (1, set())


def test_a_small_table_promotes_nothing(product: Product, api: Caller) -> None:
    api.log(user("a"), properties={"plan": "pro"})
    wish(product, "plan")
    assert (ask(api), columns(product)) == (1, set())


def test_a_path_that_no_row_has_gets_no_column(promoting: Product, api: Caller) -> None:
    api.log(user("a"), properties={"plan": "pro"})
    wish(promoting, "plam", "plan")
    assert columns(promoting) == {"/plan"}


def test_a_query_waits_for_no_column(promoting: Product, api: Caller) -> None:
    api.log(user("a"), properties={"plan": "pro"})
    assert ask(api) == 1
    with of(promoting)._lock:  # as while a column is filled, or rows are taken in
        assert ask(api) == 1


def test_rows_that_come_while_a_column_is_filled_have_it(
    promoting: Product, api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two steps, rows change on both sides of what is filled already."""
    monkeypatch.setattr(projections, "_STEP_ROWS", 2)
    for number in range(6):
        api.log(user("a"), id=str(number), properties={"plan": "pro"})
    ask(api)
    fill, steps = promotion.PromotedColumns.fill, []

    def filled(self: promotion.PromotedColumns, *given: object, **span: int) -> None:
        fill(self, *given, **span)  # type: ignore[arg-type]
        steps.append(span["first"])
        if span["first"] == 2:
            threading.Thread(target=change, args=(promoting.state.engine,), daemon=True).start()

    def change(engine: Engine) -> None:
        api.log(user("a"), id="0", properties={"plan": "free"})
        api.log(user("a"), id="5", properties={"plan": "free"})
        api.log(user("a"), id="6", properties={"plan": "pro"})
        engine.catching_up.catch_up("conversations")
        done.set()

    done = threading.Event()
    monkeypatch.setattr(promotion.PromotedColumns, "fill", filled)
    wish(promoting, "plan")
    assert done.wait(60)
    assert len(steps) >= 3
    assert (ask(api), columns(promoting)) == (5, {"/plan"})


def test_a_column_that_was_not_filled_to_the_end_is_neither_read_nor_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullError(Exception):
        pass

    def full(*_: object, **__: object) -> None:
        raise FullError

    with opened(tmp_path) as product:
        of(product).promote_from_rows = 0
        product.caller().log(user("a"), properties={"plan": "pro"})
        with monkeypatch.context() as broken:
            broken.setattr(promotion.PromotedColumns, "fill", full)
            with pytest.raises(FullError):
                wish(product, "plan")
        assert (ask(product.caller()), columns(product)) == (1, set())
        of(product).standing.connection.execute(
            "CHECKPOINT projection"
        )  # as a stop that comes before it is dropped
        of(product).promoted["conversations"].retired.clear()
    with opened(tmp_path) as product:
        of(product).promote_from_rows = 0
        assert of(product).promoted["conversations"].retired == {"p1": 0}
        of(product).checkpoint()
        wish(product, "plan")
        assert (ask(product.caller()), columns(product)) == (1, {"/plan"})


def test_the_least_recently_used_column_goes_when_no_query_can_be_reading_it(
    promoting: Product, api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promotion, "MOST_COLUMNS", 4)
    api.log(user("a"), properties=dict.fromkeys("abcde", "pro"))
    wish(promoting, *"abcd")
    assert ask(api, "a") == 1
    wish(promoting, "e")
    assert columns(promoting) == {"/a", "/c", "/d", "/e"}
    names = "SELECT column_name FROM duckdb_columns() WHERE table_name = 'conversations'"
    for checkpoints in range(promotion._GRACE + 1):
        there = {str(row[0]) for row in of(promoting).run(names, ())}
        assert "p2" in there, checkpoints
        of(promoting).checkpoint()
    assert "p2" not in {str(row[0]) for row in of(promoting).run(names, ())}
    wish(promoting, "b")
    assert (ask(api, "b"), "/b" in columns(promoting)) == (1, True)


def test_upkeep_makes_the_columns_of_every_view(promoting: Product, api: Caller) -> None:
    api.log(user("a"), assistant("b"), properties={"plan": "pro"})
    where = condition("properties", "eq", {"path": ["plan"], "value": "pro"})
    for view in ("conversations", "semantic-threads") * promotion.LEAST_WISHES:
        assert len(api.rows(view, where=where)) == 1
    desk = promoting.state
    Upkeep(desk.records, desk.engine, desk.clock.milliseconds, desk.used_keys).run_once()
    for table in ("conversations", "semantic_threads"):
        assert ("properties", "/plan") in of(promoting).promoted_columns(table)


def test_paths_that_many_rows_have_get_a_column_before_anybody_asks(promoting: Product, api: Caller) -> None:
    for number in range(20):
        plan = {"plan": "pro", "text": "long " * 100} | ({"rare": 1} if number == 0 else {})
        api.log(user("a"), properties=plan | {"a/b": number % 2}, userProperties={"userId": f"u{number}"})
    promoting.state.engine.catching_up.catch_up("conversations")
    while of(promoting).promote_frequent("conversations"):
        pass
    names = of(promoting).promoted_columns("conversations")
    assert set(names) == {("properties", "/plan"), ("properties", "/a~1b"), ("user_properties", "/userId")}
    assert ask(api) == 20


def test_frequent_paths_are_looked_for_again_after_many_changes_alone(
    promoting: Product, api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promotion, "LOOK_CHANGES", 3)

    def looked() -> set[str]:
        promoting.state.engine.catching_up.catch_up("conversations")
        while of(promoting).promote_frequent("conversations"):
            pass
        return columns(promoting)

    api.log(user("a"), properties={"plan": "pro"})
    assert looked() == {"/plan"}
    api.log(user("a"), properties={"other": "pro"})
    assert looked() == {"/plan"}
    for _ in range(3):
        api.log(user("a"), properties={"other": "pro"})
    assert looked() == {"/plan", "/other"}


def test_a_table_that_has_columns_enough_foresees_no_more(
    promoting: Product, api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projections, "MOST_FORESEEN", 2)
    api.log(user("a"), properties=dict.fromkeys("abcde", "pro"))
    wish(promoting, "d")
    while of(promoting).promote_frequent("conversations"):
        pass
    assert columns(promoting) == {"/d", "/a"}


def test_small_tables_foresee_nothing(product: Product, api: Caller) -> None:
    api.log(user("a"), properties={"plan": "pro"})
    product.state.engine.catching_up.catch_up("conversations")
    assert of(product).promote_frequent("conversations") is False
    assert columns(product) == set()
