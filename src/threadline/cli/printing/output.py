"""What is printed: data to stdout, words to stderr. Tables are in `tables`."""

from __future__ import annotations

import click
import msgspec


def say(sentence: str = "") -> None:
    """Tell a person something, on stderr."""
    click.echo(sentence, err=True)


def print_json(value: object) -> None:
    """Print a value as JSON for programs, readable for people."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def one_line(value: object) -> str:
    """Return a value as one line that does nothing to a terminal, whatever somebody has written into it.

    >>> one_line("a" + chr(27) + "b"), one_line({"plan": "pro"}), one_line(None)
    ('a b', '{"plan":"pro"}', '')
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else " " for character in text)


def amount(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> amount(1, "line"), amount(2000, "line")
    ('1 line', '2,000 lines')
    """
    return f"{count:,} {noun if count == 1 else f'{noun}s'}"
