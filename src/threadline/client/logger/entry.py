"""What is logged: JSON that is made in the caller's thread, so that what the caller changes later does not matter.

Encoding costs less than a copy would (`tests/bench/sdk_logger.py` measures both). Every entry has an id, so that it may
be sent twice, and the time of the call, so that it may be sent late.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Literal
from uuid import uuid4

import msgspec

from threadline.client.bodies.altered import whole_document
from threadline.client.bodies.documents import to_document
from threadline.client.bodies.keywords import (
    ConversationFields,
    Document,
    EventFields,
    FeedbackFields,
    as_json,
    body_of,
    has_id,
)
from threadline.moments import to_text
from threadline.wire.base import UNSET, Wire

Kind = Literal["conversation", "continuation", "event", "feedback"]
"""A `continuation` is a conversation whose messages come behind those that the server has."""

_PREFIXES: dict[Kind, str] = {
    "conversation": "conv",
    "continuation": "conv",
    "event": "evt",
    "feedback": "fb",
}
_KEYWORDS: dict[Kind, type] = {
    "conversation": ConversationFields,
    "continuation": ConversationFields,
    "event": EventFields,
    "feedback": FeedbackFields,
}

Clock = Callable[[], float]
"""Returns the seconds since 1970."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One log call."""

    kind: Kind
    id: str
    body: bytes
    """JSON."""


class _Line(msgspec.Struct, frozen=True, gc=False):
    kind: Kind
    id: str
    body: msgspec.Raw


_line = msgspec.json.Decoder(_Line).decode
_encode = msgspec.json.Encoder().encode


def entry_of(
    kind: Kind,
    body: Wire | Document | None,
    fields: Mapping[str, object],
    clock: Clock = time.time,
    *,
    on_altered: Callable[[str], object] = lambda _: None,
) -> Entry:
    """Return a body, given whole or as keywords, as an entry. `on_altered` is told what is not sent as it was given.

    An id and a time of creation are added where they are missing. A conversation that brings an id of its own keeps the
    time that the server knows.

    Raises:
        TypeError: a keyword is unknown, or a value has no JSON.
        ValueError: a number has no JSON, or a time has no zone.
    """
    body = body_of(body, fields, _KEYWORDS[kind])
    try:
        return _entry(kind, body, clock)
    except UnicodeEncodeError:
        document, told = whole_document(body)
        if told:
            on_altered(told)
        return _entry(kind, document, clock)


def _entry(kind: Kind, body: Wire | Document, clock: Clock) -> Entry:
    if has_id(body, {}):
        id_ = _id(body)
        added = b'"createdAt":"%b"' % moment(clock).encode() if kind == "event" else b""
    else:
        now = moment(clock)
        id_ = new_id(_PREFIXES[kind])
        added = b'"id":"%b","createdAt":"%b"' % (id_.encode(), now.encode())
        body = _without_id(body)
        if kind == "conversation":
            body = _with_times(body, now)
    return Entry(kind, id_, _join(added, as_json(body)))


def new_id(prefix: str) -> str:
    """Return an id that nobody else has."""
    return f"{prefix}_{uuid4().hex}"


def moment(clock: Clock = time.time) -> str:
    """Return the time as the wire has it: RFC 3339, UTC, milliseconds."""
    return to_text(round(clock() * 1000))


def line_of(entry: Entry) -> bytes:
    """Return an entry as a line, with its end."""
    return _encode(_Line(entry.kind, entry.id, msgspec.Raw(entry.body))) + b"\n"


def entry_in(line: bytes) -> Entry | None:
    """Return the entry that a line holds, or `None` when it cannot be read."""
    try:
        read = _line(line)
    except msgspec.DecodeError:
        return None
    return Entry(read.kind, read.id, bytes(read.body))


def _id(body: Wire | Document) -> str:
    return str(getattr(body, "id", "") if isinstance(body, Wire) else body["id"])


def _without_id(body: Wire | Document) -> Wire | Document:
    """Return a body without an id that says nothing: empty, or null."""
    if isinstance(body, Wire):
        given: Any = body
        return msgspec.structs.replace(given, id=UNSET) if getattr(body, "id", UNSET) is not UNSET else body
    return {key: value for key, value in body.items() if key != "id"} if "id" in body else body


def _with_times(body: Wire | Document, now: str) -> Document:
    """Return a new conversation whose messages say when they were logged; sent late, they would look new.

    One that says itself when it began needs no such help: its messages follow it.
    """
    document = to_document(body) if isinstance(body, Wire) else body
    messages = document.get("messages")
    if not isinstance(messages, (list, tuple)) or document.get("createdAt"):
        return document
    return {**document, "messages": [_with_time(message, now) for message in messages]}


def _with_time(message: object, now: str) -> object:
    if isinstance(message, Wire):
        message = to_document(message)
    if not isinstance(message, Mapping) or message.get("createdAt"):
        return message
    return {**message, "createdAt": now}


def _join(added: bytes, content: bytes) -> bytes:
    """Return a JSON object with members before its own; of two with one name the later counts."""
    if not added:
        return content
    return b"{" + added + (b"}" if content == b"{}" else b"," + content[1:])
