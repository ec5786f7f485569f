"""The operations of the API, as functions that return a `Call`. Contract: section 1; the order is that of its table.

Pure: nothing is sent here. A body is given whole, as a wire struct or a dictionary, or as keywords (`bodies`). An
envelope that says nothing (`status`, `data`, `results`) is taken off the answer.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, TypeVar, Unpack
from urllib.parse import quote

import msgspec

from threadline.client.bodies import (
    ConversationFields,
    Document,
    EventFields,
    FeedbackFields,
    PropertyKeysFields,
    PropertyValuesFields,
    QueryFields,
    has_id,
    json_of,
)
from threadline.client.call import Call, Effect
from threadline.wire.base import Wire
from threadline.wire.conversations import Conversation, Conversations, Deleted, LogConversation
from threadline.wire.events import Event, LogEvent
from threadline.wire.feedback import Feedback, FeedbackItem, FeedbackList, SubmitFeedback
from threadline.wire.queries import (
    PropertyKeys,
    PropertyResults,
    PropertyValues,
    Query,
    QueryAnswer,
    TopSearchQueries,
    TopSearchQueriesData,
    WeeklySearchUsers,
    WeeklySearchUsersData,
)

T = TypeVar("T")

_View = Literal["conversations", "events", "feedback", "semantic-threads"]


class Rows(list[dict[str, Any]]):
    """The rows of a query, by wire name, and what the answer says about them."""

    def __init__(self, answer: QueryAnswer) -> None:
        """Take the rows out of an answer."""
        super().__init__(answer.data.result)
        self.total = answer.data.total
        """How many rows match. More than there are here, when the server's cap was reached."""
        self.page_size = answer.data.page_size
        """The cap."""
        self.next_cursor = answer.data.next_cursor or None
        """What asks for the rows behind these, when the query asked for pages with `cursor` and there are more."""
        self.explain = answer.data.explain or None
        """How they were found, when the query asked for that."""


def _decoder(answer: type[T]) -> Callable[[bytes], T]:
    return msgspec.json.Decoder(answer).decode


_conversation = _decoder(Conversation)
_conversations = _decoder(Conversations)
_deleted = _decoder(Deleted)
_event = _decoder(Event)
_feedback = _decoder(Feedback)
_feedback_item = _decoder(FeedbackItem)
_feedback_list = _decoder(FeedbackList)
_query_answer = _decoder(QueryAnswer)
_property_results = _decoder(PropertyResults)
_top_search_queries = _decoder(TopSearchQueries)
_weekly_search_users = _decoder(WeeklySearchUsers)


def log_conversation(
    body: LogConversation | Document | None = None, /, **fields: Unpack[ConversationFields]
) -> Call[Conversation]:
    """Store a conversation with its whole message history. The same `id` again updates it.

    Without an `id`, an answer that gets lost leads to a second try under the same idempotency key. A server that does
    not know such keys may then store two conversations: give an `id` where that matters.
    """
    content = json_of(body, fields, ConversationFields)
    return _write("/conversations", content, _conversation, _effect(body, fields))


def list_conversations(*, limit: int = 20, offset: int = 0) -> Call[Conversations]:
    """Return a page of conversations, newest first. A page holds at most 100."""
    return Call(method="GET", path="/conversations", decode=_conversations, parameters=_paging(limit, offset))


def get_conversation(id: str, /) -> Call[Conversation]:
    """Return one conversation."""
    return Call(method="GET", path=f"/conversations/{segment(id)}", decode=_conversation)


def delete_conversation(id: str, /) -> Call[Deleted]:
    """Delete a conversation with its messages, feedback and threads.

    When the first answer got lost, the second try may find the conversation gone and say so.
    """
    return Call(method="DELETE", path=f"/conversations/{segment(id)}", decode=_deleted, effect="write")


def get_conversation_by_external_id(external_id: str, /) -> Call[Conversation]:
    """Return the conversation with that id in the system it came from; of several, the one updated last."""
    return Call(method="GET", path=f"/conversations/external/{segment(external_id)}", decode=_conversation)


def log_event(body: LogEvent | Document | None = None, /, **fields: Unpack[EventFields]) -> Call[Event]:
    """Store an event of a message, of a conversation, or of a search."""
    return _write("/events", json_of(body, fields, EventFields), _event, _effect(body, fields))


def submit_feedback(
    body: SubmitFeedback | Document | None = None, /, **fields: Unpack[FeedbackFields]
) -> Call[Feedback]:
    """Store a vote on a message. The same `id` again updates it."""
    return _write("/feedback", json_of(body, fields, FeedbackFields), _feedback, _effect(body, fields))


def list_feedback(*, limit: int = 10, offset: int = 0) -> Call[FeedbackList]:
    """Return votes with their conversation and message, newest first; `limit` holds for each of the two lists."""
    return Call(method="GET", path="/feedback", decode=_feedback_list, parameters=_paging(limit, offset))


def get_feedback(id: str, /) -> Call[FeedbackItem]:
    """Return one vote with its conversation and message."""
    return Call(method="GET", path=f"/feedback/{segment(id)}", decode=_feedback_item)


