"""Bodies, as callers give them: a wire struct, a dictionary in wire names, or keywords in Python's names.

Names are brought into the wire's spelling, and times must have a zone (`given`). The rest is the server's to judge: it
names every fault with its place.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypedDict

import msgspec

from threadline.catalog.names import AnyField, LegacyName
from threadline.client.bodies.documents import to_document, unknown_fields
from threadline.client.given import (
    Document,
    Level,
    Several,
    check_keywords,
    check_struct_times,
    check_zone,
    check_zones,
    in_wire_names,
    of_keywords,
    of_struct,
    plain,
)
from threadline.client.questions import filters as questions
from threadline.client.questions.groups import Having
from threadline.client.questions.question import Question
from threadline.wire.base import Wire
from threadline.wire.conversations import Visibility
from threadline.wire.events import EntityType
from threadline.wire.feedback import FeedbackType, Reason, Source
from threadline.wire.messages import (
    ContentItem,
    ConversationType,
    Link,
    LogOpenAIMessage,
    LogSupportMessage,
    ToolCall,
)
from threadline.wire.queries import (
    Filter,
    GroupBy,
    GroupFilter,
    OrderBy,
    PropertyField,
    Query,
    Selection,
    SelectTime,
)
from threadline.wire.search import SearchOrder

__all__ = [
    "ConversationFields",
    "Document",
    "DrilldownFields",
    "EventFields",
    "ExportFields",
    "ExportFormat",
    "FeedbackFields",
    "MessageFields",
    "PropertyKeysFields",
    "PropertyValuesFields",
    "QueryFields",
    "SearchFields",
    "Time",
    "Where",
    "WordsFields",
    "as_json",
    "body_of",
    "has_id",
    "json_of",
]

Time = datetime | str
"""An aware time, or its RFC 3339 text."""


class _Common(TypedDict, total=False):
    id: str
    created_at: Time | None
    properties: Document | None
    user_properties: Document | None


class MessageFields(TypedDict, total=False):
    """A message as a dictionary: the members that are kept, in the wire's names or in Python's."""

    id: str
    role: str
    content: str | Sequence[ContentItem | Document] | None
    name: str | None
    links: Sequence[Link | Document] | None
    properties: Document | None
    userProperties: Document | None
    user_properties: Document | None
    externalId: str | None
    external_id: str | None
    externalUrl: str | None
    external_url: str | None
    createdAt: Time | None
    created_at: Time | None
    updatedAt: Time | None
    updated_at: Time | None
    tool_calls: Sequence[ToolCall | Document] | None
    tool_call_id: str | None
    function_call: Document | None
    refusal: str | None


class ConversationFields(_Common, total=False):
    """The keywords of `conversations.log`; `type` and `messages` are needed."""

    type: ConversationType
    messages: Sequence[LogOpenAIMessage | LogSupportMessage | MessageFields]
    external_id: str | None
    external_url: str | None
    support_ticket_conversation_id: str | None
    updated_at: Time | None
    project_id: str | None
    integration_id: str | None
    tags: Several[str] | None
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


ExportFormat = Literal["csv", "ndjson", "parquet"]
"""The last two are extensions of the contract."""

Where = Filter | Document | questions.Filter[AnyField]
"""Which rows count."""


class QueryFields(TypedDict, total=False):
    """The keywords of queries; none is needed."""

    query: str
    select: Sequence[Selection | Document]
    group_by: Sequence[GroupBy | Document]
    where: Where
    order_by: Sequence[OrderBy | Document]
    notes: str
    limit: int
    offset: int
    having: GroupFilter | Document | Having[AnyField]
    time_zone: str
    week_start: Literal["monday", "sunday", "saturday"]
    time_format: Literal["milliseconds", "rfc3339"]
    cursor: str | None
    explain: bool


class ExportFields(QueryFields, total=False):
    """The keywords of exports: those of queries, the format of the file, and whether `excel` opens it."""

    format: ExportFormat
    excel: bool


class PropertyKeysFields(TypedDict, total=False):
    """The keywords of `query.property_keys`; `field` is needed."""

    field: PropertyField
    views: Sequence[LegacyName]
    where: Where
    limit: int
    offset: int


class PropertyValuesFields(TypedDict, total=False):
    """The keywords of `query.property_values`; `field` and `key` are needed."""

    field: PropertyField
    key: str
    views: Sequence[LegacyName]
    where: Where
    limit: int


class SearchFields(TypedDict, total=False):
    """The keywords of `search`; none is needed."""

    where: Where
    order: SearchOrder
    limit: int
    offset: int


class WordsFields(TypedDict, total=False):
    """The keywords of `frequent_words`; `where` is needed."""

    where: Where
    limit: int


class DrilldownFields(TypedDict, total=False):
    """The keywords of `query.drill_down`; `query` and `row` are needed."""

    query: Query | Document | Question[Any]
    row: Document
    key: str
    limit: int
    cursor: str | None


_TIMES = ("createdAt", "updatedAt")
_MESSAGE = of_struct(LogOpenAIMessage, ("content", of_struct(ContentItem)), times=_TIMES)
_QUERY = of_keywords(QueryFields, ("groupBy", of_struct(GroupBy)), ("select", of_struct(SelectTime)))
LOGGED: dict[type, Level] = {
    ConversationFields: of_keywords(ConversationFields, ("messages", _MESSAGE), times=_TIMES),
    EventFields: of_keywords(EventFields, times=_TIMES),
    FeedbackFields: of_keywords(FeedbackFields, times=_TIMES),
}
_ASKED: dict[type, Level] = {
    QueryFields: _QUERY,
    DrilldownFields: of_keywords(DrilldownFields, ("query", _QUERY)),
    PropertyKeysFields: of_keywords(PropertyKeysFields),
    PropertyValuesFields: of_keywords(PropertyValuesFields),
    SearchFields: of_keywords(SearchFields),
    WordsFields: of_keywords(WordsFields),
}


def json_of(
    body: Wire | Document | None, fields: Mapping[str, object], keywords: type, *, also: tuple[str, ...] = ()
) -> bytes:
    """Return the JSON of a body that is given whole or as keywords.

    Args:
        body: the whole body.
        fields: the keywords.
        keywords: the typed dictionary that lists them.
        also: keywords that the caller adds.

    Raises:
        TypeError: both are given, or a keyword is unknown, or a value has no JSON.
        ValueError: a time has no zone.
    """
    return as_json(body_of(body, fields, keywords, also=also))


def body_of(
    body: Wire | Document | None, fields: Mapping[str, object], keywords: type, *, also: tuple[str, ...] = ()
) -> Wire | Document:
    """Return a body that is given whole or as keywords, in the wire's names.

    Raises:
        TypeError: both are given, or a keyword is unknown.
        ValueError: a time has no zone.
    """
    if body is not None and fields:
        raise TypeError("Give the body whole or as keywords, not both.")
    if body is None:
        check_keywords(fields, keywords, also=also)
        body = fields
    if keywords not in LOGGED:
        return _asked(body, keywords)
    if isinstance(body, Wire):
        check_struct_times(body)
        return body
    return in_wire_names(body, LOGGED[keywords])


def as_json(body: Wire | Document) -> bytes:
    """Return the JSON of a body; fields of an answer that this release has no name for go back as they came."""
    if isinstance(body, Wire):
        return msgspec.json.encode(to_document(body) if _has_more(body) else body, enc_hook=_wired)
    return msgspec.json.encode(body, enc_hook=_wired)


def _asked(body: Wire | Document, keywords: type) -> Wire | Document:
    """Return the body of a question; its times may be anywhere."""
    if not isinstance(body, Wire):
        # The encoder would write a question as any dataclass, and not ask the hook.
        members = {name: value.wire if isinstance(value, Question) else value for name, value in body.items()}
        body = in_wire_names(members, _ASKED[keywords])
    check_zones(msgspec.to_builtins(body, builtin_types=(datetime,), enc_hook=_wired))
    return body


def _has_more(model: Wire) -> bool:
    values = (getattr(model, name) for name in model.__struct_fields__)
    parts = (each for value in values for each in (value if isinstance(value, list) else (value,)))
    return bool(unknown_fields(model)) or any(_has_more(part) for part in parts if isinstance(part, Wire))


def _wired(part: object) -> object:
    """Return the wire's form of a part of a question, or the plain one of a value of numpy or pandas."""
    if isinstance(part, questions.Filter | Having):
        return part.wire
    value = plain(part)
    if isinstance(value, datetime):
        check_zone(value)
    if value is not part:
        return value
    raise TypeError(f"`{type(part).__name__}` has no JSON.")


def has_id(body: Wire | Document | None, fields: Mapping[str, object]) -> bool:
    """Return whether a body names its row."""
    id_ = getattr(body, "id", None) if isinstance(body, Wire) else (body or fields).get("id")
    return isinstance(id_, str) and id_ != ""
