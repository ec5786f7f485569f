"""The short form of a question: options of `threadline query`, made into the JSON body that they stand for. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from threadline.cli.asking.conditions import all_of, condition, having, key_of, name_of
from threadline.cli.bodies import read_filter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.query import View

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
    """Members of the body that stand as they are."""

    @property
    def is_empty(self) -> bool:
        """Whether no option was given."""
        return self == Short(numbers=self.numbers) and not any(self.numbers.values())


def body_of(view: View, short: Short) -> dict[str, Any]:
    """Return the body that the short form stands for.

    Groups for which no number is asked are counted. Without an order, units of time come as they go on, and other
    groups by their first number, largest first.

    Raises:
        click.UsageError: a name that the view lacks, or a condition that is none.
    """
    groups = [_named(name, view, option="--group-by") for name in _split(short.group_by)]
    aggregations = _aggregations(view, short)
    is_grouped = bool(groups or short.by or aggregations)
    if is_grouped and short.select:
        raise click.UsageError("--select chooses fields of rows; groups show what --group-by and --by name.")
    body: dict[str, Any] = {}
    if is_grouped:
        time = [{"type": "time", "timeUnit": short.by}] if short.by else []
        body["select"] = [*time, *(aggregations or [{"type": "aggregation", "aggregation": "count"}])]
    elif short.select:
        body["select"] = [
            {"type": "field"} | _named(name, view, option="--select") for name in _split(short.select)
        ]
    if groups:
        body["groupBy"] = groups
    filters = _filters(view, short)
    if filters:
        body["where"] = all_of(filters)
    if short.having:
        body["having"] = all_of([having(text) for text in short.having])
    order = _order(view, short, body.get("select", []))
    if order:
        body["orderBy"] = order
    return body | short.rest


def filter_of(texts: Sequence[str], view: View) -> dict[str, Any]:
    """Return the member `where` of a body for conditions, each short, JSON or `@FILE`; nothing for none."""
    filters = [_filter(text, view) for text in texts]
    return {"where": all_of(filters)} if filters else {}


def _aggregations(view: View, short: Short) -> list[dict[str, Any]]:
    counted = [{"type": "aggregation", "aggregation": "count"}] if short.count else []
    given = {"countDistinct": short.distinct, **short.numbers}
    return counted + [
        {"type": "aggregation", "aggregation": aggregation} | _named(name, view, option=_option(aggregation))
        for aggregation, names in given.items()
        for name in _split(names)
    ]


def _filters(view: View, short: Short) -> list[dict[str, Any]]:
    time = view.main_time.name
    bounds = [("gte", short.since), ("lt", short.until)]
    spans = [
        {"condition": {"field": time, "operator": operator, "value": value}}
        for operator, value in bounds
        if value
    ]
    return [*spans, *(_filter(text, view) for text in short.where)]


def _filter(text: str, view: View) -> dict[str, Any]:
    if text.lstrip().startswith(("{", "@")):
        found: dict[str, Any] = read_filter(text.strip())["where"]
        return found
    return condition(text, view)


def _order(view: View, short: Short, select: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return what is asked for; else times as they go on, or the largest number first."""
    if short.order:
        return [_ordering(text, view, short) for text in short.order]
    if short.by:
        return [{"field": f"{view.main_time.name}_{short.by}", "direction": "asc"}]
    if select and short.group_by:
        return [{"field": _key(select[0]), "direction": "desc"}]
    return []


def _key(aggregation: dict[str, Any]) -> str:
    """Return the key of a row that has a number."""
    names = [aggregation["field"], *aggregation.get("path", [])] if "field" in aggregation else []
    return "_".join([aggregation["aggregation"], *([".".join(names)] if names else [])])


def _ordering(text: str, view: View, short: Short) -> dict[str, str]:
    """Return an ordering: `count` is ascending, `-count` and `count:desc` descending; `day` is the time of `--by`."""
    name, _, direction = text.removeprefix("-").partition(":")
    if direction not in {"", "asc", "desc"}:
        raise click.UsageError(f"--order: `{direction}` is no direction; use `asc` or `desc`.")
    key = f"{view.main_time.name}_{name}" if name == short.by else key_of(name)
    return {"field": key, "direction": direction or ("desc" if text.startswith("-") else "asc")}


def _named(text: str, view: View, *, option: str) -> dict[str, Any]:
    name, path = name_of(text, view, option=option)
    return {"field": name} | ({"path": path} if path else {})


def _split(texts: Sequence[str]) -> list[str]:
    """Return names that were given one by one or with commas between."""
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def _option(aggregation: str) -> str:
    return "--distinct" if aggregation == "countDistinct" else f"--{aggregation}"
