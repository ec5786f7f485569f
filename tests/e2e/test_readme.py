"""The README's examples work as they stand there, against a real server."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import Server, running_server

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"<!-- test: (?P<name>[a-z ]+) -->\n```(?P<language>\w+)\n(?P<text>.*?)```", re.DOTALL)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path) as server:
        yield server


def blocks(kind: str) -> list[str]:
    """Return the blocks whose mark begins with `kind`, in order."""
    found = [block["text"] for block in BLOCK.finditer(README.read_text()) if block["name"].startswith(kind)]
    assert found
    return found


def environment(server: Server) -> dict[str, str]:
    return os.environ | {"THREADLINE_API_KEY": server.api_key, "THREADLINE_URL": server.url}


def test_the_curl_lines_log_a_ticket_and_ask_about_it(server: Server) -> None:
    answers = []
    for text in blocks("curl"):
        command = text.replace("http://127.0.0.1:8787", server.url)
        ran = subprocess.run(
            ["bash", "-euc", command], capture_output=True, text=True, check=True, env=environment(server)
        )
        answers.append(json.loads(ran.stdout))
    logged, asked = answers
    assert logged["id"] == "ticket-4711"
    assert asked["data"]["result"] == [
        {"userProperties.supportAgentName": "Ada", "properties.plan": "pro", "count": 1}
    ]


def test_the_python_lines_log_a_ticket_and_ask_about_it(server: Server) -> None:
    (program,) = blocks("python")
    assert len([line for line in program.splitlines() if line]) == 10
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment(server)
    )
    assert ran.stdout == "{'properties.plan': 'pro', 'count': 1}\n"
