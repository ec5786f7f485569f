"""The product in process, and its usual caller."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import Caller, Product, opened


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with opened(tmp_path) as product:
        yield product


@pytest.fixture
def api(product: Product) -> Caller:
    return product.caller()


@pytest.fixture
def web(product: Product) -> Caller:
    return product.caller("web")
