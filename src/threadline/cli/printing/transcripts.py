"""A conversation as a person reads it: who said what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from threadline.cli.printing.lines import print_wrapped
from threadline.cli.printing.output import one_line
from threadline.cli.printing.tables import room
from threadline.wire.messages import content_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_INDENT = 2
_TAB_WIDTH = 4


def print_conversation(conversation: Mapping[str, Any]) -> None:
    """Print a conversation with its messages."""
    names = ("id", "type", "externalId", "externalUrl", "properties", "userProperties")
    _print_head([(name, conversation[name]) for name in names if conversation.get(name) is not None])
    for message in conversation["messages"]:
        _print_message(message)


def print_vote(vote: Mapping[str, Any]) -> None:
    """Print a vote with the message that it is about."""
    names = ("id", "type", "createdAt", "reasons", "details", "properties", "userProperties")
    head = [(name, vote[name]) for name in names if vote.get(name) is not None]
    _print_head([*head, ("conversation", vote["conversation"]["id"])])
    _print_message(vote["message"])


def _print_head(pairs: Sequence[tuple[str, object]]) -> None:
    for name, value in pairs:
        print_wrapped(Text.assemble((f"{name}: ", "bold"), one_line(value)), room())
    print_wrapped(Text(), room())


def _print_message(message: Mapping[str, Any]) -> None:
    at = one_line(message["createdAt"])[:16].replace("T", " ")
    print_wrapped(Text.assemble((one_line(message["role"]), "bold"), f"  {at}"), room())
    # Each line by itself, so that nothing that somebody wrote does anything to the terminal.
    lines = content_text(message.get("content")).expandtabs(_TAB_WIDTH).splitlines()
    text = "\n".join(one_line(line) for line in lines)
    print_wrapped(Text(f"{text}\n"), room(), indent=_INDENT)
