"""Golden queries: pairs of files, a body and the SQL that it becomes, one folder per view.

`python -m tests.support.golden --write` rewrites the SQL of every body; without `--write` it tells which differ.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.compiling import compile_query
from threadline.catalog import VIEWS
from threadline.query import Limits, Scope, Statement
from threadline.search_text import read_search

FOLDER = Path(__file__).parent.parent / "data" / "golden"
SCOPE = Scope(
    project_id="p1",
    ranking=[(17, 0), (4, 1)],
    now_ms=1_767_607_200_000,
    matches={read_search('refund "not delivered" -test*'): [(3 << 20) + 1, 5 << 20]},
)


def bodies() -> Iterator[Path]:
    """Yield the files of all bodies, in order."""
    yield from sorted(FOLDER.glob("*/*.json"))


def sql_of(body: Path) -> Path:
    """Return the file with the SQL of a body."""
    return body.with_suffix(".sql")


def render(body: Path) -> str:
    """Return the SQL of a body as its file holds it: rows, then total, each with its parameters."""
    content = json.loads(body.read_text(encoding="utf-8"))
    compiled = compile_query(content, VIEWS[body.parent.name], scope=SCOPE, limits=Limits())
    return f"{_rendered(compiled.rows)}\n-- total\n{_rendered(compiled.total)}"


def _rendered(statement: Statement) -> str:
    columns = ", ".join(f"{column.key} ({column.kind})" for column in statement.columns)
    parameters = "".join(f"-- ? {parameter!r}\n" for parameter in statement.parameters)
    return f"-- {columns}\n{statement.text};\n{parameters}"


def main(arguments: list[str]) -> int:
    """Write or compare the SQL files; return how many differ when not writing."""
    different = [
        body for body in bodies() if not sql_of(body).exists() or sql_of(body).read_text() != render(body)
    ]
    for body in different:
        if "--write" in arguments:
            sql_of(body).write_text(render(body), encoding="utf-8")
        sys.stdout.write(f"{sql_of(body).relative_to(FOLDER)}\n")
    return 0 if "--write" in arguments else len(different)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
