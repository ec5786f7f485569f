"""The front door: what `import threadline` gives, and what it leaves alone."""

import subprocess
import sys
from importlib.metadata import version

import pytest

import threadline

LOADED = "import sys, threadline; print(*sys.modules)"


def test_every_public_name_is_there() -> None:
    assert [name for name in threadline.__all__ if not hasattr(threadline, name)] == []
    assert sorted(threadline.__all__) == sorted(set(threadline.__all__))


def test_a_name_that_is_not_there_is_missing_as_usual() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Client'"):
        getattr(threadline, "Client")  # noqa: B009  # a plain access is a type error, as it should be


def test_the_release_is_told() -> None:
    assert threadline.__version__ == version("threadline")


def test_importing_it_loads_neither_the_server_nor_an_http_client() -> None:
    ended = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    loaded = set(ended.stdout.split())
    assert not loaded & {"httpx2", "starlette", "duckdb", "apsw", "click", "asyncio", "importlib.metadata"}
    assert {name for name in loaded if name.startswith("threadline.")} == set()
