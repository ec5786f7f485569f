"""The readers of the three kinds of logged body.

A body in the contract's own form is decoded at once. Any other takes the long way: half characters become U+FFFD,
messages in the forms of providers get that of the contract, names that are nearly known are refused, and what has no
place here is named.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from threadline.api.decoding import decode
from threadline.api.intake.members import require_few_members
from threadline.api.intake.messages import mended_conversation
from threadline.api.intake.names import pruned, strict
from threadline.errors import MalformedError
from threadline.refusing import violation
from threadline.services.logged import Logged
from threadline.wire.conversations import LogConversation, LogOpenAIConversation
from threadline.wire.events import LogEvent
from threadline.wire.feedback import SubmitFeedback
from threadline.wire.surrogates import whole_json

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Reader(Generic[T]):
    """Reads bodies of one kind."""

    def __init__(self, kind: Any, *, untyped: Any = None, mended: Callable[[Any], Any] | None = None) -> None:
        """Take the kind.

        Args:
            kind: a wire struct, or several that a tag tells apart.
            untyped: what a body without a tag is.
            mended: returns a body in the contract's form.
        """
        self._kind = kind
        self._untyped = untyped
        self._mended = mended
        self._quick: msgspec.json.Decoder[T] = msgspec.json.Decoder(strict(kind))
        self._plain = msgspec.json.Decoder[Any](kind)

    def read(self, content: bytes) -> Logged[T]:
        """Return what a body says.

        Raises:
            MalformedError: it is not JSON, or not of this kind; the first fault is told with its place.
        """
        try:
            logged = Logged(self._quick.decode(content))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            logged = self._read(whole_json(content))
        require_few_members(content, logged.body)
        return logged

    def _read(self, content: bytes) -> Logged[T]:
        try:
            document = msgspec.json.decode(content)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            document = None
        kind = self._kind
        if not isinstance(document, dict):
            return Logged(decode(content, self._plain))
        if self._untyped is not None and "type" not in document:
            kind = self._untyped
        if self._mended is not None:
            document = self._mended(document)
        document, ignored, near = pruned(document, kind)
        if near:
            raise MalformedError(*near)
        try:
            return Logged(msgspec.convert(document, kind), ignored)
        except msgspec.ValidationError as error:
            raise MalformedError(violation(str(error), kind, document)) from error


_conversation = {
    roles: Reader[LogConversation](
        LogConversation, untyped=LogOpenAIConversation, mended=partial(mended_conversation, roles=roles)
    )
    for roles in ("strict", "lenient")
}


def read_conversation(content: bytes, roles: str = "strict") -> Logged[LogConversation]:
    """Return a logged conversation. Without a `type` it is a chat: old and sloppy callers leave it out.

    Args:
        content: the body.
        roles: `strict`, or `lenient` where `developer`, `tool` and `function` are roles of chats.

    Raises:
        MalformedError: as `Reader.read`.
    """
    return _conversation[roles].read(content)


read_event = Reader[LogEvent](LogEvent).read
read_feedback = Reader[SubmitFeedback](SubmitFeedback).read
