"""A folder with conversations, and agents that ask about it, by every way in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.agents import Agent, Shop, fill
from tests.support.product import opened
from tests.support.server import Server, running_server


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is filled once; tests copy it."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    with opened(folder) as product:
        fill(product)
    return folder


@pytest.fixture(scope="session")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(filled, folder)
    with running_server(folder) as server:
        yield server


@pytest.fixture(scope="session")
def folder(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that no server has open."""
    folder = tmp_path_factory.mktemp("unserved") / "data"
    shutil.copytree(filled, folder)
    return folder


@pytest.fixture(params=["http", "http before 2026", "stdio of a folder", "stdio of a server"])
def agent(request: pytest.FixtureRequest, server: Server, folder: Path) -> Agent:
    """An agent, by each way there is."""
    return {
        "http": Agent.over_http(server.url, server.api_key),
        "http before 2026": Agent.over_http(server.url, server.api_key, mode="legacy"),
        "stdio of a folder": Agent.over_stdio("--data", str(folder), "--project", Shop.PROJECT),
        "stdio of a server": Agent.over_stdio("--url", server.url, "--key", server.api_key),
    }[request.param]


@pytest.fixture
def http_agent(server: Server) -> Agent:
    return Agent.over_http(server.url, server.api_key)