def delete_feedback(id: str, /) -> Call[Deleted]:
    """Delete one vote."""
    return Call(method="DELETE", path=f"/feedback/{segment(id)}", decode=_deleted, effect="write")


def query_conversations(body: Query | Document | None = None, /, **fields: Unpack[QueryFields]) -> Call[Rows]:
    """Select, filter, group and order conversations."""
    return _query("conversations", body, fields)


def query_events(body: Query | Document | None = None, /, **fields: Unpack[QueryFields]) -> Call[Rows]:
    """Select, filter, group and order events."""
    return _query("events", body, fields)


def query_feedback(body: Query | Document | None = None, /, **fields: Unpack[QueryFields]) -> Call[Rows]:
    """Select, filter, group and order feedback."""
    return _query("feedback", body, fields)


def query_semantic_threads(
    body: Query | Document | None = None, /, **fields: Unpack[QueryFields]
) -> Call[Rows]:
    """Select, filter, group and order semantic threads; `query` finds those nearest to a text."""
    return _query("semantic-threads", body, fields)


def export_conversations(
    body: Query | Document | None = None, /, **fields: Unpack[QueryFields]
) -> Call[bytes]:
    """Write the rows of a query of conversations as CSV, without a cap."""
    return _export("conversations", body, fields)


def export_events(body: Query | Document | None = None, /, **fields: Unpack[QueryFields]) -> Call[bytes]:
    """Write the rows of a query of events as CSV, without a cap."""
    return _export("events", body, fields)


def export_feedback(body: Query | Document | None = None, /, **fields: Unpack[QueryFields]) -> Call[bytes]:
    """Write the rows of a query of feedback as CSV, without a cap."""
    return _export("feedback", body, fields)


def export_semantic_threads(
    body: Query | Document | None = None, /, **fields: Unpack[QueryFields]
) -> Call[bytes]:
    """Write the rows of a query of semantic threads as CSV, without a cap."""
    return _export("semantic-threads", body, fields)


def property_keys(
    body: PropertyKeys | Document | None = None, /, **fields: Unpack[PropertyKeysFields]
) -> Call[list[str]]:
    """Return the keys that `properties` or `userProperties` have, most frequent first."""
    content = json_of(body, fields, PropertyKeysFields)
    return _ask("/query/property-keys", content, lambda answer: _property_results(answer).results)


def property_values(
    body: PropertyValues | Document | None = None, /, **fields: Unpack[PropertyValuesFields]
) -> Call[list[str]]:
    """Return the values that a property has, most frequent first."""
    content = json_of(body, fields, PropertyValuesFields)
    return _ask("/query/property-values", content, lambda answer: _property_results(answer).results)


def top_search_queries(
    *, after: date | str | None = None, project_id: str | None = None
) -> Call[TopSearchQueriesData]:
    """Return the most frequent search texts since `after`, a date or a time; by default of the last 30 days."""
    return Call(
        method="GET",
        path="/query/top-search-queries",
        decode=lambda answer: _top_search_queries(answer).data,
        parameters=_report(after, project_id),
    )


def weekly_search_users(
    *, after: date | str | None = None, project_id: str | None = None
) -> Call[WeeklySearchUsersData]:
    """Return how many different people searched each week since `after`; by default of the last 12 weeks."""
    return Call(
        method="GET",
        path="/query/weekly-search-users",
        decode=lambda answer: _weekly_search_users(answer).data,
        parameters=_report(after, project_id),
    )


def segment(id: str) -> str:
    """Return an id as one segment of a path.

    Raises:
        ValueError: it is empty, and the path would be that of the list.

    >>> segment("a/b"), segment("..")
    ('a%2Fb', '%2E%2E')
    """
    if not id:
        raise ValueError("An id is needed; it is empty.")
    # Dots alone would mean the path above: that of another operation.
    return quote(id, safe="") if id.strip(".") else id.replace(".", "%2E")


def _query(view: _View, body: Query | Document | None, fields: Mapping[str, object]) -> Call[Rows]:
    content = json_of(body, fields, QueryFields)
    return _ask(f"/query/{view}", content, lambda answer: Rows(_query_answer(answer)))


def _export(view: _View, body: Query | Document | None, fields: Mapping[str, object]) -> Call[bytes]:
    content = json_of(body, fields, QueryFields)
    return Call(method="POST", path=f"/query/{view}/export", body=content, decode=bytes, accept="text/csv")


def _ask(path: str, content: bytes, decode: Callable[[bytes], T]) -> Call[T]:
    return Call(method="POST", path=path, body=content, decode=decode)


def _write(path: str, content: bytes, decode: Callable[[bytes], T], effect: Effect) -> Call[T]:
    return Call(method="POST", path=path, body=content, decode=decode, effect=effect)


def _effect(body: Wire | Document | None, fields: Mapping[str, object]) -> Effect:
    return "write" if has_id(body, fields) else "keyed write"


def _paging(limit: int, offset: int) -> tuple[tuple[str, str], ...]:
    return (("limit", str(limit)), ("offset", str(offset)))


def _report(after: date | str | None, project_id: str | None) -> tuple[tuple[str, str], ...]:
    since = after.isoformat() if isinstance(after, date) else after
    given = (("after", since), ("project_id", project_id))
    return tuple((name, value) for name, value in given if value is not None)
