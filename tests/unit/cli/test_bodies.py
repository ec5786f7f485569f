"""JSON that a person gives on the command line."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click
import pytest

from threadline.cli.asking.bodies import read_body, read_filter


def test_a_body_is_the_json_itself_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "body.json"
    file.write_text('{"limit": 2}')
    assert read_body(' {"limit": 1}') == {"limit": 1}
    assert read_body(str(file)) == {"limit": 2}


def test_a_body_comes_from_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"limit": 3}')))
    assert read_body("-") == {"limit": 3}


def test_a_filter_is_json_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "filter.json"
    file.write_text('{"and": []}')
    assert read_filter('{"or": []}') == {"or": []}
    assert read_filter(f"@{file}") == {"and": []}


def test_a_fault_is_told_by_line_and_column() -> None:
    with pytest.raises(click.UsageError, match="line 2, column 3"):
        read_body('{"limit":\n  }')


def test_a_body_that_is_no_object_is_refused() -> None:
    with pytest.raises(click.UsageError, match="must be a JSON object"):
        read_filter("[1]")


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match=r"nowhere\.json cannot be read"):
        read_body(str(tmp_path / "nowhere.json"))
