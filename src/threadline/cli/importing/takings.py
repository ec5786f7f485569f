"""What a line of each kind becomes: read as the body of its POST, and stored by its service."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from threadline.api.decoding import decode, decode_conversation
from threadline.services import conversations, events, feedback
from threadline.services.importing.lines import Taking
from threadline.wire.events import LogEvent
from threadline.wire.feedback import SubmitFeedback

if TYPE_CHECKING:
    from threadline.settings import Settings

KINDS = ("conversations", "events", "feedback")

_read_event = partial(decode, decoder=msgspec.json.Decoder(LogEvent))
_read_vote = partial(decode, decoder=msgspec.json.Decoder(SubmitFeedback))


def takings(settings: Settings) -> dict[str, Taking[Any]]:
    """Return how lines are taken in, by kind."""
    return {
        "conversations": Taking(decode_conversation, partial(conversations.log, roles=settings.roles)),
        "events": Taking(_read_event, events.log),
        "feedback": Taking(_read_vote, partial(feedback.submit, unknown_messages=settings.unknown_messages)),
    }
