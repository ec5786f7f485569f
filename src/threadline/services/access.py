"""Who asks, and what they may. Contract: section 2.2.

An `api` key reads and writes its project. The other types belong to places that the public sees (a website's widget,
a chat workspace), so they log and give feedback, and read a conversation back only when it is public.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from threadline.errors import ForbiddenError

KeyType = Literal["api", "web", "slack", "discord", "support_copilot", "mcp"]
KEY_TYPES: tuple[KeyType, ...] = ("api", "web", "slack", "discord", "support_copilot", "mcp")


_PROOFS = {
    "a conversation": (
        ", and shows that it knows it: its first message comes with the same `id` and `content`,"
        " or without an `id` and with all messages that are stored"
    ),
    "a vote": ", and shows that it knows it by the same `messageId` and `userProperties.id`",
}
"""By noun: what a write-only key sends along to change a stored row."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A key that was shown, and what it opens."""

    key_rid: int
    key_id: str
    type: str
    project_rid: int
    project_id: str
    organization_id: str
    integration_id: str
    may_read_own: bool
    """A write-only key may read the conversations of its own integration by id."""
    may_delete: bool
    """A write-only key may delete conversations of its own integration."""

    @property
    def is_trusted(self) -> bool:
        """Whether the key reads and writes the whole project."""
        return self.type == "api"


def require_trusted(caller: Caller) -> None:
    """Let only an `api` key pass.

    Raises:
        ForbiddenError: the key is of a write-only type.
    """
    if not caller.is_trusted:
        raise ForbiddenError(
            f"A key of type `{caller.type}` logs conversations, events and feedback; it does not read or query. "
            "Use a key of type `api`."
        )


def require_delete(caller: Caller) -> None:
    """Let pass who may delete conversations.

    Raises:
        ForbiddenError: the key is of a write-only type and deleting is not switched on for it.
    """
    if not (caller.is_trusted or caller.may_delete):
        raise ForbiddenError(
            f"A key of type `{caller.type}` does not delete. Use a key of type `api`, or one made with `--may-delete`."
        )


def may_see(caller: Caller, *, visibility: str | None, integration_id: str | None) -> bool:
    """Tell whether a conversation exists as far as this key is concerned."""
    is_own = caller.may_read_own and integration_id == caller.integration_id
    return caller.is_trusted or visibility == "public" or is_own


def is_own(caller: Caller, integration_id: str | None) -> bool:
    """Tell whether a key may change a stored row: any of the project, or one that came in through its integration."""
    return caller.is_trusted or integration_id == caller.integration_id


def require_own(caller: Caller, integration_id: str | None, noun: str) -> None:
    """Let pass who may change a stored row: what others logged is neither shown to a write-only key nor replaced.

    Args:
        caller: who asks.
        integration_id: where the row came in.
        noun: what it is.

    Raises:
        ForbiddenError: the key is of a write-only type, and the row came in elsewhere.
    """
    if not is_own(caller, integration_id):
        raise taken(caller, noun)


def taken(caller: Caller, noun: str) -> ForbiddenError:
    """Return the refusal of an id that others use: the same whoever they are, so that it tells no more."""
    return ForbiddenError(
        f"Others logged {noun} with this id. A key of type `{caller.type}` changes what came in through its own place"
        f"{_PROOFS.get(noun, '')}. Use another id, or a key of type `api`."
    )


def project_of(caller: Caller, project_id: object) -> None:
    """Check the project that a body names. A write-only key's body is not asked.

    Raises:
        ForbiddenError: the body names another project than the key's.
    """
    if caller.is_trusted and isinstance(project_id, str) and project_id != caller.project_id:
        raise ForbiddenError(
            f"This key belongs to project `{caller.project_id}`; the body names another. "
            "Leave `projectId` out, or use the key of that project."
        )


def integration_of(caller: Caller, integration_id: object, stored: str | None = None) -> str | None:
    """Return a row's integration: the body's for an `api` key, else what is stored, else the key's own."""
    if caller.is_trusted and isinstance(integration_id, str):
        return integration_id
    return stored if stored is not None else caller.integration_id
