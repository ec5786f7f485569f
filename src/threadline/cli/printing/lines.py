"""Lines at a terminal: broken between words, and with no blanks at their ends. Columns are in `tables`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from threadline.cli.printing.output import say

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_WIDTH = 8


def wrapped(text: Text, width: int, *, indent: int = 0) -> Iterator[Text]:
    """Yield the lines of a text that is `width` cells wide with its indent; a word that is wider is broken."""
    console = Console(width=width, highlight=False)
    for line in text.wrap(console, max(width - indent, _LEAST_WIDTH)):
        line.rstrip()
        if line:
            line.pad_left(indent)
        yield line


def print_wrapped(text: Text, width: int, *, indent: int = 0) -> None:
    """Print a text, on stdout, `width` cells wide with its indent."""
    console = Console(width=width, highlight=False)
    for line in wrapped(text, width, indent=indent):
        console.print(line, soft_wrap=True)


def say_wrapped(sentence: str, width: int) -> None:
    """Tell a person something, on stderr, in lines of `width` cells."""
    for line in wrapped(Text(sentence), width):
        say(line.plain)
