"""`threadline log`, `threadline conversations` and `threadline feedback`: one thing at a time, as the API has it.

They need the records alone, so a server may run on the folder meanwhile.
"""

from __future__ import annotations

import sys
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from threadline.cli import options
from threadline.cli.asking.bodies import json_object
from threadline.cli.grouping import Grouped
from threadline.cli.places import opening as places
from threadline.cli.places.api import Kind
from threadline.cli.printing.output import print_json, say
from threadline.cli.printing.showing import show
from threadline.cli.printing.transcripts import print_conversation, print_vote
from threadline.client.operations import calls
from threadline.wire.messages import content_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.cli.options import F
    from threadline.client.call import Call

_MOST = 100
_VOTES = ("positive", "negative")


def _page(default: int, *, of: str = "") -> Callable[[F], F]:
    """Add `--limit` and `--offset`."""

    def add(command: F) -> F:
        command = click.option("--offset", type=click.IntRange(0), default=0, help=f"How many{of} to skip.")(
            command
        )
        return click.option(
            "--limit",
            type=click.IntRange(0, _MOST),
            default=default,
            show_default=True,
            help=f"How many{of} at most.",
        )(command)

    return add


_yes = click.option("--yes", is_flag=True, help="Do not ask whether that is meant.")


@click.command(
    epilog=options.examples(
        """
        threadline log conversation chat.json --project support
        echo '{"type": "negative", "messageId": "msg_1"}' | threadline log feedback
        threadline log event '{"type": "searched", "entityType": "search", "searchQuery": "refund"}'
        """
    ),
)
@click.argument("kind", metavar="KIND", type=click.Choice(get_args(Kind)))
@click.argument("body", required=False)
@options.place
@options.as_json
def log(kind: Kind, body: str | None, as_json: bool, **where: Any) -> None:
    """Log one conversation, event or vote.

    KIND is conversation, event or feedback. BODY is the JSON that the API takes, the name of a file, or `-` for stdin,
    as is its absence. What is stored is printed. In a folder, a project that is named and new is made.
    Many at once: threadline import.
    """
    content = _content(body)
    name = "the body" if body and body.lstrip().startswith("{") else body or "stdin"
    has_id = bool(json_object(content, name).get("id"))
    with places.opened_records(where, project="made") as api:
        stored = api.log(kind, content.encode(), has_id=has_id)
    if not as_json and sys.stdout.isatty():
        say(f"Logged {kind} {stored['id']}.")
    print_json(stored)


@click.group(cls=Grouped, usual="get")
def conversations() -> None:
    """List, show and delete conversations."""


@conversations.command(
    "list",
    epilog=options.examples(
        """
        threadline conversations list --limit 5
        threadline conversations list --csv > conversations.csv
        """
    ),
)
@_page(20)
@options.place
@options.form
def list_conversations(limit: int, offset: int, **chosen: Any) -> None:
    """List conversations, newest first; a page holds at most 100. All of them: threadline export."""
    with places.opened_records(chosen) as api:
        answer = api.send(calls.list_conversations(limit=limit, offset=offset))
    rows = [_row(each) for each in answer["conversations"]]
    show(answer, rows, form=chosen, words=f"{len(rows):,} of {answer['total']:,} conversations")


@conversations.command(
    "get",
    epilog=options.examples(
        """
        threadline conversations get conv_1
        threadline conversations get --external-id 4711
        """
    ),
)
@click.argument("id", required=False)
@click.option("--external-id", help="The id in the system that it came from, in the place of ID.")
@options.place
@options.as_json
def get_conversation(id: str | None, external_id: str | None, as_json: bool, **where: Any) -> None:
    """Show one conversation with its messages; into a pipe, as JSON."""
    if (id is None) == (external_id is None):
        raise click.UsageError("Name the conversation by ID or by --external-id.")
    call: Call[Any] = (
        calls.get_conversation_by_external_id(external_id) if external_id else calls.get_conversation(_id(id))
    )
    _get(call, where, print_conversation, as_json=as_json)


@conversations.command(
    "delete",
    epilog=options.examples(
        """
        threadline conversations delete conv_1 --yes
        """
    ),
)
@click.argument("id")
@_yes
@options.place
@options.as_json
def delete_conversation(id: str, yes: bool, as_json: bool, **where: Any) -> None:
    """Delete a conversation with its messages, votes and threads. There is no way back but a backup."""
    _delete(calls.delete_conversation, id, where, yes=yes, as_json=as_json)


