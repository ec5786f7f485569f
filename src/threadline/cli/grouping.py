"""Groups of commands: a mistyped one is told with the nearest, and the help of all has them by what they are for.

The commands of the whole program are imported when they are called, so that each costs only what it needs.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from threadline.errors import did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPLETION_VARIABLE = "_THREADLINE_COMPLETE"
"""By this variable of the environment a shell asks what may stand where somebody types."""

_SENTENCE_CHARACTERS = 200

_ALSO_CALLED = {
    "get": ("show", "view", "read", "cat", "describe", "info", "fetch"),
    "list": ("ls", "all", "index"),
    "delete": ("rm", "remove", "del", "destroy", "drop"),
    "create": ("add", "new", "make", "generate", "issue"),
    "revoke": ("rm", "remove", "del", "delete", "disable", "drop"),
    "rotate": ("renew", "replace", "roll", "regenerate"),
    "query": ("ask", "select", "sql", "count"),
    "search": ("find", "grep"),
    "import": ("load", "upload", "ingest"),
    "export": ("dump", "download", "extract"),
    "serve": ("server", "start", "run", "up", "web"),
    "doctor": ("check", "status", "health", "verify", "fsck"),
    "backup": ("save", "snapshot"),
    "conversations": ("chats", "tickets", "threads"),
    "feedback": ("votes", "ratings"),
    "log": ("write", "post", "put"),
}
"""Words that other programs have for what is called otherwise here."""


@dataclass(frozen=True, slots=True)
class Later:
    """A command that is imported when it is called."""

    module: str
    """The name of its module, below `threadline.cli`."""

    attribute: str
    """Its name there."""

    sentence: str
    """The first sentence of its help, which the help of the group shows without an import."""

    def load(self) -> click.Command:
        """Import the command."""
        found: click.Command = getattr(import_module(f"threadline.cli.{self.module}"), self.attribute)
        return found


class Commands(MutableMapping[str, click.Command]):
    """Commands by name, each of which is imported when it is looked up first."""

    def __init__(self, later: Mapping[str, Later]) -> None:
        self._later = dict(later)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            self._loaded[name] = self._later[name].load()
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        self._later.pop(name, None)
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._later | self._loaded)

    def __len__(self) -> int:
        return len(self._later | self._loaded)

    def __contains__(self, name: object) -> bool:
        """Whether there is such a command, without importing it."""
        return name in self._later or name in self._loaded

    def sentence(self, name: str) -> str:
        """Return the first sentence of a command's help."""
        later = self._later.get(name)
        return later.sentence if later else sentence_of(self._loaded[name])


def sentence_of(command: click.Command) -> str:
    """Return the first sentence of a command's help."""
    return command.get_short_help_str(limit=_SENTENCE_CHARACTERS)


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

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that begin like that."""
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        found = [CompletionItem(name, help=self._sentence(name)) for name in names]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant, or refuse with the nearest name."""
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            path = ctx.command_path
            place = f" in `{path}`" if ctx.parent else ""
            near = (
                self._also_called(name, path, args[1:])
                or did_you_mean(name, self.commands)
                or self._completed(name, path)
            )
            raise click.UsageError(
                f"There is no command `{shorten(name)}`{place}.{near} {path} --help lists all.", ctx
            )
        return super().resolve_command(ctx, args)

    def _also_called(self, word: str, path: str, rest: list[str]) -> str:
        """Return the question whether the command is meant that other programs call so."""
        meant = [ours for ours, others in _ALSO_CALLED.items() if word in others and ours in self.commands]
        words = shlex.join(shorten(each) for each in rest)
        return f" Did you mean `{f'{path} {meant[0]} {words}'.strip()}`?" if meant else ""

    def _completed(self, word: str, path: str) -> str:
        """Return the question whether a command was left out before its argument."""
        return f" Did you mean `{path} {self.usual} {shlex.quote(shorten(word))}`?" if self.usual else ""

    def _write(self, formatter: click.HelpFormatter, title: str, names: list[str]) -> None:
        width = max(map(len, self.commands))
        if names:
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), self._sentence(name)) for name in names])

    def _sentence(self, name: str) -> str:
        return sentence_of(self.commands[name])


class Sectioned(Grouped):
    """The group of all commands, which are imported when they are called, and whose help has sections."""

    def __init__(self, *args: Any, sections: Mapping[str, Mapping[str, Later]], **settings: Any) -> None:
        """Make a group.

        Args:
            args: those of click.
            sections: the commands by what they are for, in the order of the help.
            settings: those of click.
        """
        later = Commands({name: each for section in sections.values() for name, each in section.items()})
        super().__init__(*args, commands=later, **settings)
        self._later = later
        self.sections = {title: tuple(section) for title, section in sections.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click calls it like that
        """Return the commands in the order of the help."""
        return [name for names in self.sections.values() for name in names]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # as above
        """Write the sections."""
        for title, names in self.sections.items():
            self._write(formatter, title, list(names))

    def _sentence(self, name: str) -> str:
        return self._later.sentence(name)
