"""The group of all commands: its help has them by what they are for, and a mistyped one is told with the nearest."""

from __future__ import annotations

import click

from threadline.errors import did_you_mean

SECTIONS = {
    "Ask": ("query", "search", "properties", "reports", "conversations", "feedback"),
    "Bring in, take out": ("log", "import", "export", "demo"),
    "Serve": ("serve", "mcp", "keys"),
    "Look after": ("doctor", "backup", "restore", "completion"),
}
"""Commands by what they are for, in the order of the help."""


class Grouped(click.Group):
    """A group whose help has sections."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the help."""
        known = super().list_commands(ctx)
        placed = [name for names in SECTIONS.values() for name in names if name in known]
        return [*placed, *(name for name in known if name not in placed)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections."""
        names = self.list_commands(ctx)
        rest = tuple(name for name in names if not any(name in section for section in SECTIONS.values()))
        width = max(map(len, names))
        for title, section in (SECTIONS | {"More": rest}).items():
            rows = [(name.ljust(width), self._sentence(name)) for name in section if name in names]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant, or refuse with the nearest name."""
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            near = did_you_mean(name, self.commands)
            raise click.UsageError(f"There is no command `{name}`.{near} threadline --help lists all.", ctx)
        return super().resolve_command(ctx, args)

    def _sentence(self, name: str) -> str:
        return self.commands[name].get_short_help_str(limit=200)
