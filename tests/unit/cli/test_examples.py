"""Examples of the help can be copied: a shell finds a command in each, and the command takes its words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from tests.support.help import commands
from threadline.cli import options
from threadline.cli.main import threadline

_ENDS = {"|", ">", ">>", "<", ";", "&", "(", ")"}
_PROGRAMS = {"zcat", "echo", "source"}
"""What stands beside the command in a line."""


def lines_of(epilog: str) -> list[str]:
    """Return the lines of examples; one that goes on is one line."""
    text = epilog.removeprefix(options.examples("")).replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip()]


def calls(line: str) -> Iterator[list[str]]:
    """Yield the commands of a line, as a shell parts it."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words: list[str] = []
    for token in [*lexer, ";"]:
        if token in _ENDS or set(token) <= set("|><;&()"):
            if words:
                yield words
            words = []
        else:
            words.append(token)


def parse(words: list[str]) -> None:
    """Parse the words of a command without running it.

    Raises:
        click.UsageError: it would not take them.
    """
    command: click.Command = threadline
    while isinstance(command, click.Group) and words[1:] and words[1] in command.commands:
        words = words[1:]
        command = command.commands[words[0]]
    assert not isinstance(command, click.Group), f"{words} names no command"
    command.make_context(words[0], words[1:])


EXAMPLES = [
    (name, line) for name, command in commands() if command.epilog for line in lines_of(command.epilog)
]


@pytest.mark.parametrize(("name", "line"), EXAMPLES)
def test_an_example_can_be_copied(name: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for _, command in commands():
        for parameter in command.params:
            if isinstance(parameter.type, click.Path):
                # The files of examples are not here.
                monkeypatch.setattr(parameter.type, "exists", False)
    found = list(calls(line))
    ours = [words for words in found if words[0] == "threadline"]
    targets = re.findall(r"> (\S+)", line)
    assert ours, f"{name}: {line}"
    assert all(words[0] in {"threadline", *_PROGRAMS, *targets} for words in found), line
    for words in ours:
        parse(words)


def test_words_after_an_example_are_noticed() -> None:
    with pytest.raises(click.UsageError, match="unexpected extra arguments"):
        parse(next(calls("threadline serve --demo   look around with sample data")))
    assert list(calls("threadline serve --demo   # look around")) == [["threadline", "serve", "--demo"]]
