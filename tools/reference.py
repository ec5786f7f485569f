"""Write the reference pages that follow from the code: the SDK, errors, queries, commands and settings.

With `--check` nothing is written: it says which pages are not what the code says.
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from threadline.cli.main import threadline
from tools import error_reference, query_reference, sdk_reference, settings_reference

FOLDER = Path(__file__).parent.parent / "docs" / "reference"

COMMAND_LINE = """# Command line

Data goes to stdout, words go to stderr. `--json` prints what programs can read, and everything long can be stopped
with Ctrl-C. This page is generated from the commands themselves; `--help` shows the same.

| exit code | means |
|---|---|
| 0 | done |
| 1 | refused: what was asked for cannot be, or some lines of an import were rejected |
| 2 | misused: an option or argument is missing or wrong |
| 70 | a defect in Threadline; the traceback is on stderr |
| 130 | stopped with Ctrl-C |

Commands that ask or write take `--data`, or `THREADLINE_DATA`, for their folder. Those that ask, log and delete, and
`export`, can go to a server instead, with `--url` and `--key`, or `THREADLINE_URL` and `THREADLINE_API_KEY`. Rows are a
table at a terminal and JSON in a pipe; `--json` and `--csv` choose.
"""


def pages() -> dict[Path, str]:
    """Return the text of every page by its file."""
    return {
        FOLDER / "settings.md": settings_reference.page(),
        FOLDER / "command-line.md": COMMAND_LINE + "".join(_sections(threadline, "threadline")),
        FOLDER / "query-language.md": query_reference.page(),
        FOLDER / "errors.md": error_reference.page(),
        FOLDER / "sdk.md": sdk_reference.page(),
    }


def _sections(command: click.Command, name: str) -> Iterator[str]:
    """Yield the section of a command, then those of the commands in it."""
    # A command keeps the help option of its first context, so every context names the same.
    context = click.Context(command, info_name=name, help_option_names=["-h", "--help"])
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"\n## {name}\n\n```\n{name} {usage}\n```\n\n{inspect.cleandoc(command.help or '')}\n"
    options = [each for each in command.params if isinstance(each, click.Option)]
    rows = [record for each in options if (record := each.get_help_record(context))]
    if rows:
        yield "\n| option | what it does |\n|---|---|\n"
        yield from (
            f"| {query_reference.cell(f'`{option}`')} | {query_reference.cell(meaning)} |\n"
            for option, meaning in rows
        )
    if command.epilog:
        lines = command.epilog.removeprefix("\b\n").splitlines()[1:]
        yield "\n```sh\n" + "".join(f"{line.removeprefix('  ')}\n" for line in lines) + "```\n"
    if isinstance(command, click.Group):
        for each in sorted(command.commands):
            yield from _sections(command.commands[each], f"{name} {each}")


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; return 1 when one differs."""
    different = [
        (file, text) for file, text in pages().items() if not file.exists() or file.read_text() != text
    ]
    if "--check" not in arguments:
        for file, text in different:
            file.write_text(text, encoding="utf-8")
        return 0
    for file, _ in different:
        print(f"{file.name} is not what the code says; `make reference` writes it anew", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
