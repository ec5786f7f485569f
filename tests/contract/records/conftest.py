"""A fresh store of every engine, and one that can be closed and opened again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.stores import STORES, World
from threadline.records.protocol import Store
from threadline.services.access import Caller


@pytest.fixture(params=list(STORES))
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Return what opens the store of this test, again and again."""
    return lambda: STORES[request.param](tmp_path)


@pytest.fixture
def world(opening: Callable[[], Store]) -> Iterator[World]:
    """Return an open store."""
    store = opening()
    yield World(store)
    store.close()


@pytest.fixture
def api(world: World) -> Caller:
    """Return who reads and writes the project."""
    return world.caller()
