"""Threadline: conversation analytics for support tickets, AI chats and support-copilot chats.

These are the SDK's public names; everything else may move. Each is imported when it is first used, so that
`import threadline` stays light, and so does every module below it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
    """The release, such as `1.2.3`."""

    from threadline.client.asynchronous import AsyncThreadline
    from threadline.client.bodies.documents import to_document, unknown_fields
    from threadline.client.bodies.keywords import MessageFields
    from threadline.client.chats.chat import Chat
    from threadline.client.errors import (
        AlteredWarning,
        AnswerError,
        BadRequestError,
        ConflictError,
        ForbiddenError,
        NotFoundError,
        ProblemError,
        ServerError,
        ThreadlineError,
        TimedOutError,
        UnauthorizedError,
        UnavailableError,
        UnprocessableError,
        UnreachableError,
    )
    from threadline.client.logger.logger import LogCounts, Logger
    from threadline.client.logger.worker import Refused
    from threadline.client.openai.conversations import in_conversation
    from threadline.client.openai.wrapping import log_openai
    from threadline.client.problems import Problem
    from threadline.client.questions.language import q
    from threadline.client.questions.names import QuestionError
    from threadline.client.questions.question import Question
    from threadline.client.sending.retries import Retries
    from threadline.client.sync import Threadline
    from threadline.client.tables.downloads import AsyncDownload, Download
    from threadline.client.tables.frames import MissingExtraError
    from threadline.client.tables.rows import Rows
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
    "AlteredWarning": "threadline.client.errors",
    "AnswerError": "threadline.client.errors",
    "AsyncDownload": "threadline.client.tables.downloads",
    "AsyncThreadline": "threadline.client.asynchronous",
    "BadRequestError": "threadline.client.errors",
    "Chat": "threadline.client.chats.chat",
    "Condition": "threadline.wire.queries",
    "ConflictError": "threadline.client.errors",
    "ContentItem": "threadline.wire.messages",
    "Conversation": "threadline.wire.conversations",
    "ConversationMessage": "threadline.wire.messages",
    "Conversations": "threadline.wire.conversations",
    "Download": "threadline.client.tables.downloads",
    "Drilldown": "threadline.wire.drilldown",
    "DrilldownData": "threadline.wire.drilldown",
    "Event": "threadline.wire.events",
    "Feedback": "threadline.wire.feedback",
    "FeedbackItem": "threadline.wire.feedback",
    "FeedbackList": "threadline.wire.feedback",
    "Filter": "threadline.wire.queries",
    "ForbiddenError": "threadline.client.errors",
    "FoundMessage": "threadline.wire.search",
    "FrequentWord": "threadline.wire.words",
    "GroupBy": "threadline.wire.queries",
    "GroupCondition": "threadline.wire.queries",
    "GroupFilter": "threadline.wire.queries",
    "LineProblem": "threadline.wire.bulk",
    "LineResult": "threadline.wire.bulk",
    "Link": "threadline.wire.messages",
    "LogConversationEvent": "threadline.wire.events",
    "LogCounts": "threadline.client.logger.logger",
    "LogMessageEvent": "threadline.wire.events",
    "LogOpenAIConversation": "threadline.wire.conversations",
    "LogOpenAIMessage": "threadline.wire.messages",
    "LogSearchEvent": "threadline.wire.events",
    "LogSupportCopilotConversation": "threadline.wire.conversations",
    "LogSupportMessage": "threadline.wire.messages",
    "LogSupportTicketConversation": "threadline.wire.conversations",
    "Logger": "threadline.client.logger.logger",
    "MessageFields": "threadline.client.bodies.keywords",
    "MissingExtraError": "threadline.client.tables.frames",
    "NotFoundError": "threadline.client.errors",
    "OrderBy": "threadline.wire.queries",
    "Problem": "threadline.client.problems",
    "ProblemError": "threadline.client.errors",
    "Query": "threadline.wire.queries",
    "Question": "threadline.client.questions.question",
    "QuestionError": "threadline.client.questions.names",
    "Reason": "threadline.wire.feedback",
    "Refused": "threadline.client.logger.worker",
    "Retries": "threadline.client.sending.retries",
    "Rows": "threadline.client.tables.rows",
    "SearchData": "threadline.wire.search",
    "SelectAggregation": "threadline.wire.queries",
    "SelectField": "threadline.wire.queries",
    "SelectTime": "threadline.wire.queries",
    "ServerError": "threadline.client.errors",
    "Source": "threadline.wire.feedback",
    "SubmitFeedback": "threadline.wire.feedback",
    "Threadline": "threadline.client.sync",
    "ThreadlineError": "threadline.client.errors",
    "TimedOutError": "threadline.client.errors",
    "ToolCall": "threadline.wire.messages",
    "ToolFunction": "threadline.wire.messages",
    "TopSearchQueriesData": "threadline.wire.queries",
    "UNSET": "threadline.wire.base",
    "UnauthorizedError": "threadline.client.errors",
    "UnavailableError": "threadline.client.errors",
    "UnprocessableError": "threadline.client.errors",
    "UnreachableError": "threadline.client.errors",
    "WeeklySearchUsersData": "threadline.wire.queries",
    "WordsData": "threadline.wire.words",
    "in_conversation": "threadline.client.openai.conversations",
    "log_openai": "threadline.client.openai.wrapping",
    "q": "threadline.client.questions.language",
    "to_datetime": "threadline.moments",
    "to_document": "threadline.client.bodies.documents",
    "unknown_fields": "threadline.client.bodies.documents",
}

# Hidden from type checkers: to them it would make every name exist.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a name of the SDK, or look up the release."""
        if name == "__version__":
            # What reads the metadata of a distribution takes a third as long to load as all of this.
            value = import_module("importlib.metadata").version(__name__)
        elif name in _ON_USE:
            value = getattr(import_module(_ON_USE[name]), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value
