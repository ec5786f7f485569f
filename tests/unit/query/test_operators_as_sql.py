"""Every operator on every type of field becomes the SQL in its file."""

from pathlib import Path

import pytest

from tests.support.operators import FOLDER, texts
from threadline.catalog import OPERATORS

TEXTS = texts()


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_the_operators_of_a_type_become_the_golden_sql(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == TEXTS[file], "`python -m tests.support.operators --write`"


def test_every_operator_has_golden_sql_and_no_file_is_left_over() -> None:
    assert set(FOLDER.glob("*.sql")) == set(TEXTS)
    written = "".join(TEXTS.values())
    assert all(f'"{operator}"' in written for operator in OPERATORS)
