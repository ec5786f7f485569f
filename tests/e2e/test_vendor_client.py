"""The vendor's own TypeScript client runs against a real server; its checks are in `tests/vendor`."""

import json
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.node import node
from tests.support.server import create_key, running_server

pytestmark = pytest.mark.timeout(900)

VENDOR = Path(__file__).parents[1] / "vendor"
TIMEOUT_SECONDS = 110
FINISHED = (0, 1)


class Outcome(NamedTuple):
    """One check of the client, and why it failed."""

    name: str
    ok: bool
    detail: str


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    assert (VENDOR / "node_modules").is_dir(), "the client is missing; `make setup` installs it"
    data_dir = tmp_path_factory.mktemp("vendor")
    foreign_key = create_key(data_dir, project="another", kind="api")
    with running_server(data_dir) as server:
        command = [node(), "check.mjs", server.url, server.api_key, server.web_key, foreign_key]
        finished = subprocess.run(
            command, cwd=VENDOR, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
        )
    assert finished.returncode in FINISHED, finished.stderr
    return [Outcome(**json.loads(line)) for line in finished.stdout.splitlines()]


def test_the_client_finds_every_answer_as_it_expects(outcomes: list[Outcome]) -> None:
    failures = [f"{outcome.name}: {outcome.detail}" for outcome in outcomes if not outcome.ok]
    assert not failures, "\n\n".join(failures)


def test_the_client_has_called_every_operation_with_success(outcomes: list[Outcome]) -> None:
    last = "every operation of the client has succeeded at least once"
    assert [outcome.ok for outcome in outcomes if outcome.name == last] == [True]
