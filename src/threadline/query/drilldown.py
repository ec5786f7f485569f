"""What is behind a number: a query and one of its rows in, the filter that selects what the row counts out.

The filter is one of the language itself, so that it can be written as JSON, looked at, kept, and asked with.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from threadline.catalog import VIEWS, Operator, TimeUnit, View
from threadline.errors import pointer_of
from threadline.query.binding.bind import bind_expression
from threadline.query.binding.filters import bind_filter
from threadline.query.binding.zones import Zones
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import JSON, AggregationSelection, AllOf, Condition, Expression, Filter
from threadline.query.forms.plan import Aggregate, Bucket, Output, Place, Plan, Stored
from threadline.query.parsing.filters import check_operand, check_size, written
from threadline.query.parsing.parse import digest_of
from threadline.query.rewrite import default_outputs

_LARGEST = 1.7976931348623157e308
"""The largest double: an aggregate of numbers passes over what is beyond it."""

_FIRST_YEAR = 1_000
"""Before it, years are not written with four digits."""

_COUNTS = {"count", "countDistinct"}
_FIXED: dict[TimeUnit, timedelta] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_MONTHS: dict[TimeUnit, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A number that somebody looks at."""

    query: Expression
    """The body that was asked."""

    row: Mapping[str, Any]
    """One row of its answer."""

    key: str | None = None
    """The key of the number in that row; None for the row as a whole."""

    limit: int = 100
    """The most conversations of a page."""

    cursor: str | None = None
    """Where the page before ended; None for the first."""

    is_exact: bool = True
    """Whether objects and lists must be written as in the row, as groups tell them apart, and not only be equal:
    JavaScript, for one, writes `7` where `7.0` stood."""


def filter_behind(request: Request, view: View, *, zones: Zones) -> Filter:
    """Return the filter that selects the rows of a view that a row of an answer is about.

    Args:
        request: the query, its row, and perhaps one of its numbers.
        view: what the query asks.
        zones: which ones it may name.

    Raises:
        MalformedError: the query or the row has the wrong shape; carries every fault.
        InvalidRequestError: the row does not say what it is about.
    """
    faults, row = Faults(), request.row
    plan = _plan(request.query, view, zones)
    _check_names(row, plan, faults)
    parts: list[Filter] = [] if request.query.where is None else [request.query.where]
    for output in _telling(plan, faults):
        told = list(_same(output, row, is_exact=request.is_exact))
        _check(told, view, pointer_of(["row", output.value.key]), faults, zones=zones)
        parts += told
    parts += _counted(plan, request.key, faults)
    faults.raise_any()
    behind = parts[0] if len(parts) == 1 else AllOf(tuple(parts))
    _check([behind], view, "/query/where", faults, zones=zones)
    faults.raise_any()
    return behind


def rows_behind(request: Request, where: Filter) -> Expression:
    """Return the expression that counts the rows behind a row, given the filter that selects them."""
    count = AggregationSelection(pointer="/select/0", aggregation="count")
    return Expression(select=(count,), where=where, text=request.query.text)


def page_behind(request: Request, view: View, where: Filter) -> Expression:
    """Return the expression of a page of conversations behind a row; its cursors belong to that row alone."""
    asked = {"view": view.name, "where": written(where), "query": request.query.text}
    digest = digest_of(VIEWS["conversations"], asked)
    return Expression(limit=request.limit, cursor=request.cursor or "", digest=digest)


def _check(parts: list[Filter], view: View, pointer: str, faults: Faults, *, zones: Zones) -> None:
    """Keep it if parts of the filter cannot be asked with, at the place in the request that they come from."""
    inner = Faults()
    for part in parts:
        check_size(part, "", inner)
    fitting = [part for part in parts if not isinstance(part, Condition) or _is_writable(part, inner)]
    bind_filter(AllOf(tuple(fitting)), view, inner, zones=zones)
    faults.impossible_at(pointer, inner)


def _is_writable(part: Condition, faults: Faults) -> bool:
    return check_operand(part.operand, "", faults)


def _plan(query: Expression, view: View, zones: Zones) -> Plan:
    """Return what a query means; its faults are told with their places in the request."""
    faults = query.faults.copy()
    plan = bind_expression(query, view, faults, zones=zones)
    faults.within("/query").raise_any()
    return plan


def _check_names(row: Mapping[str, Any], plan: Plan, faults: Faults) -> None:
    """Keep what of the row the query does not show: a value under another name would count as missing."""
    names = [output.value.key for output in default_outputs(plan).outputs if output.is_shown]
    for name in row:
        if name not in names:
            faults.malformed(pointer_of(["row", name]), unknown(name, "a key that the query shows", names))
    identity = plan.view.identity.name
    if not plan.is_grouped and identity in names and row.get(identity) is None:
        faults.malformed(f"/row/{identity}", f"`{identity}` is missing. It tells the row from others.")


