"""The `responses` API: what its requests ask and its responses say, as messages of the wire."""

from typing import Any

from threadline.client.openai.looking import items, look, text
from threadline.client.openai.messages import Message, add_result, content_of, messages_of, tool_call
from threadline.wire.surrogates import whole

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