@click.group(cls=Grouped, usual="get")
def feedback() -> None:
    """List, show and delete votes."""


@feedback.command(
    "list",
    epilog=options.examples(
        """
        threadline feedback list --limit 5
        """
    ),
)
@_page(10, of=" positive and how many negative ones")
@options.place
@options.form
def list_feedback(limit: int, offset: int, **chosen: Any) -> None:
    """List votes, newest first; positive and negative ones are paged apart. All of them: threadline export."""
    with places.opened_records(chosen) as api:
        answer = api.send(calls.list_feedback(limit=limit, offset=offset))
    votes = [each for vote in _VOTES for each in answer[f"{vote}Feedback"]]
    rows = [_vote(each) for each in sorted(votes, key=itemgetter("createdAt"), reverse=True)]
    counts = " and ".join(f"{answer[f'{vote}FeedbackCount']:,} {vote}" for vote in _VOTES)
    show(answer, rows, form=chosen, words=f"{len(rows):,} votes here; in all there are {counts} ones")


@feedback.command(
    "get",
    epilog=options.examples(
        """
        threadline feedback get fb_1
        """
    ),
)
@click.argument("id")
@options.place
@options.as_json
def get_feedback(id: str, as_json: bool, **where: Any) -> None:
    """Show one vote with the message that it is about; into a pipe, as JSON."""
    _get(calls.get_feedback(_id(id)), where, print_vote, as_json=as_json)


@feedback.command(
    "delete",
    epilog=options.examples(
        """
        threadline feedback delete fb_1 --yes
        """
    ),
)
@click.argument("id")
@_yes
@options.place
@options.as_json
def delete_feedback(id: str, yes: bool, as_json: bool, **where: Any) -> None:
    """Delete one vote. There is no way back but a backup."""
    _delete(calls.delete_feedback, id, where, yes=yes, as_json=as_json)


def _get(
    call: Call[Any], where: dict[str, Any], tell: Callable[[dict[str, Any]], None], *, as_json: bool
) -> None:
    """Print one thing: to a person in words, into a pipe as JSON."""
    with places.opened_records(where) as api:
        found = api.send(call)
    if as_json or not sys.stdout.isatty():
        print_json(found)
    else:
        tell(found)


def _delete(
    delete: Callable[[str], Call[Any]], id: str, where: dict[str, Any], *, yes: bool, as_json: bool
) -> None:
    call = delete(_id(id))
    if not yes and sys.stdin.isatty():
        click.confirm(f"Delete {id}?", abort=True, err=True)
    with places.opened_records(where) as api:
        answer = api.send(call)
    if as_json:
        print_json(answer)
    else:
        say(answer["message"])


def _id(text: str | None) -> str:
    if not text:
        raise click.UsageError("The id is empty.")
    return text


def _content(body: str | None) -> str:
    """Return the text of a body: itself, a file, or stdin."""
    if body is None and sys.stdin.isatty():
        raise click.UsageError("A body is needed: JSON, the name of a file, or `-` for stdin.")
    if body is None or body == "-":
        return sys.stdin.buffer.read().decode(errors="surrogateescape")
    if body.lstrip().startswith("{"):
        return body
    try:
        return Path(body).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"The file {body} cannot be read: it is not UTF-8.") from error
    except OSError as error:
        raise click.UsageError(f"The file {body} cannot be read: {error.strerror}.") from error


def _row(conversation: dict[str, Any]) -> dict[str, Any]:
    messages = conversation.get("messages") or []
    return {
        "id": conversation["id"],
        "createdAt": conversation["createdAt"],
        "type": conversation["type"],
        "messages": len(messages),
        "begins": content_text(messages[0].get("content")) if messages else None,
        "externalId": conversation.get("externalId"),
        "properties": conversation.get("properties"),
        "userProperties": conversation.get("userProperties"),
    }


def _vote(vote: dict[str, Any]) -> dict[str, Any]:
    reasons = "; ".join(each["label"] for each in vote.get("reasons") or []) or None
    return {
        "id": vote["id"],
        "type": vote["type"],
        "createdAt": vote["createdAt"],
        "reasons": reasons,
        "details": vote.get("details"),
        "about": content_text((vote.get("message") or {}).get("content")),
        "messageId": vote["messageId"],
        "conversationId": (vote.get("conversation") or {}).get("id"),
    }
