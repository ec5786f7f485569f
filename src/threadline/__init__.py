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
    TimedOutError,
    UnauthorizedError,
    UnavailableError,
    UnprocessableError,
    UnreachableError,
)
from threadline.moments import to_datetime
from threadline.wire.base import UNSET
from threadline.wire.bulk import LineProblem, LineResult
from threadline.wire.conversations import (
    Conversation,
    Conversations,
    LogOpenAIConversation,
    LogSupportCopilotConversation,
    LogSupportTicketConversation,
)
from threadline.wire.drilldown import Drilldown, DrilldownData
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
    GroupCondition,
    GroupFilter,
    OrderBy,
    Query,
    SelectAggregation,
    SelectField,
    SelectTime,
    TopSearchQueriesData,
    WeeklySearchUsersData,
)
from threadline.wire.search import FoundMessage, SearchData
from threadline.wire.words import FrequentWord, WordsData

if TYPE_CHECKING:
    from threadline.client.bodies.altered import AlteredWarning

    __version__: str
    """The release, such as `1.2.3`."""

    from threadline.client.asynchronous import AsyncThreadline
    from threadline.client.bodies.documents import to_document, unknown_fields
    from threadline.client.bodies.keywords import MessageFields
    from threadline.client.chats.chat import Chat
    from threadline.client.logger.logger import LogCounts, Logger
    from threadline.client.logger.worker import Refused
    from threadline.client.openai.conversations import in_conversation
    from threadline.client.openai.wrapping import log_openai
    from threadline.client.questions.language import q
    from threadline.client.questions.names import QuestionError
    from threadline.client.questions.question import Question
    from threadline.client.sending.retries import Retries
    from threadline.client.sync import Threadline
    from threadline.client.tables.downloads import AsyncDownload, Download
    from threadline.client.tables.frames import MissingExtraError
    from threadline.client.tables.rows import Rows

__all__ = [
    "UNSET",
    "AlteredWarning",
    "AnswerError",
    "AsyncDownload",
    "AsyncThreadline",
    "BadRequestError",
    "Chat",
    "Condition",
    "ConflictError",
    "ContentItem",
    "Conversation",
    "ConversationMessage",
    "Conversations",
    "Download",
    "Drilldown",
    "DrilldownData",
    "Event",
    "Feedback",
    "FeedbackItem",
    "FeedbackList",
    "Filter",
    "ForbiddenError",
    "FoundMessage",
    "FrequentWord",
    "GroupBy",
    "GroupCondition",
    "GroupFilter",
    "LineProblem",
    "LineResult",
    "Link",
    "LogConversationEvent",
    "LogCounts",
    "LogMessageEvent",
    "LogOpenAIConversation",
    "LogOpenAIMessage",
    "LogSearchEvent",
    "LogSupportCopilotConversation",
    "LogSupportMessage",
    "LogSupportTicketConversation",
    "Logger",
    "MessageFields",
    "MissingExtraError",
    "NotFoundError",
    "OrderBy",
    "Problem",
    "ProblemError",
    "Query",
    "Question",
    "QuestionError",
    "Reason",
    "Refused",
    "Retries",
    "Rows",
    "SearchData",
    "SelectAggregation",
    "SelectField",
    "SelectTime",
    "ServerError",
    "Source",
    "SubmitFeedback",
    "Threadline",
    "ThreadlineError",
    "TimedOutError",
    "ToolCall",
    "ToolFunction",
    "TopSearchQueriesData",
    "UnauthorizedError",
    "UnavailableError",
    "UnprocessableError",
    "UnreachableError",
    "WeeklySearchUsersData",
    "WordsData",
    "in_conversation",
    "log_openai",
    "q",
    "to_datetime",
    "to_document",
    "unknown_fields",
]

_ON_USE = {
    "AlteredWarning": "threadline.client.bodies.altered",
    "AsyncDownload": "threadline.client.tables.downloads",
    "AsyncThreadline": "threadline.client.asynchronous",
    "Chat": "threadline.client.chats.chat",
    "Download": "threadline.client.tables.downloads",
    "LogCounts": "threadline.client.logger.logger",
    "Logger": "threadline.client.logger.logger",
    "MessageFields": "threadline.client.bodies.keywords",
    "MissingExtraError": "threadline.client.tables.frames",
    "Question": "threadline.client.questions.question",
    "QuestionError": "threadline.client.questions.names",
    "Refused": "threadline.client.logger.worker",
    "Retries": "threadline.client.sending.retries",
    "Rows": "threadline.client.tables.rows",
    "Threadline": "threadline.client.sync",
    "in_conversation": "threadline.client.openai.conversations",
    "log_openai": "threadline.client.openai.wrapping",
    "q": "threadline.client.questions.language",
    "to_document": "threadline.client.bodies.documents",
    "unknown_fields": "threadline.client.bodies.documents",
}

# Hidden from type checkers: to them it would make every name exist.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a name of the SDK that needs an HTTP client, or look up the release."""
        if name == "__version__":
            # What reads the metadata of a distribution takes a third as long to load as all of this.
            value = import_module("importlib.metadata").version(__name__)
        elif name in _ON_USE:
            value = getattr(import_module(_ON_USE[name]), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value
