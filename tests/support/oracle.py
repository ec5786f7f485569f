"""Answer a query body in plain Python, slowly and plainly, to hold the compiler's answers against.

It assumes a body without faults. It shares no code with the compiler: rows are dictionaries by wire name, where
times are `datetime`s in UTC and JSON fields are decoded values.
"""

import json
import math
import operator
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal

from tests.support.clocks import UNITS, start_of
from threadline.folding import fold

Row = Mapping[str, Any]

MISSING = object()
_WHOLE = 1e21
"""Below it, a double without a fraction is written with `.0`."""

JSON_FIELDS = {"properties", "userProperties", "reasons", "sources"}
TIME_FIELDS = {"firstMessageTime", "lastMessageTime", "lastUpdated", "createdAt", "updatedAt"}
NUMBER_FIELDS = {"userMessageCount", "messagesCount", "questionLength"}
TEXT_KEYS = {
    f"{field}.{key}" for field in ("properties", "userProperties") for key in ("userId", "supportAgentName")
}
_NEGATED = {"neq": "eq", "notIn": "in", "isNotNull": "isNull"}
AGGREGATIONS = ("sum", "count", "countDistinct", "avg", "min", "max", "median", "p90", "p95")
_QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}
_AGO = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True)
class Answer:
    """The rows of a query, null where there is no value, and how many there are without a limit."""

    rows: list[dict[str, Any]]
    total: int


def answer(
    body: Mapping[str, Any],
    rows: Iterable[Row],
    *,
    fields: Sequence[str],
    main_time: str,
    now: datetime | None = None,
) -> Answer:
    """Return what a body asks of rows.

    Args:
        body: a body without faults.
        rows: by wire name; `messages` are the texts of a row's messages.
        fields: all the fields of the view, in order.
        main_time: the field that a time without a field is about.
        now: what relative times are about.
    """
    where = _with_moments(body.get("where"), now)
    kept = [row for row in rows if holds(where, row)]
    zone = body.get("timeZone") or "UTC"
    select = [_with_time(each, main_time, zone) for each in body.get("select") or []]
    groupings = body.get("groupBy") or []
    is_grouped = bool(groupings) or any(each["type"] == "aggregation" for each in select)
    if is_grouped:
        found = _groups(select, groupings, kept, body=body)
    else:
        select = select or [{"type": "field", "field": field} for field in fields]
        found = _plain(select, kept, body.get("orderBy") or [], main_time=main_time, zone=zone)
    offset = body.get("offset") or 0
    return Answer(found[offset : offset + (body.get("limit") or len(found))], len(found))


def holds(part: Mapping[str, Any] | None, row: Row) -> bool:
    """Say whether a row passes a filter."""
    if part is None or "condition" not in part:
        return part is None or _joined(part, lambda each: holds(each, row))
    condition = part["condition"]
    field, name, operand = condition["field"], condition["operator"], condition.get("value")
    if name == "matches":
        return any(matches(text, operand) for text in row["messages"])
    if name == "is":
        return _is_grouped_as(field, row[field], operand)
    if field not in JSON_FIELDS:
        return _holds_plain(row[field], name, _as_time(operand) if field in TIME_FIELDS else operand)
    value, operand, _ = _placed(row[field], operand)
    return _OPERATORS[name](value, operand)


def _placed(value: Any, operand: Any) -> tuple[Any, Any, list[str]]:
    """Return what an operand is held against, the operand itself, and the path that it names."""
    value = MISSING if value is None else value
    if isinstance(operand, dict) and set(operand) in ({"path", "value"}, {"path"}):
        return at(value, operand["path"]), operand.get("value"), operand["path"]
    return value, operand, []


def _is_grouped_as(field: str, value: Any, operand: Any) -> bool:
    """Say whether a row is in the group that has the operand as its key."""
    if field in TIME_FIELDS and isinstance(operand, dict):
        unit, zone = operand["timeUnit"], operand.get("timeZone") or "UTC"
        return value is not None and start_of(value, unit, zone) == _as_time(operand["value"])
    if field not in JSON_FIELDS:
        return _holds_plain(value, "eq", _as_time(operand) if field in TIME_FIELDS else operand)
    found, wanted, path = _placed(value, operand)
    if f"{field}.{'.'.join(path)}" in TEXT_KEYS:
        return text_of(found) == text_of(wanted)
    return _identical(found, wanted)


