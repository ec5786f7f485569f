"""Promoted columns of the real projection: made on first use, kept by later writes, by restarts and by rebuilds."""

from pathlib import Path

from tests.support.product import Caller, Product, condition, counting, opened, user
from threadline.analytics import promotion
from threadline.analytics.projection import FILE_NAME


def ask(api: Caller, name: str = "plan") -> int:
    where = condition("properties", "eq", {"path": [name], "value": "pro"})
    rows = api.rows("conversations", select=[counting()], where=where)
    count: int = rows[0]["count"]
    return count


def columns(product: Product) -> set[str]:
    return {pointer for _, pointer in product.desk.engine.projection.promoted_columns("conversations")}


def test_a_path_gets_a_column_at_its_first_use_and_later_writes_fill_it(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        product.desk.engine.projection.promote_from_rows = 0
        api = product.caller()
        api.log(user("a"), id="1", properties={"plan": "pro"})
        assert (ask(api), columns(product)) == (1, {"/plan"})
        api.log(user("a"), id="2", properties={"plan": "pro"})
        api.log(user("a"), id="1", properties={"plan": "free"})
        api.log(user("a"), id="3", properties={"plan": "pro"})
        assert ask(api) == 2
        product.desk.engine.projection.checkpoint()
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
    assert (ask(api), columns(product)) == (1, set())


def test_the_least_recently_used_column_goes(tmp_path: Path) -> None:
    with opened(tmp_path) as product:
        projection = product.desk.engine.projection
        projection.promote_from_rows = 0
        api = product.caller()
        api.log(user("a"), properties={"plan": "pro", "a": "pro", "b": "pro"})
        most = promotion.MOST_COLUMNS
        for number in range(most):
            assert ask(api, f"k{number}") == 0
        assert ask(api, "k0") == 0
        assert ask(api, "plan") == 1
        assert "/k0" in columns(product)
        assert "/k1" not in columns(product)
        assert len(columns(product)) == most
        projection.checkpoint()
        assert ask(api, "k1") == 0
        assert ask(api, "plan") == 1
