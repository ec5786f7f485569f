"""Groups of commands: a mistyped one is told in one way everywhere, and no sentence of the help is cut."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.support.help import commands, render
from threadline.cli.grouping import Grouped, sentence_of
from threadline.cli.main import main, threadline

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
        (("conversations", "show", "conv 1"), "threadline conversations get 'conv 1'"),
        (("feedback", "rm", "fb_1"), "threadline feedback delete fb_1"),
        (("keys", "add"), "threadline keys create"),
        (("ask",), "threadline query"),
    ],
)
def test_what_may_be_meant_is_told(words: tuple[str, ...], meant: str) -> None:
    assert f"Did you mean `{meant}`?" in refused(*words)


def test_an_option_of_other_commands_is_told_with_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["threadline", "conversations", "list", "--where", "type=openai"])
    with pytest.raises(SystemExit) as end:
        main()
    said = capsys.readouterr().err
    assert end.value.code == 2
    assert "These have it: `threadline query`, `threadline search`, " in said


@pytest.mark.parametrize("name", GROUPS)
def test_the_help_of_a_group_has_whole_sentences(name: str) -> None:
    assert "..." not in render(name, GROUPS[name]).partition("[ARGS]...")[2]


@pytest.mark.parametrize("name", threadline.commands)
def test_the_help_of_all_commands_has_the_first_sentence_of_each(name: str) -> None:
    context = click.Context(threadline, info_name="threadline", terminal_width=200)
    assert f"{name.ljust(13)}  {sentence_of(threadline.commands[name])}\n" in threadline.get_help(context)


_LOADED = """
import sys
from threadline.cli import main
sys.argv = ["threadline", *sys.argv[1:]]
try:
    main()
finally:
    ours = [name for name in sys.modules if name.partition(".")[0] == "threadline"]
    heavy = [name for name in ("duckdb", "starlette", "uvicorn", "httpx2", "mcp") if name in sys.modules]
    print(len(ours), *heavy, file=sys.stderr)
"""


def loaded_by(*words: str) -> list[str]:
    """Return how many modules of ours a command imports, and which heavy ones of others."""
    ran = subprocess.run([sys.executable, "-c", _LOADED, *words], capture_output=True, text=True, check=True)
    return ran.stderr.splitlines()[-1].split()


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["completion", "bash"]])
def test_what_asks_nothing_imports_next_to_nothing(words: list[str]) -> None:
    count, *heavy = loaded_by(*words)
    assert (int(count) <= 25, heavy) == (True, [])


def test_making_a_key_imports_the_records_alone(tmp_path: Path) -> None:
    count, *heavy = loaded_by("keys", "create", "--project", "main", "--data", str(tmp_path / "data"))
    assert (int(count) <= 58, heavy) == (True, [])  # the door to the records has all their tables
