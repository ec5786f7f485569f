"""An option that a command lacks: which commands have it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 4


def told_where(error: click.NoSuchOption) -> click.UsageError:
    """Return the refusal of an option that a command lacks, with the commands that have it when there are such."""
    root = click.Group() if error.ctx is None else error.ctx.find_root().command
    found = [path for path, command in _leaves(root, "threadline") if _has(command, error.option_name)]
    if not found:
        return error
    more = " and others" if len(found) > _SHOWN else ""
    these = ", ".join(f"`{each}`" for each in found[:_SHOWN])
    return click.UsageError(f"{error.message} These have it: {these}{more}.", error.ctx)


def _leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(click.Context(command)):
        with suppress(ModuleNotFoundError):
            yield from _leaves(command.commands[name], f"{path} {name}")


def _has(command: click.Command, option: str) -> bool:
    return any(option in parameter.opts for parameter in command.params)
