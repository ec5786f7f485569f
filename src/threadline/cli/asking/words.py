"""`threadline words`: the words that some conversations have more often than all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from threadline.catalog import VIEWS
from threadline.cli import options
from threadline.cli.asking import conditions, names
from threadline.cli.asking.parts import Part, assembled
from threadline.cli.asking.short import filter_part
from threadline.cli.places import opening as places
from threadline.cli.printing.output import amount
from threadline.cli.printing.showing import show
from threadline.cli.refusals import Origin, told_by_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 100


@click.command(
    epilog=options.examples(
        """
        threadline words --where type=support_ticket
        threadline words --where messages~refund --where 'createdAt>=30d' --limit 10
        """
    ),
)
@click.option(
    "--where",
    metavar="CONDITION",
    type=names.FieldName("condition"),
    multiple=True,
    required=True,
    help=f"In which conversations. {conditions.HELP}",
)
@click.option(
    "--limit", type=click.IntRange(1, _MOST), default=20, show_default=True, help="How many at most."
)
@options.place
@options.form
def words(**chosen: Any) -> None:
    """List words that some conversations have more often than all.

    The most telling come first. `share` is of these conversations, and `usualShare` of all; of more than 1,000 of
    either an even sample is read.
    """
    filters = [filter_part(text, VIEWS["conversations"]) for text in chosen["where"]]
    asked = assembled([*filters, Part("limit", chosen["limit"], Origin("--limit"))])
    with places.opened(chosen) as api, told_by_origin(asked.origins):
        answer = api.ask("/v1/words", asked.body)
    show(answer, answer["data"]["result"], form=chosen, words=_words(answer["data"]))


def _words(data: Mapping[str, Any]) -> str:
    read, chosen = data["conversationsRead"], data["conversations"]
    of_read = f", {read:,} of them read" if read < chosen else ""
    return f"{amount(data['count'], 'word')} of {amount(chosen, 'conversation')}{of_read}"
