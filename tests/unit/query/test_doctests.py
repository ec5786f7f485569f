"""The examples in the docstrings of the compiler hold."""

import doctest
import importlib
import pkgutil

import pytest

from threadline import query


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(query.__path__)])
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"threadline.query.{name}")).failed == 0
