"""What a line of each kind becomes: read as the body of its POST, and stored by its service."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from threadline.api.intake.bodies import read_conversation, read_event, read_feedback
from threadline.services import conversations, events, feedback
from threadline.services.importing.lines import Taking

if TYPE_CHECKING:
    from threadline.services.policy import Policy

KINDS = ("conversations", "events", "feedback")


def takings(policy: Policy) -> dict[str, Taking[Any]]:
    """Return how lines are taken in, by kind."""
    return {
        "conversations": Taking(partial(read_conversation, roles=policy.roles.chats), conversations.log),
        "events": Taking(read_event, events.log),
        "feedback": Taking(read_feedback, feedback.submit),
    }
