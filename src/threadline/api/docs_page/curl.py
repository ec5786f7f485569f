"""Calls of operations as commands that work when `$URL` and `$KEY` are set."""

from __future__ import annotations

import json
from typing import Any

_QUOTE = "'\\''"


def command(method: str, path: str, *, body: Any = None, has_key: bool = True) -> str:
    r"""Return a call.

    >>> print(command("GET", "/conversations/conv_1"))
    curl "$URL/conversations/conv_1" \
      -H "Authorization: Bearer $KEY"
    """
    verb = "" if method == "GET" or body is not None else f"-X {method} "
    lines = [f'curl {verb}"$URL{path}"']
    if has_key:
        lines.append('-H "Authorization: Bearer $KEY"')
    if body is not None:
        quoted = json.dumps(body, indent=2, ensure_ascii=False).replace("'", _QUOTE)
        lines += ['-H "Content-Type: application/json"', f"-d '{quoted}'"]
    return " \\\n  ".join(lines)


def command_of_lines(path: str) -> str:
    """Return a call that sends a file of NDJSON."""
    lines = (
        f'curl "$URL{path}"',
        '-H "Authorization: Bearer $KEY"',
        '-H "Content-Type: application/x-ndjson"',
        "--data-binary @conversations.ndjson",
    )
    return " \\\n  ".join(lines)
