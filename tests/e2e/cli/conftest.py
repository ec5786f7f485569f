"""Commands as a shell runs them, in a folder of their own."""

from pathlib import Path

import pytest

from tests.support.command import Run, runner


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("THREADLINE_DATA", "THREADLINE_URL", "THREADLINE_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return runner(monkeypatch, capsys)
