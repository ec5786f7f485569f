"""What commands ask for, each in two forms: a call to a server, and the services that do the same on a folder.

Answers are those of the API, as JSON documents, from either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from threadline.api.decoding import decode
from threadline.api.intake.bodies import read_conversation, read_event, read_feedback
from threadline.client.bodies.altered import not_kept, warn
from threadline.client.call import Call
from threadline.client.operations import calls
from threadline.moments import to_text
from threadline.services import conversations, events, feedback
from threadline.services.asking import drilldown, listing, queries, search
from threadline.services.asking.drilldown import DrilldownBody
from threadline.services.asking.search import SearchBody
from threadline.services.documents import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.records.store import Records
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine
    from threadline.services.logged import Logged
    from threadline.services.policy import Policy, RequestFacts


T = TypeVar("T")

Noun = Literal["conversations", "feedback"]
Kind = Literal["conversation", "event", "feedback"]

_decode: Callable[[bytes], Any] = msgspec.json.Decoder().decode
_search = msgspec.json.Decoder(SearchBody)
_drilldown = msgspec.json.Decoder(DrilldownBody)


@dataclass(frozen=True, slots=True)
class Book:
    """The records of a folder, and who asks."""

    records: Records
    caller: Caller
    facts: RequestFacts


@dataclass(frozen=True, slots=True)
class Question:
    """What the projection or the text index answers, so that no server may have the folder open."""

    call: Call[Any]
    answer: Callable[[Engine, Caller, Policy], bytes]


@dataclass(frozen=True, slots=True)
class Errand:
    """What the records alone answer or take in, also while a server runs on the folder."""

    call: Call[Any]
    run: Callable[[Book], bytes]


def find_messages(body: dict[str, Any]) -> Question:
    """Search in messages: `POST /v1/search`."""
    content = encode(body)
    return Question(
        _posted("/v1/search", content),
        lambda engine, caller, _: search.search(engine, caller, decode(content, _search)),
    )


def drill_down(view: str, body: dict[str, Any]) -> Question:
    """What is behind a row of an answer: `POST /v1/query/{view}/drilldown`."""
    content = encode(body)
    return Question(
        _posted(f"/v1/query/{view}/drilldown", content),
        lambda engine, caller, _: drilldown.run(engine, caller, view, decode(content, _drilldown)).whole(),
    )


def property_keys(body: dict[str, Any]) -> Question:
    """Which keys properties have: `POST /query/property-keys`."""
    return Question(
        _posted("/query/property-keys", encode(body)),
        lambda engine, caller, _: queries.property_keys(engine, caller, body),
    )


def property_values(body: dict[str, Any]) -> Question:
    """Which values a property has: `POST /query/property-values`."""
    return Question(
        _posted("/query/property-values", encode(body)),
        lambda engine, caller, _: queries.property_values(engine, caller, body),
    )


def top_searches(after: int) -> Question:
    """Return the report on search texts since a time: `GET /query/top-search-queries`."""
    return Question(
        _whole(calls.top_search_queries(after=to_text(after))),
        lambda engine, caller, policy: queries.top_search_queries(engine, caller, after, policy),
    )


def weekly_users(after: int) -> Question:
    """Return the report on people who search since a time: `GET /query/weekly-search-users`."""
    return Question(
        _whole(calls.weekly_search_users(after=to_text(after))),
        lambda engine, caller, policy: queries.weekly_search_users(engine, caller, after, policy),
    )


def log(kind: Kind, content: bytes, *, has_id: bool) -> Errand:
    """Store one conversation, event or vote.

    Args:
        kind: what it is.
        content: the body, as it was given.
        has_id: whether the body names its row, so that the same again is the same row.
    """
    call = replace(_posted(_PATHS[kind], content), effect="write" if has_id else "keyed write")
    return Errand(call, lambda book: book.records.writer.write(_logging(kind, content, book)))


def list_page(noun: Noun, *, limit: int, offset: int) -> Errand:
    """Return a page of conversations or votes."""
    list_call, service = _LISTS[noun]
    return Errand(
        _whole(list_call(limit=limit, offset=offset)),
        lambda book: service(book.records.reader, book.caller, limit=limit, offset=offset),
    )


def get(noun: Noun, id: str) -> Errand:
    """Return one conversation or vote."""
    get_call, service = _GETS[noun]
    return Errand(_whole(get_call(id)), lambda book: service(book.records.reader, book.caller, id))


def get_by_external_id(external_id: str) -> Errand:
    """Return the conversation with an id of the system that it came from."""
    return Errand(
        _whole(calls.get_conversation_by_external_id(external_id)),
        lambda book: conversations.get_by_external_id(book.records.reader, book.caller, external_id),
    )


def delete(noun: Noun, id: str) -> Errand:
    """Delete a conversation or vote."""
    delete_call, service = _DELETES[noun]

    def run(book: Book) -> bytes:
        book.records.writer.write(lambda connection: service(connection, book.caller, id))
        return encode({"success": True, "message": f"The {_SINGULAR[noun]} {id} is deleted."})

    return Errand(_whole(delete_call(id)), run)


_PATHS = {"conversation": "/conversations", "event": "/events", "feedback": "/feedback"}
_SINGULAR = {"conversations": "conversation", "feedback": "feedback"}
_LISTS: dict[str, tuple[Callable[..., Call[Any]], Callable[..., bytes]]] = {
    "conversations": (calls.list_conversations, listing.list_),
    "feedback": (calls.list_feedback, feedback.list_),
}
_GETS: dict[str, tuple[Callable[[str], Call[Any]], Callable[..., bytes]]] = {
    "conversations": (calls.get_conversation, conversations.get),
    "feedback": (calls.get_feedback, feedback.get),
}
_DELETES: dict[str, tuple[Callable[[str], Call[Any]], Callable[..., None]]] = {
    "conversations": (calls.delete_conversation, conversations.delete),
    "feedback": (calls.delete_feedback, feedback.delete),
}


def _logging(kind: Kind, content: bytes, book: Book) -> Callable[..., bytes]:
    """Return the job of the writer; faults of the body are told before it runs."""
    if kind == "conversation":
        chat = _told(read_conversation(content, book.facts.policy.roles.chats))
        return partial(conversations.log, caller=book.caller, body=chat.body, facts=book.facts)
    if kind == "event":
        event = _told(read_event(content))
        return partial(events.log, caller=book.caller, body=event.body, facts=book.facts)
    return partial(
        feedback.submit,
        caller=book.caller,
        body=_told(read_feedback(content)).body,
        facts=book.facts,
    )


def _told(logged: Logged[T]) -> Logged[T]:
    """Return a body that was read, and warn of what is not kept of it."""
    if logged.ignored:
        warn(not_kept(logged.ignored))
    return logged


def _posted(path: str, content: bytes) -> Call[Any]:
    return Call(method="POST", path=path, body=content, decode=_decode)


def _whole(call: Call[Any]) -> Call[Any]:
    """Return a call whose answer is the document as it came."""
    return replace(call, decode=_decode)
