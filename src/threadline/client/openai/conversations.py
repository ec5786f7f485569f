"""Which conversation a call belongs to, ids that stay the same from turn to turn, and what a history does not tell."""

from collections import Counter, OrderedDict
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import takewhile
from typing import Any, Generic, Literal, TypedDict, TypeVar, Unpack

import msgspec

from threadline.client.given import Document, Several, check_keywords, listed, wire_name
from threadline.client.openai.messages import Message
from threadline.wire.conversations import Visibility
from threadline.wire.surrogates import whole_value

_HEX = 32


def conversation_id(messages: Sequence[Message], *, who: str = "") -> str:
    """Return the id of the conversation that begins like this: everything up to the first answer, and that answer.

    Two people who ask the same and are answered the same are one conversation to this id, unless `who` tells them
    apart.
    """
    before = list(takewhile(lambda message: message["role"] != "assistant", messages))
    beginning = messages[: len(before) + 1]
    return "conv_" + _digest([who, *map(_said, beginning)])


def named(conversation: str, messages: Sequence[Message]) -> list[Message]:
    """Return messages with ids: the same message of the same conversation has the same id, wherever it stands."""
    seen: Counter[str] = Counter()
    with_ids: list[Message] = []
    for message in messages:
        digest = _digest([conversation, _said(message)])
        # The second "yes" of a conversation is not the first one.
        seen[digest] += 1
        id_ = digest if seen[digest] == 1 else _digest([digest, seen[digest]])
        with_ids.append({"id": f"msg_{id_}", **message})
    return with_ids


def _said(message: Message) -> list[Any]:
    content = message["content"]
    return [
        message["role"],
        content.strip() if isinstance(content, str) else content,
        message.get("tool_calls", []),
    ]


def _digest(parts: list[Any]) -> str:
    return sha256(msgspec.json.encode(whole_value(parts))).hexdigest()[:_HEX]


History = Literal["whole", "part"]


class PlaceFields(TypedDict, total=False):
    """The keywords of `in_conversation`; none is needed."""

    history: History
    properties: Document
    user_properties: Document
    tags: Several[str]
    visibility: Visibility
    external_id: str
    external_url: str
    integration_id: str


@dataclass(slots=True)
class Place:
    """A conversation that calls belong to."""

    id: str | None = None
    """None: it is made of what is said first."""

    history: History = "whole"
    fields: dict[str, object] = field(default_factory=dict)
    """Of the conversation, in wire names."""

    answer_id: str | None = None
    """The id of the last answer's message, for feedback; None before there is one."""


_place: ContextVar[Place | None] = ContextVar("threadline_place", default=None)


@contextmanager
def in_conversation(id: str | None = None, /, **fields: Unpack[PlaceFields]) -> Generator[Place]:
    """Say which conversation the calls of a block belong to, and more about it.

    Args:
        id: of the conversation; left out, it is made of what is said first.
        fields: of the conversation. `history` is `part` for programs that send a model less than all that was said:
            then messages come behind those that the server has, instead of in their place.

    Raises:
        TypeError: a keyword is unknown, or `tags` is one text.
    """
    check_keywords(fields, PlaceFields)
    history = fields.get("history", "whole")
    named: dict[str, object] = {wire_name(name): value for name, value in fields.items() if name != "history"}
    if "tags" in fields:
        named["tags"] = listed(fields["tags"], "tags={}")
    place = Place(id, history, named)
    token = _place.set(place)
    try:
        yield place
    finally:
        _place.reset(token)


def current_place() -> Place:
    """Return the conversation of the block that runs, or one without a name."""
    return _place.get() or Place()


V = TypeVar("V")

_REMEMBERED = 10_000


class Latest(Generic[V]):
    """The values that were noted last, by name."""

    def __init__(self, most: int = _REMEMBERED) -> None:
        """Start with none; of more than `most` the oldest are forgotten."""
        self._most = most
        self._values: OrderedDict[str, V] = OrderedDict()

    def note(self, name: str, value: V) -> None:
        """Keep a value."""
        self._values[name] = value
        while len(self._values) > self._most:
            self._values.popitem(last=False)

    def get(self, name: str) -> V | None:
        """Return a value, or `None` when it was never noted, or is forgotten."""
        return self._values.get(name)


class Memory:
    """Of one client."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.conversations: Latest[str] = Latest()
        """The conversation of a response, by the response's id."""

        self._properties: Latest[dict[str, object]] = Latest()

    def note_answer(self, message: Message) -> None:
        """Keep what a history does not tell of an answer: its model, and what it cost."""
        self._properties.note(message["id"], message.get("properties", {}))

    def completed(self, message: Message) -> Message:
        """Return a message of a history with what is known of it."""
        known = self._properties.get(message["id"])
        return {**message, "properties": {**known, **message.get("properties", {})}} if known else message
