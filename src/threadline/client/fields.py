"""The names that queries know, for type checkers, and what their values are. A test holds them against the catalogue.

They stand here once more because the SDK works without the server's query compiler.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

ConversationField = Literal[
    "id",
    "userMessageCount",
    "organizationId",
    "projectId",
    "integrationId",
    "firstMessageTime",
    "type",
    "properties",
    "userProperties",
    "tags",
    "externalId",
    "externalUrl",
    "visibility",
    "supportTicketConversationId",
    "createdAt",
    "updatedAt",
    "messagesCount",
    "lastMessageTime",
    "lastMessageRole",
]
EventField = Literal[
    "id",
    "organizationId",
    "messageId",
    "conversationId",
    "createdAt",
    "projectId",
    "integrationId",
    "eventType",
    "type",
    "searchQuery",
    "properties",
    "userProperties",
    "messageConversationId",
]
FeedbackField = Literal[
    "id",
    "type",
    "messageId",
    "createdAt",
    "updatedAt",
    "organizationId",
    "reasons",
    "sources",
    "details",
    "properties",
    "userProperties",
    "conversationId",
    "projectId",
    "integrationId",
]
SemanticThreadField = Literal[
    "id",
    "messageIds",
    "messagesCount",
    "organizationId",
    "question",
    "questionLength",
    "answer",
    "isOnTopic",
    "isClear",
    "isDocumented",
    "isFeatureSupported",
    "isAnswerConfident",
    "gapSummary",
    "subject",
    "category",
    "languages",
    "firstPartyEntities",
    "thirdPartyEntities",
    "emotion",
    "sentiment",
    "questionType",
    "projectId",
    "integrationId",
    "properties",
    "userProperties",
    "firstMessageTime",
    "lastMessageTime",
    "lastUpdated",
    "hasPositiveFeedback",
    "hasNegativeFeedback",
    "conversationIds",
    "areAIAnnotationsVerified",
    "isInitialQuestionAnswer",
]
AnyField = ConversationField | EventField | FeedbackField | SemanticThreadField
JsonField = Literal["properties", "userProperties", "reasons", "sources"]
TimeField = Literal["firstMessageTime", "createdAt", "updatedAt", "lastMessageTime", "lastUpdated"]

ConversationNumber = Literal["userMessageCount", "messagesCount", "properties", "userProperties"]
EventNumber = Literal["properties", "userProperties"]
FeedbackNumber = Literal["properties", "userProperties", "reasons", "sources"]
SemanticThreadNumber = Literal["messagesCount", "questionLength", "properties", "userProperties"]
NumberField = ConversationNumber | FeedbackNumber | SemanticThreadNumber
"""What can be added up: whole numbers, and values at paths, which may be numbers."""

ConversationRange = (
    ConversationNumber | Literal["firstMessageTime", "createdAt", "updatedAt", "lastMessageTime"]
)
EventRange = EventNumber | Literal["createdAt"]
FeedbackRange = FeedbackNumber | Literal["createdAt", "updatedAt"]
SemanticThreadRange = SemanticThreadNumber | Literal["firstMessageTime", "lastMessageTime", "lastUpdated"]
RangeField = NumberField | TimeField
"""What has a smallest and a largest value: numbers and times."""

View = Literal["conversations", "events", "feedback", "semantic-threads"]
"""A view, as in the address."""

FIELDS: Mapping[View, tuple[str, ...]] = MappingProxyType(
    {
        "conversations": get_args(ConversationField),
        "events": get_args(EventField),
        "feedback": get_args(FeedbackField),
        "semantic-threads": get_args(SemanticThreadField),
    }
)
DURATION = "durationSeconds"
"""How the names of the seconds between two times of a row begin; those of the times follow."""

EXTENSIONS: Mapping[View, frozenset[str]] = MappingProxyType(
    {
        "conversations": frozenset(
            {
                "tags",
                "externalId",
                "externalUrl",
                "visibility",
                "supportTicketConversationId",
                "createdAt",
                "updatedAt",
                "messagesCount",
                "lastMessageTime",
                "lastMessageRole",
            }
        ),
        "events": frozenset({"messageConversationId"}),
        "feedback": frozenset(),
        "semantic-threads": frozenset(),
    }
)
"""Fields that a row shows only when a body names them."""

MAIN_TIMES: Mapping[View, str] = MappingProxyType(
    {
        "conversations": "firstMessageTime",
        "events": "createdAt",
        "feedback": "createdAt",
        "semantic-threads": "firstMessageTime",
    }
)
"""The field that a `time` selection without a field is about."""

ALL_FIELDS = tuple(dict.fromkeys(name for names in FIELDS.values() for name in names))
JSON_FIELDS = frozenset(get_args(JsonField))
TIMES = frozenset(get_args(TimeField))
WHOLE_NUMBERS = frozenset({"userMessageCount", "messagesCount", "questionLength"})
FLAGS = frozenset(
    {"hasPositiveFeedback", "hasNegativeFeedback", "areAIAnnotationsVerified", "isInitialQuestionAnswer"}
)
TEXT_LISTS = frozenset(
    {"messageIds", "languages", "firstPartyEntities", "thirdPartyEntities", "conversationIds", "tags"}
)
