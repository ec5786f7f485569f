"""The nouns of the API with their verbs, declared once for both shells.

With `Threadline` a verb returns the answer; with `AsyncThreadline` it is awaited. An export yields bytes.
"""

from collections.abc import AsyncGenerator, Generator
from typing import Any, overload

from threadline.client import calls
from threadline.client.defaults import PAGE_ROWS
from threadline.client.paging import Pages
from threadline.client.verbs import AsyncSender, Export, Noun, S_co, Sender, Verb
from threadline.wire.conversations import Conversation


class ConversationVerbs(Noun[S_co]):
    """Conversations: log, read, delete."""

    log = Verb(calls.log_conversation)
    list = Verb(calls.list_conversations)
    get = Verb(calls.get_conversation)
    get_by_external_id = Verb(calls.get_conversation_by_external_id)
    delete = Verb(calls.delete_conversation)

    @overload
    def iterate(self: Noun[Sender], *, page_rows: int = PAGE_ROWS) -> Generator[Conversation]: ...
    @overload
    def iterate(self: Noun[AsyncSender], *, page_rows: int = PAGE_ROWS) -> AsyncGenerator[Conversation]: ...
    def iterate(self: Noun[Any], *, page_rows: int = PAGE_ROWS) -> object:
        """Yield all conversations, newest first; one page of `page_rows`, at most 100, is in memory at a time."""
        return self.client.walk(Pages(page_rows))


class EventVerbs(Noun[S_co]):
    """Events: log."""

    log = Verb(calls.log_event)


class FeedbackVerbs(Noun[S_co]):
    """Feedback: submit, read, delete."""

    submit = Verb(calls.submit_feedback)
    list = Verb(calls.list_feedback)
    get = Verb(calls.get_feedback)
    delete = Verb(calls.delete_feedback)


class QueryVerbs(Noun[S_co]):
    """Questions to the four views: rows, CSV, and which properties there are."""

    conversations = Verb(calls.query_conversations)
    events = Verb(calls.query_events)
    feedback = Verb(calls.query_feedback)
    semantic_threads = Verb(calls.query_semantic_threads)
    export_conversations = Export(calls.export_conversations)
    export_events = Export(calls.export_events)
    export_feedback = Export(calls.export_feedback)
    export_semantic_threads = Export(calls.export_semantic_threads)
    property_keys = Verb(calls.property_keys)
    property_values = Verb(calls.property_values)
