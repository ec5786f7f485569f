"""The reference pages are what the code says, and name everything."""

import re
from dataclasses import fields

import pytest

from tests.support.help import commands
from threadline.settings import PREFIX, Settings
from tools.reference import FOLDER, pages


@pytest.mark.parametrize("name", ["settings.md", "command-line.md"])
def test_a_page_is_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text() == pages()[FOLDER / name], "Run `make docs`."


def test_every_setting_has_a_row_with_its_meaning() -> None:
    rows = re.findall(
        rf"^\| `{PREFIX}(\w+)` \|.*\| (.+) \|$", (FOLDER / "settings.md").read_text(), re.MULTILINE
    )
    assert [name.lower() for name, meaning in rows if meaning.strip()] == [
        field.name for field in fields(Settings)
    ]


def test_every_command_has_a_section() -> None:
    sections = re.findall(r"^## (.+)$", (FOLDER / "command-line.md").read_text(), re.MULTILINE)
    assert sections == [name for name, _ in commands()]
