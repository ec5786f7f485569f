"""What is known of the latest turns: for what the next request of a chat does not tell."""

from collections import OrderedDict
from typing import Generic, TypeVar

from threadline.client.openai.messages import Message

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
