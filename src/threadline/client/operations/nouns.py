"""The nouns of the API with their verbs, declared once for both shells.

With `Threadline` a verb returns the answer; with `AsyncThreadline` it is awaited. What iterates, iterates in both.
"""

from threadline.client.operations import bulk, calls, extensions, paging
from threadline.client.operations.verbs import Intake, Iteration, Noun, S_co, Verb
from threadline.client.operations.views import ViewVerbs


class ConversationVerbs(Noun[S_co]):
    """Conversations: log, read, delete. `log_many` is an extension."""

    log = Verb(calls.log_conversation)
    list = Verb(calls.list_conversations)
    get = Verb(calls.get_conversation)
    get_by_external_id = Verb(calls.get_conversation_by_external_id)
    delete = Verb(calls.delete_conversation)

    iterate = Iteration(paging.conversation_pages)
    log_many = Intake(bulk.log_many, bulk.log_many_awaited)


class EventVerbs(Noun[S_co]):
    """Events: log."""

    log = Verb(calls.log_event)


class FeedbackVerbs(Noun[S_co]):
    """Feedback: submit, read, delete."""

    submit = Verb(calls.submit_feedback)
    list = Verb(calls.list_feedback)
    get = Verb(calls.get_feedback)
    delete = Verb(calls.delete_feedback)
    iterate = Iteration(paging.feedback_pages)


class QueryVerbs(ViewVerbs[S_co]):
    """Questions to the four views: rows, files, which properties there are, and what is behind a number (extension)."""

    property_keys = Verb(calls.property_keys)
    property_values = Verb(calls.property_values)
    drill_down = Verb(extensions.drill_down)
    iterate_behind = Iteration(extensions.conversations_behind)
