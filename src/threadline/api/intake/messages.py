"""Messages as chat APIs and help desks write them, in the form of the contract.

The contract knows text and images, and calls of functions by an assistant. What else a provider says is put there
where it has a place, and kept in the message's `properties` where it has none: `contentParts` are parts in their own
words, `toolResults` what tools gave back. No chat is refused for one odd piece.
"""

from __future__ import annotations

from typing import Any

from threadline.api.intake.calls import tool_call
from threadline.api.intake.parts import Parts, parts_of
from threadline.errors import MalformedError, Violation
from threadline.services.intake.checks import fault_of_role

_RESULT_ROLES = ("tool", "function")
_CHAT = "openai"

Message = dict[str, Any]


def mended_conversation(document: dict[str, Any], *, roles: str) -> dict[str, Any]:
    """Return a conversation whose messages have the contract's form, as far as they can have it.

    Raises:
        MalformedError: a message of a chat has a role that there is not.
    """
    messages = document.get("messages")
    if not isinstance(messages, list):
        return document
    is_chat = document.get("type", _CHAT) == _CHAT
    if is_chat:
        _check_roles(messages, roles)
    mended = [_mended(each, is_chat=is_chat) if isinstance(each, dict) else each for each in messages]
    return {**document, "messages": mended}


def _check_roles(messages: list[object], roles: str) -> None:
    told = [each.get("role") if isinstance(each, dict) else None for each in messages]
    faults = [
        Violation(f"/messages/{index}/role", sentence)
        for index, role in enumerate(told)
        if isinstance(role, str) and (sentence := fault_of_role(role, roles))
    ]
    if faults:
        raise MalformedError(*faults)


def _mended(given: Message, *, is_chat: bool) -> Message:
    message = dict(given)
    parts = _take_parts(message)
    if isinstance(links := message.get("links"), list):
        message["links"] = [{"url": each} if isinstance(each, str) else each for each in links]
    if is_chat:
        _mend_chat(message, parts)
    elif parts is not None:
        message["content"] = parts.text()
        _keep(message, "contentParts", [*parts.originals, *parts.calls])
        _keep(message, "toolResults", parts.results)
    return message


def _take_parts(message: Message) -> Parts | None:
    """Return the parts of a message's content, or `None` when it is no list and no object."""
    if message.get("content") is None and isinstance(message.get("parts"), list):
        message["content"] = message.pop("parts")
    content = message.get("content")
    if isinstance(content, dict):
        content = [content]
    return parts_of(content) if isinstance(content, list) else None


def _mend_chat(message: Message, parts: Parts | None) -> None:
    if parts is not None:
        message["content"] = parts.content or ""
        _keep(message, "contentParts", parts.originals)
        _keep(message, "toolResults", parts.results)
        if parts.results and not parts.content and message.get("role") == "user":
            # What a tool gave back is nothing that the user said.
            message["role"] = "system"
    _mend_calls(message, parts.calls if parts else [])
    _mend_text(message)
    if message.get("role") in _RESULT_ROLES and (id_ := message.pop("tool_call_id", None)) is not None:
        _keep(message, "toolCallId", id_)


def _mend_calls(message: Message, found: list[object]) -> None:
    calls = message.get("tool_calls")
    if isinstance(calls, dict):
        calls = [calls]
    if calls is not None and not isinstance(calls, list):
        return
    given = [tool_call(call) for call in calls or ()]
    known = {call["id"] for call in given if isinstance(call, dict) and call["id"]}
    given += [call for call in found if isinstance(call, dict) and call["id"] not in known]
    if isinstance(message.get("function_call"), dict):
        given.append(tool_call(message.pop("function_call")))
    if given:
        message["tool_calls"] = given


def _mend_text(message: Message) -> None:
    """Give a message without text the words that stand elsewhere in it, or none."""
    refusal, audio = message.pop("refusal", None), message.pop("audio", None)
    if audio is not None:
        _keep(message, "audio", audio)
    if refusal is not None:
        _keep(message, "refusal", refusal)
    if message.get("content"):
        return
    spoken = audio.get("transcript") if isinstance(audio, dict) else None
    words = [each for each in (refusal, spoken) if isinstance(each, str) and each]
    if words:
        message["content"] = words[0]
    elif "content" in message or message.get("role") not in {"user", "system", "developer"}:
        message["content"] = message.get("content") or ""


def _keep(message: Message, name: str, value: object) -> None:
    """Keep what has no place of its own among the properties; one of the caller's with that name stays."""
    properties = message.get("properties") or {}
    if value not in (None, "", [], {}) and isinstance(properties, dict):
        message["properties"] = {name: value, **properties}
