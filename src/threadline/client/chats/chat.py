"""A chat as it is said: a block in which messages are added, and which is logged when it ends."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, ParamSpec, Protocol, Self, TypedDict, TypeVar, Unpack

import msgspec

from threadline.client.bodies.keywords import Document, Time
from threadline.client.chats.answering import logged
from threadline.client.given import Several, check_keywords, listed, wire_name
from threadline.client.logger.entry import Kind, moment, new_id
from threadline.wire.conversations import Visibility
from threadline.wire.messages import ContentItem, Link, LogOpenAIMessage, OpenAIRole, ToolCall

P = ParamSpec("P")
T = TypeVar("T")

Content = str | Sequence[ContentItem | Document]
"""Text, or parts with text and images."""


class Log(Protocol):
    """Where a chat goes."""

    def put(self, kind: Kind, body: Document | None, fields: Mapping[str, object]) -> str:
        """Log anything, and return its id."""
        ...


class ChatFields(TypedDict, total=False):
    """The keywords of a chat; none is needed."""

    history: Sequence[LogOpenAIMessage | Document] | None
    properties: Document | None
    user_properties: Document | None
    tags: Several[str] | None
    visibility: Visibility | None
    external_id: str | None
    external_url: str | None
    support_ticket_conversation_id: str | None
    integration_id: str | None


class MessageFields(TypedDict, total=False):
    """The keywords of a message; none is needed."""

    id: str
    name: str | None
    created_at: Time
    external_id: str | None
    external_url: str | None
    links: Sequence[Link | Document] | None
    tool_calls: Sequence[ToolCall | Document] | None
    properties: Document | None
    user_properties: Document | None


class Chat:
    """A chat, to be used in a `with` or an `async with`, or as a decorator of a function that answers a question.

    At its end it is logged, also when the block raises: with what was said until then. `properties`,
    `user_properties` and `tags` may be changed meanwhile.
    """

    def __init__(self, log: Log, id: str | None = None, /, **fields: Unpack[ChatFields]) -> None:
        """Begin a chat, or go on with one.

        Args:
            log: where it goes.
            id: continues the chat with that id: what is said here comes behind what the server has, which a key must
                be able to read. Left out, the chat is a new one.
            fields: of the conversation; `history` are the messages so far, for those who have them: then the
                server is not asked for its own.

        Raises:
            TypeError: a keyword is unknown, or `tags` is one text.
        """
        check_keywords(fields, ChatFields)
        self._log = log
        self._made_of = (id, fields)
        history = fields.get("history")
        self.id = id or new_id("conv")
        """Of the conversation."""
        self.properties: dict[str, Any] = dict(fields.get("properties") or {})
        self.user_properties: dict[str, Any] = dict(fields.get("user_properties") or {})
        self.tags: list[str] = listed(fields.get("tags") or (), "tags={}")
        self.messages: list[Any] = list(history or ())
        """What was said, with the history."""
        self._kind: Kind = "continuation" if id and history is None else "conversation"
        self._said_count = 0
        self._has_ended = False
        own = {"history", "properties", "user_properties", "tags"}
        self._fields = {wire_name(name): value for name, value in fields.items() if name not in own}
        if self._kind == "continuation" or not id:
            self._fields["createdAt"] = moment()

    def user(self, content: Content, **fields: Unpack[MessageFields]) -> str:
        """Add what the customer says, and return the message's id."""
        return self.say("user", content, **fields)

    def assistant(self, content: Content, **fields: Unpack[MessageFields]) -> str:
        """Add what the assistant says, and return the message's id, for feedback."""
        return self.say("assistant", content, **fields)

    def system(self, content: Content, **fields: Unpack[MessageFields]) -> str:
        """Add what the assistant was told, and return the message's id."""
        return self.say("system", content, **fields)

    def say(self, role: OpenAIRole, content: Content, **fields: Unpack[MessageFields]) -> str:
        """Add a message, and return its id. The id stays, so that logging again updates the message.

        Raises:
            TypeError: a keyword is unknown.
            RuntimeError: the block has ended, so nothing would log the message.
        """
        check_keywords(fields, MessageFields)
        if self._has_ended:
            raise RuntimeError(
                "This chat has ended: what is said now would not be logged. Say it inside the block, or go on in"
                f" another one: `with client.chat({self.id!r}) as chat:`."
            )
        id_ = fields.get("id") or new_id("msg")
        # Of all names of the wire this one is not written in camels.
        named = {name if name == "tool_calls" else wire_name(name): value for name, value in fields.items()}
        message = {"createdAt": moment(), **named, "id": id_, "role": role, "content": content}
        self.messages.append(_copy(message))
        self._said_count += 1
        return id_

    def flush(self) -> None:
        """Log what was said so far, without waiting; nothing when nothing was said."""
        if not self._said_count:
            return
        told = {"properties": self.properties, "userProperties": self.user_properties, "tags": self.tags}
        body = {"id": self.id, "type": "openai", **self._fields, "messages": self.messages}
        self._log.put(self._kind, body | {name: value for name, value in told.items() if value}, {})

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        """Decorate a function that answers a question: each call is a chat of both.

        The question is the first text among the arguments; the answer is what the function returns or awaits, or, of a
        generator, all that it yields.
        """
        return logged(function, self._another)

    def __enter__(self) -> Self:
        """Return the chat."""
        self._has_ended = False
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log the chat."""
        self._end()

    async def __aenter__(self) -> Self:
        """Return the chat."""
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log the chat. This waits for nothing."""
        self._end()

    def _end(self) -> None:
        self._has_ended = True
        self.flush()

    def _another(self) -> "Chat":
        id_, fields = self._made_of
        return Chat(self._log, id_, **fields)


def _copy(message: dict[str, Any]) -> Any:
    """Return a message that later changes do not reach; one without JSON stays, and is refused when it is logged."""
    try:
        return msgspec.to_builtins(message, builtin_types=(datetime,))
    except (TypeError, ValueError):
        return message
