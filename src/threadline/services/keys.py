"""Keys: create, list, rotate, revoke, and recognise. A key is shown once; only its SHA-256 is kept.

A key that we make has 160 random bits, so a fast hash is enough: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadline.errors import InvalidRequestError, NotFoundError, Violation, did_you_mean
from threadline.records.tables.projects import Key, NewIntegration, NewKey
from threadline.services.access import KEY_TYPES, Caller

if TYPE_CHECKING:
    from threadline.records.protocol import Reading, Writing
    from threadline.services.policy import RequestFacts

__all__ = [
    "CreatedKey",
    "Key",
    "KeyWish",
    "create",
    "fingerprint",
    "is_valid",
    "recognise",
    "revoke",
    "rotate",
]

_SHOWN_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class KeyWish:
    """What somebody wants a key for."""

    project: str
    """Name of the project; it is made when it is new."""

    type: str
    name: str = ""
    """Name of the integration that the key stands for; the type when empty."""

    secret: str = ""
    """A key of one's own, for a client whose key cannot be changed; made when empty."""

    may_read_own: bool = False
    may_delete: bool = False


@dataclass(frozen=True, slots=True)
class CreatedKey:
    """A new key, the only time that its secret is told."""

    secret: str
    key: Key


def create(writing: Writing, wish: KeyWish, facts: RequestFacts) -> CreatedKey:
    """Store a key, with its project and integration when those are new. Runs in a transaction of the writer.

    Raises:
        InvalidRequestError: an unknown type, an empty project name, or a secret that is too short or in use.
    """
    _check(writing, wish)
    project = writing.project_by_name(wish.project)
    project_rid = (
        project.rid
        if project
        else writing.add_project(
            id=facts.new_id("proj"),
            name=wish.project,
            organization_id=facts.policy.organization,
            now=facts.now,
        )
    )
    name = wish.name or wish.type
    place = NewIntegration(facts.new_id("int"), name, wish.type)
    integration = writing.integration_rid(project_rid, place, now=facts.now)
    secret = wish.secret or f"tl_{wish.type}_{secrets.token_hex(20)}"
    new = NewKey(
        id=facts.new_id("key"),
        type=wish.type,
        name=name,
        prefix=secret[: min(_SHOWN_CHARACTERS, len(secret) // 2)],
        hash=fingerprint(secret),
        may_read_own=wish.may_read_own,
        may_delete=wish.may_delete,
    )
    writing.add_key(new, project_rid=project_rid, integration=integration, now=facts.now)
    return CreatedKey(secret, _existing(writing, new.id))


def revoke(writing: Writing, id: str, facts: RequestFacts) -> Key:
    """Make a key useless; a server that runs on the same folder refuses it from the next request on.

    Raises:
        NotFoundError: there is no key with that id.
    """
    _existing(writing, id)
    writing.revoke_key(id, now=facts.now)
    return _existing(writing, id)


def rotate(writing: Writing, id: str, facts: RequestFacts, *, keeps_old: bool = False) -> CreatedKey:
    """Store a key that may what another one may, for the same place, and revoke the other.

    Args:
        writing: that of the writer, in a transaction.
        id: the key to replace.
        facts: the time, and the maker of ids.
        keeps_old: leave the other key as it is, to be revoked once nobody uses it any more.

    Raises:
        NotFoundError: there is no key with that id.
        InvalidRequestError: it is revoked already.
    """
    old = _existing(writing, id)
    if old.revoked_at is not None:
        raise InvalidRequestError(Violation("/id", f"The key `{id}` is revoked. Make a new one."))
    wish = KeyWish(
        project=old.project_id,
        type=old.type,
        name=old.name,
        may_read_own=bool(old.may_read_own),
        may_delete=bool(old.may_delete),
    )
    created = create(writing, wish, facts)
    if not keeps_old:
        writing.revoke_key(id, now=facts.now)
    return created


def recognise(reading: Reading, secret: str) -> Caller | None:
    """Return who shows this key, or `None` when nobody issued it or it is revoked."""
    key = reading.key_by_hash(fingerprint(secret))
    if key is None:
        return None
    return Caller(
        key_rid=key.rid,
        key_id=key.id,
        type=key.type,
        project_rid=key.project_rid,
        project_id=key.project_id,
        organization_id=key.organization_id,
        integration_id=key.integration_id,
        may_read_own=bool(key.may_read_own),
        may_delete=bool(key.may_delete),
    )


def is_valid(reading: Reading, caller: Caller) -> bool:
    """Tell whether the key that somebody was recognised by is not revoked since."""
    return reading.is_valid_key(caller.key_rid)


def fingerprint(secret: str) -> bytes:
    """Return what is kept of a key."""
    return hashlib.sha256(secret.encode()).digest()


def _check(reading: Reading, wish: KeyWish) -> None:
    faults = []
    if wish.type not in KEY_TYPES:
        names = ", ".join(f"`{each}`" for each in KEY_TYPES)
        faults.append(
            Violation(
                "/type",
                f"`{wish.type}` is not a type of key.{did_you_mean(wish.type, KEY_TYPES)} There are {names}.",
            )
        )
    if not wish.project.strip():
        faults.append(Violation("/project", "A project needs a name."))
    if wish.secret and len(wish.secret) < 16:  # noqa: PLR2004  # 16 characters of a random key are about 80 bits
        faults.append(Violation("/secret", "A key of your own needs at least 16 characters."))
    elif wish.secret and reading.has_hash(fingerprint(wish.secret)):
        faults.append(Violation("/secret", "This key exists already."))
    if faults:
        raise InvalidRequestError(*faults)


def _existing(reading: Reading, id: str) -> Key:
    key = reading.key_by_id(id)
    if key is None:
        raise NotFoundError("key", id)
    return key
