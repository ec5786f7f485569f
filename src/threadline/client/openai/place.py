"""Which conversation the calls of a block belong to."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal, TypedDict, Unpack

from threadline.client.given import Document, Several, check_keywords, listed, wire_name
from threadline.wire.conversations import Visibility

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
