"""Threadline: conversation analytics for support tickets, AI chats and support-copilot chats.

These are the SDK's public names; everything else may move. What needs an HTTP client is imported when it is first used,
so that `import threadline` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from threadline.client.errors import (
    AnswerError,
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    Problem,
    ProblemError,
    ServerError,
    ThreadlineError,
    UnauthorizedError,
    UnavailableError,
    UnprocessableError,
    UnreachableError,
)
from threadline.wire.base import UNSET
from threadline.wire.conversations import (
    Conversation,
    Conversations,
    LogOpenAIConversation,
    LogSupportCopilotConversation,
    LogSupportTicketConversation,
)
from threadline.wire.events import Event, LogConversationEvent, LogMessageEvent, LogSearchEvent
from threadline.wire.feedback import Feedback, FeedbackItem, FeedbackList, Reason, Source, SubmitFeedback
from threadline.wire.messages import (
    ContentItem,
    ConversationMessage,
    Link,
    LogOpenAIMessage,
    LogSupportMessage,
    ToolCall,
    ToolFunction,
)
from threadline.wire.queries import (
    Condition,
    Filter,
    GroupBy,
    OrderBy,
    Query,
    SelectAggregation,
    SelectField,
    SelectTime,
)

if TYPE_CHECKING:
    from threadline.client.asynchronous import AsyncThreadline
    from threadline.client.calls import Rows
    from threadline.client.retries import Retries
    from threadline.client.sync import Threadline

__all__ = [
    "UNSET",
    "AnswerError",
    "AsyncThreadline",
    "BadRequestError",
    "Condition",
    "ConflictError",
    "ContentItem",
    "Conversation",
    "ConversationMessage",
    "Conversations",
    "Event",
    "Feedback",
    "FeedbackItem",
    "FeedbackList",
    "Filter",
    "ForbiddenError",
    "GroupBy",
    "Link",
    "LogConversationEvent",
    "LogMessageEvent",
    "LogOpenAIConversation",
    "LogOpenAIMessage",
    "LogSearchEvent",
    "LogSupportCopilotConversation",
    "LogSupportMessage",
    "LogSupportTicketConversation",
    "NotFoundError",
    "OrderBy",
    "Problem",
    "ProblemError",
    "Query",
    "Reason",
    "Retries",
    "Rows",
    "SelectAggregation",
    "SelectField",
    "SelectTime",
    "ServerError",
    "Source",
    "SubmitFeedback",
    "Threadline",
    "ThreadlineError",
    "ToolCall",
    "ToolFunction",
    "UnauthorizedError",
    "UnavailableError",
    "UnprocessableError",
    "UnreachableError",
]

_ON_USE = {
    "AsyncThreadline": "threadline.client.asynchronous",
    "Retries": "threadline.client.retries",
    "Rows": "threadline.client.calls",
    "Threadline": "threadline.client.sync",
}

# Hidden from type checkers: to them it would make every name exist.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a name of the SDK that needs an HTTP client."""
        if name not in _ON_USE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_ON_USE[name]), name)
        globals()[name] = value
        return value
