"""Refusals as a person reads them: the place, the fault, what would work; of an option, which commands have it.

A place in a body that options stand for is told as the option, and is misuse then, as any other fault of an option.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from threadline.client.errors import ProblemError, ThreadlineError
from threadline.errors import ServiceError, shorten

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from threadline.errors import Violation
    from threadline.wire.problems import Fault


Refused = ServiceError | ThreadlineError | OSError


@dataclass(frozen=True, slots=True)
class Origin:
    """What somebody typed for a part of a body."""

    name: str
    """The option, the argument or the variable."""

    is_json: bool = False
    """Whether it was JSON, so that a place inside it says something to whoever wrote it."""


def refusal(error: Refused) -> str:
    """Return what is said about a refusal: one fault in a line, several in a list with their places."""
    if isinstance(error, ServiceError):
        return f"Error: {_told(error.violations) or error.detail}"
    if isinstance(error, ProblemError):
        return f"Error: {_told(error.problem.violations or ()) or error.problem.detail}"
    if isinstance(error, OSError):
        place = f": {error.filename}" if error.filename else ""
        return f"Error: {error.strerror or error}{place}"
    return f"Error: {error}"


@contextmanager
def told_by_origin(origins: Mapping[str, Origin]) -> Generator[None]:
    """Refuse a body that was made of options by those that have the faults.

    Args:
        origins: what was typed for each place of the body, by JSON Pointer.

    Raises:
        click.UsageError: all faults of a refusal lie in what was typed.
    """
    try:
        yield
    except (ServiceError, ProblemError) as error:
        faults = error.violations if isinstance(error, ServiceError) else error.problem.violations or ()
        places = [_typed(fault.pointer, origins) for fault in faults]
        named = [place for place in places if place]
        if not named or len(named) < len(places):
            raise
        sentences = [fault.message for fault in faults]
        raise click.UsageError(_listed(list(zip(named, sentences, strict=True)))) from error


def _told(faults: Sequence[Violation] | Sequence[Fault]) -> str:
    return _listed([(shorten(fault.pointer), fault.message) for fault in faults])


def _listed(faults: Sequence[tuple[str, str]]) -> str:
    """Return faults with their places; nothing for none."""
    if len(faults) < 2:  # noqa: PLR2004  # one fault needs no list
        return "".join(f"{place}: {message}" if place else message for place, message in faults)
    lines = [f"  {place or '/'}: {message}" for place, message in faults]
    return "\n".join([f"there are {len(faults)} faults.", *lines])


def _typed(pointer: str, origins: Mapping[str, Origin]) -> str | None:
    """Return what was typed for a place or for what it lies in, or `None` when nobody typed it."""
    steps = pointer.split("/")
    for count in range(len(steps), 1, -1):
        origin = origins.get("/".join(steps[:count]))
        if origin:
            rest = "".join(f"/{step}" for step in steps[count:])
            return f"{origin.name} at {shorten(rest)}" if origin.is_json and rest else origin.name
    return None


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