def _telling(plan: Plan, faults: Faults) -> Iterator[Output]:
    """Yield the outputs that tell one row from the others."""
    keys = [output for output in plan.outputs if not isinstance(output.value, Aggregate)]
    if not plan.is_grouped:
        identity = [output for output in keys if output.value == Stored(Place(plan.view.identity))]
        keys = identity or keys or [Output(value=Stored(Place(plan.view.identity)), pointer="")]
    for output in keys:
        silence = _silence(output)
        if silence is None:
            yield output
        else:
            faults.impossible(f"/query{output.pointer}", silence)


def _silence(output: Output) -> str | None:
    """Return why a row does not say a value by which rows are told apart; None when it does."""
    key, place = output.value.key, output.value.place
    if not output.is_shown:
        return f"The row does not say its `{key}`, which is a hidden key of its group. Show it."
    if place is not None and place.field.is_text_map and not place.path:
        return f"The row shows `{key}` as texts alone, which do not tell rows apart. Give a `path`."
    return None


def _same(output: Output, row: Mapping[str, Any], *, is_exact: bool) -> Iterator[Filter]:
    """Yield conditions that hold where a row of the view has the value that is shown."""
    value, shown = output.value, row.get(output.value.key)
    if isinstance(value, Bucket):
        yield from _in_bucket(value, shown)
    elif isinstance(value, Stored):
        yield _equal(value.place, shown, is_exact=is_exact)


def _equal(place: Place, shown: JSON, *, is_exact: bool) -> Filter:
    if shown is None:
        return _condition(place, "isNull")
    if not place.field.is_json or (isinstance(shown, str) and _is_plain(shown)):
        return _condition(place, "eq", shown)
    is_loose = isinstance(shown, list | dict) and not is_exact
    return _condition(place, "eq" if is_loose else "is", shown)


def _is_plain(text: str) -> bool:
    """Say whether `eq` finds nothing but this text: no number, boolean or JSON is written so, in whatever style."""
    try:
        float(text)
    except ValueError:
        return text not in {"true", "false"} and not text.startswith(("{", "["))
    return False


def _in_bucket(bucket: Bucket, shown: JSON) -> Iterator[Filter]:
    """Yield the bounds of a bucket; by the clocks of a zone it is told by its name, since not all have plain bounds."""
    place = bucket.place
    if shown is None:
        yield _condition(place, "isNull")
        return
    end = _end(bucket.unit, shown) if bucket.zone is None else None
    if end is None:
        named: dict[str, JSON] = {"timeUnit": bucket.unit, "timeZone": bucket.zone or "UTC", "value": shown}
        if bucket.week_start != "monday":
            named["weekStart"] = bucket.week_start
        yield _condition(place, "is", named)
        return
    yield _condition(place, "gte", shown)
    yield _condition(place, "lt", end)


def _end(unit: TimeUnit, shown: JSON) -> str | None:
    """Return when a bucket of UTC ends, or None when that cannot be said."""
    try:
        start = datetime.fromisoformat(str(shown))
        if unit in _FIXED:
            end = start + _FIXED[unit]
        else:
            month = start.month - 1 + _MONTHS[unit]
            end = start.replace(year=start.year + month // 12, month=month % 12 + 1)
    except (ValueError, OverflowError):
        return None
    return end.strftime("%Y-%m-%dT%H:%M:%S.000Z") if end.year >= _FIRST_YEAR else None


def _counted(plan: Plan, key: str | None, faults: Faults) -> list[Filter]:
    """Return what holds for the rows that a number of the row is made from."""
    if key is None:
        return []
    aggregates = {
        output.value.key: output.value for output in plan.outputs if isinstance(output.value, Aggregate)
    }
    if key not in aggregates:
        faults.malformed("/key", unknown(key, "a number of the row", aggregates))
        return []
    place, aggregation = aggregates[key].place, aggregates[key].aggregation
    if place is None:
        return []
    if aggregation in _COUNTS or not place.field.is_json:
        return [_condition(place, "isNotNull")]
    return [_condition(place, "gte", -_LARGEST), _condition(place, "lte", _LARGEST)]


def _condition(place: Place, operator: Operator, *value: JSON) -> Condition:
    operand: JSON = value[0] if value else None
    if place.path:
        beside: dict[str, JSON] = {"value": operand} if value else {}
        operand = {"path": list(place.path), **beside}
    return Condition(pointer="", field=place.field.name, operator=operator, operand=operand)
