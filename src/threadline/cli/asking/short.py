"""The short form of a question: options of `threadline query`, made into the JSON body that they stand for. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from threadline.cli.asking.bodies import read_filter
from threadline.cli.asking.conditions import condition, having, name_of
from threadline.cli.asking.keys import key_of, keys_of
from threadline.cli.asking.parts import Asked, Part, assembled
from threadline.cli.refusals import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from threadline.catalog import View
    from threadline.cli.asking.keys import Keys

NUMBERS = {
    "avg": "The mean of a field of numbers.",
    "sum": "All its values added up.",
    "min": "The smallest.",
    "max": "The largest.",
    "median": "The one in the middle.",
    "p90": "What nine of ten do not exceed.",
    "p95": "What nineteen of twenty do not exceed.",
}
"""Aggregations that are options of their own name, and what they are."""

REST = {"limit": "--limit", "offset": "--offset", "timeZone": "--time-zone"}
"""Members of the body that stand as they were typed, and their options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """What was asked for by options. Empty values were not given."""

    select: Sequence[str] = ()
    group_by: Sequence[str] = ()
    by: str | None = None
    """Unit of time to group by."""

    count: bool = False
    distinct: Sequence[str] = ()
    numbers: dict[str, Sequence[str]] = field(default_factory=dict)
    """Fields by aggregation."""

    where: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    having: Sequence[str] = ()
    order: Sequence[str] = ()
    rest: dict[str, Any] = field(default_factory=dict)
    """Those of `REST`, by the members of the body that they are."""

    @property
    def is_empty(self) -> bool:
        """Whether no option was given."""
        return self == Short(numbers=self.numbers) and not any(self.numbers.values())

    @property
    def is_grouped(self) -> bool:
        """Whether rows are groups, or one row of numbers."""
        return bool(self.group_by or self.by or self.count or self.distinct or any(self.numbers.values()))


def asked_by(view: View, short: Short) -> Asked:
    """Return the body that the short form stands for, and which option each part of it comes from.

    Groups for which no number is asked are counted. Without an order, units of time come as they go on, and other
    groups by their first number, largest first.

    Raises:
        click.UsageError: a name that the view lacks, or a condition that is none.
    """
    if short.is_grouped and short.select:
        raise click.UsageError("--select chooses fields of rows; groups show what --group-by and --by name.")
    row = [*_selected(view, short), *_named("groupBy", short.group_by, view, option="--group-by")]
    keys = keys_of(row, view, is_grouped=short.is_grouped)
    filters = [*_spans(view, short), *(filter_part(text, view) for text in short.where)]
    rest = [
        Part(member, short.rest[member], Origin(option))
        for member, option in REST.items()
        if member in short.rest
    ]
    return assembled([*row, *filters, *_having(short, keys), *_order(short, keys), *rest])


def filter_of(texts: Sequence[str], view: View) -> Asked:
    """Return the member `where` of a body for conditions, each short, JSON or `@FILE`; nothing for none."""
    return assembled(filter_part(text, view) for text in texts)


def _selected(view: View, short: Short) -> list[Part]:
    """Return what rows show beside their groups."""
    if not short.is_grouped:
        return [
            Part("select", {"type": "field"} | part.value, part.origin)
            for part in _named("select", short.select, view, option="--select")
        ]
    unit = {"type": "time", "timeUnit": short.by}
    time = [Part("select", unit, Origin("--by"))] if short.by else []
    count = Part("select", {"type": "aggregation", "aggregation": "count"}, Origin("--count"))
    numbers = [*([count] if short.count else []), *_numbers(view, short)]
    return [*time, *(numbers or [count])]


def _numbers(view: View, short: Short) -> Iterator[Part]:
    given = {"countDistinct": short.distinct, **short.numbers}
    for aggregation, names in given.items():
        option = "--distinct" if aggregation == "countDistinct" else f"--{aggregation}"
        for part in _named("select", names, view, option=option):
            yield Part(
                "select", {"type": "aggregation", "aggregation": aggregation} | part.value, part.origin
            )


def _named(member: str, texts: Sequence[str], view: View, *, option: str) -> Iterator[Part]:
    """Yield a part for each name; names are given one by one, or with commas between."""
    for text in texts:
        for each in filter(None, map(str.strip, text.split(","))):
            name, path = name_of(each, view, option=option)
            yield Part(member, {"field": name} | ({"path": path} if path else {}), Origin(option))


def _spans(view: View, short: Short) -> Iterator[Part]:
    for option, operator, value in (("--since", "gte", short.since), ("--until", "lt", short.until)):
        if value is not None:
            span = {"field": view.main_time.name, "operator": operator, "value": value}
            yield Part("where", {"condition": span}, Origin(option))


def filter_part(text: str, view: View) -> Part:
    """Return the part of a body that a condition stands for: short, JSON or `@FILE`."""
    is_json = text.lstrip().startswith(("{", "@"))
    found = read_filter(text.strip()) if is_json else condition(text, view)
    return Part("where", found, Origin("--where", is_json=is_json))


def _having(short: Short, keys: Keys) -> Iterator[Part]:
    for text in short.having:
        found = having(text)
        keys.require(found["condition"]["field"], text, option="--having")
        yield Part("having", found, Origin("--having"))


def _order(short: Short, keys: Keys) -> list[Part]:
    """Return what is asked for; else times as they go on, or the largest number first."""
    if short.order:
        return [Part("orderBy", _ordering(text, short, keys), Origin("--order")) for text in short.order]
    if short.by:
        time = {"field": f"{keys.view.main_time.name}_{short.by}", "direction": "asc"}
        return [Part("orderBy", time, Origin("--by"))]
    if short.group_by:
        number = {"field": keys.selected[0], "direction": "desc"}
        return [Part("orderBy", number, Origin("--group-by"))]
    return []


def _ordering(text: str, short: Short, keys: Keys) -> dict[str, str]:
    """Return an ordering: `count` is ascending, `-count` and `count:desc` descending; `day` is the time of `--by`."""
    name, _, direction = text.removeprefix("-").partition(":")
    if direction not in {"", "asc", "desc"}:
        raise click.UsageError(f"--order: `{direction}` is no direction; use `asc` or `desc`.")
    key = f"{keys.view.main_time.name}_{name}" if name == short.by else key_of(name)
    keys.require(key, text, option="--order")
    return {"field": key, "direction": direction or ("desc" if text.startswith("-") else "asc")}
