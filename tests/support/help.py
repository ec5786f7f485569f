"""The help of every command, as golden text files.

`python -m tests.support.help --write` rewrites them; without `--write` it tells which differ.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from threadline.cli.main import threadline

FOLDER = Path(__file__).parent.parent / "data" / "help"
WIDTH = 100


def commands(
    command: click.Command = threadline, path: tuple[str, ...] = ("threadline",)
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words that call it, groups before what they hold."""
    yield " ".join(path), command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from commands(command.commands[name], (*path, name))


def file_of(name: str) -> Path:
    """Return the file with the help of a command."""
    return FOLDER / f"{name.replace(' ', '-')}.txt"


def render(name: str, command: click.Command) -> str:
    """Return what `--help` prints in a terminal of usual width."""
    settings = {"help_option_names": ["-h", "--help"]}
    context = click.Context(command, info_name=name, terminal_width=WIDTH, **settings)  # type: ignore[arg-type]
    return f"{command.get_help(context)}\n"


def main(arguments: list[str]) -> int:
    """Write or compare the files; return how many differ when not writing."""
    different = [
        (file_of(name), text)
        for name, command in commands()
        if (text := render(name, command)) != (file_of(name).read_text() if file_of(name).exists() else "")
    ]
    for file, text in different:
        if "--write" in arguments:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{file.name}\n")
    return 0 if "--write" in arguments else len(different)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
