"""The oracle says of `jsonb` operators what PostgreSQL said when it was asked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import oracle

RECORDED = json.loads(
    (Path(__file__).parents[2] / "data" / "jsonb" / "postgresql-15.json").read_text(encoding="utf-8")
)


def has_key(value: Any, key: Any) -> bool:
    condition = {"field": "properties", "operator": "jsonHasKey", "value": key}
    return isinstance(key, str) and oracle.holds({"condition": condition}, {"properties": value})


@pytest.mark.parametrize(
    ("operator", "answers"),
    [("@>", oracle.contains), ("=", oracle.same), ("?", has_key)],
    ids=["@>", "=", "?"],
)
def test_the_oracle_agrees_with_recorded_answers(operator: str, answers: Callable[[Any, Any], bool]) -> None:
    values = RECORDED["values"]
    found = [[left, right] for left in values for right in values if answers(left, right)]
    assert json.dumps(found) == json.dumps(RECORDED[operator])
