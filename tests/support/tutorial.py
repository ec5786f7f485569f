"""Pages as steps that can be run: their fenced blocks, and what says how each is meant.

A `json` block is what the line before it says: `POST /path` in backticks makes it the body of a request, "save this as"
a file in backticks. `sh` and `python` blocks are run. Other blocks below one of these are its answer; one that is a
list shows the rows alone. `console` blocks show what is typed into a terminal; `ts`, `nginx` and `caddy` blocks belong
to other programs, and are not run. Anything else is a mistake of the page.

`python -m tests.support.tutorial --write` refreshes every answer of every page from servers with the demo data.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import httpx2

from tests.support.curl import read_curl, send_curl
from tests.support.server import THREADLINE, Server, create_key, running_server
from tests.support.shortened import (
    REST,
    agrees,
    refreshed,
    text_agrees,
    text_refreshed,
    written,
)

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "tutorial" / "query-language.md"
FIRST_STEPS = DOCS / "tutorial" / "first-steps.md"
MOVE = DOCS / "guides" / "move-from-the-hosted-service.md"
GUIDES = (
    FIRST_STEPS,
    DOCS / "guides" / "query-cookbook.md",
    MOVE,
    DOCS / "guides" / "secure.md",
)
"""Further pages of this kind."""
Kind = Literal["request", "file", "command", "program", "console", "elsewhere", "answer"]

_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_REQUEST = re.compile(r"^`POST (/\S+)`$")
_FILE = re.compile(r"[Ss]ave this as `([\w.]+)`:$")
_KINDS: dict[str, Kind] = {
    "sh": "command",
    "python": "program",
    "console": "console",
    "ts": "elsewhere",
    "nginx": "elsewhere",
    "caddy": "elsewhere",
    "text": "answer",
    "csv": "answer",
    "ndjson": "answer",
    "json": "answer",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block, and what the line before it says."""

    language: str
    text: str
    kind: Kind
    target: str = ""
    """The path of a request, or the name of a file."""

    start: int = 0
    """Where its text begins in the page."""


_SHOWN: set[Kind] = {"console", "elsewhere"}
"""What is not run."""
_ANSWERED: set[Kind] = {"request", "command", "program"}


@dataclass(frozen=True, slots=True)
class Step:
    """A request, a command or a program with the answer that is shown below it, if one is."""

    asked: Block
    shown: Block | None

    @property
    def is_run(self) -> bool:
        """Whether something happens, rather than something is shown."""
        return self.asked.kind not in _SHOWN


