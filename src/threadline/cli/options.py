"""Options that several commands have, and sentences that all of them use."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Literal, TypeVar

import click
from click.shell_completion import CompletionItem

from threadline.errors import did_you_mean
from threadline.query import VIEWS as CATALOG

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    F = TypeVar("F", bound=Callable[..., Any])

DATA = Path("threadline-data")

VIEWS = tuple(CATALOG)


class ViewName(click.ParamType[str]):
    """One of the views; a typo is told with the nearest."""

    name = "view"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or refuse it."""
        if value not in VIEWS:
            self.fail(
                f"`{value}` is not a view.{did_you_mean(value, VIEWS)} There are: {', '.join(VIEWS)}.",
                param,
                ctx,
            )
        return value

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002  # click calls it like that
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the views that begin like that."""
        return [CompletionItem(name) for name in VIEWS if name.startswith(incomplete)]


class ProjectName(click.ParamType[str]):
    """The name of a project."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or refuse that it is empty."""
        if not value.strip():
            self.fail("A project needs a name.", param, ctx)
        return value


class FieldName(click.ParamType[str]):
    """A field, a list of them, or a condition on one: as it is; the shell completes the name at its end."""

    name = "field"

    def __init__(self, kind: Literal["names", "condition"] = "names") -> None:
        self._kind = kind

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002  # click calls it like that
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the fields of the view that begin like that; of all views before one is named."""
        before, comma, last = incomplete.rpartition(",") if self._kind == "names" else ("", "", incomplete)
        # An option that still waits for its value keeps click from giving arguments their names.
        named = [str(each) for each in (ctx.params.get("view"), *ctx.args) if each in CATALOG]
        views = [CATALOG[name] for name in named[:1] or CATALOG]
        names = dict.fromkeys(name for each in views for name in each.names)
        return [CompletionItem(f"{before}{comma}{name}") for name in names if name.startswith(last)]


view = click.argument("view", metavar="VIEW", type=ViewName())
data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="THREADLINE_DATA",
    default=DATA,
    show_default=True,
    help="Folder that holds everything.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
as_csv = click.option("--csv", "as_csv", is_flag=True, help="Print rows as CSV, for spreadsheets.")
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
    """Add the options that say how rows are printed: `--json` and `--csv`."""
    return as_json(as_csv(command))


def examples(text: str) -> str:
    """Return what a command's help ends with; its lines stay as they are."""
    return f"\b\nExamples:\n{indent(dedent(text).strip(), '  ')}"