def _joined(part: Mapping[str, Any], holds: Callable[[Any], bool]) -> bool:
    return all(map(holds, part["and"])) if "and" in part else any(map(holds, part["or"]))


def _holds_plain(value: Any, name: str, operand: Any) -> bool:
    if name in _NEGATED:
        return not _holds_plain(value, _NEGATED[name], operand)
    if name in {"eq", "in", "isNull"}:
        wanted = operand if name == "in" else [operand if name == "eq" else None]
        return any(value == each or (isinstance(value, list) and each in value) for each in wanted)
    if value is None:
        return False
    if name == "arrayContains":
        return set(operand if isinstance(operand, list) else [operand]) <= set(value)
    return _has_text(value, name, operand) if name in _TEXTUAL else _ORDER[name](value, operand)


_TEXTUAL: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, operand: operand in text,
    "startsWith": lambda text, operand: text.startswith(operand),
}


def _has_text(value: Any, name: str, operand: str) -> bool:
    """Say whether a text, or one of a list of texts, has the operand in it, or at its start."""
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(each, str) and _TEXTUAL[name](fold(each), fold(operand)) for each in texts)


def matches(text: str, search: str) -> bool:
    """Say whether the text of a message has all words and phrases of a search, and none after a minus."""
    found = _words(text)
    pieces = re.findall(r'(-?)("[^"]*"|[^\s"*]+)(\*?)', search)
    return all(_has_phrase(found, _words(piece), star) is (not minus) for minus, piece, star in pieces)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.lower())
    return re.findall(r"[a-z0-9]+", "".join(each for each in plain if not unicodedata.combining(each)))


def _has_phrase(words: Sequence[str], phrase: Sequence[str], star: str) -> bool:
    *head, last = phrase
    for start in range(len(words) - len(head)):
        end = words[start + len(head)]
        if words[start : start + len(head)] == head and (end.startswith(last) if star else end == last):
            return True
    return False


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


def _identical(value: Any, operand: Any) -> bool:
    """Say whether a JSON value is in the group that has the operand as its key."""
    if is_nothing(value) or operand is None:
        return is_nothing(value) and operand is None
    if isinstance(value, list | dict):
        return json.dumps(value) == json.dumps(operand)
    return same(value, operand)


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
    "contains": lambda value, operand: isinstance(value, str) and _has_text(value, "contains", operand),
    "startsWith": lambda value, operand: isinstance(value, str) and _has_text(value, "startsWith", operand),
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
    levels: tuple[int, ...] = (1, 0)
    """Which parts of a rank count, the last one most."""


def _plain(
    select: list[Any], rows: list[Row], orders: list[Any], *, main_time: str, zone: str
) -> list[dict[str, Any]]:
    wanted = _telling(orders, {_key(each) for each in select}, groups="no")
    wanted = wanted or [{"field": main_time, "direction": "desc"}, {"field": "id", "direction": "desc"}]
    terms = []
    for order in [*wanted, {"field": "id", "direction": "asc"}]:
        part = next((each for each in select if _key(each) == order["field"]), None)
        part = part or _named(order["field"], zone)
        terms.append(Term(partial(_sortable, part), order["direction"] == "desc"))
    return [{_key(each): _shown(_value(each, row)) for each in select} for row in _sorted(rows, terms)]


def _telling(orders: Iterable[Any], keys: Collection[str], *, groups: Literal["yes", "no"]) -> list[Any]:
    """Return the orders by something that has a value: a key of the row, or any other that there is."""
    parts = ((order, _named(order["field"], "UTC")) for order in orders)
    return [order for order, part in parts if order["field"] in keys or _is_something(part, groups)]


