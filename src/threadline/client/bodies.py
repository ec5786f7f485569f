"""Bodies, as callers give them: a wire struct, a dictionary in wire names, or keywords in Python's names.

Nothing is checked here but the keywords' names: the server is the judge, and names every fault with its place.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

import msgspec

from threadline.wire.base import Wire
from threadline.wire.conversations import Visibility
from threadline.wire.events import EntityType
from threadline.wire.feedback import FeedbackType, Reason, Source
from threadline.wire.messages import ConversationType, LogOpenAIMessage, LogSupportMessage
from threadline.wire.queries import Filter, GroupBy, GroupFilter, OrderBy, PropertyField, Selection, ViewName

Document = Mapping[str, Any]
"""An object in wire names, camelCase, such as `{"userProperties": {"id": "u1"}}`."""

Time = datetime | str
"""An aware time, or its RFC 3339 text."""


class _Common(TypedDict, total=False):
    id: str
    created_at: Time | None
    properties: Document | None
    user_properties: Document | None


class ConversationFields(_Common, total=False):
    """The keywords of `conversations.log`; `type` and `messages` are needed."""

    type: ConversationType
    messages: Sequence[LogOpenAIMessage | LogSupportMessage | Document]
    external_id: str | None
    external_url: str | None
    support_ticket_conversation_id: str | None
    updated_at: Time | None
    project_id: str | None
    integration_id: str | None
    tags: Sequence[str] | None
    visibility: Visibility | None


class EventFields(_Common, total=False):
    """The keywords of `events.log`; `type`, `entity_type` and the id or text of that entity are needed."""

    type: str
    entity_type: EntityType
    message_id: str
    conversation_id: str
    search_query: str
    project_id: str | None
    integration_id: str | None


class FeedbackFields(_Common, total=False):
    """The keywords of `feedback.submit`; `type` and `message_id` are needed."""

    type: FeedbackType
    message_id: str
    updated_at: Time | None
    reasons: Sequence[Reason | Document] | None
    details: str | None
    sources: Sequence[Source | Document] | None


class QueryFields(TypedDict, total=False):
    """The keywords of queries and exports; none is needed."""

    query: str
    select: Sequence[Selection | Document]
    group_by: Sequence[GroupBy | Document]
    where: Filter | Document
    order_by: Sequence[OrderBy | Document]
    notes: str
    limit: int
    offset: int
    having: GroupFilter | Document
    time_zone: str
    cursor: str
    explain: bool


class PropertyKeysFields(TypedDict, total=False):
    """The keywords of `query.property_keys`; `field` is needed."""

    field: PropertyField
    views: Sequence[ViewName]
    where: Filter | Document


class PropertyValuesFields(PropertyKeysFields, total=False):
    """The keywords of `query.property_values`; `field` and `key` are needed."""

    key: str
    limit: int


def json_of(body: Wire | Document | None, fields: Mapping[str, object], keywords: type) -> bytes:
    """Return the JSON of a body that is given whole or as keywords.

    Args:
        body: the whole body.
        fields: the keywords.
        keywords: the typed dictionary that lists them.

    Raises:
        TypeError: both are given, or a keyword is unknown.
    """
    if body is not None and fields:
        raise TypeError("Give the body whole or as keywords, not both.")
    if body is None:
        unknown = fields.keys() - keywords.__annotations__.keys()
        if unknown:
            raise TypeError(
                f"There is no keyword `{min(unknown)}`. There are: {', '.join(keywords.__annotations__)}."
            )
        return msgspec.json.encode({wire_name(name): value for name, value in fields.items()})
    return msgspec.json.encode(body if isinstance(body, Wire) else dict(body))


def has_id(body: Wire | Document | None, fields: Mapping[str, object]) -> bool:
    """Return whether a body names its row."""
    id_ = getattr(body, "id", None) if isinstance(body, Wire) else (body or fields).get("id")
    return isinstance(id_, str) and id_ != ""


def wire_name(name: str) -> str:
    """Return the wire's name of a keyword.

    >>> wire_name("support_ticket_conversation_id")
    'supportTicketConversationId'
    """
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
