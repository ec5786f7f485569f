"""Writes `catalog/names.py`: the names of views and fields as types, which checkers have to read as they stand.

`python -m tools.names` writes the file anew; a test compares.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from threadline.catalog import VIEWS, View

PATH = Path(__file__).parents[1] / "src" / "threadline" / "catalog" / "names.py"
_HEAD = '''"""The names of views and fields, as types. `make names` writes it from `views.py`: change that instead."""

from typing import Literal
'''


def text() -> str:
    """Return the module's text."""
    views = VIEWS.values()
    parts = [
        _HEAD,
        _literal("ViewName", VIEWS, "A view, as in the address."),
        _literal("LegacyName", (view.legacy for view in views), "A view, as in the oldest addresses."),
        *(_of_view(view) for view in views),
        _union("AnyField", "Field", "A field of any view."),
        _literal("JsonField", _of(views, "object", "objects"), "A field that paths lead into."),
        _literal("TimeField", _of(views, "timestamp"), "A field that is a time."),
        _union(
            "NumberField", "Number", "What can be added up: numbers, and values at paths, which may be some."
        ),
        _union("RangeField", "Range", "What has a smallest and a largest value: numbers and times."),
    ]
    made = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(PATH), "-"],
        input="\n".join(parts),
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout


def _of_view(view: View) -> str:
    name = view.title.removesuffix("s")
    numbers, times = _of([view], "integer", "number", "object", "objects"), _of([view], "timestamp")
    return "".join(
        [
            _literal(f"{name}Field", view.names, f"A field of {view.noun}."),
            _literal(f"{name}Number", numbers, f"What of {view.noun} can be added up."),
            _literal(f"{name}Range", [*numbers, *times], f"What of {view.noun} has an order."),
        ]
    )


def _of(views: Iterable[View], *types: str) -> list[str]:
    return list(dict.fromkeys(field.name for view in views for field in view.fields if field.type in types))


def _literal(name: str, values: Iterable[str], sentence: str) -> str:
    listed = ", ".join(f'"{value}"' for value in values)
    return f'{name} = Literal[{listed}]\n"""{sentence}"""\n'


def _union(name: str, suffix: str, sentence: str) -> str:
    parts = " | ".join(f"{view.title.removesuffix('s')}{suffix}" for view in VIEWS.values())
    return f'{name} = {parts}\n"""{sentence}"""\n'


if __name__ == "__main__":
    PATH.write_text(text())
