"""`threadline keys`: create, list and revoke keys. They work while a server runs on the same folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from threadline.cli import options
from threadline.records import projects
from threadline.records.store import open_records
from threadline.server import new_id, now
from threadline.services import keys as service
from threadline.services.access import KEY_TYPES
from threadline.services.moments import Given, to_text
from threadline.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.records.projects import Key


@click.group()
def keys() -> None:
    """Create, list and revoke keys."""


@keys.command()
@options.data
@click.option("--project", required=True, help="Project that the key opens; it is made when it is new.")
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
    organization = read_settings().organization
    records = open_records(data, now=now())
    try:
        created = records.writer.write(
            lambda connection: service.create(
                connection, asked, Given(now(), new_id), organization_id=organization
            )
        )
    finally:
        records.close()
    if as_json:
        _print_json({"key": created.secret} | _told(created.key))
        return
    click.echo(
        f"Key {created.key.id} of type {type_} for project {project}. It is shown this once:", err=True
    )
    click.echo(created.secret)


@keys.command("list")
@options.data
@options.as_json
def list_(data: Path, as_json: bool) -> None:
    """List the keys: what they open, when they were used last, and how they begin."""
    records = open_records(data, now=now())
    try:
        found = projects.keys(records.reader)
    finally:
        records.close()
    if as_json:
        _print_json([_told(key) for key in found])
        return
    if not found:
        click.echo("There are no keys. Make one: threadline keys create --project NAME", err=True)
    for key in found:
        used = to_text(key.last_used_at)[:16].replace("T", " ") if key.last_used_at else "never used"
        state = "revoked" if key.revoked_at else used
        click.echo(f"{key.id}  {key.type:<15}  {key.project:<20}  {key.name:<20}  {key.prefix}…  {state}")


@keys.command()
@options.data
@click.argument("id")
def revoke(data: Path, id: str) -> None:
    """Make a key useless. A running server notices within a second."""
    records = open_records(data, now=now())
    try:
        key = records.writer.write(lambda connection: service.revoke(connection, id, Given(now(), new_id)))
    finally:
        records.close()
    click.echo(f"Key {key.id} ({key.prefix}…) is revoked.", err=True)


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


def _print_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
