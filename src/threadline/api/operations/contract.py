"""The operations of the API, each declared once: routing, rights, OpenAPI and the docs page follow from this table.

Contract: section 1. Operation ids and tags are those that the vendor's client was generated from.
"""

from __future__ import annotations

from threadline.api.answers import FORMATS
from threadline.api.operations.extensions import EXTENSIONS
from threadline.api.operations.operation import FOUND, READS, STATUS, WRITES, Operation, Parameter
from threadline.api.routes import conversations, events, feedback, queries
from threadline.catalog import VIEWS, View
from threadline.wire import conversations as wire_conversations
from threadline.wire import events as wire_events
from threadline.wire import feedback as wire_feedback
from threadline.wire import queries as wire_queries


def _id(name: str, sentence: str) -> Parameter:
    return Parameter(name, "path", {"type": "string"}, sentence)


def _page(default: int) -> tuple[Parameter, ...]:
    return (
        Parameter(
            "limit",
            "query",
            {"type": ["integer", "null"], "default": default, "minimum": 0, "maximum": 100},
            "How many at most.",
        ),
        Parameter(
            "offset", "query", {"type": ["integer", "null"], "default": 0, "minimum": 0}, "How many to skip."
        ),
    )


_REPORT = (
    Parameter("after", "query", {"type": "string"}, "Lower bound, inclusive: a date or a time."),
    Parameter("project_id", "query", {"type": "string"}, "The key's own project."),
)

_YES_OR_NO: dict[str, object] = {"type": "string", "enum": ["1", "0", "true", "false"]}
_MUST_EXIST = (
    Parameter(
        "mustExist",
        "query",
        _YES_OR_NO,
        "`1` refuses with 422 what is about a message or a conversation that is not stored; for keys that may read.",
    ),
)
_FILE = (
    Parameter(
        "format",
        "query",
        {"type": "string", "enum": [each.ending for each in FORMATS]},
        "The format, for callers that cannot set `Accept`.",
    ),
    Parameter(
        "bom",
        "query",
        _YES_OR_NO,
        "`1` begins a CSV with a byte order mark, by which spreadsheets know UTF-8.",
    ),
    Parameter(
        "formulas",
        "query",
        {"type": "string", "enum": ["escape", "keep"]},
        "`escape` puts an apostrophe before every text of a CSV that a spreadsheet would compute.",
    ),
)

_CONVERSATIONS = (
    Operation(
        method="POST",
        path="/conversations",
        id="logConversation",
        tag="Conversations",
        summary="Log Conversation",
        sentence="Stores a conversation with its whole message history. The same `id` again updates it.",
        handle=conversations.log,
        body=wire_conversations.LogConversation,
        answer=wire_conversations.Conversation,
        problems=WRITES,
        keys="any",
    ),
    Operation(
        method="GET",
        path="/conversations",
        id="getAllConversation",
        tag="Conversations",
        summary="Get All Conversations",
        sentence="Lists conversations, newest first.",
        handle=conversations.list_,
        answer=wire_conversations.Conversations,
        parameters=_page(20),
        problems=FOUND,
    ),
    Operation(
        method="GET",
        path="/conversations/{id}",
        id="getConversation",
        tag="Conversations",
        summary="Get Conversation",
        sentence="Returns one conversation. A write-only key sees public ones.",
        handle=conversations.get,
        answer=wire_conversations.Conversation,
        parameters=(_id("id", "Id of the conversation."),),
        problems=FOUND,
        keys="any",
    ),
    Operation(
        method="DELETE",
        path="/conversations/{id}",
        id="deleteConversation",
        tag="Conversations",
        summary="Delete Conversation",
        sentence="Deletes a conversation with its messages, feedback and threads.",
        handle=conversations.delete,
        answer=wire_conversations.Deleted,
        parameters=(_id("id", "Id of the conversation."),),
        problems=(*FOUND, STATUS.SERVICE_UNAVAILABLE),
        keys="any",
    ),
    Operation(
        method="GET",
        path="/conversations/external/{externalId}",
        id="getConversationByExternalId",
        tag="Conversation",
        summary="Get Conversation by External ID",
        sentence="Returns the most recently updated conversation with that external id.",
        handle=conversations.get_by_external_id,
        answer=wire_conversations.Conversation,
        parameters=(_id("externalId", "Id of the conversation in the system it came from."),),
        problems=FOUND,
    ),
)

