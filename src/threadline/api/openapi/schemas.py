"""The components that come from the wire structs, under the names that the vendor's client was generated from.

No shape is written twice: msgspec reads it off the structs. What follows is naming, sentences, and the split of a
stored conversation, message and event into the variants that clients tell apart.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.json import encode

from threadline.api.openapi.meanings import meaning
from threadline.api.openapi.tidy import Schema, nullable, one_of, ref, tidied
from threadline.wire import bulk, conversations, drilldown, events, feedback, problems, queries, search, words

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES: dict[str, str] = {
    "LogOpenAIConversation": "CreateOpenAIConversation",
    "LogSupportTicketConversation": "CreateSupportTicketConversation",
    "LogSupportCopilotConversation": "CreateSupportCopilotConversation",
    "LogOpenAIMessage": "CreateOpenAIMessage",
    "LogSupportMessage": "CreateSupportMessage",
    "Conversations": "GetAllConversationResponseBody",
    "ConversationMessage": "Message",
    "OpenAIMessage": "OpenAIChatCompletionMessage",
    "ContentItem": "OpenAIContentItem",
    "ImageUrl": "OpenAIImageUrlObject",
    "ToolCall": "OpenAIToolCall",
    "ToolFunction": "OpenAIToolCallFunction",
    "LogMessageEvent": "InsertMessageEvent",
    "LogConversationEvent": "InsertConversationEvent",
    "LogSearchEvent": "InsertSearchEvent",
    "Event": "SelectEvent",
    "SubmitFeedback": "LogFeedbackRequestBody",
    "Feedback": "LogFeedbackResponseBody",
    "FeedbackItem": "GetFeedbackByIdResponseBody",
    "FeedbackList": "GetAllFeedbackResponse",
    "Reason": "FeedbackReason",
    "Source": "FeedbackSource",
    "PropertyKeys": "PropertyKeysRequestBody",
    "PropertyValues": "PropertyValuesRequestBody",
    "PropertyResults": "PropertyKeysResponseBody",
    "TopSearchQueries": "TopSearchQueriesResponseBody",
    "WeeklySearchUsers": "WeeklySearchUsersResponseBody",
    "LegacyError": "ProblemError",
    "Fault": "ProblemViolation",
}
"""Component names of structs whose own name is another."""

CREATE_CONVERSATION = {
    "openai": "CreateOpenAIConversation",
    "support_ticket": "CreateSupportTicketConversation",
    "support_copilot": "CreateSupportCopilotConversation",
}
INSERT_EVENT = {
    "message": "InsertMessageEvent",
    "conversation": "InsertConversationEvent",
    "search": "InsertSearchEvent",
}
_CONVERSATIONS = {
    "openai": "OpenAIConversation",
    "support_ticket": "SupportTicketConversation",
    "support_copilot": "SupportCopilotConversation",
}
_MESSAGES = {
    "openai": "OpenAIExtendedMessage",
    "support_ticket": "SupportTicketMessage",
    "support_copilot": "SupportCopilotMessage",
}
_EVENTS = {
    "message": ("SelectMessageEvent", "messageId"),
    "conversation": ("SelectConversationEvent", "conversationId"),
    "search": ("SelectSearchEvent", "searchQuery"),
}
_OPENAI_FORMAT = "messagesOpenAIFormat"

_STRUCTS = (
    conversations.LogConversation,
    conversations.Conversations,
    conversations.Deleted,
    events.LogEvent,
    events.Event,
    feedback.SubmitFeedback,
    feedback.Feedback,
    feedback.FeedbackList,
    queries.Query,
    queries.QueryAnswer,
    queries.PropertyKeys,
    queries.PropertyValues,
    queries.PropertyResults,
    queries.TopSearchQueries,
    queries.WeeklySearchUsers,
    drilldown.Drilldown,
    drilldown.DrilldownAnswer,
    search.SearchMessages,
    search.SearchAnswer,
    words.AskForWords,
    words.WordsAnswer,
    bulk.LineResult,
    problems.Problem,
)

_USER_PROPERTIES: Schema = {
    "description": "What you know of the user. These keys have a meaning; any other key is kept as sent.",
    "type": "object",
    "properties": {
        "id": {"type": ["string", "number", "null"], "description": "The user, as a widget knows them."},
        "identificationType": {
            "type": ["string", "null"],
            "description": "Where the id comes from, such as `ID_PROVIDED`, `COOKIED` or `ANONYMOUS`.",
        },
        "userId": {
            "type": ["string", "number", "null"],
            "description": "The user, as a support copilot knows them.",
        },
        "supportAgentName": {"type": ["string", "null"], "description": "The support agent who is helped."},
        "supportAgentEmail": {"type": ["string", "null"], "description": "Their address."},
        "userType": {"type": ["string", "null"], "description": "Such as `user` or `member`."},
    },
    "additionalProperties": True,
}


def struct_schemas() -> dict[str, Schema]:
    """Return the schema of each wire struct by its component name, before any split."""
    _, generated = msgspec.json.schema_components(
        _STRUCTS, schema_hook=_anything, ref_template="#/components/schemas/{name}"
    )
    return {
        NAMES.get(struct, struct): _explained(struct, tidied(schema, NAMES))
        for struct, schema in generated.items()
    }


def wire_components(structs: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return the components of everything but queries, made of `struct_schemas`."""
    plain = {name: deepcopy(schema) for name, schema in structs.items() if name not in _SPLIT}
    return {
        **plain,
        "UserProperties": _USER_PROPERTIES,
        "CreateConversation": one_of("type", CREATE_CONVERSATION),
        "Conversation": one_of("type", _CONVERSATIONS),
        **{name: _conversation(structs, kind) for kind, name in _CONVERSATIONS.items()},
        "Message": one_of("type", _MESSAGES),
        **{name: _message(structs, kind) for kind, name in _MESSAGES.items()},
        "InsertEvent": one_of("entityType", INSERT_EVENT),
        "SelectEvent": one_of("entityType", {kind: name for kind, (name, _) in _EVENTS.items()}),
        **{name: _event(structs, kind) for kind, (name, _) in _EVENTS.items()},
        "PropertyValuesResponseBody": deepcopy(structs["PropertyKeysResponseBody"]),
    }


