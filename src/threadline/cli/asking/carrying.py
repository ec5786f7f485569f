"""What the rows of an export carry beside the fields of the contract: fields of ours, and messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from threadline.catalog import MESSAGES
from threadline.client.errors import NotFoundError
from threadline.client.operations import calls
from threadline.errors import did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.catalog import View
    from threadline.cli.places.api import Api


@dataclass(frozen=True, slots=True)
class Carried:
    """What rows carry."""

    fields: tuple[str, ...]
    """Names of all fields, those of the contract first; empty for those of the contract alone."""

    messages: bool

    @property
    def selection(self) -> dict[str, Any]:
        """The member `select` of a body; nothing when rows have what the contract gives them."""
        return {"select": [{"type": "field", "field": name} for name in self.fields]} if self.fields else {}

    def row(self, api: Api, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row with its messages, if they are wanted; without, when somebody deleted it meanwhile."""
        if not self.messages:
            return row
        try:
            whole = api.send(calls.get_conversation(row["id"]))
        except NotFoundError:
            return row
        return row | {MESSAGES: whole[MESSAGES]}


def carried(view: View, texts: Sequence[str]) -> Carried:
    """Return what rows of a view carry when names are given, one by one or with commas between.

    Raises:
        click.UsageError: a name that the view does not have.
    """
    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    known = (*view.names, *((MESSAGES,) if view.messages == "conversation" else ()))
    for name in names:
        if name not in known:
            raise click.UsageError(
                f"--with: `{shorten(name)}` is nothing that {view.noun} have.{did_you_mean(name, known)} "
                f"There are: {', '.join(known)}."
            )
    usual = [field.name for field in view.default_fields]
    further = [name for name in dict.fromkeys(names) if name not in {*usual, MESSAGES}]
    return Carried((*usual, *further) if further else (), MESSAGES in names)
