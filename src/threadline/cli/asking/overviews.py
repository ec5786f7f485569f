"""`threadline properties` and `threadline reports`: what there is, and the two reports on searches."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import click

from threadline.cli import options
from threadline.cli.asking import conditions
from threadline.cli.asking.short import filter_of
from threadline.cli.places import opening as places
from threadline.cli.places import requests
from threadline.cli.printing.output import amount
from threadline.cli.printing.showing import show
from threadline.query import VIEWS
from threadline.server import now
from threadline.services.moments import to_milliseconds

_HOUR = 3_600_000
_UNITS = {"h": _HOUR, "d": 24 * _HOUR, "w": 7 * 24 * _HOUR}
_MOST = 1_000


def _narrowed(command: Any) -> Any:
    """Add the options of both commands on properties."""
    for option in (
        options.form,
        options.place,
        click.option("--search", help="Only those with this text in them, whatever the case."),
        click.option(
            "--where", metavar="CONDITION", multiple=True, help=f"Which rows count. {conditions.HELP}"
        ),
        click.option(
            "--view", "views", type=options.ViewName(), multiple=True, help="Where to look. [all views]"
        ),
        click.option("--user", is_flag=True, help="Of `userProperties` instead of `properties`."),
    ):
        command = option(command)
    return command


@click.group()
def properties() -> None:
    """List the keys of properties, and their values."""


@properties.command(
    epilog=options.examples(
        """
        threadline properties keys
        threadline properties keys --user --view feedback
        """
    ),
)
@_narrowed
def keys(**chosen: Any) -> None:
    """List the keys that properties have, most frequent first."""
    with places.opened(chosen) as place:
        answer = place.ask(requests.property_keys(_body(chosen)))
    _show(answer, "key", chosen)


@properties.command(
    epilog=options.examples(
        """
        threadline properties values plan
        threadline properties values channel --where type=support_ticket --limit 10
        """
    ),
)
@click.argument("name", metavar="KEY")
@click.option(
    "--limit", type=click.IntRange(1, _MOST), default=100, show_default=True, help="How many at most."
)
@_narrowed
def values(name: str, limit: int, **chosen: Any) -> None:
    """List the values of a property, most frequent first."""
    with places.opened(chosen) as place:
        answer = place.ask(requests.property_values(_body(chosen) | {"key": name, "limit": limit}))
    _show(answer, "value", chosen)


@click.group()
def reports() -> None:
    """What people search for, and how many do."""


_since = click.option(
    "--since", metavar="TIME", help="From then on: `30d`, `12h`, `8w` before now, or a date or time in UTC."
)


@reports.command(
    "top-searches",
    epilog=options.examples(
        """
        threadline reports top-searches --since 90d --csv
        """
    ),
)
@_since
@options.place
@options.form
def top_searches(since: str | None, **chosen: Any) -> None:
    """List the most frequent search texts; without --since of the last 30 days."""
    with places.opened(chosen) as place:
        answer = place.ask(requests.top_searches(_moment(since or "30d")))
    data = answer["data"]
    rows = [{"search_query": each["search_query"], "count": int(each["count"])} for each in data["result"]]
    show(answer, rows, form=chosen, words=f"{len(rows):,} of {data['total']:,} search texts")


@reports.command(
    "weekly-users",
    epilog=options.examples(
        """
        threadline reports weekly-users --since 26w
        """
    ),
)
@_since
@options.place
@options.form
def weekly_users(since: str | None, **chosen: Any) -> None:
    """List how many different people searched each week; without --since of the last 12 weeks."""
    with places.opened(chosen) as place:
        answer = place.ask(requests.weekly_users(_moment(since or "12w")))
    rows = [
        {"week": each["week"][:10], "unique_users": int(each["unique_users"])}
        for each in answer["data"]["result"]
    ]
    show(answer, rows, form=chosen, words=amount(len(rows), "week"))


def _body(chosen: dict[str, Any]) -> dict[str, Any]:
    """Return the body of both requests. A filter may name the fields of any view that is looked into."""
    views = [VIEWS[name] for name in chosen["views"] or VIEWS]
    fields = {each.name: each for view in reversed(views) for each in view.fields}
    noun = " and ".join(view.noun for view in views)
    body: dict[str, Any] = {"field": "userProperties" if chosen["user"] else "properties"}
    body |= {"views": [VIEWS[name].legacy for name in chosen["views"]]} if chosen["views"] else {}
    body |= {"search": chosen["search"]} if chosen["search"] else {}
    return body | filter_of(chosen["where"], replace(views[0], noun=noun, fields=tuple(fields.values())))


def _show(answer: dict[str, Any], name: str, chosen: dict[str, Any]) -> None:
    rows = [{name: each} for each in answer["results"]]
    show(answer, rows, form=chosen, words=amount(len(rows), name))


def _moment(text: str) -> int:
    """Return the time that a person means, in milliseconds.

    Raises:
        click.UsageError: it is none.
    """
    if found := re.fullmatch(r"(\d{1,4})([hdw])", text):
        return now() - int(found[1]) * _UNITS[found[2]]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"--since: `{text}` is no time, such as `30d` or `2026-01-31`.") from error
    return to_milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
