"""One call of a model, from question to answer, and the log of it; whatever goes wrong in here, the program goes on."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from uuid import uuid4

from threadline.client.bodies.keywords import Document
from threadline.client.logger.entry import Kind, moment
from threadline.client.openai.conversations import Memory, Place, conversation_id, current_place, named
from threadline.client.openai.messages import Message, items, look, messages_of, text
from threadline.client.openai.reading import CompletionReader, Reader, ResponseReader, input_messages

_WHO = ("safety_identifier", "user", "prompt_cache_key")


class Log(Protocol):
    """Where turns go."""

    def put(self, kind: Kind, body: Document | None, fields: Mapping[str, object]) -> str:
        """Log anything, and return its id."""
        ...


@dataclass(slots=True)
class Turn:
    """What was asked, and how to read the answer."""

    log: Log
    messages: list[Message]
    reader: Reader
    who: str
    place: Place
    memory: Memory
    conversation: str | None = None
    """Its id, where the request names it."""

    salt: str = ""
    """Tells messages of a turn, which brings new ones alone, from the same words in earlier turns."""

    _is_over: bool = field(default=False)

    def take(self, answer: object) -> None:
        """Take an answer that is whole, and log the turn."""
        self.reader.take(answer)
        self.finish()

    def finish(self, error: BaseException | None = None) -> None:
        """Log the turn, once, with as much of an answer as there is."""
        if self._is_over:
            return
        self._is_over = True
        answer = self.reader.message()
        messages = self.messages + ([answer | {"createdAt": moment()}] if answer else [])
        if error is not None and messages:
            properties = {**messages[-1].get("properties", {}), "error": type(error).__name__}
            messages[-1] = {**messages[-1], "properties": properties}
        if not messages:
            return
        id_ = self.place.id or self.conversation or conversation_id(messages, who=self.who)
        with_ids = [self.memory.completed(message) for message in named(id_ + self.salt, messages)]
        if answer:
            self.place.answer_id = with_ids[-1]["id"]
            self.memory.note_answer(with_ids[-1])
        if isinstance(self.reader, ResponseReader) and self.reader.response_id:
            self.memory.conversations.note(self.reader.response_id, id_)
        is_part = bool(self.salt) or self.place.history == "part"
        body = {"id": id_, "type": "openai", **self._beginning(), **self.place.fields, "messages": with_ids}
        self.log.put("continuation" if is_part else "conversation", body, {})

    def _beginning(self) -> dict[str, str]:
        """Return when the conversation began, if it began with this turn; of others the server knows."""
        is_first = self.messages and all("createdAt" in message for message in self.messages)
        return {"createdAt": self.messages[0]["createdAt"]} if is_first else {}


class Turns:
    """Makes turns of the arguments of calls."""

    def __init__(self, log: Log) -> None:
        """Take where they go."""
        self._log = log
        self._memory = Memory()

    def begin(self, dialect: Literal["completions", "responses"], asked: Mapping[str, Any]) -> Turn:
        """Return the turn of a call, with what is asked in it."""
        who = next((text(asked.get(name)) for name in _WHO if text(asked.get(name))), "")
        if dialect == "responses":
            return self._response(asked, who)
        messages = _timed(messages_of(items(asked.get("messages"))))
        return Turn(self._log, messages, CompletionReader(), who, current_place(), self._memory)

    def _response(self, asked: Mapping[str, Any], who: str) -> Turn:
        """Return the turn of a response: the conversation of the one before, when it goes on from that."""
        previous = text(asked.get("previous_response_id"))
        its_own = asked.get("conversation")
        return Turn(
            self._log,
            _timed(input_messages(asked.get("instructions"), asked.get("input"))),
            ResponseReader(),
            who,
            current_place(),
            self._memory,
            text(its_own) or text(look(its_own, "id")) or self._memory.conversations.get(previous),
            salt=uuid4().hex if previous or its_own else "",
        )


def _timed(messages: list[Message]) -> list[Message]:
    """Say of the messages since the last answer that they are said now; of those before, the server knows."""
    now = moment()
    for message in reversed(messages):
        if message["role"] == "assistant":
            break
        message["createdAt"] = now
    return messages


_log = logging.getLogger("threadline.openai")


class SafeTurn:
    """A turn whose faults stay here."""

    def __init__(self, begin: Callable[[], Turn]) -> None:
        """Begin a turn, or do without one."""
        self._turn: Turn | None = None
        self._try(lambda: setattr(self, "_turn", begin()))

    def take(self, answer: object) -> None:
        """Log a whole answer."""
        if self._turn is not None:
            turn = self._turn
            self._try(lambda: turn.take(answer))

    def add(self, piece: object) -> None:
        """Note a piece."""
        if self._turn is not None:
            turn = self._turn
            self._try(lambda: turn.reader.add(piece))

    def finish(self, error: BaseException | None) -> None:
        """Log what there is."""
        if self._turn is not None:
            turn = self._turn
            self._try(lambda: turn.finish(error))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception:  # noqa: BLE001  # logging never stops the program that logs
            self._turn = None
            _log.warning("A call of a model could not be logged.", exc_info=True)
