"""The four views: what asks each, what yields all its rows, and what writes them as a file."""

from typing import Any, Unpack

from threadline.catalog.names import ConversationField, EventField, FeedbackField, SemanticThreadField
from threadline.client.bodies.keywords import Document, ExportFields, QueryFields
from threadline.client.call import Call
from threadline.client.operations import calls
from threadline.client.operations.paging import RowPages, Walk
from threadline.client.operations.verbs import Export, Iteration, Noun, S_co, Verb
from threadline.client.questions.question import Question
from threadline.client.tables.rows import Rows
from threadline.wire.queries import Query


def query_conversations(
    body: Query | Document | Question[ConversationField] | None = None, /, **fields: Unpack[QueryFields]
) -> Call[Rows]:
    """Select, filter, group and order conversations."""
    return calls.query_view("conversations", body, fields)


def conversation_rows(
    body: Query | Document | Question[ConversationField] | None = None, /, **fields: Unpack[QueryFields]
) -> Walk[dict[str, Any]]:
    """Yield all rows of a query of conversations, in pages of `limit` rows. Needs a server with cursors."""
    return RowPages(query_conversations, calls.query_body("conversations", body, fields))


def export_conversations(
    body: Query | Document | Question[ConversationField] | None = None, /, **fields: Unpack[ExportFields]
) -> Call[bytes]:
    """Write the rows of a query of conversations as a file, CSV unless `format` says otherwise, without a cap."""
    return calls.export_view("conversations", body, fields)


def query_events(
    body: Query | Document | Question[EventField] | None = None, /, **fields: Unpack[QueryFields]
) -> Call[Rows]:
    """Select, filter, group and order events."""
    return calls.query_view("events", body, fields)


def event_rows(
    body: Query | Document | Question[EventField] | None = None, /, **fields: Unpack[QueryFields]
) -> Walk[dict[str, Any]]:
    """Yield all rows of a query of events, in pages of `limit` rows. Needs a server with cursors."""
    return RowPages(query_events, calls.query_body("events", body, fields))


def export_events(
    body: Query | Document | Question[EventField] | None = None, /, **fields: Unpack[ExportFields]
) -> Call[bytes]:
    """Write the rows of a query of events as a file, CSV unless `format` says otherwise, without a cap."""
    return calls.export_view("events", body, fields)


def query_feedback(
    body: Query | Document | Question[FeedbackField] | None = None, /, **fields: Unpack[QueryFields]
) -> Call[Rows]:
    """Select, filter, group and order feedback."""
    return calls.query_view("feedback", body, fields)


def feedback_rows(
    body: Query | Document | Question[FeedbackField] | None = None, /, **fields: Unpack[QueryFields]
) -> Walk[dict[str, Any]]:
    """Yield all rows of a query of feedback, in pages of `limit` rows. Needs a server with cursors."""
    return RowPages(query_feedback, calls.query_body("feedback", body, fields))


def export_feedback(
    body: Query | Document | Question[FeedbackField] | None = None, /, **fields: Unpack[ExportFields]
) -> Call[bytes]:
    """Write the rows of a query of feedback as a file, CSV unless `format` says otherwise, without a cap."""
    return calls.export_view("feedback", body, fields)


def query_semantic_threads(
    body: Query | Document | Question[SemanticThreadField] | None = None, /, **fields: Unpack[QueryFields]
) -> Call[Rows]:
    """Select, filter, group and order semantic threads; `query` finds those nearest to a text."""
    return calls.query_view("semantic-threads", body, fields)


def semantic_thread_rows(
    body: Query | Document | Question[SemanticThreadField] | None = None, /, **fields: Unpack[QueryFields]
) -> Walk[dict[str, Any]]:
    """Yield all rows of a query of semantic threads, in pages of `limit` rows. Needs a server with cursors."""
    return RowPages(query_semantic_threads, calls.query_body("semantic-threads", body, fields))


def export_semantic_threads(
    body: Query | Document | Question[SemanticThreadField] | None = None, /, **fields: Unpack[ExportFields]
) -> Call[bytes]:
    """Write the rows of a query of semantic threads as a file, CSV unless `format` says otherwise, without a cap."""
    return calls.export_view("semantic-threads", body, fields)


class ViewVerbs(Noun[S_co]):
    """Questions to the four views: rows, all rows, and files."""

    conversations = Verb(query_conversations)
    events = Verb(query_events)
    feedback = Verb(query_feedback)
    semantic_threads = Verb(query_semantic_threads)
    iterate_conversations = Iteration(conversation_rows)
    iterate_events = Iteration(event_rows)
    iterate_feedback = Iteration(feedback_rows)
    iterate_semantic_threads = Iteration(semantic_thread_rows)
    export_conversations = Export(export_conversations)
    export_events = Export(export_events)
    export_feedback = Export(export_feedback)
    export_semantic_threads = Export(export_semantic_threads)
