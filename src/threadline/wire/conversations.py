"""Conversations: the three shapes that a caller logs, and the stored conversation. Contract: sections 3.2 to 3.5."""

from typing import Literal

from msgspec import field

from threadline.wire.base import UNSET, JsonObject, LoggedObject, UnsetType, Wire
from threadline.wire.messages import (
    ConversationMessage,
    ConversationType,
    LogOpenAIMessage,
    LogSupportMessage,
    OpenAIMessage,
    Timestamp,
)

Visibility = Literal["private", "public"]


class LogConversationFields(Wire, tag_field="type", frozen=True, kw_only=True):
    """What the three shapes share. The same `id` again updates; the whole message history comes every time."""

    id: str | UnsetType = UNSET
    external_id: str | None | UnsetType = UNSET
    external_url: str | None | UnsetType = UNSET
    support_ticket_conversation_id: str | None | UnsetType = UNSET
    """The ticket that a copilot chat served."""
    created_at: Timestamp | None | UnsetType = UNSET
    updated_at: Timestamp | None | UnsetType = UNSET
    project_id: str | None | UnsetType = UNSET
    integration_id: str | None | UnsetType = UNSET
    properties: LoggedObject | None | UnsetType = UNSET
    user_properties: LoggedObject | None | UnsetType = UNSET
    tags: list[str] | None | UnsetType = UNSET
    visibility: Visibility | None | UnsetType = UNSET


class LogOpenAIConversation(LogConversationFields, tag="openai", frozen=True, kw_only=True):
    """An AI chat."""

    messages: list[LogOpenAIMessage]


class LogSupportTicketConversation(LogConversationFields, tag="support_ticket", frozen=True, kw_only=True):
    """A support ticket."""

    messages: list[LogSupportMessage]


class LogSupportCopilotConversation(LogConversationFields, tag="support_copilot", frozen=True, kw_only=True):
    """A chat of a support agent with a copilot."""

    messages: list[LogSupportMessage]


LogConversation = LogOpenAIConversation | LogSupportTicketConversation | LogSupportCopilotConversation


class Conversation(Wire, frozen=True, kw_only=True):
    """A stored conversation, with its messages in the order in which they were logged."""

    id: str
    external_id: str | None
    external_url: str | None
    type: ConversationType
    support_ticket_conversation_id: str | None
    created_at: str
    updated_at: str
    project_id: str | None
    integration_id: str | None
    properties: JsonObject | None | UnsetType = UNSET
    user_properties: JsonObject | None | UnsetType = UNSET
    tags: list[str] | None | UnsetType = UNSET
    visibility: Visibility | None
    messages: list[ConversationMessage]
    messages_openai_format: list[OpenAIMessage] | UnsetType = field(
        default=UNSET, name="messagesOpenAIFormat"
    )
    """The history in the form of a chat completion; on conversations of type `openai` alone."""


class Conversations(Wire, frozen=True, kw_only=True):
    """A page of conversations, newest first."""

    conversations: list[Conversation]
    total: int
    page_size: int
    count: int


class Deleted(Wire, frozen=True, kw_only=True):
    """That something is gone."""

    success: bool
    message: str
