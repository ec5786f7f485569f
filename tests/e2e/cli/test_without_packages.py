"""Who installs the SDK alone gets the command too, which says what it lacks."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import requires

import pytest

_EXTRA = [
    re.split(r"[\s<>=;~!\[]", each)[0].replace("-", "_")
    for each in requires("threadline") or ()
    if "extra == 'server'" in each or 'extra == "server"' in each
]


def ran(missing: list[str], *words: str) -> subprocess.CompletedProcess[str]:
    without = f"import sys; sys.modules |= dict.fromkeys({missing}); from threadline.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", without, *words], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("missing", [["click"], _EXTRA])
@pytest.mark.parametrize("words", [["--help"], ["--version"], ["serve"]])
def test_the_command_says_in_a_line_what_to_install(missing: list[str], words: list[str]) -> None:
    done = ran(missing, *words)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert "pip install '.[server]'" in done.stderr


def test_a_command_says_what_it_lacks_when_it_is_called() -> None:
    done = ran(["duckdb"], "serve")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert "`duckdb`" in done.stderr
    assert ran(["duckdb"], "--help").returncode == 0


def test_the_sdk_works_without_the_packages_of_the_server() -> None:
    without = (
        f"import sys; sys.modules |= dict.fromkeys({_EXTRA}); import threadline; print(threadline.Threadline)"
    )
    assert subprocess.run([sys.executable, "-c", without], capture_output=True, check=True).stdout


def test_a_module_of_our_own_that_is_missing_is_a_defect_with_a_traceback() -> None:
    done = ran(["threadline.cli.serve"], "serve")
    assert (done.returncode, "Traceback" in done.stderr, "pip install" in done.stderr) == (70, True, False)
