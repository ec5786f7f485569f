"""Golden SQL for every operator on every type of field: one file a type, every value that fits with its condition.

`python -m tests.support.operators --write` rewrites them; without `--write` it tells which differ.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.compiling import compile_query
from threadline.catalog import MESSAGES, OPERATORS, VIEWS, View
from threadline.errors import ServiceError
from threadline.query import Limits, Scope
from tools.query_fits import OPERANDS, PATH, example_fields

FOLDER = Path(__file__).parent.parent / "data" / "operators"
_MORE: tuple[object, ...] = (
    None,
    7.5,
    "30d",
    [],
    [None, "text"],
    {"value": "2026-01-05T00:00:00Z", "timeUnit": "day"},
)
"""Beside values of every kind: nothing, a fraction, a relative time, lists of few, and a bucket."""


_SCOPE = Scope(
    project_id="p1", now_ms=1_767_607_200_000, matches=defaultdict(lambda: [(3 << 20) + 1, 5 << 20])
)
_BEFORE, _BEHIND = "project_id = ?\n    and ", "\n)\nlimit ?"
"""What stands around the condition in a statement that counts."""


def texts() -> dict[Path, str]:
    """Return the text of every file."""
    found = {FOLDER / "messages.sql": _matches()}
    for type_, (view, field) in example_fields().items():
        values = [*OPERANDS, *_MORE, *field.values[:1], *([list(field.values)] if field.values else [])]
        found[FOLDER / f"{type_}.sql"] = _sections(view, field.name, values)
    view, field = example_fields()["object"]
    at_path = [{"path": PATH, "value": value} for value in (*OPERANDS, *_MORE)]
    found[FOLDER / "value_at_a_path.sql"] = _sections(view, field.name, at_path)
    return found


def _sections(view: View, field: str, values: list[Any]) -> str:
    conditions = (
        {"field": field, "operator": operator, "value": value} for operator in OPERATORS for value in values
    )
    return "".join(section for each in conditions for section in _section(view, each, _SCOPE))


def _matches() -> str:
    condition = {"field": MESSAGES, "operator": "matches", "value": "text"}
    views = (VIEWS["conversations"], VIEWS["semantic-threads"])
    return "".join(section for view in views for section in _section(view, condition, _SCOPE))


def _section(view: View, condition: dict[str, Any], scope: Scope) -> Iterator[str]:
    """Yield a condition, the SQL that it becomes, and its parameters; nothing when it does not fit."""
    body = {"select": [{"type": "aggregation", "aggregation": "count"}], "where": {"condition": condition}}
    try:
        statement = compile_query(body, view, scope=scope, limits=Limits()).rows
    except ServiceError:
        return
    sql = statement.text.partition(_BEFORE)[2].rpartition(_BEHIND)[0]
    parameters = "".join(f"-- ? {parameter!r}\n" for parameter in statement.parameters[1:-1])
    yield f"-- {' '.join(map(json.dumps, condition.values()))}\n{sql}\n{parameters}\n"


def main(arguments: list[str]) -> int:
    """Write or compare the files; return how many differ when not writing."""
    made = texts()
    different = [file for file, text in made.items() if not file.exists() or file.read_text() != text]
    for file in different:
        if "--write" in arguments:
            file.parent.mkdir(exist_ok=True)
            file.write_text(made[file], encoding="utf-8")
        sys.stdout.write(f"{file.name}\n")
    return 0 if "--write" in arguments else len(different)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
