"""The examples in docstrings hold, wherever they stand."""

import doctest
import importlib
from pathlib import Path

import pytest

import threadline

SOURCE = Path(threadline.__file__).parent
MODULES = [
    ".".join((SOURCE.name, *file.relative_to(SOURCE).with_suffix("").parts))
    for file in sorted(SOURCE.rglob("*.py"))
    if ">>> " in file.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    done = doctest.testmod(importlib.import_module(name))
    assert done.attempted
    assert not done.failed
