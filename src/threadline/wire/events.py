"""Events: something that happened to a message, to a conversation, or in a search. Contract: section 3.6."""

from typing import Annotated, Literal

from msgspec import Meta

from threadline.wire.base import UNSET, JsonObject, LoggedObject, UnsetType, Wire
from threadline.wire.messages import Timestamp

EntityType = Literal["message", "conversation", "search"]


class LogEventFields(Wire, tag_field="entityType", frozen=True, kw_only=True):
    """What the three kinds of event share. The same `id` again changes nothing."""

    id: Annotated[str, Meta(min_length=1)] | UnsetType = UNSET
    type: str
    """Free text, such as `assistant_message_copied`."""
    created_at: Timestamp | None | UnsetType = UNSET
    project_id: str | None | UnsetType = UNSET
    integration_id: str | None | UnsetType = UNSET
    properties: LoggedObject | None | UnsetType = UNSET
    user_properties: LoggedObject | None | UnsetType = UNSET


class LogMessageEvent(LogEventFields, tag="message", frozen=True, kw_only=True):
    """An event of a message. The message may be logged later."""

    message_id: str


class LogConversationEvent(LogEventFields, tag="conversation", frozen=True, kw_only=True):
    """An event of a conversation. The conversation may be logged later."""

    conversation_id: str


class LogSearchEvent(LogEventFields, tag="search", frozen=True, kw_only=True):
    """An event of a search."""

    search_query: str


LogEvent = LogMessageEvent | LogConversationEvent | LogSearchEvent


class Event(Wire, frozen=True, kw_only=True):
    """A stored event, with the one entity field of its kind."""

    id: str
    type: str
    message_id: str | UnsetType = UNSET
    conversation_id: str | UnsetType = UNSET
    search_query: str | UnsetType = UNSET
    created_at: str
    project_id: str | None
    integration_id: str | None
    properties: JsonObject | None | UnsetType = UNSET
    user_properties: JsonObject | None | UnsetType = UNSET
    entity_type: EntityType
