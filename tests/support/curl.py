"""Curl lines as documents show them, read and sent without curl, for machines that have none.

Knows the few options that documents use; any other one is refused, so that none is passed over.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

_VARIABLE = re.compile(r"\$(\w+)")


@dataclass(slots=True)
class CurlLine:
    """What a curl line asks for."""

    url: str = ""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    data: str | None = None
    output: str | None = None


def read_curl(text: str, variables: Mapping[str, str]) -> CurlLine:
    """Return what a line asks for, with the variables of the shell in it.

    Raises:
        ValueError: it is no curl line, or has an option that is not known here.
    """
    name, *words = shlex.split(_VARIABLE.sub(lambda found: variables[found[1]], text.replace("\\\n", " ")))
    if name != "curl":
        raise ValueError(f"`{name}` is not curl")
    line, rest = CurlLine(), iter(words)
    for word in rest:
        if word == "-H":
            header, _, value = next(rest).partition(":")
            line.headers[header.strip()] = value.strip()
        elif word == "-d":
            line.data = next(rest)
        elif word == "-o":
            line.output = next(rest)
        elif word.startswith("-") and word != "-s":
            raise ValueError(f"`{word}` is an option of curl that is not read here")
        elif word != "-s":
            line.url = word
    return line


def send_curl(line: CurlLine, folder: Path) -> str:
    """Send what a line asks for from a folder, and return what curl would print."""
    data = line.data or ""
    content = (folder / data[1:]).read_bytes() if data.startswith("@") else data.encode()
    answer = httpx2.request(
        "GET" if line.data is None else "POST", line.url, headers=line.headers, content=content, timeout=60
    )
    if line.output is None:
        return answer.text
    (folder / line.output).write_bytes(answer.content)
    return ""
