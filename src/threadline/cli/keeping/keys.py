"""`threadline keys`: create, list, rotate and revoke keys. They work while a server runs on the same folder."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from threadline.cli import environment, options
from threadline.cli.grouping import Commands, Grouped, Later
from threadline.cli.places import folders
from threadline.cli.printing.output import print_json, say
from threadline.cli.refusals import Origin, told_by_origin
from threadline.errors import NotFoundError, did_you_mean, shorten
from threadline.moments import to_text
from threadline.services import keys as service
from threadline.services.access import KEY_TYPES

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from threadline.services.keeping.folder import Records
    from threadline.services.keys import CreatedKey, Key

_ORIGINS = {
    "/project": Origin("--project"),
    "/type": Origin("--type"),
    "/secret": Origin("--value"),
    "/id": Origin("ID"),
}
"""Options by their places in what is asked for."""


_SHOWING = {
    "list": Later(
        "keeping.key_list",
        "list_",
        "List the keys: what they open, how they begin, and when they were used last.",
    ),
}
"""What draws tables, which making a key has no use for."""


@click.group(cls=Grouped, commands=Commands(_SHOWING))
def keys() -> None:
    """Create, list, rotate and revoke keys."""


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
    policy = environment.settings().policy
    with told_by_origin(_ORIGINS), folders.opened_records(data) as records:
        created = records.writer.write(
            lambda connection: service.create(connection, asked, environment.facts(policy))
        )
    _show(created, as_json=as_json)


@keys.command(
    epilog=options.examples(
        """
        threadline keys rotate key_0199c0ffee
        threadline keys rotate key_0199c0ffee --keep
        """
    ),
)
@options.data
@click.argument("id")
@click.option("--keep", is_flag=True, help="Leave the old key as it is, to revoke it later.")
@options.as_json
def rotate(data: Path, id: str, keep: bool, as_json: bool) -> None:
    """Make a new key in the place of the key with that ID, with the same rights, and revoke the old one.

    Messages and events that either key logs come from the same place. With --keep both work, until nobody uses the old
    one any more and you revoke it.
    """
    with _key_of(data, id) as records:
        created = records.writer.write(
            lambda connection: service.rotate(connection, id, environment.facts(), keeps_old=keep)
        )
    if not as_json:
        say(
            f"Key {id} works on; revoke it later: threadline keys revoke {id}"
            if keep
            else f"Key {id} is revoked."
        )
    _show(created, as_json=as_json)


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
    with _key_of(data, id) as records:
        key = records.writer.write(lambda connection: service.revoke(connection, id, environment.facts()))
    if as_json:
        print_json(told(key))
        return
    say(f"Key {key.id} ({key.prefix}…) is revoked.")


@contextmanager
def _key_of(data: Path, id: str) -> Generator[Records]:
    """Open the records of a folder for a change of one key; an id that there is not is told with the nearest."""
    folders.require_data(data)
    with told_by_origin(_ORIGINS), folders.opened_records(data) as records:
        try:
            yield records
        except NotFoundError as error:
            near = did_you_mean(id, [each.id for each in records.reader.all_keys()])
            raise click.ClickException(
                f"There is no key `{shorten(id)}` in {data}.{near} threadline keys list shows all."
            ) from error


def _show(created: CreatedKey, *, as_json: bool) -> None:
    """Print a new key, this once."""
    key = created.key
    if as_json:
        print_json({"key": created.secret} | told(key))
        return
    say(f"Key {key.id} of type {key.type} for project {key.project}. It is shown this once:")
    click.echo(created.secret)


def told(key: Key) -> dict[str, object]:
    """Return what is told of a key as JSON."""
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
