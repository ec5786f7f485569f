"""The page on how a query is compiled shows what the compiler does."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support.zones import ZONES
from threadline.catalog import VIEWS
from threadline.query import (
    ColumnPath,
    Limits,
    Plan,
    Scope,
    Statement,
    compile_plan,
    needs_of,
    parse,
    plan_query,
)
from threadline.query.forms import expression, plan

PAGE = Path(__file__).parents[3] / "docs" / "concepts" / "how-a-query-is-compiled.md"
VIEW = VIEWS["conversations"]
NAMES: dict[str, Any] = {
    **vars(expression),
    **vars(plan),
    "VIEWS": VIEWS,
    "datetime": datetime,
    "field": VIEW.field,
    "timedelta": timedelta,
}


def blocks(language: str) -> list[str]:
    """Return the blocks of the page in a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def shown(place: int) -> Any:
    return eval(blocks("python")[place], NAMES)  # our own page


def planned() -> Plan:
    (body,) = blocks("json")
    return plan_query(parse(json.loads(body), VIEW), VIEW, limits=Limits(), now_ms=None, zones=ZONES)


def statement(**columns: Any) -> Statement:
    scope = Scope(project_id="main", now_ms=1_767_607_200_000)
    return compile_plan(planned(), scope, **columns).rows


def test_the_body_becomes_the_expression_of_the_page() -> None:
    (body,) = blocks("json")
    assert parse(json.loads(body), VIEW) == shown(0)


def test_the_expression_becomes_the_plan_of_the_page() -> None:
    assert planned() == shown(1)
    assert needs_of(planned()) == needs_of(shown(1))


def test_the_plan_becomes_the_statement_of_the_page() -> None:
    assert statement().text == blocks("sql")[0].rstrip()
    assert statement().parameters == shown(2)


def test_a_promoted_column_changes_the_line_of_the_page_and_no_other() -> None:
    path = ColumnPath("conversations", "properties", "/plan")
    assert statement().paths == {path}
    told = statement(columns={path: "p1"}).text.splitlines()
    changed = [line for line in told if line not in statement().text.splitlines()]
    assert changed == blocks("sql")[1].splitlines()
