"""Options that several commands have, and sentences that all of them use."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    F = TypeVar("F", bound=Callable[..., Any])

DATA = Path("threadline-data")


class ProjectName(click.ParamType[str]):
    """The name of a project."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or refuse that it is empty."""
        if not value.strip():
            self.fail("A project needs a name.", param, ctx)
        return value


data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="THREADLINE_DATA",
    default=DATA,
    show_default=True,
    help="Folder that holds everything.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
as_csv = click.option("--csv", "as_csv", is_flag=True, help="Print rows as CSV, for programs.")
excel = click.option(
    "--excel",
    is_flag=True,
    help="CSV for spreadsheets: a byte order mark, and an apostrophe before what would be computed.",
)
project = click.option(
    "--project",
    type=ProjectName(),
    help="Project of the folder; needed when it has several. A key has its own.",
)
url = click.option(
    "--url", envvar="THREADLINE_URL", help="Ask the server at this address instead of a folder."
)
key = click.option("--key", envvar="THREADLINE_API_KEY", help="Key for the server, of type `api`.")


def place(command: F) -> F:
    """Add the options that say where a question goes: `--data`, `--project`, `--url` and `--key`."""
    for option in (key, url, project, data):
        command = option(command)
    return command


def form(command: F) -> F:
    """Add the options that say how rows are printed: `--json`, `--csv` and `--excel`."""
    return as_json(as_csv(excel(command)))


def examples(text: str) -> str:
    """Return what a command's help ends with; its lines stay as they are."""
    return f"\b\nExamples:\n{indent(dedent(text).strip(), '  ')}"
