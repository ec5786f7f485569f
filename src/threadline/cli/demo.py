"""`threadline demo`: sample data to look at, and what to try with them."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING

import click

from threadline.cli import environment, options
from threadline.cli.importing.takings import takings
from threadline.cli.places import folders
from threadline.cli.printing.output import print_json, say
from threadline.services.importing import demo as service

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.services.importing.demo import Loaded
    from threadline.services.keeping.folder import Records
    from threadline.settings import Settings

PER_CHANNEL = """{
      "select": [{"type": "aggregation", "aggregation": "count"},
                 {"type": "aggregation", "aggregation": "avg",
                  "field": "properties", "path": ["firstResponseMinutes"]}],
      "groupBy": [{"field": "properties", "path": ["channel"]}]}"""
"""How many conversations each channel has, and how long people wait there for the first answer."""

UNANSWERED = """{
      "select": [{"type": "field", "field": "question"}], "limit": 5,
      "where": {"condition": {"field": "answer", "operator": "isNull"}}}"""
"""The newest questions that nobody answered."""


@click.command(
    epilog=options.examples(
        """
        threadline demo
        threadline demo --data /tmp/threadline
        threadline serve --demo        # the same, and serve it
        """
    ),
)
@options.data
@options.as_json
def demo(data: Path, as_json: bool) -> None:
    """Load sample data.

    They are real public support conversations, with votes and events.
    They go to a project named `demo`, beside which other projects stay as they are. Loading them again changes nothing.
    """
    settings = environment.settings(data=data)
    with folders.opened_records(data) as records:
        loaded = load(records, settings)
    if as_json:
        print_json({"project": service.PROJECT, "data": str(data), "loaded": loaded})
        return
    say(f"Project {service.PROJECT} in {data} has {counted(loaded)}.")
    say(_to_try(data))


def load(records: Records, settings: Settings) -> Loaded:
    """Load the demo into open records."""
    policy = settings.policy
    return service.load(records.writer, takings(policy), partial(environment.facts, policy))


def counted(loaded: Loaded) -> str:
    """Return what was loaded, in words."""
    return f"{loaded.conversations:,} conversations, {loaded.feedback:,} votes and {loaded.events:,} events"


def _to_try(data: Path) -> str:
    where = f" --data {shlex.quote(str(data))}" if data != options.DATA else ""
    return f"""
Try:

  How long people wait for an answer, by channel
    threadline query conversations --project demo{where} '{PER_CHANNEL}'

  Questions that nobody answered
    threadline query semantic-threads --project demo{where} '{UNANSWERED}'

  The API and its pages
    threadline serve --demo{where}"""
