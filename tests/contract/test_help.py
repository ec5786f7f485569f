"""What `--help` prints is a contract: a change of it is seen in a file, and everybody gets an example."""

import re

import click
import pytest

from tests.support.help import FOLDER, commands, file_of, render

COMMANDS = dict(commands())
LEAVES = {name: command for name, command in COMMANDS.items() if not isinstance(command, click.Group)}
WITHOUT_JSON = {"threadline completion", "threadline mcp", "threadline serve"}
"""Commands that print no data."""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_that_of_its_file(name: str) -> None:
    assert render(name, COMMANDS[name]) == file_of(name).read_text(), (
        "Run `python -m tests.support.help --write`, and look at the difference."
    )


def test_no_file_is_left_of_a_command_that_is_gone() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {file_of(name).name for name in COMMANDS}


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_shows_an_example_of_itself(name: str) -> None:
    assert "Example" in (LEAVES[name].epilog or "")
    assert name in (LEAVES[name].epilog or "")


@pytest.mark.parametrize("name", sorted(LEAVES.keys() - WITHOUT_JSON))
def test_every_command_that_prints_data_prints_json(name: str) -> None:
    assert "--json" in {option for parameter in LEAVES[name].params for option in parameter.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    silent = [
        parameter.name
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option) and not re.sub(r"\[.*\]", "", parameter.help or "").strip()
    ]
    assert silent == []


@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_of_the_help_is_too_long_for_a_terminal(name: str) -> None:
    assert max(map(len, render(name, COMMANDS[name]).splitlines())) <= 100
