"""Every block of the SDK's guide runs as it stands there, and prints what stands below it."""

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tests.support.server import Server, running_server
from tests.support.shortened import text_agrees
from threadline import Threadline, q

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "python-sdk.md"
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
OPERATOR = re.compile(r"`(\w+)`")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "data") as server:
        yield server


def blocks() -> list[tuple[str, str]]:
    return [(found["language"], found["text"]) for found in FENCE.finditer(GUIDE.read_text())]


def test_every_block_prints_what_stands_below_it(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THREADLINE_API_KEY", server.api_key)
    monkeypatch.setenv("THREADLINE_URL", server.url)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "guide"}
    printed = io.StringIO()
    wrong: list[str] = []
    for language, text in blocks():
        if language == "python":
            printed = io.StringIO()
            with redirect_stdout(printed):
                exec(compile(text, str(GUIDE), "exec"), names)
        elif not text_agrees(text, printed.getvalue()):
            wrong.append(f"{text}\nis in truth\n{printed.getvalue()}")
    client = names["client"]
    assert isinstance(client, Threadline)
    client.close()
    assert not wrong, "\n\n".join(wrong)


def test_there_is_no_block_that_is_not_run() -> None:
    assert {language for language, _ in blocks()} == {"python", "text"}


def test_every_operator_is_named() -> None:
    words = {word for word in dir(q.field("type")) if not word.startswith("_")}
    of_the_builder = {
        "asc",
        "as_json",
        "desc",
        "filter_by",
        "grouping",
        "hidden",
        "is_shown",
        "is_text",
        "key",
    }
    parts = {"name", "path_or_unset", "selection", "steps"}
    assert words - of_the_builder - parts <= set(OPERATOR.findall(GUIDE.read_text()))
