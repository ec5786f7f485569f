"""The product in process, and its usual caller."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import Caller, Product, opened


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was opened once: to copy it takes less time than to make another."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    with opened(folder):
        return folder


@pytest.fixture
def product(empty: Path, tmp_path: Path) -> Iterator[Product]:
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path) as product:
        yield product


@pytest.fixture
def api(product: Product) -> Caller:
    return product.caller()


@pytest.fixture
def web(product: Product) -> Caller:
    return product.caller("web")
