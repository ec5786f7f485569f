"""`threadline search`: words in, messages out, with the words marked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from threadline.catalog import VIEWS
from threadline.cli import options
from threadline.cli.asking import conditions, names
from threadline.cli.asking.parts import Asked, Part, assembled
from threadline.cli.asking.short import filter_part
from threadline.cli.places import opening as places
from threadline.cli.printing.lines import print_wrapped
from threadline.cli.printing.output import one_line, print_json, say
from threadline.cli.printing.showing import print_csv, wants_csv
from threadline.cli.printing.tables import room
from threadline.cli.refusals import Origin, told_by_origin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST = 100
_INDENT = 2


@click.command(
    epilog=options.examples(
        """
        threadline search refund
        threadline search '"credit card" declin* -test' --where type=support_ticket --order newest
        """
    ),
)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--where",
    metavar="CONDITION",
    type=names.FieldName("condition"),
    multiple=True,
    help=f"In which conversations. {conditions.HELP}",
)
@click.option(
    "--order",
    type=click.Choice(["best", "newest"]),
    default="best",
    show_default=True,
    help="What comes first.",
)
@click.option(
    "--limit", type=click.IntRange(1, _MOST), default=20, show_default=True, help="How many at most."
)
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to skip.")
@options.place
@options.form
def search(words: Sequence[str], **chosen: Any) -> None:
    """Search in messages.

    WORDS are words, "phrases in quotes", -not and beginnings*; all of it in one message. Put `--` before them when the
    first begins with a minus.
    """
    asked, is_csv = _asked(words, chosen), wants_csv(chosen)
    with places.opened(chosen) as api, told_by_origin(asked.origins):
        answer = api.ask("/v1/search", asked.body)
    found = answer["data"]["result"]
    if is_csv:
        rows = [{name: value for name, value in each.items() if name != "highlights"} for each in found]
        print_csv(rows, excel=chosen["excel"])
    elif chosen["as_json"] or not sys.stdout.isatty():
        print_json(answer)
    else:
        _print(answer["data"])


def _asked(words: Sequence[str], chosen: Mapping[str, Any]) -> Asked:
    text = " ".join(words)
    if not text.strip():
        raise click.UsageError("WORDS are empty: there is nothing to search for.")
    filters = [filter_part(text, VIEWS["conversations"]) for text in chosen["where"]]
    rest = [Part(name, chosen[name], Origin(f"--{name}")) for name in ("order", "limit", "offset")]
    return assembled([Part("query", text, Origin("WORDS")), *rest, *filters])


def _print(data: Mapping[str, Any]) -> None:
    for each in data["result"]:
        head = Text.assemble(
            (one_line(each["role"]), "bold"), f"  {each['createdAt'][:16].replace('T', ' ')}  "
        )
        head.append(one_line(each["conversationId"]), "dim")
        print_wrapped(head, room())
        print_wrapped(_marked(each).append("\n"), room(), indent=_INDENT)
    total = data.get("total")
    count = f"{data['count']:,}"
    of_total = f" of {total:,}" if total is not None and total > data["count"] else ""
    say(f"{count}{of_total} messages" if data["result"] else "No messages.")


def _marked(found: Mapping[str, Any]) -> Text:
    """Return the snippet with its words marked; places are counted in characters."""
    text = Text("".join(each if each.isprintable() else " " for each in found["snippet"]))
    for start, end in found["highlights"]:
        text.stylize("bold yellow", start, end)
    return text
