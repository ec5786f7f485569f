"""Where a server listens, and what is said when others reach it."""

from pathlib import Path

import pytest

from threadline.cli.places.listening import Listening
from threadline.cli.places.running import FILE_NAME
from threadline.cli.serve import announce


@pytest.mark.parametrize(
    ("address", "url", "who"),
    [
        ("http://127.0.0.1:8787", "http://127.0.0.1:8787", ""),
        ("http://127.0.0.2:8787", "http://127.0.0.2:8787", ""),
        ("http://[::1]:8787", "http://[::1]:8787", ""),
        ("http://0.0.0.0:80", "http://127.0.0.1:80", "every address of this machine (0.0.0.0:80)"),
        ("http://[::]:80", "http://[::1]:80", "every address of this machine ([::]:80)"),
        ("http://192.0.2.7:80", "http://192.0.2.7:80", "192.0.2.7:80"),
    ],
)
def test_the_address_for_this_machine_and_for_others(address: str, url: str, who: str) -> None:
    there = Listening.at(address)
    assert (there.url, there.who, bool(there.warning)) == (url, who, bool(who))


def test_a_server_that_others_reach_warns_of_plain_http(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    announce(tmp_path, "http://0.0.0.0:8787", lambda url: f"It is at {url}")
    said = capsys.readouterr().err
    assert said.startswith(
        "It is at http://127.0.0.1:8787\nWarning: it listens on every address of this machine (0.0.0.0:8787) in plain"
    )
    assert "docs/guides/secure.md" in said


def test_the_note_is_for_its_user_alone(tmp_path: Path) -> None:
    announce(tmp_path, "http://127.0.0.1:8787", str)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600
