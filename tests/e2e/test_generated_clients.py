"""Clients that generators make of `openapi.json`: they come out whole, compile, and are answered; linters are silent.

The parts for Node are in `tests/generators`.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.node import node
from tests.support.server import running_server

pytestmark = pytest.mark.timeout(900)

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "openapi.json"
NODE = ROOT / "tests" / "generators"
LINTERS = {
    "redocly": ("@redocly/cli/bin/cli.js", "lint", "--format", "github-actions"),
    "spectral": ("@stoplight/spectral-cli/dist/index.js", "lint", "--quiet", "--ruleset", ".spectral.yaml"),
}
"""How each is told to print what it finds and nothing else."""

COMPILING = (
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
)
CALLS = """
import asyncio, sys
import httpx
from generated import AuthenticatedClient
from generated.api.conversations import get_conversation, log_conversation
from generated.api.query import query_conversations
from generated.models import (
    CreateOpenAIConversation, GetConversationResponse404,
    QueryConversationsRequestBody, QueryConversationsResponseBody,
)

async def main(url, key):
    async with AuthenticatedClient(base_url=url, token=key) as client:
        body = CreateOpenAIConversation.from_dict(
            {"type": "openai", "id": "c1", "messages": [{"role": "user", "content": "How do I export?"}]}
        )
        logged = await log_conversation.asyncio(client=client, body=body)
        counted = {"type": "aggregation", "aggregation": "count"}
        question = QueryConversationsRequestBody.from_dict({"select": [counted]})
        asked = await query_conversations.asyncio(client=client, body=question)
        assert isinstance(asked, QueryConversationsResponseBody), asked
        missing = await get_conversation.asyncio(client=client, id="none")
        assert isinstance(missing, GetConversationResponse404), missing
        print(logged.id, asked.data.result[0].additional_properties["count"], missing.code)

asyncio.run(main(*sys.argv[1:]))
"""


def run(*command: str | Path, folder: Path) -> str:
    """Return all that a command says; it must succeed."""
    words = [str(word) for word in command]
    ended = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    return ended.stdout + ended.stderr


def script(name: str) -> Path:
    assert (NODE / "node_modules").is_dir(), "the generators are missing; `make setup` installs them"
    return NODE / "node_modules" / name


def test_a_typescript_client_compiles_and_asks_for_no_field_that_can_be_left_out(tmp_path: Path) -> None:
    run(
        node(),
        script("openapi-typescript/bin/cli.js"),
        DOCUMENT,
        "--output",
        tmp_path / "schema.ts",
        folder=NODE,
    )
    (tmp_path / "calls.ts").write_text((NODE / "calls.ts").read_text())
    (tmp_path / "node_modules").symlink_to(NODE / "node_modules")
    run(node(), script("typescript/bin/tsc"), *COMPILING, "calls.ts", folder=tmp_path)


def test_a_python_client_has_every_operation_and_every_refusal(tmp_path: Path) -> None:
    generator = Path(sys.executable).with_name("openapi-python-client")
    package = tmp_path / "generated"
    config = tmp_path / "config.yaml"
    config.write_text("post_hooks: []\n")
    said = run(
        generator,
        "generate",
        "--path",
        DOCUMENT,
        "--meta",
        "none",
        "--output-path",
        package,
        "--config",
        config,
        folder=tmp_path,
    )
    # It knows no bodies of lines, and says so; nothing else may be left out.
    assert [line for line in said.splitlines() if "WARNING" in line or "Unsupported" in line] == [
        "WARNING parsing POST /v1/bulk/conversations within threadline. Endpoint will not be generated.",
        "Unsupported content type application/x-ndjson",
    ]
    (tmp_path / "calls.py").write_text(CALLS)
    with running_server(tmp_path / "data") as server:
        assert (
            run(sys.executable, "calls.py", server.url, server.api_key, folder=tmp_path) == "c1 1 not_found\n"
        )


@pytest.mark.parametrize("linter", LINTERS)
def test_a_linter_finds_nothing(linter: str) -> None:
    name, *options = LINTERS[linter]
    said = run(node(), script(name), *options, DOCUMENT, folder=NODE)
    assert not [line for line in said.splitlines() if line.startswith(("::", "/")) or "warning" in line], said
