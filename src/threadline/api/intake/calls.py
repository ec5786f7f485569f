"""Calls of tools and their results, as providers write them, in the form of the contract."""

from __future__ import annotations

from typing import Any

import msgspec

_FUNCTION = "function"
_ARGUMENTS = ("arguments", "args", "input", "parameters")
_NAMES = ("name", "toolName", "tool_name")
_IDS = ("id", "tool_call_id", "toolCallId", "tool_use_id", "call_id", "callId")


def tool_call(call: object) -> object:
    """Return a call in the contract's form: an id, the name of a function, and its arguments as JSON text.

    What is missing is an empty text. What is no object stays as it is, and is refused.
    """
    if not isinstance(call, dict):
        return call
    function = next((call[key] for key in (_FUNCTION, "custom") if isinstance(call.get(key), dict)), call)
    return {
        "id": _text(first(call, _IDS)),
        "type": _FUNCTION,
        "function": {
            "name": _text(first(function, _NAMES)),
            "arguments": _json(first(function, _ARGUMENTS)),
        },
    }


def tool_result(part: dict[str, Any]) -> dict[str, Any]:
    """Return what a tool gave back, as `toolResults` of a message's properties has it."""
    content = next((part[key] for key in ("content", "output", "result") if part.get(key) is not None), None)
    told = {"name": first(part, _NAMES), "content": content}
    id_ = first(part, _IDS[1:])
    return told if id_ is None else {**told, "toolCallId": id_}


def first(found: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first member there is, or `None`."""
    return next((found[name] for name in names if found.get(name) is not None), None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else _json(value)


def _json(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else msgspec.json.encode(value).decode()
