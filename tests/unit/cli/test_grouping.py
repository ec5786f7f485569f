"""Groups of commands: a mistyped one is told in one way everywhere, and no sentence of the help is cut."""

from __future__ import annotations

import click
import pytest

from tests.support.help import commands, render
from threadline.cli.grouping import Grouped
from threadline.cli.main import threadline

GROUPS = {name: command for name, command in commands() if isinstance(command, click.Group)}


def refused(*words: str) -> str:
    with pytest.raises(click.UsageError) as told:
        threadline.main(words, prog_name="threadline", standalone_mode=False)
    return told.value.message


@pytest.mark.parametrize("name", GROUPS)
def test_every_group_tells_a_mistyped_command_alike(name: str) -> None:
    assert isinstance(GROUPS[name], Grouped)
    message = refused(*name.split()[1:], "qurexyz")
    assert message.startswith("There is no command `qurexyz`")
    assert message.endswith(f"{name} --help lists all.")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("qurey",), "query"),
        (("properties", "kys"), "keys"),
        (("properties", "channel"), "threadline properties values channel"),
        (("conversations", "conv_1"), "threadline conversations get conv_1"),
        (("import", "my chats"), "threadline import jsonl 'my chats'"),
    ],
)
def test_what_may_be_meant_is_told(words: tuple[str, ...], meant: str) -> None:
    assert f"Did you mean `{meant}`?" in refused(*words)


@pytest.mark.parametrize("name", GROUPS)
def test_the_help_of_a_group_has_whole_sentences(name: str) -> None:
    assert "..." not in render(name, GROUPS[name]).partition("[ARGS]...")[2]
