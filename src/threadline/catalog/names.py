"""The names of views and fields, as types. `make names` writes it from `views.py`: change that instead."""

from typing import Literal

ViewName = Literal["conversations", "events", "feedback", "semantic-threads"]
"""A view, as in the address."""

LegacyName = Literal["conversations_view", "events_view", "feedback_view", "semantic_threads_view"]
"""A view, as in the oldest addresses."""

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
"""A field of conversations."""
ConversationNumber = Literal["userMessageCount", "properties", "userProperties", "messagesCount"]
"""What of conversations can be added up."""
ConversationRange = Literal[
    "userMessageCount",
    "properties",
    "userProperties",
    "messagesCount",
    "firstMessageTime",
    "createdAt",
    "updatedAt",
    "lastMessageTime",
]
"""What of conversations has an order."""

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
"""A field of events."""
EventNumber = Literal["properties", "userProperties"]
"""What of events can be added up."""
EventRange = Literal["properties", "userProperties", "createdAt"]
"""What of events has an order."""

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
"""A field of feedback."""
FeedbackNumber = Literal["reasons", "sources", "properties", "userProperties"]
"""What of feedback can be added up."""
FeedbackRange = Literal["reasons", "sources", "properties", "userProperties", "createdAt", "updatedAt"]
"""What of feedback has an order."""

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
"""A field of semantic threads."""
SemanticThreadNumber = Literal["messagesCount", "questionLength", "properties", "userProperties"]
"""What of semantic threads can be added up."""
SemanticThreadRange = Literal[
    "messagesCount",
    "questionLength",
    "properties",
    "userProperties",
    "firstMessageTime",
    "lastMessageTime",
    "lastUpdated",
]
"""What of semantic threads has an order."""

AnyField = ConversationField | EventField | FeedbackField | SemanticThreadField
"""A field of any view."""

JsonField = Literal["properties", "userProperties", "reasons", "sources"]
"""A field that paths lead into."""

TimeField = Literal["firstMessageTime", "createdAt", "updatedAt", "lastMessageTime", "lastUpdated"]
"""A field that is a time."""

NumberField = ConversationNumber | EventNumber | FeedbackNumber | SemanticThreadNumber
"""What can be added up: numbers, and values at paths, which may be some."""

RangeField = ConversationRange | EventRange | FeedbackRange | SemanticThreadRange
"""What has a smallest and a largest value: numbers and times."""
