"""`threadline properties` and `threadline reports`: what there is, and the two reports on searches."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from threadline.catalog import VIEWS
from threadline.cli import options
from threadline.cli.asking import conditions, names
from threadline.cli.asking.parts import Asked, Part, assembled
from threadline.cli.asking.short import filter_part
from threadline.cli.grouping import Grouped
from threadline.cli.places import opening as places
from threadline.cli.printing.output import amount
from threadline.cli.printing.showing import show
from threadline.cli.refusals import Origin, told_by_origin
from threadline.client.operations import calls
from threadline.clock import now
from threadline.moments import to_milliseconds, to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.cli.places.api import Api

_HOUR = 3_600_000
_UNITS = {"h": _HOUR, "d": 24 * _HOUR, "w": 7 * 24 * _HOUR}
_MOST = 1_000


def _narrowed(command: Any) -> Any:
    """Add the options of both commands on properties."""
    for option in (
        options.form,
        options.place,
        click.option("--search", help="Only those with this text in them, whatever case and accents."),
        click.option(
            "--where", metavar="CONDITION", multiple=True, help=f"Which rows count. {conditions.HELP}"
        ),
        click.option(
            "--view", "views", type=names.ViewName(), multiple=True, help="Where to look. [all views]"
        ),
        click.option("--user", is_flag=True, help="Of `userProperties` instead of `properties`."),
    ):
        command = option(command)
    return command


@click.group(cls=Grouped, usual="values")
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
    with places.opened(chosen) as api:
        answer = _answer(api, "/query/property-keys", _asked(chosen))
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
    with places.opened(chosen) as api:
        more = [Part("key", name, Origin("KEY")), Part("limit", limit, Origin("--limit"))]
        answer = _answer(api, "/query/property-values", _asked(chosen, more))
    _show(answer, "value", chosen)


@click.group(cls=Grouped)
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
    with places.opened(chosen) as api:
        answer = api.send(calls.top_search_queries(after=_moment(since or "30d")))
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
    with places.opened(chosen) as api:
        answer = api.send(calls.weekly_search_users(after=_moment(since or "12w")))
    rows = [
        {"week": each["week"][:10], "unique_users": int(each["unique_users"])}
        for each in answer["data"]["result"]
    ]
    show(answer, rows, form=chosen, words=amount(len(rows), "week"))


def _asked(chosen: dict[str, Any], more: Sequence[Part] = ()) -> Asked:
    """Return the body of both requests. A filter may name the fields of any view that is looked into."""
    views = [VIEWS[name] for name in chosen["views"] or VIEWS]
    fields = {each.name: each for view in reversed(views) for each in view.fields}
    anyone = replace(views[0], noun=" and ".join(view.noun for view in views), fields=tuple(fields.values()))
    field = "userProperties" if chosen["user"] else "properties"
    named = [VIEWS[name].legacy for name in chosen["views"]]
    parts = [
        Part("field", field, Origin("--user")),
        *([Part("views", named, Origin("--view"))] if named else []),
        *([Part("search", chosen["search"], Origin("--search"))] if chosen["search"] else []),
        *(filter_part(text, anyone) for text in chosen["where"]),
    ]
    return assembled([*parts, *more])


def _answer(api: Api, path: str, asked: Asked) -> dict[str, Any]:
    with told_by_origin(asked.origins):
        answer: dict[str, Any] = api.ask(path, asked.body)
    return answer


def _show(answer: dict[str, Any], name: str, chosen: dict[str, Any]) -> None:
    rows = [{name: each} for each in answer["results"]]
    show(answer, rows, form=chosen, words=amount(len(rows), name))


def _moment(text: str) -> str:
    """Return the time that a person means, as the API takes it.

    Raises:
        click.UsageError: it is none.
    """
    if found := re.fullmatch(r"(\d{1,4})([hdw])", text):
        return to_text(now() - int(found[1]) * _UNITS[found[2]])
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"--since: `{text}` is no time, such as `30d` or `2026-01-31`.") from error
    return to_text(to_milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC)))
