"""Files of a data folder whose bytes are wrong: the message names the file, and what it advises works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import Done, Run

ASK = ("query", "conversations", "--group-by", "type", "--count")
BLOCK_BYTES = 1 << 18
FIRST_BLOCK = 3 * 4096
"""Where blocks begin in a file of DuckDB: behind its headers."""


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """A folder with the sample data, of which both followers have everything."""
    assert run("demo", "--data", "data").code == 0
    assert run("search", "error", "--data", "data").code == 0
    assert run(*ASK, "--data", "data").code == 0
    return tmp_path / "data"


def spoil(file: Path, start: int, end: int) -> None:
    """Turn the bytes of a part of a file round."""
    content = file.read_bytes()
    file.write_bytes(content[:start] + bytes(255 - byte for byte in content[start:end]) + content[end:])


def spoil_middle(file: Path) -> None:
    size = file.stat().st_size
    spoil(file, size // 4, size * 3 // 4)


def advised(said: Done) -> str:
    """Return the command of a message."""
    return next(line.strip() for line in said.err.splitlines() if line.startswith("  "))


def verdicts(run: Run, data: Path) -> dict[str, str]:
    found = run("doctor", "--data", data, "--json").json["findings"]
    return {each["check"]: each["verdict"] for each in found}


def test_a_damaged_text_index_is_made_anew_when_it_is_asked(run: Run, data: Path) -> None:
    before = run("search", "error", "--data", data).json
    spoil_middle(data / "search.sqlite")
    assert verdicts(run, data)["text index"] == "bad"
    said = run("search", "error", "--data", data)
    assert (said.code, said.json) == (0, before)
    assert set(verdicts(run, data).values()) <= {"ok", "warning"}


def spoilt_blocks(data: Path) -> Iterator[Path]:
    """Yield copies of a folder, in each of which another block of the projection is damaged."""
    size = (data / "analytics.duckdb").stat().st_size
    for number, start in enumerate(range(FIRST_BLOCK, size, BLOCK_BYTES)):
        folder = shutil.copytree(data, data.with_name(f"copy {number}"))
        spoil(folder / "analytics.duckdb", start + 64, start + BLOCK_BYTES)
        yield folder


def test_a_projection_with_any_block_damaged_is_made_anew_when_it_is_asked(run: Run, data: Path) -> None:
    before = run(*ASK, "--data", data).json
    for folder in spoilt_blocks(data):
        assert run(*ASK, "--data", folder).json == before
        verdict = verdicts(run, folder)["projection"]
        assert verdict in {"ok", "bad"}  # a block that no question of this kind reads


@pytest.mark.parametrize("words", [("conversations", "list"), ("search", "error")])
def test_damaged_records_are_named_also_beside_a_text_index(
    run: Run, data: Path, words: tuple[str, ...]
) -> None:
    assert run("backup", "b.sqlite", "--data", data).code == 0
    spoil_middle(data / "records.sqlite")
    said = run(*words, "--data", data)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"Error: {data / 'records.sqlite'} is damaged, or is no file of records (")
    assert verdicts(run, data)["records"] == "bad"
    assert advised(said).startswith("threadline restore BACKUP")
    assert run("restore", "b.sqlite", "--data", data, "--force").code == 0
    assert run(*words, "--data", data).code == 0
