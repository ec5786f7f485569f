"""A server without the protocol's package serves everything else, and says what to install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.product import Product
from threadline.api.app import make_app
from threadline.mcp import loading
from threadline.mcp.gate import Gate

WITHOUT = "import sys; sys.modules['mcp'] = None; from threadline.cli import main; main()"


def test_the_command_says_what_to_install(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT, "mcp", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", f"Error: {loading.MISSING}\n")


def test_other_commands_work(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT, "keys", "create", "--data", str(tmp_path), "--project", "main"]
    assert subprocess.run(command, capture_output=True, check=True).stdout


def test_the_server_says_what_to_install_to_those_who_may_ask(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "PACKAGE", "a_package_that_nobody_installed")
    client, key = TestClient(Gate(make_app(product.state), product.state)), product.caller().key
    assert client.post("/mcp").status_code == 401
    answer = client.post("/mcp", headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code, answer.json()["detail"]) == (422, loading.MISSING)
    assert client.get("/healthz").status_code == 200
    assert client.get("/conversations", headers={"Authorization": f"Bearer {key}"}).json()["total"] == 0
