"""The command line in this process, with its exit code and what it printed; and files that commands read."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from threadline.cli import main


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    """Data."""
    err: str
    """Words."""

    @property
    def json(self) -> Any:
        """The data as a JSON document."""
        return json.loads(self.out)


Run = Callable[..., Done]
"""Runs `threadline` with some words; `stdin` may be given by name."""


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs `threadline` as a shell would, without a terminal."""

    def run(*words: str | Path, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["threadline", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return Done(int(end.value.code or 0), said.out, said.err)

    return run


def chat(number: int, **fields: Any) -> dict[str, Any]:
    """Return the body of a small chat."""
    messages = [{"role": "user", "content": f"question {number}"}, {"role": "assistant", "content": "answer"}]
    return {"type": "openai", "messages": messages} | fields


def write_lines(path: Path, lines: Iterable[object]) -> Path:
    """Write a file of JSON lines; a text is written as it is."""
    path.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines))
    return path
