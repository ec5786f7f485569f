"""A request's messages in the wire's form, of things that are dictionaries in one program and objects in the next."""

from collections.abc import Iterable, Mapping
from typing import Any


def look(thing: object, name: str) -> Any:
    """Return a field of a dictionary or an object, or `None`."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def text(value: object) -> str:
    """Return a text, or an empty one for anything else."""
    return value if isinstance(value, str) else ""


def items(value: object) -> list[Any]:
    """Return the items of a list, or none for anything else."""
    return list(value) if isinstance(value, (list, tuple)) else []


Message = dict[str, Any]
"""A message in wire names, without an id."""

_RESULTS = frozenset({"tool", "function"})
_ROLES = frozenset({"system", "user", "assistant"})
_TEXTS = frozenset({"text", "input_text", "output_text"})
_IMAGES = frozenset({"image_url", "input_image"})
_DATA = "data:"


def messages_of(given: Iterable[object]) -> list[Message]:
    """Return messages in the form of the wire, in order."""
    messages: list[Message] = []
    for each in given:
        role = text(look(each, "role"))
        if role in _RESULTS:
            add_result(messages, each)
        else:
            messages.append(_message(role, each))
    return messages


def add_result(messages: list[Message], result: object) -> None:
    """Add what a tool has returned to the message before it."""
    content = look(result, "content") if look(result, "output") is None else look(result, "output")
    told = {
        "name": look(result, "name"),
        "content": content_of(content),
        "toolCallId": look(result, "tool_call_id") or look(result, "call_id"),
    }
    if not messages:
        messages.append({"role": "system", "content": ""})
    properties = messages[-1].setdefault("properties", {})
    properties.setdefault("toolResults", []).append(told)


def content_of(content: object) -> str | list[dict[str, Any]]:
    """Return content as the wire has it: text, or a list of texts and images."""
    if isinstance(content, str):
        return content
    parts = [_part(part) for part in items(content)]
    if all(part["type"] == "text" for part in parts):
        return "".join(part["text"] for part in parts)
    return parts


def tool_call(id_: object, name: object, arguments: object) -> dict[str, Any]:
    """Return the call of a tool as the wire has it."""
    return {
        "id": text(id_),
        "type": "function",
        "function": {"name": text(name), "arguments": text(arguments)},
    }


def tool_calls_of(message: object) -> list[dict[str, Any]]:
    """Return the tool calls of an assistant's message; a custom tool's input is its arguments."""
    found = []
    for call in items(look(message, "tool_calls")):
        function = look(call, "function") or look(call, "custom")
        arguments = look(function, "arguments") or look(function, "input")
        found.append(tool_call(look(call, "id"), look(function, "name"), arguments))
    return found


def _message(role: str, given: object) -> Message:
    message: Message = {
        "role": role if role in _ROLES else "system",
        "content": content_of(look(given, "content")) or text(look(given, "refusal")),
    }
    if name := text(look(given, "name")):
        message["name"] = name
    if calls := tool_calls_of(given):
        message["tool_calls"] = calls
    return message


def _part(part: object) -> dict[str, Any]:
    """Return a part. What is neither text nor an image leaves its kind behind."""
    kind = text(look(part, "type"))
    if kind in _TEXTS:
        return {"type": "text", "text": text(look(part, "text"))}
    if kind == "refusal":
        return {"type": "text", "text": text(look(part, "refusal"))}
    if kind in _IMAGES:
        return _image(part)
    return {"type": "text", "text": f"[{kind or 'unknown'}]"}


def _image(part: object) -> dict[str, Any]:
    """Return an image. One that stands in the address itself would not fit into a log: its kind stays."""
    image = look(part, "image_url")
    url = text(image) or text(look(image, "url"))
    if url.startswith(_DATA):
        url = url.partition(",")[0].partition(";")[0]
    return {"type": "image_url", "image_url": {"url": url}}
