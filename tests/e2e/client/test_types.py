"""The types of the SDK as users meet them: their code passes strict checkers, and their mistakes do not."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

GUIDES = Path(__file__).parents[3] / "docs" / "guides"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
USER_CODE = Path(__file__).with_name("user_code.py")
IGNORE = re.compile(r"\s+# type: ignore\[[a-z-]+\]$", re.MULTILINE)
LINE = re.compile(r"^user_code\.py:(\d+): error", re.MULTILINE)
REFUSED = {
    number for number, line in enumerate(USER_CODE.read_text().splitlines(), start=1) if IGNORE.search(line)
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of a user, with the code and nothing that excuses it."""
    folder = tmp_path_factory.mktemp("user")
    (folder / USER_CODE.name).write_text(IGNORE.sub("", USER_CODE.read_text()))
    settings = {
        "typeCheckingMode": "strict",
        "reportUnusedExpression": False,
        "reportUnknownMemberType": False,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    return folder


def run(folder: Path, *command: str, names: Sequence[str] = (USER_CODE.name,)) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", *command, *names],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout


def mypy(folder: Path) -> tuple[str, ...]:
    return ("mypy", "--strict", "--no-error-summary", "--cache-dir", str(folder / "cache"))


def lines_of_mypy(folder: Path) -> set[int]:
    output = run(folder, *mypy(folder))
    return {int(number) for number in LINE.findall(output)}


def lines_of_pyright(folder: Path) -> set[int]:
    report = json.loads(run(folder, "basedpyright", "--outputjson", "--pythonpath", sys.executable))
    return {
        each["range"]["start"]["line"] + 1
        for each in report["generalDiagnostics"]
        if each["severity"] == "error"
    }


@pytest.mark.timeout(900)
@pytest.mark.parametrize("refused_by", [lines_of_mypy, lines_of_pyright])
def test_mistakes_are_refused_and_the_rest_passes(
    refused_by: Callable[[Path], set[int]], folder: Path
) -> None:
    assert refused_by(folder) == REFUSED
    assert len(REFUSED) > 30


@pytest.mark.timeout(900)
def test_the_code_of_the_logging_guides_passes(folder: Path) -> None:
    guides = [GUIDES / "log-from-an-app.md", GUIDES / "log-from-openai.md"]
    for guide in guides:
        blocks = BLOCK.findall(guide.read_text(encoding="utf-8"))
        assert len(blocks) >= 4
        (folder / f"{guide.stem.replace('-', '_')}.py").write_text("\n".join(blocks), encoding="utf-8")
    names = [f"{guide.stem.replace('-', '_')}.py" for guide in guides]
    assert run(folder, *mypy(folder), names=names) == ""
