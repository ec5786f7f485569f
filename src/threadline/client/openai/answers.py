"""What a chat completion says, whole or in pieces, as a message of the wire. Of several choices the first counts."""

from typing import Any, Protocol

from threadline.client.openai.looking import items, look, text
from threadline.client.openai.messages import Message, content_of, tool_call, tool_calls_of
from threadline.wire.surrogates import whole


class Reader(Protocol):
    """Makes a message of what a model sends."""

    def take(self, answer: object) -> None:
        """Take an answer that is whole."""
        ...

    def add(self, piece: object) -> None:
        """Take a piece of an answer."""
        ...

    def message(self) -> Message | None:
        """Return what was said so far, or `None` for nothing."""
        ...


class CompletionReader:
    """Reads `chat.completion` and `chat.completion.chunk`."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self._texts: list[str] = []
        self._whole: Message | None = None
        self._calls: dict[int, list[str]] = {}
        self._told: dict[str, Any] = {}

    def take(self, answer: object) -> None:
        """Take a completion."""
        self._note(answer)
        for choice in items(look(answer, "choices"))[:1]:
            message = look(choice, "message")
            content = content_of(look(message, "content")) or text(look(message, "refusal"))
            self._whole = {"content": content}
            if calls := tool_calls_of(message):
                self._whole["tool_calls"] = calls

    def add(self, piece: object) -> None:
        """Take a chunk."""
        self._note(piece)
        for choice in items(look(piece, "choices")):
            if look(choice, "index") in {0, None}:
                delta = look(choice, "delta")
                self._texts += (text(look(delta, "content")), text(look(delta, "refusal")))
                for call in items(look(delta, "tool_calls")):
                    self._add_call(call)

    def message(self) -> Message | None:
        """Return what was said so far: also that an answer ended without a word, as one that a filter held back."""
        said = self._whole or {"content": whole("".join(self._texts))}
        if self._calls:
            said["tool_calls"] = [tool_call(*self._calls[index]) for index in sorted(self._calls)]
        if not (said["content"] or said.get("tool_calls") or self._told.get("finishReason")):
            return None
        properties = {name: value for name, value in self._told.items() if value is not None}
        return {"role": "assistant", **said, "properties": properties}

    def _add_call(self, call: object) -> None:
        """Put a piece of a tool call to those before it: id and name come once, arguments in pieces."""
        index = look(call, "index") or 0
        known = self._calls.setdefault(index, ["", "", ""])
        function = look(call, "function")
        known[0] = known[0] or text(look(call, "id"))
        known[1] = known[1] or text(look(function, "name"))
        known[2] += text(look(function, "arguments"))

    def _note(self, answer: object) -> None:
        usage = look(answer, "usage")
        told = {
            "model": look(answer, "model"),
            "inputTokens": look(usage, "prompt_tokens"),
            "outputTokens": look(usage, "completion_tokens"),
        }
        for choice in items(look(answer, "choices"))[:1]:
            told["finishReason"] = look(choice, "finish_reason")
        self._told |= {name: value for name, value in told.items() if value is not None}
