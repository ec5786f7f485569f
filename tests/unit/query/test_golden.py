"""The SQL of every golden body is the SQL in the file beside it."""

from pathlib import Path

import pytest

from tests.support.golden import FOLDER, bodies, render, sql_of


@pytest.mark.parametrize("body", list(bodies()), ids=lambda body: str(body.relative_to(FOLDER)))
def test_a_body_becomes_the_golden_sql(body: Path) -> None:
    assert render(body) == sql_of(body).read_text(encoding="utf-8")


def test_every_golden_sql_has_its_body() -> None:
    assert {sql_of(body) for body in bodies()} == set(FOLDER.glob("*/*.sql"))
