"""The operations of the API, as functions that return a `Call`. Contract: section 1; the order is that of its table.

Pure: nothing is sent here. A body is given whole, as a wire struct or a dictionary, or as keywords (`bodies`). An
envelope that says nothing (`status`, `data`, `results`) is taken off the answer.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeVar, Unpack
from urllib.parse import quote

import msgspec

from threadline.catalog.names import (
    ViewName,
)
from threadline.client.bodies.documents import reader
from threadline.client.bodies.keywords import (
    ConversationFields,
    Document,
    EventFields,
    FeedbackFields,
    PropertyKeysFields,
    PropertyValuesFields,
    QueryFields,
    has_id,
)
from threadline.client.call import Call, Effect
from threadline.client.operations.contents import content_of, shown
from threadline.client.questions.question import Question, check_view
from threadline.client.tables.expected import columns_of
from threadline.client.tables.rows import Rows
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

_MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}


_OF_THE_FILE = ("format", "excel")
_FOR_EXCEL = (("bom", "1"), ("formulas", "escape"))
"""A byte order mark, and texts that are not computed: for spreadsheets of all makers."""


def _decoder(answer: type[T]) -> Callable[[bytes], T]:
    return msgspec.json.Decoder(answer).decode


def _with_nulls(document: Any) -> Any:
    """Write out what other servers of the contract may leave out of a vote: members that can be null."""
    if isinstance(document, dict):
        for votes in (document.get("positiveFeedback"), document.get("negativeFeedback")):
            for vote in votes or ():
                _with_nulls(vote)
        for name in ("reasons", "details", "properties", "userProperties", "sources"):
            document.setdefault(name, None)
    return document


_conversation = reader(Conversation)
_conversations = reader(Conversations)
_deleted = reader(Deleted)
_event = reader(Event)
_feedback = reader(Feedback, _with_nulls)
_feedback_item = reader(FeedbackItem, _with_nulls)
_feedback_list = reader(FeedbackList, _with_nulls)
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
    content = content_of(body, fields, ConversationFields)
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
    return _write("/events", content_of(body, fields, EventFields), _event, _effect(body, fields))


def submit_feedback(
    body: SubmitFeedback | Document | None = None, /, **fields: Unpack[FeedbackFields]
) -> Call[Feedback]:
    """Store a vote on a message. The same `id` again updates it."""
    return _write("/feedback", content_of(body, fields, FeedbackFields), _feedback, _effect(body, fields))


def list_feedback(*, limit: int = 10, offset: int = 0) -> Call[FeedbackList]:
    """Return votes with their conversation and message, newest first; `limit` holds for each of the two lists."""
    return Call(method="GET", path="/feedback", decode=_feedback_list, parameters=_paging(limit, offset))


def get_feedback(id: str, /) -> Call[FeedbackItem]:
    """Return one vote with its conversation and message."""
    return Call(method="GET", path=f"/feedback/{segment(id)}", decode=_feedback_item)


def delete_feedback(id: str, /) -> Call[Deleted]:
    """Delete one vote."""
    return Call(method="DELETE", path=f"/feedback/{segment(id)}", decode=_deleted, effect="write")


def query_view(
    view: ViewName, body: Query | Document | Question[Any] | None, fields: Mapping[str, object]
) -> Call[Rows]:
    """Return the call that asks a view."""
    content = query_body(view, body, fields)
    return _ask(
        f"/query/{view}",
        content,
        lambda answer: Rows(_query_answer(answer), partial(columns_of, view, content)),
    )


def export_view(
    view: ViewName, body: Query | Document | Question[Any] | None, fields: Mapping[str, object]
) -> Call[bytes]:
    """Return the call that writes what a view answers as a file.

    Raises:
        ValueError: there is no such format, or a spreadsheet's needs are named for another one than CSV.
    """
    members = {name: value for name, value in fields.items() if name not in _OF_THE_FILE}
    format_, excel = fields.get("format", "csv"), fields.get("excel", False)
    accept = _media_type(format_)
    if excel and format_ != "csv":
        raise ValueError(f"`excel` goes with `format` 'csv', not with {shown(format_)}.")
    return Call(
        method="POST",
        path=f"/query/{view}/export",
        parameters=_FOR_EXCEL if excel else (),
        body=query_body(view, body, members),
        decode=bytes,
        accept=accept,
    )


def property_keys(
    body: PropertyKeys | Document | None = None, /, **fields: Unpack[PropertyKeysFields]
) -> Call[list[str]]:
    """Return the keys that `properties` or `userProperties` have, most frequent first."""
    content = content_of(body, fields, PropertyKeysFields)
    return _ask("/query/property-keys", content, lambda answer: _property_results(answer).results)


def property_values(
    body: PropertyValues | Document | None = None, /, **fields: Unpack[PropertyValuesFields]
) -> Call[list[str]]:
    """Return the values that a property has, most frequent first."""
    content = content_of(body, fields, PropertyValuesFields)
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
        TypeError: it is no text.
        ValueError: it is empty, and the path would be that of the list; or it has half of a character.

    >>> segment("a/b"), segment("..")
    ('a%2Fb', '%2E%2E')
    """
    _check_id(id)
    # Dots alone would mean the path above: that of another operation.
    return quote(id, safe="") if id.strip(".") else id.replace(".", "%2E")


