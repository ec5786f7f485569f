"""Answer a query body in plain Python, slowly and plainly, to hold the compiler's answers against.

It assumes a body without faults. It shares no code with the compiler: rows are dictionaries by wire name, where
times are `datetime`s in UTC and JSON fields are decoded values.
"""

import json
import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

Row = Mapping[str, Any]

MISSING = object()
JSON_FIELDS = {"properties", "userProperties", "reasons", "sources"}
TIME_FIELDS = {"firstMessageTime", "lastMessageTime", "lastUpdated", "createdAt", "updatedAt"}
TEXT_KEYS = {
    f"{field}.{key}" for field in ("properties", "userProperties") for key in ("userId", "supportAgentName")
}
_NEGATED = {"neq": "eq", "notIn": "in", "isNotNull": "isNull"}
UNITS = ("hour", "day", "week", "month")
AGGREGATIONS = ("sum", "count", "countDistinct", "avg", "min", "max")


@dataclass(frozen=True)
class Answer:
    """The rows of a query, null where there is no value, and how many there are without a limit."""

    rows: list[dict[str, Any]]
    total: int


def answer(body: Mapping[str, Any], rows: Iterable[Row], *, fields: Sequence[str], main_time: str) -> Answer:
    """Return what a body asks of rows; `fields` are all the fields of the view, in order."""
    kept = [row for row in rows if holds(body.get("where"), row)]
    select = [_with_time(each, main_time) for each in body.get("select") or []]
    groupings = body.get("groupBy") or []
    is_grouped = bool(groupings) or any(each["type"] == "aggregation" for each in select)
    if is_grouped:
        found = _groups(select, groupings, kept, body.get("orderBy") or [])
    else:
        select = select or [{"type": "field", "field": field} for field in fields]
        found = _plain(select, kept, body.get("orderBy") or [], main_time)
    offset = body.get("offset") or 0
    return Answer(found[offset : offset + (body.get("limit") or len(found))], len(found))


def holds(part: Mapping[str, Any] | None, row: Row) -> bool:
    """Say whether a row passes a filter."""
    if part is None:
        return True
    if "and" in part:
        return all(holds(each, row) for each in part["and"])
    if "or" in part:
        return any(holds(each, row) for each in part["or"])
    condition = part["condition"]
    field, name, operand = condition["field"], condition["operator"], condition.get("value")
    if field not in JSON_FIELDS:
        return _holds_plain(row[field], name, _as_time(operand) if field in TIME_FIELDS else operand)
    value = MISSING if row[field] is None else row[field]
    if isinstance(operand, dict) and set(operand) in ({"path", "value"}, {"path"}):
        value, operand = at(value, operand["path"]), operand.get("value")
    return _OPERATORS[name](value, operand)


def _holds_plain(value: Any, name: str, operand: Any) -> bool:
    if name in _NEGATED:
        return not _holds_plain(value, _NEGATED[name], operand)
    if name in {"eq", "isNull"}:
        return bool(value == operand) if name == "eq" else value is None
    if name == "in":
        return value in operand
    if name == "arrayContains":
        return value is not None and set(operand if isinstance(operand, list) else [operand]) <= set(value)
    return value is not None and _ORDER[name](value, operand)


def at(value: Any, path: Sequence[str]) -> Any:
    """Return what is at a path, or `MISSING`."""
    for step in path:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and str(int(step)) == step and int(step) < len(value):
            value = value[int(step)]
        else:
            return MISSING
    return value


def is_nothing(value: Any) -> bool:
    """Say whether a value is null or missing."""
    return value is None or value is MISSING


