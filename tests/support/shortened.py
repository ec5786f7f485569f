"""Answers as documents show them: `…` stands for what is left out, and for what differs from run to run.

In JSON the text `"…"` stands for any value, `…` at the end of a text for more of it, `"…"` at the end of a list for
further elements, and `"…": "…"` for further members. In other texts `…` stands for any text, lines included.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

REST = "…"
WIDTH = 110


def agrees(shown: Any, real: Any) -> bool:
    """Say whether a JSON document is what a shortened one shows."""
    if shown == REST:
        return True
    if isinstance(shown, dict) and isinstance(real, dict):
        return _members_agree(shown, real)
    if isinstance(shown, list) and isinstance(real, list):
        return _elements_agree(shown, real)
    return _scalars_agree(shown, real)


def text_agrees(shown: str, real: str) -> bool:
    """Say whether a text is what a shortened one shows; how lines end does not matter."""
    parts = map(re.escape, shown.split(REST))
    return re.fullmatch(".*?".join(parts), real.replace("\r\n", "\n"), re.DOTALL) is not None


def refreshed(shown: Any, real: Any) -> Any:
    """Return what to show of a document, shortened where it was before and can be still."""
    if shown == REST:
        return REST
    if isinstance(shown, dict) and isinstance(real, dict):
        return _members_refreshed(shown, real)
    if isinstance(shown, list) and isinstance(real, list):
        return _elements_refreshed(shown, real)
    is_beginning = isinstance(shown, str) and shown.endswith(REST)
    return (
        real[: len(shown) - 1] + REST
        if is_beginning and isinstance(real, str) and len(real) >= len(shown)
        else real
    )


def text_refreshed(shown: str, real: str) -> str:
    """Return as many lines of a text as were shown; a last line `…` stays."""
    lines = real.replace("\r\n", "\n").splitlines()
    before = shown.splitlines()
    if before and before[-1] == REST:
        lines = [*lines[: len(before) - 1], REST]
    return "".join(f"{line}\n" for line in lines)


def written(value: Any, indent: str = "") -> str:
    """Return a document as JSON for people: what fits on a line stands on one."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or (
        len(indent) + len(line) <= WIDTH and (indent or not isinstance(value, list))
    ):
        return line
    inner = f"{indent}  "
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(name, ensure_ascii=False)}: {written(each, inner)}" for name, each in value.items()
        ]
        return "{\n" + ",\n".join(f"{inner}{part}" for part in parts) + f"\n{indent}}}"
    return "[\n" + ",\n".join(f"{inner}{written(each, inner)}" for each in value) + f"\n{indent}]"


def _scalars_agree(shown: Any, real: Any) -> bool:
    if isinstance(shown, str) and shown.endswith(REST):
        return isinstance(real, str) and len(real) >= len(shown) and real.startswith(shown[:-1])
    if isinstance(shown, float) and isinstance(real, float):
        return math.isclose(shown, real, rel_tol=1e-9)
    return type(shown) is type(real) and bool(shown == real)


def _members_agree(shown: dict[str, Any], real: dict[str, Any]) -> bool:
    names = shown.keys() - {REST}
    is_whole = names < real.keys() if REST in shown else names == real.keys()
    return is_whole and all(agrees(shown[name], real[name]) for name in names)


def _members_refreshed(shown: dict[str, Any], real: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in (shown if REST in shown else real) if name in real]
    rest = {REST: REST} if len(names) < len(real) else {}
    return {name: refreshed(shown.get(name), real[name]) for name in names} | rest


def _elements_agree(shown: list[Any], real: list[Any]) -> bool:
    is_part = shown[-1:] == [REST]
    head = shown[:-1] if is_part else shown
    is_whole = len(real) > len(head) if is_part else len(real) == len(head)
    return is_whole and all(agrees(each, one) for each, one in zip(head, real, strict=False))


def _elements_refreshed(shown: list[Any], real: list[Any]) -> list[Any]:
    is_part = shown[-1:] == [REST]
    head = shown[:-1] if is_part else shown
    known = [refreshed(each, one) for each, one in zip(head, real, strict=False)]
    rest = real[len(known) :]
    return [*known, REST] if is_part and rest else [*known, *rest]
