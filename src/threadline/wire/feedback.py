"""Feedback: a vote on a message, with reasons and a comment. Contract: sections 3.7 to 3.9."""

from typing import Literal

from threadline.wire.base import UNSET, JsonObject, LoggedObject, UnsetType, Wire
from threadline.wire.conversations import Conversation
from threadline.wire.messages import ConversationMessage, Timestamp

FeedbackType = Literal["positive", "negative"]


class Reason(Wire, frozen=True, kw_only=True):
    """Why somebody voted so."""

    label: str
    details: str = ""


class Source(Wire, frozen=True, kw_only=True):
    """A verdict on a cited source; `new` is a source that the rater adds."""

    type: Literal["positive", "negative", "new"] | None
    title: str | None | UnsetType = UNSET
    url: str | None | UnsetType = UNSET


class SubmitFeedback(Wire, frozen=True, kw_only=True):
    """A vote. The same `id` again updates."""

    id: str | UnsetType = UNSET
    type: FeedbackType
    message_id: str
    created_at: Timestamp | None | UnsetType = UNSET
    updated_at: Timestamp | None | UnsetType = UNSET
    reasons: list[Reason] | None | UnsetType = UNSET
    details: str | None | UnsetType = UNSET
    properties: LoggedObject | None | UnsetType = UNSET
    user_properties: LoggedObject | None | UnsetType = UNSET
    sources: list[Source] | None | UnsetType = UNSET


class Feedback(Wire, frozen=True, kw_only=True):
    """A stored vote."""

    id: str
    type: FeedbackType
    message_id: str
    created_at: str
    updated_at: str
    reasons: list[Reason] | None
    details: str | None
    properties: JsonObject | None
    user_properties: JsonObject | None
    sources: list[Source] | None


class FeedbackItem(Feedback, frozen=True, kw_only=True):
    """A vote with what it is about."""

    conversation: Conversation
    message: ConversationMessage


class FeedbackList(Wire, frozen=True, kw_only=True):
    """Votes, newest first in each list; the counts are of all votes, not of this page."""

    positive_feedback_count: int
    negative_feedback_count: int
    positive_feedback: list[FeedbackItem]
    negative_feedback: list[FeedbackItem]
