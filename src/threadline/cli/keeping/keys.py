"""`threadline keys`: create, list and revoke keys. They work while a server runs on the same folder."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from threadline.cli import environment, options
from threadline.cli.grouping import Grouped
from threadline.cli.places import folders
from threadline.cli.printing.output import print_json, say
from threadline.cli.printing.tables import print_table
from threadline.cli.refusals import Origin, told_by_origin
from threadline.clock import new_id, now
from threadline.errors import NotFoundError, did_you_mean, shorten
from threadline.records import projects
from threadline.services import keys as service
from threadline.services.access import KEY_TYPES
from threadline.services.moments import Given, to_text

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.records.projects import Key

_ORIGINS = {
    "/project": Origin("--project"),
    "/type": Origin("--type"),
    "/secret": Origin("--value"),
}
"""Options by their places in what is asked for."""


@click.group(cls=Grouped)
def keys() -> None:
    """Create, list and revoke keys."""


@keys.command(
    epilog=options.examples(
        """
        threadline keys create --project support
        threadline keys create --project support --type web --name 'docs site'
        """
    ),
)
@options.data
@click.option(
    "--project",
    type=options.ProjectName(),
    required=True,
    help="Project that the key opens; it is made when it is new.",
)
@click.option(
    "--type",
    "type_",
    type=click.Choice(KEY_TYPES),
    default="api",
    show_default=True,
    help="`api` reads and writes; the other types log conversations, events and feedback only.",
)
@click.option("--name", default="", help="Name of the place that uses the key, such as `docs site`.")
@click.option(
    "--value", default="", help="Use this key instead of a new one, for a client that has its key built in."
)
@click.option(
    "--may-read-own", is_flag=True, help="A write-only key may read its own place's conversations by id."
)
@click.option("--may-delete", is_flag=True, help="A write-only key may delete its own place's conversations.")
@options.as_json
def create(data: Path, project: str, type_: str, as_json: bool, **wish: object) -> None:
    """Create a key and print it. It is shown this once: only its hash is kept."""
    asked = service.KeyWish(
        project=project,
        type=type_,
        name=str(wish["name"]),
        secret=str(wish["value"]),
        may_read_own=bool(wish["may_read_own"]),
        may_delete=bool(wish["may_delete"]),
    )
    organization = environment.settings().organization
    with told_by_origin(_ORIGINS), folders.opened_records(data) as records:
        created = records.writer.write(
            lambda connection: service.create(
                connection, asked, Given(now(), new_id), organization_id=organization
            )
        )
    if as_json:
        print_json({"key": created.secret} | _told(created.key))
        return
    say(f"Key {created.key.id} of type {type_} for project {project}. It is shown this once:")
    click.echo(created.secret)


@keys.command(
    "list",
    epilog=options.examples(
        """
        threadline keys list --data /srv/threadline
        """
    ),
)
@options.data
@options.as_json
def list_(data: Path, as_json: bool) -> None:
    """List the keys: what they open, how they begin, and when they were used last."""
    folders.require_data(data)
    with folders.opened_records(data) as records:
        found = projects.keys(records.reader)
    if as_json or not sys.stdout.isatty():
        print_json([_told(key) for key in found])
    elif found:
        print_table(("ID", "PROJECT", "TYPE", "NAME", "BEGINS", "CREATED", "LAST USED"), map(_row, found))
    else:
        say("There are no keys. Make one: threadline keys create --project NAME")


@keys.command(
    epilog=options.examples(
        """
        threadline keys revoke key_0199c0ffee
        """
    ),
)
@options.data
@click.argument("id")
@options.as_json
def revoke(data: Path, id: str, as_json: bool) -> None:
    """Make the key with that ID useless. A running server notices within a second."""
    folders.require_data(data)
    with folders.opened_records(data) as records:
        try:
            key = records.writer.write(
                lambda connection: service.revoke(connection, id, Given(now(), new_id))
            )
        except NotFoundError as error:
            near = did_you_mean(id, [each.id for each in projects.keys(records.reader)])
            raise click.ClickException(
                f"There is no key `{shorten(id)}` in {data}.{near} threadline keys list shows all."
            ) from error
    if as_json:
        print_json(_told(key))
        return
    say(f"Key {key.id} ({key.prefix}…) is revoked.")


def _row(key: Key) -> tuple[str, ...]:
    used = "revoked" if key.revoked_at else _minute(key.last_used_at)
    return (key.id, key.project, key.type, key.name, f"{key.prefix}…", _minute(key.created_at), used)


def _minute(milliseconds: int | None) -> str:
    return "never" if milliseconds is None else to_text(milliseconds)[:16].replace("T", " ")


def _told(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "type": key.type,
        "name": key.name,
        "project": key.project,
        "projectId": key.project_id,
        "integrationId": key.integration_id,
        "prefix": key.prefix,
        "mayReadOwn": bool(key.may_read_own),
        "mayDelete": bool(key.may_delete),
        "createdAt": to_text(key.created_at),
        "lastUsedAt": None if key.last_used_at is None else to_text(key.last_used_at),
        "revokedAt": None if key.revoked_at is None else to_text(key.revoked_at),
    }