class UnknownBlockError(ValueError):
    """A block that is neither run nor shown for a known reason."""


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page.

    Raises:
        UnknownBlockError: one of them says in no known way what it is.
    """
    for found in _FENCE.finditer(page):
        lines = page[: found.start()].rstrip().splitlines() or [""]
        block = Block(found["language"], found["text"], "answer", start=found.start("text"))
        yield _told(block, lines[-1])


def steps(page: str) -> list[Step]:
    """Return the steps of a page, each with its answer.

    Raises:
        UnknownBlockError: an answer stands below nothing that was asked, or a request has none.
    """
    found: list[Step] = []
    for block in blocks(page):
        if block.kind != "answer":
            found.append(Step(block, None))
        elif found and found[-1].shown is None and found[-1].asked.kind in _ANSWERED:
            found[-1] = replace(found[-1], shown=block)
        else:
            raise UnknownBlockError(f"nothing above asks for this answer:\n{block.text}")
    silent = [step.asked.text for step in found if step.asked.kind == "request" and step.shown is None]
    if silent:
        raise UnknownBlockError(f"this request has no answer:\n{silent[0]}")
    return found


def _told(block: Block, line: str) -> Block:
    if block.language not in _KINDS:
        raise UnknownBlockError(f"`{block.language}` is no kind of block; below: {line}")
    if block.language == "json" and (request := _REQUEST.search(line)):
        return replace(block, kind="request", target=request[1])
    if block.language == "json" and (file := _FILE.search(line)):
        return replace(block, kind="file", target=file[1])
    return replace(block, kind=_KINDS[block.language])


@dataclass(slots=True)
class Reader:
    """Somebody who follows the page: a terminal in a folder, an address and a key."""

    server: Server
    key: str
    folder: Path
    cursor: str | None = None
    """The last `nextCursor` that came."""

    exported: dict[str, str] = field(default_factory=dict)
    """What else the page tells the reader to keep in variables."""

    @property
    def environment(self) -> dict[str, str]:
        """Return what the terminal knows."""
        path = f"{Path(THREADLINE).parent}{os.pathsep}{os.environ['PATH']}"
        told = {
            "PATH": path,
            "THREADLINE_URL": self.server.url,
            "THREADLINE_API_KEY": self.key,
            "THREADLINE_DATA": str(self.server.data_dir),
        }
        return os.environ | told | self.exported

    def follow(self, step: Step) -> str:
        """Do what a step asks for, and return what comes back as text."""
        asked = step.asked
        if asked.kind == "file":
            (self.folder / asked.target).write_text(asked.text, encoding="utf-8")
            return ""
        if asked.kind == "program":
            return self._run([sys.executable, "-c", asked.text])
        return self._request(asked) if asked.kind == "request" else self._command(asked.text)

    def _request(self, asked: Block) -> str:
        body = json.loads(asked.text)
        if body.get("cursor") == REST:
            body["cursor"] = self.cursor
        answer = httpx2.post(
            self.server.url + asked.target,
            json=body,
            headers={"Authorization": f"Bearer {self.key}"},
            timeout=60,
        )
        content = answer.json()
        told = content.get("status")
        assert answer.status_code == (told if isinstance(told, int) else httpx2.codes.OK), answer.text
        self.cursor = content.get("data", {}).get("nextCursor", self.cursor)
        return answer.text

    def _command(self, text: str) -> str:
        if text.startswith("curl ") and shutil.which("curl") is None:
            return send_curl(read_curl(text, self.environment), self.folder)
        return self._run(["bash", "-euc", text])

    def _run(self, command: list[str]) -> str:
        ran = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
        )
        assert ran.returncode == 0, f"{command[-1]}\n{ran.stderr}"
        return ran.stdout


@contextmanager
def reading(file: Path = PAGE) -> Generator[Reader]:
    """Serve the demo data while the block runs, to somebody with a new key and an empty folder.

    Who takes the first steps has a project of their own beside them. Who moves reads the demo data as those of the old
    server, and has an empty project of the new one.
    """
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder) / "data", "--demo") as server:
        if file == FIRST_STEPS:
            key = create_key(server.data_dir, project="first-steps", kind="api")
            yield Reader(server, key, Path(folder))
            return
        key = create_key(server.data_dir, project="demo", kind="api")
        if file != MOVE:
            yield Reader(server, key, Path(folder))
            return
        new = create_key(server.data_dir, project="support", kind="api")
        yield Reader(server, new, Path(folder), exported={"HOSTED_URL": server.url, "HOSTED_KEY": key})


def is_shown(shown: Block, real: str) -> bool:
    """Say whether an answer is what a block shows."""
    if shown.language != "json":
        return text_agrees(shown.text, real)
    document = json.loads(shown.text)
    return agrees(document, _part(document, json.loads(real)))


def renewed(shown: Block, real: str) -> str:
    """Return the text of a block with the answer in it."""
    if is_shown(shown, real):
        return shown.text
    if shown.language != "json":
        return text_refreshed(shown.text, real)
    document = json.loads(shown.text)
    return f"{written(refreshed(document, _part(document, json.loads(real))))}\n"


def _part(shown: Any, real: Any) -> Any:
    """Return the part of an answer that is shown: all of it, or the rows alone."""
    return real["data"]["result"] if isinstance(shown, list) and isinstance(real.get("data"), dict) else real


def differences(file: Path, page: str) -> list[tuple[Block, str]]:
    """Follow a page from its beginning; return the answers that are not as shown, each with what to show."""
    with reading(file) as reader:
        followed = [(step, reader.follow(step)) for step in steps(page) if step.is_run]
    answers = [(step.shown, real) for step, real in followed if step.shown is not None]
    return [(shown, renewed(shown, real)) for shown, real in answers if not is_shown(shown, real)]


def main(arguments: list[str]) -> int:
    """Write or compare the answers of all pages, or of those that are named; return how many differ."""
    named = [Path(each) for each in arguments if not each.startswith("--")]
    count = 0
    for file in named or (PAGE, *GUIDES):
        page = file.read_text(encoding="utf-8")
        different = differences(file.resolve(), page)
        for shown, text in reversed(different):
            page = page[: shown.start] + text + page[shown.start + len(shown.text) :]
        if "--write" in arguments:
            file.write_text(page, encoding="utf-8")
        count += len(different)
    return 0 if "--write" in arguments else count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
