"""Rows become columns with types, which `frames` hands over to other libraries.

| what | type |
| --- | --- |
| times, units of time, `min_` and `max_` of a time | aware times |
| counts, whole numbers | integers |
| other numbers about groups, and seconds between times | floats; sums of integers stay integers |
| lists of texts | lists of texts |
| objects, lists of objects, and values of several types in one column | their JSON as a text |
| anything else | what its values are: texts, integers, floats or booleans |
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from threadline.catalog import DURATION
from threadline.catalog.names_by_type import FLAGS, TEXT_LISTS, TIMES, WHOLE_NUMBERS
from threadline.moments import from_milliseconds, to_datetime

Kind = Literal["text", "integer", "number", "boolean", "time", "texts", "json"]
Reader = Callable[[Any], object]

_UNITS = frozenset({"hour", "day", "week", "month", "quarter", "year"})
_COUNTS = frozenset({"count", "countDistinct"})
_MEANS = frozenset({"avg", "median", "p90", "p95"})
_DURATIONS = tuple(f"{number}{DURATION}_" for number in ("", "sum_", "min_", "max_"))
_WIDEST = 1 << 63
_FLAGS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One key of the rows with all its values."""

    name: str
    kind: Kind
    values: list[Any]


def columns(rows: Iterable[Mapping[str, Any]], promised: Iterable[str] = ()) -> list[Column]:
    """Return the columns of rows in the order in which their keys come up, then the promised ones that no row has.

    A row without a key has no value there.
    """
    values: dict[str, list[Any]] = {}
    count = -1
    for count, row in enumerate(rows):
        for key in row:
            if key not in values:
                values[key] = [None] * count
        for key, column in values.items():
            column.append(row.get(key))
    values |= {name: [None] * (count + 1) for name in promised if name not in values}
    return [_column(key, each) for key, each in values.items()]


def _column(key: str, values: list[Any]) -> Column:
    """Return a column of the type that its key promises, else of the type that its values have."""
    kind = _promised(key)
    if kind is not None:
        try:
            return Column(key, kind, _read(values, _READERS[kind]))
        except (ValueError, TypeError, OverflowError):
            pass
    found = _found(values)
    return Column(key, found, _read(values, _json_text) if found == "json" else values)


def _promised(key: str) -> Kind | None:
    if key in _PROMISED:
        return _PROMISED[key]
    head, _, tail = key.partition("_")
    if head in _COUNTS:
        return "integer"
    if head in _MEANS or key.startswith(_DURATIONS):
        return "number"
    is_time = (head in TIMES and tail in _UNITS) or (head in {"min", "max"} and tail in TIMES)
    return "time" if is_time else None


def _found(values: Sequence[Any]) -> Kind:
    types = {type(value) for value in values} - {type(None)}
    if types <= {str}:
        return "text"
    if types == {bool}:
        return "boolean"
    if types == {int} and all(value is None or -_WIDEST <= value < _WIDEST for value in values):
        return "integer"
    return "number" if types and types <= {int, float} and float in types else "json"


def _read(values: Iterable[Any], read: Reader) -> list[Any]:
    return [None if value is None else read(value) for value in values]


def _json_text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _integer(value: object) -> int:
    """Read a whole number; exports write numbers as texts."""
    number = int(value) if isinstance(value, str) else value
    if type(number) is not int or not -_WIDEST <= number < _WIDEST:
        raise TypeError(value)
    return number


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(value)
    return float(value)


def _flag(value: object) -> bool:
    found = _FLAGS.get(value) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise TypeError(value)
    return found


def _time(value: object) -> datetime:
    """Read a time: a text, or milliseconds since 1970."""
    if isinstance(value, str) and not value.lstrip("-").isdecimal():
        return to_datetime(value)
    return from_milliseconds(_number(value))


def _texts(value: object) -> list[str]:
    return (
        msgspec.json.decode(value, type=list[str])
        if isinstance(value, str)
        else msgspec.convert(value, list[str])
    )


_READERS: dict[Kind, Reader] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _flag,
    "time": _time,
    "texts": _texts,
}
_PROMISED: dict[str, Kind] = {
    **dict.fromkeys(TIMES, "time"),
    **dict.fromkeys(WHOLE_NUMBERS, "integer"),
    **dict.fromkeys(FLAGS, "boolean"),
    **dict.fromkeys(TEXT_LISTS, "texts"),
}
