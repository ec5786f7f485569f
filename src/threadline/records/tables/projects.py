"""Organisations, projects, integrations and keys. A key is stored as a hash; the key itself is never stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadline.records.connection import each, insert, number, one, row, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threadline.records.connection import Connection


@dataclass(frozen=True, slots=True)
class Project:
    """A project, and the organisation that it belongs to."""

    rid: int
    id: str
    name: str
    organization_id: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key, as far as it may be known: never its secret."""

    rid: int
    id: str
    type: str
    name: str
    prefix: str
    project_rid: int
    project_id: str
    project: str
    organization_id: str
    integration_id: str
    may_read_own: bool
    may_delete: bool
    created_at: int
    last_used_at: int | None
    revoked_at: int | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key is made of."""

    id: str
    type: str
    name: str
    prefix: str
    hash: bytes
    may_read_own: bool
    may_delete: bool


@dataclass(frozen=True, slots=True)
class NewIntegration:
    """What an integration is made of."""

    id: str
    name: str
    type: str


_KEY_COLUMNS = (
    "k.rid, k.id, k.type, k.name, k.prefix, k.project_rid, p.id, p.name, o.id, i.id,"
    " k.may_read_own, k.may_delete, k.created_at, k.last_used_at, k.revoked_at"
)
_KEYS = (
    f"SELECT {_KEY_COLUMNS} FROM keys k JOIN projects p ON p.rid = k.project_rid"
    " JOIN organizations o ON o.rid = p.organization_rid JOIN integrations i ON i.rid = k.integration_rid"
)
_PROJECTS = (
    "SELECT p.rid, p.id, p.name, o.id FROM projects p JOIN organizations o ON o.rid = p.organization_rid"
)


def project_by_name(connection: Connection, name: str) -> Project | None:
    """Return the project with that name or id, or `None`."""
    sql = f"{_PROJECTS} WHERE p.name = ?1 OR p.id = ?1 ORDER BY p.name = ?1 DESC"
    return one(connection, sql, (name,), Project)


def count(connection: Connection) -> int:
    """Return how many projects there are."""
    return number(connection, "SELECT count(*) FROM projects")


def projects(connection: Connection) -> list[Project]:
    """Return all projects, oldest first."""
    return each(connection, f"{_PROJECTS} ORDER BY p.rid", (), Project)


def add_project(connection: Connection, *, id: str, name: str, organization_id: str, now: int) -> int:
    """Store a project, and its organisation when that is new; return its `rid`."""
    run(
        connection,
        "INSERT INTO organizations (id, name) VALUES (?1, ?1) ON CONFLICT (id) DO NOTHING",
        (organization_id,),
    )
    return insert(
        connection,
        "INSERT INTO projects (id, name, organization_rid, created_at)"
        " SELECT ?, ?, rid, ? FROM organizations WHERE id = ?",
        (id, name, now, organization_id),
    )


def integration_rid(
    connection: Connection, project_rid: int, integration: NewIntegration, *, now: int
) -> int:
    """Return the `rid` of the integration of that name and type, stored when it is new."""
    sql = "SELECT rid FROM integrations WHERE project_rid = ? AND name = ? AND type = ?"
    found = one(connection, sql, (project_rid, integration.name, integration.type), int)
    if found is not None:
        return found
    return insert(
        connection,
        "INSERT INTO integrations (id, project_rid, name, type, created_at) VALUES (?, ?, ?, ?, ?)",
        (integration.id, project_rid, integration.name, integration.type, now),
    )


def integration_id(connection: Connection, rid: int) -> str:
    """Return the id of the integration with a row number."""
    return one(connection, "SELECT id FROM integrations WHERE rid = ?", (rid,), str) or ""


def add_key(connection: Connection, key: NewKey, *, project_rid: int, integration: int, now: int) -> None:
    """Store a key by its hash."""
    run(
        connection,
        "INSERT INTO keys (id, project_rid, integration_rid, type, name, hash, prefix,"
        " may_read_own, may_delete, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key.id,
            project_rid,
            integration,
            key.type,
            key.name,
            key.hash,
            key.prefix,
            int(key.may_read_own),
            int(key.may_delete),
            now,
        ),
    )


def key_by_hash(connection: Connection, digest: bytes) -> Key | None:
    """Return the key that is not revoked and has this hash, or `None`."""
    return one(connection, f"{_KEYS} WHERE k.hash = ? AND k.revoked_at IS NULL", (digest,), Key)


def is_valid_key(connection: Connection, rid: int) -> bool:
    """Tell whether a key is there and not revoked; the quickest question about it."""
    return row(connection, "SELECT 1 FROM keys WHERE rid = ? AND revoked_at IS NULL", (rid,)) is not None


def key_by_id(connection: Connection, id: str) -> Key | None:
    """Return a key by its id, revoked or not."""
    return one(connection, f"{_KEYS} WHERE k.id = ?", (id,), Key)


def has_hash(connection: Connection, digest: bytes) -> bool:
    """Tell whether a key with this hash was ever made, revoked ones included."""
    return row(connection, "SELECT 1 FROM keys WHERE hash = ?", (digest,)) is not None


def keys(connection: Connection) -> list[Key]:
    """Return all keys, oldest first."""
    return each(connection, f"{_KEYS} ORDER BY k.rid", (), Key)


def revoke_key(connection: Connection, id: str, *, now: int) -> None:
    """Make a key useless from now on."""
    run(connection, "UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (now, id))


def note_use(connection: Connection, used: Mapping[int, int]) -> None:
    """Keep the time of last use of some keys, by `rid`."""
    connection.executemany(
        "UPDATE keys SET last_used_at = ?2 WHERE rid = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)",
        list(used.items()),
    )


def web_integrations(connection: Connection, project_id: str) -> tuple[str, ...]:
    """Return the ids of a project's integrations that write with web keys."""
    sql = (
        "SELECT i.id FROM integrations i JOIN projects p ON p.rid = i.project_rid"
        " WHERE p.id = ? AND i.type = 'web' ORDER BY i.rid"
    )
    return tuple(each(connection, sql, (project_id,), str))