def _is_something(part: Mapping[str, Any], groups: str) -> bool:
    field = part["field"]
    if part["type"] != "aggregation":
        return part["type"] == "field" or field in TIME_FIELDS
    if not field:
        return part["aggregation"] == "count" and groups == "yes"
    is_time = field in TIME_FIELDS and part["aggregation"] in {"min", "max"}
    return is_time or field in NUMBER_FIELDS or part["aggregation"] in {"count", "countDistinct"}


def _sortable(part: Mapping[str, Any], row: Row) -> Any:
    if part["type"] == "aggregation":
        return _aggregated(part, [row])
    return _by_texts(part, _value(part, row))


def _by_texts(part: Mapping[str, Any], value: Any) -> Any:
    """Return a value to sort by: a list field sorts by its texts, one after the other, and JSON by its text."""
    return tuple(value) if isinstance(value, list) and part["field"] not in JSON_FIELDS else value


def _groups(
    select: list[Any], groupings: list[Any], rows: list[Row], *, body: Mapping[str, Any]
) -> list[dict[str, Any]]:
    orders, zone = body.get("orderBy") or [], body.get("timeZone") or "UTC"
    parts = [each for each in select if each["type"] != "aggregation"]
    keys = {_key(each): each for each in [*parts, *({"type": "field", **each} for each in groupings)]}
    shown = {_key(each) for each in parts} | {
        _key(each) for each in groupings if each.get("includeInSelect", True)
    }
    groups: dict[Any, list[Row]] = {} if keys else {(): []}
    for row in rows:
        groups.setdefault(tuple(_identity(each, _value(each, row)) for each in keys.values()), []).append(row)
    found = [
        _Group({key: _grouped(_value(each, members[0])) for key, each in keys.items()}, members)
        for members in groups.values()
    ]
    aggregates = [each for each in select if each["type"] == "aggregation"]
    telling = _telling(orders, {*keys, *map(_key, aggregates)}, groups="yes")
    wanted = [*telling, *({"field": key, "direction": "asc"} for key in keys)]
    terms = [
        Term(_group_term(order["field"], keys, zone), order["direction"] == "desc", levels=(2, 1, 0))
        for order in wanted
    ]
    found = [group for group in found if _is_chosen(body.get("having"), group)]
    return [
        {key: _shown(group.keys[key]) for key in keys if key in shown}
        | {_key(each): _aggregated(each, group.rows) for each in aggregates}
        for group in _sorted(found, terms)
    ]


@dataclass(frozen=True)
class _Group:
    keys: dict[str, Any]
    rows: list[Row]


def _is_chosen(part: Any, group: _Group) -> bool:
    """Say whether a group passes a filter over groups."""
    if part is None or "condition" not in part:
        return part is None or _joined(part, lambda each: _is_chosen(each, group))
    condition = part["condition"]
    value = _aggregated(_named(condition["field"], "UTC"), group.rows)
    return _holds_plain(value, condition["operator"], condition.get("value"))


def _group_term(name: str, keys: Mapping[str, Any], zone: str) -> Callable[[_Group], Any]:
    if name in keys:
        return lambda group: _by_texts(keys[name], group.keys[name])
    part = _named(name, zone)
    if part["type"] == "aggregation":
        return lambda group: _steady(part, _aggregated(part, group.rows))
    return lambda group: min(_least_first(part, group.rows), default=None)


def _steady(part: Mapping[str, Any], value: Any) -> Any:
    """Return what groups sort by: sums and means at a path have twelve digits that count."""
    is_added = part["aggregation"] in {"sum", "avg"} and part["field"] in JSON_FIELDS
    return float(f"{value:.11e}") if is_added and value is not None else value


def _least_first(part: Mapping[str, Any], rows: Iterable[Row]) -> Iterator[Any]:
    """Yield what the least value of a group is chosen from: JSON by its text."""
    for row in rows:
        value = _value(part, row)
        if not is_nothing(value):
            yield text_of(value) if part["field"] in JSON_FIELDS else _by_texts(part, value)


