"""Messages: what a caller logs, and what the server gives back. Contract: section 3 of the API.

Not here: how a logged message is matched with a stored one (`services.intake`).
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, field

from threadline.wire.base import UNSET, JsonObject, LoggedObject, UnsetType, Wire

Timestamp = Annotated[datetime, Meta(tz=True)]
"""An RFC 3339 time with `Z` or an offset. A time without a zone is refused."""

ConversationType = Literal["openai", "support_ticket", "support_copilot"]
OpenAIRole = Literal["system", "user", "assistant"]
IncomingOpenAIRole = Literal["system", "user", "assistant", "developer", "tool", "function"]
"""The last three are accepted when the server is set to be lenient, and mapped on the way out."""


class Link(Wire, frozen=True, kw_only=True):
    """A source that a message cites."""

    label: str | None | UnsetType = UNSET
    url: str
    title: str | None | UnsetType = UNSET
    description: str | None | UnsetType = UNSET
    type: str | None | UnsetType = UNSET
    """`documentation`, `site`, `discourse_post`, `github_issue`, `github_discussion`, `stackoverflow_question`,
    `discord_forum_post`, `discord_message`, `custom_question_answer`, or any other text."""
    breadcrumbs: list[str] | None | UnsetType = UNSET


class ImageUrl(Wire, frozen=True, kw_only=True):
    """An image of a multi-part message."""

    url: str
    detail: Literal["auto", "low", "high"] = "auto"


class ContentItem(Wire, frozen=True, kw_only=True):
    """One part of a multi-part message, in OpenAI's form."""

    type: Literal["text", "image_url"]
    text: str | None | UnsetType = UNSET
    image_url: ImageUrl | None | UnsetType = field(default=UNSET, name="image_url")


class ToolFunction(Wire, frozen=True, kw_only=True):
    """The function that a tool call names, with its arguments as JSON text."""

    name: str
    arguments: str


class ToolCall(Wire, frozen=True, kw_only=True):
    """A call of a tool by the assistant."""

    id: str
    type: Literal["function"]
    function: ToolFunction


class LogMessage(Wire, frozen=True, kw_only=True):
    """What all logged messages share."""

    id: str | UnsetType = UNSET
    external_id: str | None | UnsetType = UNSET
    external_url: str | None | UnsetType = UNSET
    created_at: Timestamp | None | UnsetType = UNSET
    updated_at: Timestamp | None | UnsetType = UNSET
    name: str | None | UnsetType = UNSET
    links: list[Link] | None | UnsetType = UNSET
    properties: LoggedObject | None | UnsetType = UNSET
    user_properties: LoggedObject | None | UnsetType = UNSET


class LogOpenAIMessage(LogMessage, frozen=True, kw_only=True):
    """A message of an AI chat."""

    role: IncomingOpenAIRole
    content: str | list[ContentItem] | None
    tool_calls: list[ToolCall] | None | UnsetType = field(default=UNSET, name="tool_calls")


class LogSupportMessage(LogMessage, frozen=True, kw_only=True):
    """A message of a support ticket or of a copilot chat. Any role is a role."""

    role: str
    content: str | None | UnsetType = UNSET


class ConversationMessage(Wire, frozen=True, kw_only=True):
    """A stored message."""

    id: str
    type: ConversationType
    external_id: str | None
    external_url: str | None
    conversation_id: str
    created_at: str
    """RFC 3339, UTC, milliseconds."""
    updated_at: str
    role: str
    content: str | list[ContentItem] | None
    name: str | None | UnsetType = UNSET
    links: list[Link] | None | UnsetType = UNSET
    properties: JsonObject | None | UnsetType = UNSET
    user_properties: JsonObject | None | UnsetType = UNSET
    tool_calls: list[ToolCall] | None | UnsetType = field(default=UNSET, name="tool_calls")


class OpenAIMessage(Wire, frozen=True, kw_only=True):
    """A message in the form that a chat completion takes."""

    role: OpenAIRole
    name: str | None | UnsetType = UNSET
    content: str | list[ContentItem]
    tool_calls: list[ToolCall] | None | UnsetType = field(default=UNSET, name="tool_calls")


def content_text(content: object) -> str:
    """Return what the content of a message says: of one in parts, the texts of its parts, a line each.

    >>> content_text([{"type": "text", "text": "Hello"}, {"type": "image_url"}]), content_text(None)
    ('Hello', '')
    """
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, dict))
        return "\n".join(text for text in parts if isinstance(text, str))
    return content if isinstance(content, str) else ""
