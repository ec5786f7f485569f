"""A client wants a key, and these tests send nothing to a server."""

import pytest


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREADLINE_API_KEY", "a-key")
