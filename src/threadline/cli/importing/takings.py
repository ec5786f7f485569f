"""What a line of each kind becomes: read as the body of its POST, and stored by its service."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from threadline.api.intake.bodies import read_conversation, read_event, read_feedback
from threadline.services import conversations, events, feedback
from threadline.services.importing.lines import Taking
from threadline.services.roles import Roles, customers_with

if TYPE_CHECKING:
    from threadline.settings import Settings

KINDS = ("conversations", "events", "feedback")


def takings(settings: Settings) -> dict[str, Taking[Any]]:
    """Return how lines are taken in, by kind."""
    roles = Roles(settings.roles, customers_with(settings.customer_roles))
    return {
        "conversations": Taking(
            partial(read_conversation, roles=settings.roles), partial(conversations.log, roles=roles)
        ),
        "events": Taking(read_event, events.log),
        "feedback": Taking(
            read_feedback, partial(feedback.submit, unknown_messages=settings.unknown_messages)
        ),
    }
