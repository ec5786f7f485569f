"""`threadline completion`: scripts that shells take, and what is proposed."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.support.command import Run
from tests.support.server import THREADLINE


def asked(words: str) -> dict[str, str]:
    """Return what a shell sets before it asks for the last of some words."""
    place = str(len(words.split(" ")) - 1)
    return {"COMP_WORDS": words, "COMP_CWORD": place, "_THREADLINE_COMPLETE": "bash_complete"}


def proposed(out: str) -> set[str]:
    return {line.partition(",")[2] for line in out.splitlines() if line}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("threadline dr", set()),
        ("threadline do", {"doctor"}),
        ("threadline query ", {"conversations", "events", "feedback", "semantic-threads"}),
        ("threadline query conversations --group-by ty", {"type"}),
        (
            "threadline query conversations --group-by type,us",
            {"type,userMessageCount", "type,userProperties"},
        ),
        ("threadline query events --where searchQ", {"searchQuery"}),
        ("threadline query conversations --where searchQ", set()),
        ("threadline query conversations --by mo", {"month"}),
        ("threadline search --where first", {"firstMessageTime", "firstPartyEntities"}),
        ("threadline log ev", {"event"}),
    ],
)
def test_commands_views_and_fields_are_proposed(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: str, names: set[str]
) -> None:
    for name, value in asked(words).items():
        monkeypatch.setenv(name, value)
    assert proposed(run().out) == names


def test_a_process_of_its_own_proposes_as_a_shell_starts_it() -> None:
    environment = os.environ | asked("threadline do")
    done = subprocess.run([THREADLINE], env=environment, capture_output=True, text=True, check=True)
    assert (proposed(done.stdout), done.stderr) == ({"doctor"}, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_that_it_can_read(run: Run, shell: str) -> None:
    script = run("completion", shell).out
    assert "_THREADLINE_COMPLETE" in script
    if found := shutil.which(shell):
        read = subprocess.run([found, "-n"], input=script, capture_output=True, text=True, check=False)
        assert (read.returncode, read.stderr) == (0, "")


def test_another_shell_is_refused(run: Run) -> None:
    done = run("completion", "csh")
    assert (done.code, "'csh' is not one of 'bash', 'zsh', 'fish'" in done.err) == (2, True)
