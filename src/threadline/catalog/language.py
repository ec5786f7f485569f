"""The closed lists of the query language: what bodies may say, on the wire, in the compiler and in the SDK."""

from typing import Literal, get_args

Aggregation = Literal["sum", "count", "countDistinct", "avg", "min", "max", "median", "p90", "p95"]
"""`median`, `p90` and `p95` are extensions of the contract."""

TimeUnit = Literal["hour", "day", "week", "month", "quarter", "year"]
"""`quarter` and `year` are extensions of the contract."""

WeekStart = Literal["monday", "sunday", "saturday"]
TimeFormat = Literal["milliseconds", "rfc3339"]
Mode = Literal["unpack", "json"]
"""How an export writes objects: a column per key, or JSON text in one column."""

Direction = Literal["asc", "desc"]
GroupOperator = Literal["eq", "neq", "gt", "gte", "lt", "lte", "in", "notIn", "isNull", "isNotNull"]
"""The operators that fit an aggregate, in `having`."""

Operator = Literal[
    "eq",
    "neq",
    "gt",
    "gte",
    "lt",
    "lte",
    "in",
    "notIn",
    "arrayContains",
    "jsonContains",
    "jsonContainedBy",
    "jsonHasKey",
    "jsonArrayContainsObject",
    "jsonHasAnyKey",
    "jsonHasAllKeys",
    "isNull",
    "isNotNull",
    "contains",
    "startsWith",
    "matches",
    "is",
]
"""`contains`, `startsWith`, `matches` and `is` are extensions of the contract."""

AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
TIME_UNITS: tuple[TimeUnit, ...] = get_args(TimeUnit)
WEEK_STARTS: tuple[WeekStart, ...] = get_args(WeekStart)
TIME_FORMATS: tuple[TimeFormat, ...] = get_args(TimeFormat)
MODES: tuple[Mode, ...] = get_args(Mode)
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
OPERATORS: tuple[Operator, ...] = get_args(Operator)
GROUP_OPERATORS: tuple[Operator, ...] = get_args(GroupOperator)
MESSAGES = "messages"
"""The name that stands for the messages of a row; only for the operator `matches`."""

DURATION = "durationSeconds"
"""The kind of selection, and the beginning of the names, of the seconds between two times of a row."""