_SPLIT = {"Conversation", "Message", "SelectEvent"}


def _anything(kind: type) -> Schema:
    """Return the schema of `object`: any JSON. The empty text keeps msgspec content; `tidied` drops it.

    Raises:
        NotImplementedError: any other type; so msgspec's hooks say that they do not know it.
    """
    if kind is not object:
        raise NotImplementedError
    return {"description": ""}


def _explained(struct: str, schema: Schema) -> Schema:
    fields: dict[str, Any] = schema["properties"]
    for name, field in fields.items():
        if name == "userProperties":
            fields[name] = nullable(ref("UserProperties"))
        if field.get("format") == "date-time":
            # Many a validator takes a format for a remark.
            field["minLength"] = 1
        default = _default(fields[name])
        sentence = field.get("description") or meaning(struct, name)
        fields[name] = {**fields[name], "description": f"{sentence}{default}"}
    return schema


def _default(field: Schema) -> str:
    """Take the default out of a field and return it in words: generators require a field that has one."""
    value = field.pop("default", None)
    return "" if value in (None, [], {}, "") else f" Without it: `{encode(value).decode()}`."


def _conversation(structs: Mapping[str, Schema], kind: str) -> Schema:
    schema = deepcopy(structs["Conversation"])
    fields = schema["properties"]
    fields["type"] = _only(fields["type"], kind)
    fields["messages"]["items"] = ref(_MESSAGES[kind])
    if kind == "openai":
        schema["required"].append(_OPENAI_FORMAT)
    else:
        del fields[_OPENAI_FORMAT]
    return schema


def _message(structs: Mapping[str, Schema], kind: str) -> Schema:
    schema = deepcopy(structs["Message"])
    fields = schema["properties"]
    fields["type"] = _only(fields["type"], kind)
    if kind == "openai":
        chat = structs["OpenAIChatCompletionMessage"]["properties"]
        fields |= {name: deepcopy(chat[name]) for name in ("role", "content")}
    else:
        fields["content"] = deepcopy(structs["CreateSupportMessage"]["properties"]["content"])
        del fields["tool_calls"]
    return schema


def _event(structs: Mapping[str, Schema], kind: str) -> Schema:
    schema = deepcopy(structs["SelectEvent"])
    fields = schema["properties"]
    fields["entityType"] = _only(fields["entityType"], kind)
    for other, (_, name) in _EVENTS.items():
        if other != kind:
            del fields[name]
    schema["required"].append(_EVENTS[kind][1])
    return schema


def _only(schema: Schema, value: str) -> Schema:
    return {"type": "string", "const": value, "description": schema["description"]}
