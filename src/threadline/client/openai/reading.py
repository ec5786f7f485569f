"""What a model said, whole or in pieces, as messages of the wire: chat completions, and the `responses` API."""

from typing import Any, Protocol

from threadline.client.openai.messages import (
    Message,
    add_result,
    content_of,
    items,
    look,
    messages_of,
    text,
    tool_call,
    tool_calls_of,
)
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


_RESULT = "_output"
_CALL = "function_call"
_UNFINISHED = (None, "queued", "in_progress")
_DELTAS = frozenset({"response.output_text.delta", "response.refusal.delta"})


def input_messages(instructions: object, given: object) -> list[Message]:
    """Return the messages of a request: its instructions, and its input, which is a text or a list of items."""
    messages: list[Message] = []
    if text(instructions):
        messages.append({"role": "system", "content": instructions})
    if isinstance(given, str):
        messages.append({"role": "user", "content": given})
    for item in items(given):
        _add_item(messages, item)
    return messages


class ResponseReader:
    """Reads `response`, and the events of its stream."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self._texts: list[str] = []
        self._messages: list[Message] = []
        self._told: dict[str, Any] = {}
        self.response_id = ""
        """By which a later request goes on."""

    def take(self, answer: object) -> None:
        """Take a response."""
        usage = look(answer, "usage")
        self.response_id = text(look(answer, "id"))
        self._told = {
            "model": look(answer, "model"),
            "finishReason": look(answer, "status"),
            "inputTokens": look(usage, "input_tokens"),
            "outputTokens": look(usage, "output_tokens"),
        }
        self._messages = []
        for item in items(look(answer, "output")):
            _add_item(self._messages, item)

    def add(self, piece: object) -> None:
        """Take an event of a stream. The last one brings the whole."""
        if look(piece, "type") in _DELTAS:
            self._texts.append(text(look(piece, "delta")))
        elif look(piece, "response") is not None:
            self.take(look(piece, "response"))

    def message(self) -> Message | None:
        """Return what was said so far, in one message."""
        told = "".join(text(message["content"]) for message in self._messages) or whole("".join(self._texts))
        calls = [call for message in self._messages for call in message.get("tool_calls", [])]
        if not (told or calls or self._told.get("finishReason") not in _UNFINISHED):
            return None
        properties = {name: value for name, value in self._told.items() if value is not None}
        message: Message = {"role": "assistant", "content": told, "properties": properties}
        return message | {"tool_calls": calls} if calls else message


def _add_item(messages: list[Message], item: object) -> None:
    kind = text(look(item, "type"))
    if kind == _CALL:
        call = tool_call(look(item, "call_id"), look(item, "name"), look(item, "arguments"))
        if not messages or messages[-1]["role"] != "assistant":
            messages.append({"role": "assistant", "content": ""})
        messages[-1].setdefault("tool_calls", []).append(call)
    elif kind.endswith(_RESULT):
        add_result(messages, item)
    elif look(item, "role") is not None and content_of(look(item, "content")):
        messages.extend(messages_of([item]))
