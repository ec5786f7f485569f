"""`threadline query`: a question in the public query language; a table for people, JSON for programs."""

from __future__ import annotations

import sys
from typing import Any

import click

from threadline.cli import options, places
from threadline.cli.bodies import read_body
from threadline.cli.output import amount, print_json, say
from threadline.cli.tables import print_rows, room


@click.command(
    epilog=options.examples(
        """
        threadline query conversations '{"limit": 10}'
        threadline query conversations '{"groupBy": [{"field": "type"}],
          "select": [{"type": "aggregation", "aggregation": "count"}]}'
        threadline query feedback question.json --url http://127.0.0.1:8787 --key KEY
        """
    ),
)
@options.view
@click.argument("body", required=False)
@options.place
@options.as_json
def query(view: str, body: str | None, as_json: bool, **where: Any) -> None:
    """Ask a question in the query language of the API: the body of POST /query/VIEW.

    VIEW is one of conversations, events, feedback and semantic-threads.
    BODY is the JSON itself, the name of a file, or `-` for stdin. At a terminal the answer is a table; with --json, or
    into a pipe, it is the JSON that the API answers.
    """
    asked = read_body(body)
    with places.opened(where) as place:
        answer = place.query(view, asked)
    if as_json or not sys.stdout.isatty():
        print_json(answer)
        return
    data = answer["data"]
    if not data["result"]:
        say("No rows.")
        return
    print_rows(data["result"], room=room())
    total = f" of {data['total']:,}" if data["total"] > data["count"] else ""
    say(f"{data['count']:,}{total} rows" if total else amount(data["count"], "row"))
