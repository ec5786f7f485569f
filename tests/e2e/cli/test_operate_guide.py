"""Every block of `docs/guides/operate.md` that a shell can run does, and shows what stands below it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from tests.support.server import THREADLINE
from tests.support.shortened import text_agrees
from threadline.cli.main import threadline

PAGE = Path(__file__).parents[3] / "docs" / "guides" / "operate.md"
BLOCK = re.compile(
    r"^```sh\n(?P<commands>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```)?", re.DOTALL | re.MULTILINE
)


def run(commands: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what a shell that stops at the first failure did."""
    path = f"{Path(THREADLINE).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-emuo", "pipefail", "-c", commands],
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(900)
def test_every_block_runs_as_it_stands_one_after_the_other(tmp_path: Path) -> None:
    blocks = list(BLOCK.finditer(PAGE.read_text(encoding="utf-8")))
    assert len(blocks) > 10
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    for block in blocks:
        commands = block["commands"].replace("8787", port)
        done = run(commands, tmp_path)
        assert done.returncode == 0, commands + done.stdout + done.stderr
        if block["shown"]:
            assert text_agrees(block["shown"].rstrip("\n"), done.stdout.rstrip("\n")), done.stdout


def test_every_command_of_the_page_is_one_of_ours() -> None:
    used = set(re.findall(r"threadline ([a-z]+)\b", PAGE.read_text(encoding="utf-8")))
    assert used <= set(threadline.commands)
