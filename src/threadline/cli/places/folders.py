"""What may be done with a data folder, and which of its projects is meant.

It refuses in words what a database would refuse in its own.
"""

from __future__ import annotations

import os
import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from threadline.cli.places import running
from threadline.cli.printing.output import say
from threadline.clock import now
from threadline.errors import did_you_mean
from threadline.services.keeping.belonging import note_unread, require_records
from threadline.services.keeping.folder import FILE_NAME, DamageError, open_records

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from threadline.services.keeping.folder import Project, Records


@contextmanager
def opened_records(folder: Path) -> Generator[Records]:
    """Open the records of a folder, which may be new, and close them in the end. A server may run on it meanwhile."""
    require_writable(folder)
    require_records(folder)
    is_new = not (folder / FILE_NAME).exists()
    try:
        records = open_records(folder, now=now())
        try:
            if is_new:
                say(
                    f"The folder {folder.resolve()} had no data: it is new. For another folder, name it with --data."
                )
            if running.find(folder) is None:
                note_unread(records, now=now())
            yield records
        finally:
            records.close()
    except DamageError as error:
        raise damaged(folder / FILE_NAME, error) from error


def damaged(path: Path, error: Exception, *, is_made_anew: bool = False) -> click.ClickException:
    """Return the refusal for a damaged file of a folder: with its name, and what brings it back.

    Args:
        path: the file.
        error: what told of it.
        is_made_anew: whether it follows from the records, so that nothing is lost with it.
    """
    reason = str(error).partition("\n")[0]
    return click.ClickException(
        f"{_way_back(path, reason, is_made_anew=is_made_anew)}\n\n"
        f"What is damaged: threadline doctor --data {shlex.quote(str(path.parent))}"
    )


def _way_back(path: Path, reason: str, *, is_made_anew: bool) -> str:
    if is_made_anew:
        return (
            f"{path} is damaged ({reason}). Nothing is lost: it is made from the records. Delete it, and it is made"
            f" anew at the next start:\n\n  rm {shlex.quote(str(path))}*"
        )
    return (
        f"{path} is damaged, or is no file of records ({reason}). Restore a backup:\n\n"
        f"  threadline restore BACKUP --data {shlex.quote(str(path.parent))} --force"
    )


def require_writable(folder: Path) -> None:
    """Make the folder when it is missing, and see that it can be written.

    Raises:
        click.ClickException: it cannot.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(
            f"The folder {folder} cannot be made: {error.strerror}. {_ELSEWHERE}"
        ) from error
    for path in (folder, *folder.glob(f"{FILE_NAME}*")):
        if not os.access(path, os.W_OK):
            raise click.ClickException(
                f"{path} cannot be written by this user. Change its owner or mode. {_ELSEWHERE}"
            )


def require_data(folder: Path) -> None:
    """See that a folder has data.

    Raises:
        click.ClickException: it has none, so there is nothing to ask.
    """
    if not (folder / FILE_NAME).exists():
        raise click.ClickException(
            f"There is no data in {folder}. Name its folder with --data, or start with: threadline demo"
        )


def chosen_project(records: Records, name: str | None) -> Project:
    """Return the project of that name, or the only one.

    Raises:
        click.ClickException: there is no such project, or several and no name.
    """
    known = records.reader.all_projects()
    names = [project.name for project in known]
    if not known:
        raise click.ClickException(
            "This folder has no project yet. Import something, or start with: threadline demo"
        )
    if name is None and len(known) > 1:
        raise click.UsageError(
            f"Which project? Add --project and one of: {', '.join(map(shlex.quote, names))}"
        )
    if name is None:
        return known[0]
    found = records.reader.project_by_name(name)
    if found is None:
        raise click.ClickException(
            f"There is no project `{name}`.{did_you_mean(name, names)} There are: {', '.join(names)}."
        )
    return found


def held_by_another(folder: Path) -> click.ClickException:
    """Return the refusal for a folder whose projection another process has open: with the command that works now."""
    server = running.find(folder)
    if server is None:
        return click.ClickException(
            f"Another process has {folder} open. Try again when it is done; if it is a server, ask it with --url."
        )
    return click.ClickException(
        f"A server (process {server.pid}) has {folder} open. Ask it instead:\n\n"
        f"  {_same_command(server.url)}\n\n"
        f"A key: threadline keys create --data {shlex.quote(str(folder))} --project NAME --type api"
    )


def _same_command(url: str) -> str:
    """Return the command that runs now, with the server in the folder's place."""
    context = click.get_current_context()
    words = context.command_path.split()
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        is_given = (
            context.get_parameter_source(parameter.name or "") is click.core.ParameterSource.COMMANDLINE
        )
        if is_given and parameter.name not in _OF_FOLDERS:
            words += _words(parameter, value)
    key = [] if context.params.get("key") else ["--key", "KEY"]
    return shlex.join([*words, "--url", url, *key])


def _words(parameter: click.Parameter, value: object) -> list[str]:
    values = [str(each) for each in value] if isinstance(value, tuple) else [str(value)]
    if isinstance(parameter, click.Argument):
        return values
    name = max(parameter.opts, key=len)
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return [name]
    return [word for each in values for word in (name, each)]


_OF_FOLDERS = ("data", "project", "url")
_ELSEWHERE = "Or choose another folder with --data."
