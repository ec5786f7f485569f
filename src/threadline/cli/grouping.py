"""Groups of commands: a mistyped one is told with the nearest, and the help of all has them by what they are for."""

from __future__ import annotations

import shlex
from typing import Any

import click

from threadline.errors import did_you_mean, shorten

SECTIONS = {
    "Ask": ("query", "search", "properties", "reports", "conversations", "feedback"),
    "Bring in, take out": ("log", "import", "export", "demo"),
    "Serve": ("serve", "mcp", "keys"),
    "Look after": ("doctor", "backup", "restore", "completion"),
}
"""Commands by what they are for, in the order of the help."""

_SENTENCE_CHARACTERS = 200


class Grouped(click.Group):
    """A group that says which command may be meant."""

    def __init__(self, *args: Any, usual: str | None = None, **settings: Any) -> None:
        """Make a group.

        Args:
            args: those of click.
            usual: the command whose first argument a word is that names no command.
            settings: those of click.
        """
        super().__init__(*args, **settings)
        self.usual = usual

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, each with its whole sentence."""
        self._write(formatter, "Commands", self.list_commands(ctx))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant, or refuse with the nearest name."""
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            path = ctx.command_path
            place = f" in `{path}`" if ctx.parent else ""
            near = did_you_mean(name, self.commands) or self._completed(name, path)
            raise click.UsageError(
                f"There is no command `{shorten(name)}`{place}.{near} {path} --help lists all.", ctx
            )
        return super().resolve_command(ctx, args)

    def _completed(self, word: str, path: str) -> str:
        """Return the question whether a command was left out before its argument."""
        return f" Did you mean `{path} {self.usual} {shlex.quote(shorten(word))}`?" if self.usual else ""

    def _write(self, formatter: click.HelpFormatter, title: str, names: list[str]) -> None:
        width = max(map(len, self.commands))
        if names:
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), self._sentence(name)) for name in names])

    def _sentence(self, name: str) -> str:
        return self.commands[name].get_short_help_str(limit=_SENTENCE_CHARACTERS)


class Sectioned(Grouped):
    """The group of all commands, whose help has sections."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the help."""
        known = super().list_commands(ctx)
        placed = [name for names in SECTIONS.values() for name in names if name in known]
        return [*placed, *(name for name in known if name not in placed)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections."""
        names = self.list_commands(ctx)
        rest = tuple(name for name in names if not any(name in section for section in SECTIONS.values()))
        for title, section in (SECTIONS | {"More": rest}).items():
            self._write(formatter, title, [name for name in section if name in names])