def _named(name: str, zone: str) -> dict[str, Any]:
    """Return the part of a body that a name to order by stands for."""
    head, _, tail = name.partition("_")
    if tail in UNITS:
        return {"type": "time", "field": head, "timeUnit": tail, "timeZone": zone}
    if head in AGGREGATIONS:
        field, *path = tail.split(".")
        return {"type": "aggregation", "aggregation": head, "field": field or None, "path": path}
    field, *path = name.split(".")
    return {"type": "field", "field": field, "path": path}


def _sorted(items: Iterable[Any], terms: Sequence[Term]) -> list[Any]:
    """Return items ordered by the first term, then the next; nothing comes last in both directions."""
    found = list(items)
    for term in reversed(terms):
        for level in term.levels:
            ranked = [(_rank(term.value(item))[level], item) for item in found]
            present = [each for each in ranked if each[0] is not None]
            present.sort(key=operator.itemgetter(0), reverse=term.is_descending)
            found = [item for _, item in present] + [item for rank, item in ranked if rank is None]
    return found


def _rank(value: Any) -> tuple[Any, Any, Any]:
    """Return what a value sorts by: numbers first, then by texts, and a text after what it writes."""
    if is_nothing(value):
        return (None, None, None)
    if isinstance(value, bool):
        return (None, text_of(value), False)
    if is_number(value):
        return (_as_double(value), text_of(_grouped(value)), False)
    is_text = isinstance(value, str)
    return (None, text_of(value) if is_text or isinstance(value, list | dict) else value, is_text)


def _as_double(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _value(part: Mapping[str, Any], row: Row) -> Any:
    """Return the value that a selection takes from a row; `MISSING` counts as null."""
    value = row[part["field"]]
    if part["type"] == "time":
        return None if value is None else start_of(value, part["timeUnit"], part["timeZone"])
    if part.get("path"):
        value = at(value, part["path"])
        if _key(part) in TEXT_KEYS and part["type"] == "field":
            return text_of(value)
    return None if value is MISSING else value


def _identity(part: Mapping[str, Any], value: Any) -> Any:
    value = _grouped(value)
    return json.dumps(value) if part["field"] in JSON_FIELDS or isinstance(value, list) else value


def _grouped(value: Any) -> Any:
    """Return the value of a group: a double without a fraction is a whole number."""
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE
    return int(value) if is_whole else value


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
    if aggregation in _QUANTILES:
        return _quantile(sorted(map(float, numbers)), _QUANTILES[aggregation])
    if aggregation == "avg":
        return math.fsum(numbers) / len(numbers)
    if aggregation == "sum":
        return sum(numbers)
    return min(numbers) if aggregation == "min" else max(numbers)


def _quantile(numbers: Sequence[float], share: float) -> float:
    """Return the number below which a share of the numbers lies, between two of them if need be."""
    place = share * (len(numbers) - 1)
    below, above = numbers[math.floor(place)], numbers[math.ceil(place)]
    return below + (above - below) * (place - math.floor(place))


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


def _with_time(part: Mapping[str, Any], main_time: str, zone: str) -> dict[str, Any]:
    """Return a selection; a time without a field is the main time."""
    if part["type"] != "time":
        return dict(part)
    return {**part, "field": part.get("field") or main_time, "timeZone": zone}


def _with_moments(part: Any, now: datetime | None) -> Any:
    """Return a filter whose relative times are times."""
    if isinstance(part, list):
        return [_with_moments(each, now) for each in part]
    if not isinstance(part, dict):
        return part
    if "condition" not in part:
        return {joint: _with_moments(inner, now) for joint, inner in part.items()}
    condition = part["condition"]
    ago = re.fullmatch(r"([0-9]+)([hdw])", str(condition.get("value")))
    if condition["field"] not in TIME_FIELDS or ago is None or now is None:
        return part
    return {"condition": {**condition, "value": (now - int(ago[1]) * _AGO[ago[2]]).isoformat()}}


def _as_time(operand: Any) -> Any:
    if isinstance(operand, list):
        return [_as_time(each) for each in operand]
    if not isinstance(operand, str):
        return operand
    time = datetime.fromisoformat(operand)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
