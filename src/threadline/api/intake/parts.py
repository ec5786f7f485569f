"""The parts of a message, as providers write them, in the two kinds of the contract: text and image.

What is neither leaves its kind behind as a text, such as `[input_audio]`; what nobody said (a model's thoughts) leaves
nothing. A part that says more than its new form is kept whole beside the message.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from threadline.api.intake.calls import first, tool_call, tool_result

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXTS = frozenset({"text", "input_text", "output_text"})
_IMAGES = frozenset({"image_url", "input_image", "image"})
_CALLS = frozenset({"tool_use", "server_tool_use", "mcp_tool_use", "tool-call", "tool_call", "function_call"})
_RESULT_ENDINGS = ("tool_result", "tool-result", "function_call_output")
_SILENT = frozenset({"thinking", "redacted_thinking", "reasoning", "step-start", "cache_point"})
_DETAILS = frozenset({"auto", "low", "high"})
_TITLES = ("filename", "file_name", "name", "title", "file_id")


@dataclass(slots=True)
class Parts:
    """What the parts of one message come to."""

    content: list[dict[str, Any]] = field(default_factory=list)
    calls: list[object] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    originals: list[object] = field(default_factory=list)
    """Parts that say more than what was made of them."""

    def text(self) -> str:
        """Return the content as one text, with the kinds of what is none."""
        return "\n".join(each.get("text") or f"[{each['type']}]" for each in self.content)


def parts_of(given: Sequence[object]) -> Parts:
    """Return what the parts of a message come to, in order."""
    parts = Parts()
    for each in given:
        _take(each, parts)
    return parts


def _take(part: object, parts: Parts) -> None:
    if not isinstance(part, dict):
        if part is not None:
            parts.content.append(_text(part if isinstance(part, str) else msgspec.json.encode(part).decode()))
        return
    kind = str(part.get("type") or ("text" if isinstance(part.get("text"), str) else "unknown"))
    if kind in _CALLS:
        parts.calls.append(tool_call(part))
    elif kind.endswith(_RESULT_ENDINGS):
        parts.results.append(tool_result(part))
    elif kind in _SILENT:
        parts.originals.append(part)
    else:
        made = _image(part) if kind in _IMAGES else None
        made = made or _said(kind, part)
        parts.content.append(made)
        if not _is_all(part, made):
            parts.originals.append(part)


def _said(kind: str, part: dict[str, Any]) -> dict[str, Any]:
    """Return a part as text: its own, or that it was there."""
    if kind in _TEXTS and part.get("text") is None and len(part) == 1 + ("text" in part):
        return part
    text = part.get("refusal") if kind == "refusal" else part.get("text")
    if isinstance(text, dict):
        text = text.get("value")
    if isinstance(text, str):
        return _text(text)
    inner = part.get("file")
    title = first(part, _TITLES) or (first(inner, _TITLES) if isinstance(inner, dict) else None)
    return _text(f"[{kind}: {title}]" if isinstance(title, str) else f"[{kind}]")


def _image(part: dict[str, Any]) -> dict[str, Any] | None:
    """Return an image, or `None` when nothing says where it is."""
    image = first(part, ("image_url", "source", "image", "url"))
    url, detail = image, part.get("detail")
    if isinstance(image, dict):
        url, detail = image.get("url"), image.get("detail", detail)
        if url is None and isinstance(image.get("data"), str):
            url = f"data:{image.get('media_type') or 'image'};base64,{image['data']}"
    if not isinstance(url, str):
        return None
    sized = {"detail": detail} if isinstance(detail, str) and detail in _DETAILS else {}
    return {"type": "image_url", "image_url": {"url": url, **sized}}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _is_all(part: dict[str, Any], made: dict[str, Any]) -> bool:
    """Return whether all that a part says is in what was made of it."""
    said = {msgspec.json.encode(each) for each in _leaves(made)}
    return all(
        msgspec.json.encode(each) in said
        for key, value in part.items()
        if key != "type"
        for each in _leaves(value)
    )


def _leaves(value: object) -> list[object]:
    """Return the texts, numbers and truths in a value; what is empty says nothing."""
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    return [] if value is None else [value]
