"""A conversation as a person reads it: who said what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from threadline.cli.printing.output import one_line
from threadline.cli.printing.tables import room
from threadline.records.search.parts import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_INDENT = 2


def print_conversation(conversation: Mapping[str, Any]) -> None:
    """Print a conversation with its messages."""
    console = Console(width=room(), highlight=False)
    for name in ("id", "type", "externalId", "externalUrl", "properties", "userProperties"):
        if conversation.get(name) is not None:
            console.print(_line(name, conversation[name]))
    console.print()
    for message in conversation["messages"]:
        _print_message(console, message)


def print_vote(vote: Mapping[str, Any]) -> None:
    """Print a vote with the message that it is about."""
    console = Console(width=room(), highlight=False)
    for name in ("id", "type", "createdAt", "reasons", "details", "properties", "userProperties"):
        if vote.get(name) is not None:
            console.print(_line(name, vote[name]))
    console.print(_line("conversation", vote["conversation"]["id"]))
    console.print()
    _print_message(console, vote["message"])


def _print_message(console: Console, message: Mapping[str, Any]) -> None:
    at = one_line(message["createdAt"])[:16].replace("T", " ")
    console.print(Text.assemble((one_line(message["role"]), "bold"), f"  {at}"))
    # Each line by itself, so that nothing that somebody wrote does anything to the terminal.
    lines = words_of(message.get("content")).splitlines()
    text = "\n".join(one_line(line) for line in lines)
    console.print(Padding(Text(text), (0, 0, 1, _INDENT), expand=False))


def _line(name: str, value: object) -> Text:
    return Text.assemble((f"{name}: ", "bold"), one_line(value))