def _check_id(id: object) -> None:
    if not isinstance(id, str):
        raise TypeError(f"An id must be a text, not {shown(id)}. `str(…)` makes one.")
    if not id:
        raise ValueError("An id is needed; it is empty.")
    if not id.isascii() and any("\ud800" <= character <= "\udfff" for character in id):
        raise ValueError(f"The id {shown(id)} has half of a character (a surrogate), and cannot be sent.")


def query_body(
    view: ViewName, body: Query | Document | Question[Any] | None, fields: Mapping[str, object]
) -> bytes:
    """Return the JSON of a query to a view.

    Raises:
        TypeError: it is no query, it is given twice, a keyword is unknown, or a value has no JSON.
        ValueError: a number or a text has no JSON.
        QuestionError: it is a question to another view.
    """
    if isinstance(body, str):
        raise TypeError(
            f"A query is a question such as `q.{view.replace('-', '_')}.count()`, a dictionary in wire names, a"
            f" `threadline.Query`, or keywords; not a text: {shown(body)}."
        )
    if isinstance(body, Question):
        check_view(body, view)
        return content_of(body.wire, fields, QueryFields)
    return content_of(body, fields, QueryFields)


def document_of(body: bytes) -> dict[str, Any]:
    """Return a body as an object again."""
    document: dict[str, Any] = msgspec.json.decode(body)
    return document


def _media_type(format_: object) -> str:
    if not isinstance(format_, str) or format_ not in _MEDIA_TYPES:
        raise ValueError(
            f"`format` must be one of {', '.join(map(repr, _MEDIA_TYPES))}, not {shown(format_)}."
        )
    return _MEDIA_TYPES[format_]


def _ask(path: str, content: bytes, decode: Callable[[bytes], T]) -> Call[T]:
    return Call(method="POST", path=path, body=content, decode=decode)


def _write(path: str, content: bytes, decode: Callable[[bytes], T], effect: Effect) -> Call[T]:
    return Call(method="POST", path=path, body=content, decode=decode, effect=effect)


def _effect(body: Wire | Document | None, fields: Mapping[str, object]) -> Effect:
    return "write" if has_id(body, fields) else "keyed write"


def _paging(limit: int, offset: int) -> tuple[tuple[str, str], ...]:
    return (("limit", str(limit)), ("offset", str(offset)))


def _report(after: date | str | None, project_id: str | None) -> tuple[tuple[str, str], ...]:
    _check_time(after)
    since = after.isoformat() if isinstance(after, date) else after
    given = (("after", since), ("project_id", project_id))
    return tuple((name, value) for name, value in given if value is not None)


def _check_time(after: object) -> None:
    if not (after is None or isinstance(after, date | str)):
        raise TypeError(f"`after` must be a date, a time, or the text of one, not {shown(after)}.")