def is_number(value: Any) -> bool:
    """Say whether a JSON value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def text_of(value: Any) -> str | None:
    """Return a JSON value as text."""
    if is_nothing(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def equals(value: Any, operand: Any) -> bool:
    """Say whether a JSON value equals an operand, as `eq` means it."""
    if is_nothing(value) or operand is None:
        return is_nothing(value) and operand is None
    if isinstance(operand, str) and is_number(value):
        return same(value, _number_written(operand))
    if isinstance(operand, str) and isinstance(value, bool):
        return text_of(value) == operand
    return same(value, text_of(operand) if is_number(operand) and isinstance(value, str) else operand)


def _number_written(text: str) -> Any:
    """Return the number that a text writes the usual way, or the text itself."""
    for kind in (int, float):
        with suppress(ValueError):
            number = kind(text)
            return number if text_of(number) == text else text
    return text


def same(value: Any, other: Any) -> bool:
    """Say whether two JSON values are equal as `jsonb`."""
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(same(value[key], other[key]) for key in value)
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(same, value, other))
    if is_number(value) and is_number(other):
        return bool(value == other)
    return type(value) is type(other) and bool(value == other)


def contains(value: Any, operand: Any) -> bool:
    """Say whether `value @> operand`."""
    if isinstance(value, list) and not isinstance(operand, list | dict):
        return any(same(each, operand) for each in value)
    return _contains(value, operand)


def _contains(value: Any, operand: Any) -> bool:
    if isinstance(operand, dict):
        return isinstance(value, dict) and all(
            key in value and _contains(value[key], inner) for key, inner in operand.items()
        )
    if isinstance(operand, list):
        return isinstance(value, list) and all(
            any(_contains(each, inner) for each in value) for inner in operand
        )
    return same(value, operand)


def _has_key(value: Any, key: str) -> bool:
    if isinstance(value, dict | list):
        return key in value
    return same(value, key)


def _has_members(value: Any, operand: Any) -> bool:
    members = operand if isinstance(operand, list) else [operand]
    return isinstance(value, list) and all(
        any(_is_member(each, member) for each in value) for member in members
    )


def _is_member(value: Any, member: Any) -> bool:
    return _contains(value, member) if isinstance(member, list | dict) else equals(value, member)


def _compared(name: str) -> Callable[[Any, Any], bool]:
    def compare(value: Any, operand: Any) -> bool:
        if is_number(value) and is_number(operand):
            return _ORDER[name](float(value), float(operand))
        return isinstance(value, str) and isinstance(operand, str) and _ORDER[name](value, operand)

    return compare


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": equals,
    "neq": lambda value, operand: not equals(value, operand),
    "in": lambda value, operand: any(equals(value, each) for each in operand),
    "notIn": lambda value, operand: not any(equals(value, each) for each in operand),
    "isNull": lambda value, _: is_nothing(value),
    "isNotNull": lambda value, _: not is_nothing(value),
    **{name: _compared(name) for name in _ORDER},
    "arrayContains": _has_members,
    "jsonContains": lambda value, operand: value is not MISSING and contains(value, operand),
    "jsonContainedBy": lambda value, operand: value is not MISSING and contains(operand, value),
    "jsonHasKey": _has_key,
    "jsonHasAnyKey": lambda value, keys: any(_has_key(value, key) for key in keys),
    "jsonHasAllKeys": lambda value, keys: value is not MISSING and all(_has_key(value, key) for key in keys),
    "jsonArrayContainsObject": lambda value, operand: (
        isinstance(value, list) and any(_contains(each, operand) for each in value)
    ),
}


@dataclass(frozen=True)
class Term:
    """What to sort by: a value of each row or group, and whether upwards."""

    value: Callable[[Any], Any]
    is_descending: bool


def _plain(select: list[Any], rows: list[Row], orders: list[Any], main_time: str) -> list[dict[str, Any]]:
    wanted = orders or [{"field": main_time, "direction": "desc"}, {"field": "id", "direction": "desc"}]
    terms = []
    for order in [*wanted, {"field": "id", "direction": "asc"}]:
        part = next((each for each in select if _key(each) == order["field"]), None) or _named(order["field"])
        terms.append(Term(partial(_value, part), order["direction"] == "desc"))
    return [{_key(each): _shown(_value(each, row)) for each in select} for row in _sorted(rows, terms)]


def _groups(
    select: list[Any], groupings: list[Any], rows: list[Row], orders: list[Any]
) -> list[dict[str, Any]]:
    parts = [each for each in select if each["type"] != "aggregation"]
    keys = {_key(each): each for each in [*parts, *({"type": "field", **each} for each in groupings)]}
    shown = {_key(each) for each in parts} | {
        _key(each) for each in groupings if each.get("includeInSelect", True)
    }
    groups: dict[Any, list[Row]] = {} if keys else {(): []}
    for row in rows:
        groups.setdefault(tuple(_identity(each, _value(each, row)) for each in keys.values()), []).append(row)
    found = [
        _Group({key: _value(each, members[0]) for key, each in keys.items()}, members)
        for members in groups.values()
    ]
    terms = [Term(_group_term(order["field"], keys), order["direction"] == "desc") for order in orders]
    terms += [Term(_group_term(key, keys), is_descending=False) for key in keys]
    aggregates = [each for each in select if each["type"] == "aggregation"]
    return [
        {key: _shown(group.keys[key]) for key in keys if key in shown}
        | {_key(each): _aggregated(each, group.rows) for each in aggregates}
        for group in _sorted(found, terms)
    ]


@dataclass(frozen=True)
class _Group:
    keys: dict[str, Any]
    rows: list[Row]


def _group_term(name: str, keys: Mapping[str, Any]) -> Callable[[_Group], Any]:
    if name in keys:
        return lambda group: group.keys[name]
    part = _named(name)
    if part["type"] == "aggregation":
        return lambda group: _aggregated(part, group.rows)
    return lambda group: min((each for row in group.rows if (each := _value(part, row))), default=None)


def _named(name: str) -> dict[str, Any]:
    """Return the part of a body that a name to order by stands for."""
    head, _, tail = name.partition("_")
    if tail in UNITS:
        return {"type": "time", "field": head, "timeUnit": tail}
    if head in AGGREGATIONS:
        field, *path = tail.split(".")
        return {"type": "aggregation", "aggregation": head, "field": field or None, "path": path}
    field, *path = name.split(".")
    return {"type": "field", "field": field, "path": path}


def _sorted(items: Iterable[Any], terms: Sequence[Term]) -> list[Any]:
    """Return items ordered by the first term, then the next; nothing comes last in both directions."""
    found = list(items)
    for term in reversed(terms):
        for level in (1, 0):
            ranked = [(_rank(term.value(item))[level], item) for item in found]
            present = [each for each in ranked if each[0] is not None]
            present.sort(key=operator.itemgetter(0), reverse=term.is_descending)
            found = [item for _, item in present] + [item for rank, item in ranked if rank is None]
    return found


def _rank(value: Any) -> tuple[Any, Any]:
    """Return what a value sorts by: numbers first, then texts."""
    if is_nothing(value):
        return (None, None)
    if isinstance(value, bool):
        return (None, text_of(value))
    if is_number(value):
        return (float(value), text_of(value))
    return (None, text_of(value) if isinstance(value, str | list | dict) else value)


def _value(part: Mapping[str, Any], row: Row) -> Any:
    """Return the value that a selection takes from a row; `MISSING` counts as null."""
    value = row[part["field"]]
    if part["type"] == "time":
        return None if value is None else _start(value, part["timeUnit"])
    if part.get("path"):
        value = at(value, part["path"])
        if _key(part) in TEXT_KEYS and part["type"] == "field":
            return text_of(value)
    return None if value is MISSING else value


def _start(time: datetime, unit: str) -> datetime:
    hour = time.replace(minute=0, second=0, microsecond=0)
    if unit == "hour":
        return hour
    day = hour.replace(hour=0)
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day if unit == "day" else day.replace(day=1)


def _identity(part: Mapping[str, Any], value: Any) -> Any:
    return json.dumps(value) if part["field"] in JSON_FIELDS or isinstance(value, list) else value


def _aggregated(part: Mapping[str, Any], rows: Sequence[Row]) -> Any:
    aggregation = part["aggregation"]
    if not part.get("field"):
        return len(rows)
    values = [value for row in rows if not is_nothing(value := _value(part, row))]
    if aggregation == "count":
        return len(values)
    if aggregation == "countDistinct":
        is_json = part["field"] in JSON_FIELDS
        return len({text_of(value) if is_json or isinstance(value, list) else value for value in values})
    numbers = [_as_number(value) for value in values if isinstance(value, datetime) or is_number(value)]
    return _number_of(aggregation, numbers)


def _as_number(value: Any) -> Any:
    """Return a number as it is, and a time as its milliseconds."""
    if not isinstance(value, datetime):
        return value
    return (value - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def _number_of(aggregation: str, numbers: Sequence[float]) -> float | None:
    if not numbers:
        return None
    if aggregation == "avg":
        return math.fsum(numbers) / len(numbers)
    if aggregation == "sum":
        return sum(numbers)
    return min(numbers) if aggregation == "min" else max(numbers)


def _key(part: Mapping[str, Any]) -> str:
    field = ".".join([part.get("field") or "", *(part.get("path") or [])])
    if part.get("type") == "time":
        return f"{field}_{part['timeUnit']}"
    if part.get("type") == "aggregation":
        return f"{part['aggregation']}_{field}" if field else str(part["aggregation"])
    return field


def _shown(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
    return value


def _with_time(part: Mapping[str, Any], main_time: str) -> dict[str, Any]:
    """Return a selection; a time without a field is the main time."""
    return {**part, "field": part.get("field") or main_time} if part["type"] == "time" else dict(part)


def _as_time(operand: Any) -> Any:
    if isinstance(operand, list):
        return [_as_time(each) for each in operand]
    if not isinstance(operand, str):
        return operand
    time = datetime.fromisoformat(operand)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
