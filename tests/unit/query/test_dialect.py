"""What an engine writes in its own way is behind the dialect: another engine is another dialect."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from tests.support.zones import ZONES
from threadline.catalog import VIEWS
from threadline.query import Limits, Scope, compile_plan, emitting, parse, plan_query
from threadline.query.duckdb import DUCKDB
from threadline.query.sql import Sql, bound, fill

VIEW = VIEWS["conversations"]
MODULES = sorted(Path(emitting.__path__[0]).glob("*.py"))
OF_DUCKDB = re.compile(
    r"::[a-z]|list_(?:has|contains|filter)|json_(?:extract|keys|type)|unnest\(|try_cast|epoch_|rowid"
)


class Positions:
    """Texts as an engine with other functions would look for them."""

    def has(self, text: Sql, operand: str, where: Literal["anywhere", "start"]) -> Sql:
        return fill(
            "startsWith({}, {})" if where == "start" else "position({}, {}) > 0", text, bound(operand)
        )

    def has_exactly(self, text: Sql, part: str) -> Sql:
        return fill("position({}, {}) > 0", text, bound(part))


def test_a_statement_is_written_as_its_dialect_has_it() -> None:
    where = {"condition": {"field": "externalId", "operator": "contains", "value": "x"}}
    plan = plan_query(parse({"where": where}, VIEW), VIEW, limits=Limits(), now_ms=None, zones=ZONES)
    rows = compile_plan(plan, Scope(project_id="p1"), dialect=replace(DUCKDB, texts=Positions())).rows
    assert "position(external_id, ?) > 0" in rows.text
    assert rows.parameters == ("p1", "x", 1_000)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_the_emitting_end_writes_nothing_that_one_engine_has_alone(module: Path) -> None:
    texts = re.findall(r'f?"(?:[^"\\]|\\.)*"', module.read_text("utf-8"))
    assert [text for text in texts if OF_DUCKDB.search(text)] == []
