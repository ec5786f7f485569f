"""The guide's configurations connect, its commands run, and its session is what a server with sample data answers."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client

from tests.support.agents import Agent, Shop
from tests.support.server import LONG, THREADLINE, Server, create_key, running_server
from tests.support.shortened import agrees
from threadline.mcp.loading import MISSING
from threadline.mcp.tools import READING, WRITING

PAGE = (Path(__file__).parents[3] / "docs" / "guides" / "agents.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"(?:<!-- test: (?P<name>[a-z ]+) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```",
    re.DOTALL | re.MULTILINE,
)
BLOCKS = [(block["name"], block["text"]) for block in BLOCK.finditer(PAGE)]
HOST = {"http": "http://127.0.0.1:8787", "data": "/srv/threadline", "project": "support", "key": "KEY"}


def texts(*names: str) -> list[str]:
    found = [text for name, text in BLOCKS if name in names]
    assert found
    return found


def configured(name: str, **values: str) -> Any:
    """Return the entry of a host's file, with real values in place of the page's."""
    (text,) = texts(name)
    for kind, value in values.items():
        text, count = re.subn(rf"\b{HOST[kind]}\b" if kind == "key" else HOST[kind], value, text)
        assert count
    return json.loads(text)["mcpServers"]["threadline"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    with running_server(tmp_path_factory.mktemp("demo"), "--demo") as server:
        yield Agent.over_http(server.url, create_key(server.data_dir, project="demo", kind="api"))


def test_every_block_says_how_it_is_tested() -> None:
    assert [text for name, text in BLOCKS if name is None] == []


def test_a_host_connects_by_http(server: Server) -> None:
    entry = configured("http", http=server.url, key=server.api_key)
    assert entry["type"] == "http"
    agent = Agent.over_http(entry["url"].removesuffix("/mcp"), entry["headers"]["Authorization"].split()[1])
    assert agent.ask("query_conversations").about["total"] == 73


def test_a_host_connects_by_stdio(server: Server, folder: Path) -> None:
    ways = [
        configured("stdio folder", data=str(folder), project=Shop.PROJECT),
        configured("stdio server", http=server.url, key=server.api_key),
    ]
    for entry in ways:
        assert entry["command"] == Path(THREADLINE).name
        agent = Agent.over_stdio(*entry["args"][1:], **entry.get("env", {}))
        assert agent.ask("query_conversations").about["total"] == 73


def test_the_command_for_a_key_makes_one_that_reads(tmp_path: Path) -> None:
    path = f"{Path(THREADLINE).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-euc", texts("key")[0]],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PATH": path, "THREADLINE_DATA": str(tmp_path)},
    )
    with running_server(tmp_path) as server:
        agent = Agent.over_http(server.url, ran.stdout.strip())
        assert agent.ask("query_conversations").about["total"] == 0


def test_what_is_to_be_installed_and_set_is_what_the_code_says() -> None:
    assert "mcp]'" in texts("install")[0]
    assert "mcp]'" in MISSING
    name, _, value = texts("hosts")[0].split()[0].partition("=")
    assert (name, value) == ("THREADLINE_MCP_HOSTS", "threadline.example.com")


def test_the_page_lists_the_tools_that_there_are() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == {
        tool.name for tool in [*READING, *WRITING]
    }


def test_the_session_is_what_a_server_with_sample_data_answers(demo: Agent) -> None:
    session = texts("call", "answer", "refusal")
    assert len(session) % 2 == 0

    async def work(client: Client) -> list[Any]:
        calls = [json.loads(text) for text in session[::2]]
        return [await client.call_tool(call["tool"], call["arguments"]) for call in calls]

    for shown, told in zip(session[1::2], demo.do(work), strict=True):
        if told.is_error:
            assert told.content[0].text == shown.strip()
        else:
            assert agrees(json.loads(shown), told.structured_content), told.structured_content


def test_the_page_is_where_the_command_says(server: Server) -> None:
    helped = subprocess.run([THREADLINE, "mcp", "--help"], capture_output=True, text=True, check=True)
    assert "docs/guides/agents.md" in helped.stdout
    assert httpx2.get(f"{server.url}/mcp", timeout=LONG).status_code == 405