_EVENTS_AND_FEEDBACK = (
    Operation(
        method="POST",
        path="/events",
        id="logEvent",
        tag="Events",
        summary="Log Event",
        sentence="Stores an event of a message, of a conversation, or of a search.",
        handle=events.log,
        body=wire_events.LogEvent,
        answer=wire_events.Event,
        parameters=_MUST_EXIST,
        problems=WRITES,
        keys="any",
    ),
    Operation(
        method="POST",
        path="/feedback",
        id="logFeedback",
        tag="Feedback",
        summary="Log Feedback",
        sentence="Stores a vote on a message. The same `id`, or the same user and message, updates it.",
        handle=feedback.submit,
        body=wire_feedback.SubmitFeedback,
        answer=wire_feedback.Feedback,
        parameters=_MUST_EXIST,
        problems=WRITES,
        keys="any",
    ),
    Operation(
        method="GET",
        path="/feedback",
        id="getAllFeedback",
        tag="Feedback",
        summary="Get All Feedback",
        sentence="Lists votes with their conversation and message, newest first, positive and negative apart.",
        handle=feedback.list_,
        answer=wire_feedback.FeedbackList,
        parameters=_page(10),
        problems=FOUND,
    ),
    Operation(
        method="GET",
        path="/feedback/{id}",
        id="getFeedbackById",
        tag="Feedback",
        summary="Get Feedback by ID",
        sentence="Returns one vote with its conversation and message.",
        handle=feedback.get,
        answer=wire_feedback.FeedbackItem,
        parameters=(_id("id", "Id of the feedback."),),
        problems=FOUND,
    ),
    Operation(
        method="DELETE",
        path="/feedback/{id}",
        id="deleteFeedbackById",
        tag="Feedback",
        summary="Delete Feedback by ID",
        sentence="Deletes one vote.",
        handle=feedback.delete,
        answer=wire_conversations.Deleted,
        parameters=(_id("id", "Id of the feedback."),),
        problems=(*FOUND, STATUS.SERVICE_UNAVAILABLE),
    ),
)


def _query(view: View) -> Operation:
    return Operation(
        method="POST",
        path=f"/query/{view.name}",
        id=f"query{view.title}",
        tag="Query",
        summary=f"Query {view.noun.title()}",
        sentence=f"Selects, filters, groups and orders {view.noun}.",
        handle=queries.query(view.name),
        body=wire_queries.Query,
        answer=wire_queries.QueryAnswer,
        problems=READS,
    )


def _export(view: View) -> Operation:
    return Operation(
        method="POST",
        path=f"/query/{view.name}/export",
        id=f"export{view.title}QueryResults",
        tag="Query",
        summary=f"Export {view.noun.title()} Query Results",
        sentence="Returns the rows of a query as CSV, without a cap.",
        handle=queries.export(view.name),
        body=wire_queries.Query,
        parameters=_FILE,
        problems=READS,
    )


_PROPERTIES_AND_REPORTS = (
    Operation(
        method="POST",
        path="/query/property-keys",
        id="queryPropertyKeys",
        tag="Query",
        summary="Query Property Keys",
        sentence="Which keys do `properties` or `userProperties` have? Most frequent first.",
        handle=queries.property_keys,
        body=wire_queries.PropertyKeys,
        answer=wire_queries.PropertyResults,
        problems=READS,
    ),
    Operation(
        method="POST",
        path="/query/property-values",
        id="queryPropertyValues",
        tag="Query",
        summary="Query Property Values",
        sentence="Which values does a property have? Most frequent first.",
        handle=queries.property_values,
        body=wire_queries.PropertyValues,
        answer=wire_queries.PropertyResults,
        problems=READS,
    ),
    Operation(
        method="GET",
        path="/query/top-search-queries",
        id="topSearchQueries",
        tag="Query",
        summary="Top Search Queries",
        sentence="The most frequent search texts; without `after` of the last 30 days.",
        handle=queries.top_search_queries,
        answer=wire_queries.TopSearchQueries,
        parameters=_REPORT,
        problems=READS,
    ),
    Operation(
        method="GET",
        path="/query/weekly-search-users",
        id="weeklySearchUsers",
        tag="Query",
        summary="Weekly Search Users",
        sentence="How many different people searched each week; without `after` of the last 12 weeks.",
        handle=queries.weekly_search_users,
        answer=wire_queries.WeeklySearchUsers,
        parameters=_REPORT,
        problems=READS,
    ),
)

_TABLE = Parameter(
    "table",
    "path",
    {"type": "string", "enum": [view.legacy for view in VIEWS.values()]},
    "Older name of a view.",
)

_LEGACY = (
    Operation(
        method="POST",
        path="/query/{table}",
        id="queryTable",
        tag="Legacy",
        summary="Query Table",
        sentence="The older name of the queries.",
        handle=queries.legacy_query,
        body=wire_queries.Query,
        answer=wire_queries.QueryAnswer,
        parameters=(_TABLE,),
        problems=(*READS, STATUS.NOT_FOUND),
        is_legacy=True,
    ),
    Operation(
        method="POST",
        path="/query/{table}/export",
        id="exportTableQueryResults",
        tag="Legacy",
        summary="Export Table Query Results",
        sentence="The older name of the exports.",
        handle=queries.legacy_export,
        body=wire_queries.Query,
        parameters=(_TABLE, *_FILE),
        problems=(*READS, STATUS.NOT_FOUND),
        is_legacy=True,
    ),
)

OPERATIONS: tuple[Operation, ...] = (
    *_CONVERSATIONS,
    *_EVENTS_AND_FEEDBACK,
    *(_query(view) for view in VIEWS.values()),
    *(_export(view) for view in VIEWS.values()),
    *_PROPERTIES_AND_REPORTS,
    *_LEGACY,
    *EXTENSIONS,
)
"""In the order of the contract, which is also an order for routing: fixed paths before those with a name in them."""
